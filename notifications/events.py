"""What the outbox writes into the history, in the officer's words."""

from audit.registry import EventType

MESSAGE_SENT_AGAIN = EventType("message_sent_again", "Sent “{subject}” to {to} again")
WORDING_CHANGED = EventType("wording_changed", "Changed the words of the message “{title}”")
WORDING_RESET = EventType("wording_reset", "Went back to the standard words of the message “{title}”")

ALL = (MESSAGE_SENT_AGAIN, WORDING_CHANGED, WORDING_RESET)
