"""Emails and letters that an officer writes by hand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from applications.lifecycle import lock
from applications.models import PlanningApplication
from audit.services import record
from casework import events, messages
from core.errors import DomainError
from notifications.letters import send_letter
from notifications.models import Message
from notifications.services import send_email

GAP = re.compile(r"\[[a-z][^\[\]\n]{0,80}\]")  # what a template leaves for the officer to say
EMAIL, LETTER = Message.Channel.EMAIL, Message.Channel.LETTER
LONGEST = 20_000


@dataclass(frozen=True)
class Addressee:
    """Whom a message goes to: an address for email, or the lines of a postal one without the name."""

    name: str
    email: str = ""
    lines: Sequence[str] = ()


@transaction.atomic
def write_by_hand(
    *,
    application: PlanningApplication,
    channel: str,
    to: Addressee,
    subject: str,
    text: str,
    reply_to: str = "",
    public_id: UUID,
    by: Any,
    now: datetime,
) -> Message:
    """Send an email, or put a letter into the next print run. `public_id` is the form's own: a double press sends once.

    DomainError beside the field for what is missing.
    """
    application = lock(application)
    twin = Message.objects.filter(case=application.case, public_id=public_id).first()
    if twin is not None:
        return twin
    check_by_hand(channel=channel, to=to, subject=subject, text=text)
    case, context = application.case, {"subject": subject.strip(), "text": text.strip()}
    given: dict[str, Any] = {
        "authority": case.authority,
        "case": case,
        "message": messages.BY_HAND.key,
        "to_name": to.name,
        "context": context,
    }
    if channel == LETTER:
        message = send_letter(**given, lines=to.lines, public_id=public_id, by=by, now=now)
    else:
        message = send_email(**given, to=to.email, reply_to=reply_to, public_id=public_id, by=by, now=now)
    how = message.get_channel_display()
    record(events.WRITTEN_BY_HAND, case=case, by=by, now=now, how=how, subject=message.subject, to=to.name or message.to)
    return message


def check_by_hand(*, channel: str, to: Addressee, subject: str, text: str) -> None:
    """DomainError beside the field for what could not be sent."""
    if not subject.strip():
        raise DomainError("Enter a subject", "subject")
    if not text.strip():
        raise DomainError("Enter your message", "text")
    if len(text) > LONGEST:
        raise DomainError(f"Your message must be {LONGEST:,} characters or fewer", "text")
    if "((" in subject or "((" in text:
        raise DomainError("There is still a placeholder in double brackets: put your own words there.", "text")
    if left := _left_to_fill(text):
        raise DomainError(f"Put your own words in place of {left}.", "text")
    if channel == EMAIL and not to.email:
        raise DomainError("There is no email address: write a letter, or choose somebody else.", "to")
    if channel == LETTER and not to.lines:
        raise DomainError("There is no postal address: write an email, or choose somebody else.", "to")


def _left_to_fill(text: str) -> str:
    """The gaps that a template left and nobody filled, such as "[day] and [time]"."""
    return " and ".join(dict.fromkeys(GAP.findall(text)))
