"""What happens to a case's documents, in the officer's words."""

from audit.registry import EventType

ADDED = EventType("document_added", "Document added: {name}")
MADE = EventType("document_made", "Document made: {name}")
EDITED = EventType("document_edited", "Document {name} changed: {changes}")
PUBLISHED = EventType("document_published", "Document made public: {name}")
UNPUBLISHED = EventType("document_unpublished", "Document taken off the public pages: {name}")
SHARED = EventType("document_shared", "Document shown to consultees: {name}")
REPLACED = EventType("document_replaced", "Document {name} replaced by {new_name}")
REDACTED = EventType("document_redacted", "Redacted copy of {name} added: {new_name}")
ARCHIVED = EventType("document_archived", "Document archived: {name}. {reason}")
RESTORED = EventType("document_restored", "Document brought back from the archive: {name}")
MEASURED = EventType("document_measured", "Measured on {name}, page {page}: {words} {label}")
MEASUREMENT_REMOVED = EventType("document_measurement_removed", "Measurement removed from {name}, page {page}: {words} {label}")

ALL = (ADDED, MADE, EDITED, PUBLISHED, UNPUBLISHED, SHARED, REPLACED, REDACTED, ARCHIVED, RESTORED, MEASURED, MEASUREMENT_REMOVED)
