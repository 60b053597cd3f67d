"""The verbs of documents: add, make, edit, publish, replace, redact, archive, draw, measure."""

from documents.services.adding import Added, NewFile, add_document, add_documents, store_made_pdf
from documents.services.batch import Batch, Wanted, change_many, weigh
from documents.services.changing import archive_document, edit_document, restore_document
from documents.services.looking import ask_for_blocks, ask_for_page, draw_again
from documents.services.measuring import keep_measurement, remove_measurement
from documents.services.replacing import add_redacted_copy, put_in_place_of, replace_document
from documents.services.visibility import publish, publish_by_default, set_visibility, unpublish

__all__ = [
    "Added",
    "Batch",
    "NewFile",
    "Wanted",
    "add_document",
    "add_documents",
    "add_redacted_copy",
    "archive_document",
    "ask_for_blocks",
    "ask_for_page",
    "change_many",
    "draw_again",
    "edit_document",
    "keep_measurement",
    "publish",
    "publish_by_default",
    "put_in_place_of",
    "remove_measurement",
    "replace_document",
    "restore_document",
    "set_visibility",
    "store_made_pdf",
    "unpublish",
    "weigh",
]
