"""What the desk writes into the history, in the officer's words."""

from audit.registry import EventType

WITHDRAWN = EventType("withdrawn", "Withdrawn by the applicant: {reason}")
RETURNED = EventType("returned", "Returned as invalid: {reason}")
CLOSED = EventType("closed", "Closed without a decision: {reason}")
DATES_CORRECTED = EventType("dates_corrected", "The nightly check of dates found a difference and put it right: {changes}")

ALL: tuple[EventType, ...] = (WITHDRAWN, RETURNED, CLOSED, DATES_CORRECTED)
