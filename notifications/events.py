"""What the outbox writes into the history, in the officer's words."""

from audit.registry import EventType

MESSAGE_SENT_AGAIN = EventType("message_sent_again", "Sent “{subject}” to {to} again")
MESSAGE_FAILED = EventType("message_failed", "“{subject}” to {to} did not arrive: {why}")
MESSAGE_SETTLED = EventType("message_settled", "That “{subject}” did not reach {to} needs nothing more: {how}")
WORDING_CHANGED = EventType("wording_changed", "Changed the words of the message “{title}”")
WORDING_RESET = EventType("wording_reset", "Went back to the standard words of the message “{title}”")

ALL = (MESSAGE_SENT_AGAIN, MESSAGE_FAILED, MESSAGE_SETTLED, WORDING_CHANGED, WORDING_RESET)
