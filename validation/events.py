"""What this stage writes into the history, in the officer's words."""

from audit.registry import EventType

CHECK_ANSWERED = EventType("check_answered", "{check} checked: {answer}")
DOCUMENT_CHECKED = EventType("document_checked", "Document {document} marked {verdict}")
CONSTRAINT_ADDED = EventType("constraint_added", "Constraint added: {name}")
CONSTRAINT_REMOVED = EventType("constraint_removed", "Constraint removed: {name}")
REQUEST_ADDED = EventType("request_added", "Request {number} written: {what}")
REQUEST_EDITED = EventType("request_edited", "Request {number} changed: {what}")
REQUEST_SENT = EventType("request_sent", "Request {number} sent to {to}, to be answered by {due}: {what}")
REQUEST_CANCELLED = EventType("request_cancelled", "Request {number} cancelled: {what}. {reason}")
REQUEST_ANSWERED = EventType("request_answered", "Request {number} answered: {what}. {answer}")
ANSWER_SEEN = EventType("answer_seen", "Answer to request {number} looked at: {what}")
DESCRIPTION_CHANGED = EventType("description_changed", "Description changed from “{before}” to “{after}”")
MESSAGE_WRITTEN = EventType("request_message_written", "Message written about request {number}: {what}")
MESSAGES_READ = EventType("request_messages_read", "Messages about request {number} read: {what}")
WRITTEN = EventType("message_written", "Message written about the application")
READ = EventType("messages_read", "Messages about the application read")
ATTACHED = EventType("request_file_attached", "File put to request {number}: {document}")
REMINDED = EventType("requests_reminded", "Reminder of requests {numbers} sent to {to}")
CHASED = EventType("requests_chased", "Requests {numbers} chased: written to {to}")
CERTIFICATE_CHANGED = EventType("certificate_changed", "Ownership certificate changed from {before} to {after}, {owners} owners named")
PAYMENT_RECORDED = EventType("payment_recorded", "Payment of {amount} recorded, received on {received_on}")
PAYMENT_BOUNCED = EventType("payment_bounced", "Payment of {amount} bounced: {because}")
BOUNCE_TAKEN_BACK = EventType("payment_bounce_taken_back", "Payment of {amount} counts as received after all: {reason}")
CLOCK_RUNS_ON = EventType("payment_made_good", "The fee is there, paid on {paid_on}: the time to decide runs on")
PAYMENT_CANCELLED = EventType("payment_cancelled", "Entry of {amount} cancelled: {reason}")
REFUND_REQUESTED = EventType("refund_requested", "Refund of {amount} asked for: {why}")
REFUND_APPROVED = EventType("refund_approved", "Refund of {amount} approved, which {asked_by} had asked for")
REFUND_REFUSED = EventType("refund_refused", "Refund of {amount} turned down: {reason}")
DISPUTED = EventType("validation_disputed", "Notice that it is not needed (article 12): {about}. To be answered by {answer_by}. {reasons}")
DISPUTE_ANSWERED = EventType("validation_dispute_answered", "{notice} given: {about}. {reasons}")
OVERRIDDEN = EventType("validity_overridden", "Marked valid in spite of {count} open point(s): {blocks} Reason: {reason}")
INVALIDATED = EventType("invalidated", "Marked invalid; {count} requests sent to {to}")
VALIDATED = EventType("validated", "Marked valid from {valid_from}")
USUAL_REQUIREMENTS_ADDED = EventType("usual_requirements_added", "Added usual requirements to the lists: {names}")
USUAL_REASONS_ADDED = EventType("usual_reasons_added", "Added usual ready-made reasons: {names}")
PLANS_SENT = EventType("plans_sent", "Plans sent that nobody asked for: {count} ({names})")
PLANS_ACCEPTED = EventType("plans_accepted", "Plans of {who} accepted: {reason}")
PLANS_LEFT_ASIDE = EventType("plans_left_aside", "Plans of {who} left aside: {reason}")

ALL: tuple[EventType, ...] = (
    PLANS_SENT,
    PLANS_ACCEPTED,
    PLANS_LEFT_ASIDE,
    USUAL_REQUIREMENTS_ADDED,
    USUAL_REASONS_ADDED,
    CHECK_ANSWERED,
    DOCUMENT_CHECKED,
    CONSTRAINT_ADDED,
    CONSTRAINT_REMOVED,
    REQUEST_ADDED,
    REQUEST_EDITED,
    REQUEST_SENT,
    REQUEST_CANCELLED,
    REQUEST_ANSWERED,
    ANSWER_SEEN,
    DESCRIPTION_CHANGED,
    MESSAGE_WRITTEN,
    MESSAGES_READ,
    WRITTEN,
    READ,
    ATTACHED,
    REMINDED,
    CHASED,
    CERTIFICATE_CHANGED,
    PAYMENT_RECORDED,
    PAYMENT_BOUNCED,
    BOUNCE_TAKEN_BACK,
    CLOCK_RUNS_ON,
    PAYMENT_CANCELLED,
    REFUND_REQUESTED,
    REFUND_APPROVED,
    REFUND_REFUSED,
    DISPUTED,
    DISPUTE_ANSWERED,
    INVALIDATED,
    OVERRIDDEN,
    VALIDATED,
)
