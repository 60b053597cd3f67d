"""The emails of the desk."""

from notifications.catalogue import MessageType

ENDED = MessageType(
    "casework.ended",
    "To the applicant and the agent: the application has been withdrawn, returned or closed, and why",
    needs=["how", "address", "reason"],
    must_say=["how", "reason"],
)
WITHDRAWAL_RECEIPT = MessageType(
    "casework.withdrawal_receipt",
    "To whoever asked to withdraw the application: a receipt, with a link",
    needs=["who", "text", "asked_at", "address", "link", "link_until"],
    secret=["link"],
)
WITHDRAWAL_ASKED = MessageType(
    "casework.withdrawal_asked",
    "To the agent or the applicant: the other of the two asked to withdraw the application, with a link",
    needs=["who", "text", "asked_at", "address", "link", "link_until"],
    secret=["link"],
)
WITHDRAWAL_TAKEN_BACK = MessageType(
    "casework.withdrawal_taken_back",
    "To the agent or the applicant: the other of the two took back the request to withdraw, with a link",
    needs=["who", "address", "link", "link_until"],
    secret=["link"],
)
WITHDRAWAL_TO_ANSWER = MessageType(
    "casework.withdrawal_to_answer",
    "To the case officer: the applicant or the agent asked to withdraw the application",
    needs=["who", "text", "address", "url"],
)
WITHDRAWAL_NO_LONGER = MessageType(
    "casework.withdrawal_no_longer",
    "To the case officer: the request to withdraw the application was taken back",
    needs=["who", "address", "url"],
)
NOT_WITHDRAWN = MessageType(
    "casework.not_withdrawn",
    "To the applicant and the agent: the application is not withdrawn, and why, with a link",
    needs=["who", "reason", "address", "link", "link_until"],
    secret=["link"],
)
VALIDATION_UNDONE = MessageType(
    "casework.validation_undone",
    "To the applicant and the agent: the application is not valid after all, and why, with a link",
    needs=["reason", "valid_from_on", "changes", "expiry_on", "address", "link", "link_until"],
    secret=["link"],
)
REOPENED = MessageType(
    "casework.reopened",
    "To the applicant and the agent: the case is open again, and why, with a link",
    needs=["reason", "ended", "valid", "changes", "expiry_on", "address", "link", "link_until"],
    secret=["link"],
)
CORRECTED = MessageType(
    "casework.corrected",
    "To the applicant and the agent: a date was put right, what follows and why, with a link",
    needs=["what", "reason", "changes", "expiry_on", "address", "link", "link_until"],
    secret=["link"],
)
TYPE_CHANGED = MessageType(
    "casework.type_changed",
    "To the applicant and the agent: the type of the application was put right, what follows and why, with a link",
    needs=["before", "after", "reason", "changes", "expiry_on", "address", "link", "link_until"],
    secret=["link"],
)
RETURNS_WAITING = MessageType(
    "casework.returns_waiting",
    "To everybody who may return cases: invalid applications that nobody has answered for, once a week",
    needs=["count", "url"],
)
ADDRESS_CORRECTED = MessageType(
    "casework.address_corrected",
    "To the applicant or the agent, at an email address that was put right: we write to it now, with a link",
    needs=["address", "link", "link_until"],
    secret=["link"],
)
ADDRESS_LEFT = MessageType(
    "casework.address_left",
    "To the address that was registered before: we write to another one now",
    needs=["address"],
)
BY_HAND = MessageType(
    "casework.by_hand",
    "To whomever an officer writes to: what the officer wrote by hand",
    needs=["subject", "text"],
    must_say=["text"],
)

ALL = (
    BY_HAND,
    ADDRESS_CORRECTED,
    ADDRESS_LEFT,
    RETURNS_WAITING,
    ENDED,
    WITHDRAWAL_RECEIPT,
    WITHDRAWAL_ASKED,
    WITHDRAWAL_TAKEN_BACK,
    WITHDRAWAL_TO_ANSWER,
    WITHDRAWAL_NO_LONGER,
    NOT_WITHDRAWN,
    VALIDATION_UNDONE,
    REOPENED,
    CORRECTED,
    TYPE_CHANGED,
)
