"""Emailed links: each person has their own, and only its hash is kept."""

from datetime import datetime
from typing import Any

from django.db import transaction

from applications import events as case_events
from applications.lifecycle import lock
from applications.models import AccessLink, Colleague, Party, PlanningApplication
from applications.services import make_access_link
from audit.services import record
from core.errors import DomainError
from core.hosts import url_for
from notifications.letters import NOWHERE, reached_at, tell, way_to
from notifications.models import Message
from validation import messages
from validation.selectors import people_to_tell, was_acknowledged


class NobodyToWriteTo(DomainError):
    """Neither the applicant nor the agent can be emailed or written to."""


def email_with_link(
    *,
    application: PlanningApplication,
    party: Party | Colleague,
    message: messages.MessageType,
    context: dict[str, Any],
    by: Any,
    now: datetime,
) -> Message | None:
    """Send `message` to a party or their colleague with a fresh link of their own in it, as a letter to those without email. Where the
    pages are closed to them there is no link, and the message says so.

    Part of another verb: the caller has locked the application. None where the party can be reached by neither.
    """
    case = application.case
    given: dict[str, Any] = {"address": case.address, "link": "", "link_until": None}
    if party.may_enter:
        link, token = make_access_link(case=case, party=party, purpose=AccessLink.Purpose.APPLICANT, now=now)
        address = url_for(case.authority, "public", "applicant_portal:link", token=token)
        given |= {"link": address, "link_until": link.expires_at}
    return tell(authority=case.authority, case=case, party=party, message=message.key, context={**given, **context}, by=by, now=now)


@transaction.atomic
def send_access_link(*, application: PlanningApplication, party: Party | Colleague, by: Any, now: datetime) -> Message:
    """Send somebody a fresh link to their application, at the address that is registered; by letter without email.

    An officer's link opens the pages again to a party to whom they were closed.
    """
    application = lock(application)
    message = None
    _open_again(application, party, by, now)
    if way_to(party) != NOWHERE:
        message = email_with_link(application=application, party=party, message=messages.LINK, context={}, by=by, now=now)
    if message is None:
        raise NobodyToWriteTo(f"There is neither an email nor a postal address for {party.name}. Call them, or add an address.")
    record(case_events.LINK_SENT, case=application.case, by=by, now=now, email=reached_at(party))
    return message


def _open_again(application: PlanningApplication, party: Party | Colleague, by: Any, now: datetime) -> None:
    if isinstance(party, Colleague):
        if not party.may_enter:
            raise DomainError(f"{party.name} may not see the application any more: {party.party.name} can add them again.")
    elif party.access_closed_at is not None:
        party.access_closed_at = None
        party.save(update_fields=["access_closed_at"])
        record(case_events.ACCESS_OPENED, case=application.case, by=by, now=now, name=party.name)


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
