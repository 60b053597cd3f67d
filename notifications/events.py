"""What the outbox writes into the history, in the officer's words."""

from audit.registry import EventType

MESSAGE_SENT_AGAIN = EventType("message_sent_again", "Sent “{subject}” to {to} again")

ALL = (MESSAGE_SENT_AGAIN,)
