"""What this stage sends."""

from notifications.catalogue import MessageType

SIGN_IN_CODE = MessageType(
    "accounts.sign_in_code", "The code of a sign-in, for a person of the council", needs={"code", "minutes"}, secret={"code"}
)
SET_PASSWORD = MessageType(
    "accounts.set_password", "The link at which a person chooses a password", needs={"link", "days"}, secret={"link"}
)

ALL = (SIGN_IN_CODE, SET_PASSWORD)
