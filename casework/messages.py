"""The emails of the desk."""

from notifications.catalogue import MessageType

ENDED = MessageType(
    "casework.ended",
    "To the applicant and the agent: the application has been withdrawn, returned or closed, and why",
    needs=["how", "address", "reason"],
)

ALL = (ENDED,)
