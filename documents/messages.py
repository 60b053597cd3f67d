"""The emails of documents."""

from notifications.catalogue import MessageType

CHECK_WAITS = MessageType(
    "documents.check_waits",
    "To the case officer, or the administrators where there is none: files have waited for their check for a day",
    needs=["files", "address", "url"],
)

ALL = (CHECK_WAITS,)
