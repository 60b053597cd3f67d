"""The emails of this stage."""

from notifications.catalogue import MessageType

INVALID = MessageType(
    "validation.invalid",
    "To the applicant or agent: why the application is invalid, all requests at once, with a link",
    needs=["requests", "address", "due_on", "link", "link_until"],
    secret=["link"],
)
REQUESTS_SENT = MessageType(
    "validation.requests_sent",
    "To the applicant or agent: something more is needed, with a link",
    needs=["requests", "address", "due_on", "link", "link_until"],
    secret=["link"],
)
REQUEST_CANCELLED = MessageType(
    "validation.request_cancelled",
    "To the applicant or agent: a request is no longer needed",
    needs=["what", "address", "reason"],
)
ANSWER_RECEIVED = MessageType(
    "validation.answer_received",
    "To whoever answered: a receipt",
    needs=["what", "address", "files", "text", "answered_at"],
)
ANSWER_ARRIVED = MessageType(
    "validation.answer_arrived",
    "To the case officer: the applicant answered a request",
    needs=["what", "address", "who", "url"],
)
VALID = MessageType(
    "validation.valid",
    "To the applicant and the agent: the application is valid, when it must be decided, and the right of appeal",
    needs=["address", "description", "received_on", "valid_from_on", "expiry_on", "appeal", "link", "link_until"],
    secret=["link"],
)
RECEIVED = MessageType(
    "validation.received",
    "To the applicant and the agent: the application has arrived, with a link to follow it",
    needs=["address", "description", "received_on", "link", "link_until"],
    secret=["link"],
)
LINK = MessageType(
    "validation.link",
    "To the applicant or agent: a fresh link to their application",
    needs=["address", "link", "link_until"],
    secret=["link"],
)

ALL = (INVALID, REQUESTS_SENT, REQUEST_CANCELLED, ANSWER_RECEIVED, ANSWER_ARRIVED, VALID, RECEIVED, LINK)
