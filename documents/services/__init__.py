"""The verbs of documents: add, make, edit, publish, replace, redact, archive."""

from documents.services.adding import Added, NewFile, add_document, add_documents, store_made_pdf
from documents.services.changing import (
    archive_document,
    edit_document,
    publish,
    restore_document,
    set_visibility,
    set_visibility_of_many,
    unpublish,
)
from documents.services.replacing import add_redacted_copy, replace_document

__all__ = [
    "Added",
    "NewFile",
    "add_document",
    "add_documents",
    "add_redacted_copy",
    "archive_document",
    "edit_document",
    "publish",
    "replace_document",
    "restore_document",
    "set_visibility",
    "set_visibility_of_many",
    "store_made_pdf",
    "unpublish",
]
