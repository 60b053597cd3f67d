"""What the desk writes into the history, in the officer's words."""

from audit.registry import EventType

WITHDRAWN = EventType("withdrawn", "Withdrawn by the applicant: {reason}")
RETURNED = EventType("returned", "Returned as invalid: {reason}")
CLOSED = EventType("closed", "Closed without a decision: {reason}")
DATES_CORRECTED = EventType("dates_corrected", "The nightly check of dates found a difference and put it right: {changes}")
CALENDAR_MADE = EventType("calendar_made", "Secret address of a calendar of deadlines made for {officer}")
CALENDAR_REVOKED = EventType("calendar_revoked", "Secret address of the calendar of deadlines of {officer} taken back")
DATES_BY_LAW = EventType("dates_by_law", "Computed again because the council changed a figure of the law: {changes}")
WITHDRAWAL_ASKED = EventType("withdrawal_asked", "{who} asked to withdraw the application: {text}")
WITHDRAWAL_TAKEN_BACK = EventType("withdrawal_taken_back", "{who} took back the request to withdraw the application")
WITHDRAWAL_DECLINED = EventType("withdrawal_declined", "Not withdrawn, although {who} asked for it: {reason}")
RECEIVED = EventType("received", "{how} from {who} of {received_on} recorded: {subject}")
WRITTEN_BY_HAND = EventType("written_by_hand", "{how} “{subject}” written to {to}")
LETTERS_GATHERED = EventType("letters_gathered", "Print run of {count} letters asked for")
LETTER_POSTED = EventType("letter_posted", "Letter “{subject}” to {to} posted on {posted_on}")
LETTER_SPOILT = EventType("letter_spoilt", "Letter “{subject}” to {to} did not print: it waits for the next run")
LETTER_INSTEAD = EventType("letter_instead", "Letter “{subject}” to {to} written in place of a message that did not arrive")
VALIDATION_UNDONE = EventType(
    "validation_undone", "Validation undone, which was from {valid_from}: the application is {status} again. {reason}"
)
REOPENED = EventType("reopened", "Opened again, having been {ended}: the application is {status}. {reason}")
DATE_CORRECTED = EventType("date_corrected", "Date corrected: {what} was {before}, is {after}. {reason}")
CORRECTION_LIFTED = EventType("date_correction_lifted", "The date that a person set counts no more: {what}, {day}. {reason}")
TYPE_CHANGED = EventType("type_changed", "Type corrected from “{before}” to “{after}”. {reason}")
EMAIL_CORRECTED = EventType("email_corrected", "Email address of {name} corrected: {before} became {after}")

ALL: tuple[EventType, ...] = (
    EMAIL_CORRECTED,
    WITHDRAWN,
    RETURNED,
    CLOSED,
    DATES_CORRECTED,
    CALENDAR_MADE,
    CALENDAR_REVOKED,
    DATES_BY_LAW,
    WITHDRAWAL_ASKED,
    WITHDRAWAL_TAKEN_BACK,
    WITHDRAWAL_DECLINED,
    RECEIVED,
    WRITTEN_BY_HAND,
    LETTERS_GATHERED,
    LETTER_POSTED,
    LETTER_SPOILT,
    LETTER_INSTEAD,
    VALIDATION_UNDONE,
    REOPENED,
    DATE_CORRECTED,
    CORRECTION_LIFTED,
    TYPE_CHANGED,
)
