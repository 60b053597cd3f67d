"""The emails of this stage."""

from notifications.catalogue import MessageType

DISPUTE_RECEIVED = MessageType(
    "validation.dispute_received",
    "To the applicant and the agent: their notice that something is not needed has arrived, with a link",
    needs=["address", "about", "reasons", "received_on", "answer_by", "link", "link_until"],
    secret=["link"],
)
DISPUTE_ARRIVED = MessageType(
    "validation.dispute_arrived",
    "To the case officer: the applicant says that something asked for is not needed",
    needs=["address", "about", "reasons", "received_on", "answer_by", "who", "url"],
)
VALIDATION_NOTICE = MessageType(
    "validation.validation_notice",
    "To the applicant and the agent: what they disputed is not needed, with a link",
    needs=["address", "about", "reasons", "received_on", "link", "link_until"],
    secret=["link"],
)
NON_VALIDATION_NOTICE = MessageType(
    "validation.non_validation_notice",
    "To the applicant and the agent: what they disputed is needed still, and the right of appeal, with a link",
    needs=["address", "about", "reasons", "received_on", "appeal", "link", "link_until"],
    secret=["link"],
)
STATEMENT_DECIDED = MessageType(
    "validation.statement_decided",
    "To the applicant and the agent: the last day to decide moved with what was decided of an environmental statement, with a link",
    needs=["address", "what", "before_on", "expiry_on", "link", "link_until"],
    secret=["link"],
)
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
    must_say=["what", "reason"],
)
ANSWER_RECEIVED = MessageType(
    "validation.answer_received",
    "To whoever answered: a receipt",
    needs=["what", "address", "files", "text", "answered_at"],
    must_say=["what"],
)
FILE_REFUSED = MessageType(
    "validation.file_refused",
    "To whoever sent a file: it could not be kept after all, with a link",
    needs=["name", "why", "what", "can_send", "address", "link", "link_until"],
    secret=["link"],
    must_say=["name", "why"],
)
ANSWER_RECORDED = MessageType(
    "validation.answer_recorded",
    "To the applicant or agent: an answer that came by phone, post or email was recorded, as a receipt",
    needs=["what", "address", "files", "text", "came", "received_on"],
)
ANSWER_ARRIVED = MessageType(
    "validation.answer_arrived",
    "To the case officer: the applicant answered a request",
    needs=["what", "address", "who", "url"],
)
REMINDER = MessageType(
    "validation.reminder",
    "To the applicant or agent: the last day to answer is near, with a link",
    needs=["requests", "address", "due_on", "link", "link_until"],
    secret=["link"],
)
CHASER = MessageType(
    "validation.chaser",
    "To the applicant or agent: the last day to answer has passed, with a link",
    needs=["requests", "address", "due_on", "link", "link_until"],
    secret=["link"],
)
MESSAGE_FROM_APPLICANT = MessageType(
    "validation.message_from_applicant",
    "To the case officer: the applicant wrote about a request or the application",
    needs=["what", "address", "who", "text", "url"],
    must_say=["text"],
)
MESSAGE_FROM_OFFICER = MessageType(
    "validation.message_from_officer",
    "To the applicant or agent: the council wrote about a request or the application, with a link",
    needs=["what", "address", "who", "text", "link", "link_until"],
    secret=["link"],
    must_say=["text"],
)
MESSAGE_RECEIVED = MessageType(
    "validation.message_received",
    "To whoever wrote to the case officer: a receipt",
    needs=["what", "address", "text", "written_at"],
)
SILENCE_AGREED = MessageType(
    "validation.silence_agreed",
    "To the applicant or agent: a proposed description counts as agreed, for nobody answered in time",
    needs=["what", "address", "proposed"],
    must_say=["proposed"],
)
VALID = MessageType(
    "validation.valid",
    "To the applicant and the agent: the application is valid, when it must be decided, and the right of appeal",
    needs=["address", "description", "received_on", "valid_from_on", "expiry_on", "appeal", "link", "link_until"],
    secret=["link"],
    must_say=["valid_from_on", "expiry_on", "appeal"],
)
RECEIVED = MessageType(
    "validation.received",
    "To the applicant and the agent: the application has arrived, with a link to follow it",
    needs=["address", "description", "received_on", "link", "link_until"],
    secret=["link"],
    must_say=["received_on"],
)
LINK = MessageType(
    "validation.link",
    "To the applicant or agent: a fresh link to their application",
    needs=["address", "link", "link_until"],
    secret=["link"],
)

PAYMENT_BOUNCED = MessageType(
    "validation.payment_bounced",
    "To the applicant and the agent: a payment bounced, and the time to decide stands still until the fee is paid",
    needs=["address", "amount", "because", "link", "link_until"],
    secret=["link"],
    must_say=["amount"],
)
PAYMENT_BOUNCED_OFFICER = MessageType(
    "validation.payment_bounced_officer",
    "To the case officer: a payment bounced",
    needs=["address", "amount", "because", "url"],
)
FEE_MADE_GOOD = MessageType(
    "validation.fee_made_good",
    "To the applicant and the agent: the fee is there, and the time to decide runs on",
    needs=["address", "amount", "link", "link_until"],
    secret=["link"],
)
REFUND_APPROVED = MessageType(
    "validation.refund_approved",
    "To the applicant and the agent: money is paid back",
    needs=["address", "amount", "why", "link", "link_until"],
    secret=["link"],
    must_say=["amount"],
)
COLLEAGUE_ADDED = MessageType(
    "validation.colleague_added",
    "To a colleague whom the applicant or agent added: a link of their own",
    needs=["who", "address", "link", "link_until"],
    secret=["link"],
)
COLLEAGUE_TOLD = MessageType(
    "validation.colleague_told",
    "To the other of applicant and agent: a colleague can see the application now",
    needs=["who", "colleague", "address"],
)
COLLEAGUE_REMOVED = MessageType(
    "validation.colleague_removed",
    "To the applicant and agent who did not do it: a colleague was removed",
    needs=["who", "colleague", "address"],
)
COLLEAGUE_GONE = MessageType(
    "validation.colleague_gone",
    "To a colleague: their access to an application has ended",
    needs=["who", "address"],
)
ACCESS_CLOSED = MessageType(
    "validation.access_closed",
    "To the applicant or agent: an officer closed the applicant’s pages to them, and why",
    needs=["address", "reason"],
)
PLANS_RECEIVED = MessageType(
    "validation.plans_received",
    "To whoever sent plans that nobody asked for: a receipt",
    needs=["address", "files", "text"],
)
PLANS_ARRIVED = MessageType(
    "validation.plans_arrived",
    "To the case officer: plans came that nobody asked for",
    needs=["address", "files", "text", "who", "url"],
)
PLANS_ACCEPTED = MessageType(
    "validation.plans_accepted",
    "To the applicant, the agent and whoever sent plans unasked: they are part of the application now",
    needs=["address", "words", "who", "sent_on", "link", "link_until"],
    secret=["link"],
)
PLANS_LEFT_ASIDE = MessageType(
    "validation.plans_left_aside",
    "To the applicant, the agent and whoever sent plans unasked: they were not accepted, and why",
    needs=["address", "words", "who", "sent_on", "link", "link_until"],
    secret=["link"],
    must_say=["words"],
)

ALL = (
    PLANS_RECEIVED,
    PLANS_ARRIVED,
    PLANS_ACCEPTED,
    PLANS_LEFT_ASIDE,
    COLLEAGUE_ADDED,
    COLLEAGUE_TOLD,
    COLLEAGUE_REMOVED,
    COLLEAGUE_GONE,
    ACCESS_CLOSED,
    REMINDER,
    CHASER,
    SILENCE_AGREED,
    MESSAGE_FROM_APPLICANT,
    MESSAGE_FROM_OFFICER,
    MESSAGE_RECEIVED,
    INVALID,
    REQUESTS_SENT,
    REQUEST_CANCELLED,
    ANSWER_RECEIVED,
    ANSWER_RECORDED,
    FILE_REFUSED,
    ANSWER_ARRIVED,
    DISPUTE_RECEIVED,
    STATEMENT_DECIDED,
    DISPUTE_ARRIVED,
    VALIDATION_NOTICE,
    NON_VALIDATION_NOTICE,
    VALID,
    RECEIVED,
    LINK,
    PAYMENT_BOUNCED,
    PAYMENT_BOUNCED_OFFICER,
    FEE_MADE_GOOD,
    REFUND_APPROVED,
)
