"""The emails of documents."""

from notifications.catalogue import MessageType

CHECK_WAITS = MessageType(
    "documents.check_waits",
    "To the case officer, or the administrators where there is none: files wait because the virus scanner does not answer",
    needs=["files", "address", "url"],
)

ALL = (CHECK_WAITS,)
