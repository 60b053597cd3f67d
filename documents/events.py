"""What happens to a case's documents, in the officer's words."""

from audit.registry import EventType

ADDED = EventType("document_added", "Document added: {name}")
MADE = EventType("document_made", "Document made: {name}")
EDITED = EventType("document_edited", "Document {name} changed: {changes}")
PUBLISHED = EventType("document_published", "Document made public: {name}")
UNPUBLISHED = EventType("document_unpublished", "Document taken off the public pages: {name}")
SHARED = EventType("document_shared", "Document shown to consultees: {name}")
REPLACED = EventType("document_replaced", "Document {name} replaced by {new_name}")
REDACTED = EventType("document_redacted", "Redacted copy of {name} added: {new_name}. {seen}")
ARCHIVED = EventType("document_archived", "Document archived: {name}. {reason}")
NOT_KEPT = EventType("document_not_kept", "Document not kept: {name}. {why}")
RESTORED = EventType("document_restored", "Document brought back from the archive: {name}")
MEASURED = EventType("document_measured", "Measured on {name}, page {page}: {words} {label}")
MEASUREMENT_REMOVED = EventType("document_measurement_removed", "Measurement removed from {name}, page {page}: {words} {label}")

PUBLISHED_WITH_CASE = EventType("documents_published_with_case", "Documents made public with the case, {count}: {names}")
DISCLOSED = EventType("document_disclosed", "Document of a kind that is kept back made public: {name}. {reason}")
WITHHELD = EventType("document_withheld", "Document taken off the public pages: {name}. {reason}")
MANY = EventType("documents_changed", "Documents {done}, {count}: {names}")

REDACTION_ASKED = EventType("document_redaction_asked", "Redaction of {name} asked for: {words}")
REDACTION_DISCARDED = EventType("document_redaction_discarded", "Boxes on {name} thrown away: {words}")

ALL = (
    ADDED,
    MADE,
    EDITED,
    PUBLISHED,
    UNPUBLISHED,
    SHARED,
    REPLACED,
    REDACTED,
    ARCHIVED,
    NOT_KEPT,
    RESTORED,
    MEASURED,
    MEASUREMENT_REMOVED,
    PUBLISHED_WITH_CASE,
    DISCLOSED,
    WITHHELD,
    MANY,
    REDACTION_ASKED,
    REDACTION_DISCARDED,
)
