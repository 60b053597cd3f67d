"""Emailed links: each person has their own, and only its hash is kept."""

from datetime import datetime
from typing import Any

from django.db import transaction

from applications import events as case_events
from applications.lifecycle import lock
from applications.models import AccessLink, Party, PlanningApplication
from applications.services import make_access_link
from audit.services import record
from core.errors import DomainError
from core.hosts import url_for
from notifications.models import Message
from notifications.letters import NOWHERE, reached_at, tell, way_to
from validation import messages
from validation.selectors import people_to_tell, was_acknowledged


class NobodyToWriteTo(DomainError):
    """Neither the applicant nor the agent can be emailed or written to."""


def email_with_link(
    *, application: PlanningApplication, party: Party, message: messages.MessageType, context: dict[str, Any], by: Any, now: datetime
) -> Message | None:
    """Send `message` to a party with a fresh link of their own in it, as a letter to those without email.

    Part of another verb: the caller has locked the application. None where the party can be reached by neither.
    """
    case = application.case
    link, token = make_access_link(case=case, party=party, purpose=AccessLink.Purpose.APPLICANT, now=now)
    given = {
        "address": case.address,
        "link": url_for(case.authority, "public", "applicant_portal:link", token=token),
        "link_until": link.expires_at,
    }
    return tell(authority=case.authority, case=case, party=party, message=message.key, context={**given, **context}, by=by, now=now)


@transaction.atomic
def send_access_link(*, application: PlanningApplication, party: Party, by: Any, now: datetime) -> Message:
    """Send the applicant or agent a fresh link to their application, at the address that is registered; by letter without email."""
    application = lock(application)
    message = None
    if way_to(party) != NOWHERE:
        message = email_with_link(application=application, party=party, message=messages.LINK, context={}, by=by, now=now)
    if message is None:
        raise NobodyToWriteTo(f"There is neither an email nor a postal address for {party.name}. Call them, or add an address.")
    record(case_events.LINK_SENT, case=application.case, by=by, now=now, email=reached_at(party))
    return message


@transaction.atomic
def acknowledge(*, application: PlanningApplication, by: Any, now: datetime) -> list[Message | None]:
    """Tell the applicant and the agent that the application has arrived, each with a link to follow it. Done once."""
    application = lock(application)
    if was_acknowledged(application.case):
        return []
    context = {"description": application.description, "received_on": application.received_on}
    sent = []
    for party in people_to_tell(application):
        sent.append(email_with_link(application=application, party=party, message=messages.RECEIVED, context=context, by=by, now=now))
        record(case_events.LINK_SENT, case=application.case, by=by, now=now, email=reached_at(party))
    return sent
