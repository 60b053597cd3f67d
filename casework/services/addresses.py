"""Addresses that email does not reach: put right, with everything that did not arrive written again."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from applications.lifecycle import lock
from applications.models import Party, PlanningApplication
from applications.projection import refresh
from audit.actors import actor_of
from audit.services import record
from casework import events, messages
from casework.services.letters import fresh_link, with_note
from core.errors import DomainError
from core.filters import show_date
from core.tasks import enqueue_on_commit
from notifications import fate, selectors
from notifications.models import Message
from notifications.rendering import HIDDEN
from notifications.services import FIRST_LOOK_AFTER, send_email
from notifications.tasks import send_message
from validation.services.links import email_with_link
from validation.services.people import revoke_links


def count_undelivered(application: PlanningApplication) -> int:
    """How many emails of the case did not arrive and still matter."""
    return selectors.undelivered(application.pk).count()


def note_fate(message: Message, now: datetime) -> None:
    """Keep count on the case of what did not arrive. A listener of notifications.fate."""
    if message.case_id is not None:
        application = PlanningApplication.objects.select_for_update(no_key=True).filter(pk=message.case_id)
        if application.values_list("pk").first():  # locked before the count: two that fail at one moment both count
            application.update(undelivered=selectors.undelivered(message.case_id).count())


@transaction.atomic
def correct_email(*, application: PlanningApplication, party: Party, email: str, by: Any, now: datetime) -> int:
    """Put right the email address of the applicant or agent; how many messages that had not arrived were sent again to the new one.

    Links that went to the old address open nothing any more. The new address is told, and the old one unless email failed to reach it.
    DomainError (`email`) when it is the address that is there, or when they are no longer on the case.
    """
    application = lock(application)
    row = Party.objects.select_for_update(of=("self",)).filter(pk=party.pk, case=application.case).first()
    if row is None or row.role == Party.Role.COMPLAINANT:
        raise DomainError("Only the address of the applicant or the agent can be put right here.")
    old, email = row.email, email.strip()
    if old.lower() == email.lower():
        raise DomainError("This is the address that is registered already", "email")
    failed = list(selectors.undelivered(application.pk).filter(to__iexact=old).select_for_update(of=("self",))) if old else []
    row.email = email
    row.save(update_fields=["email"])
    revoke_links(application, Q(party=row) | Q(colleague__party=row), now)
    record(events.EMAIL_CORRECTED, case=application.case, by=by, now=now, name=row.name, before=old or "nothing", after=email)
    _tell_both(application, row, "" if failed else old, by, now)
    for message in reversed(failed):
        _send_to(message, row, by, now)
    refresh(application, now=now)
    return len(failed)


def _tell_both(application: PlanningApplication, party: Party, old: str, by: Any, now: datetime) -> None:
    case = application.case
    if party.may_enter:
        email_with_link(application=application, party=party, message=messages.ADDRESS_CORRECTED, context={}, by=by, now=now)
    if old:
        context = {"address": case.address}
        send_email(
            authority=case.authority,
            case=case,
            message=messages.ADDRESS_LEFT.key,
            to=old,
            to_name=party.name,
            context=context,
            by=by,
            now=now,
        )


def _send_to(old: Message, party: Party, by: Any, now: datetime) -> None:
    """The words of a message that did not arrive, to the address that is right, with a new link where it had one.

    One whose code cannot be made anew is only settled: the link that leaves with the news of the address opens the same page.
    """
    body, note = old.body, f"We sent this on {show_date(old.created_at)} to an address that was not right."
    try:
        if HIDDEN in old.shown_body:
            link, words = fresh_link(old, party, now)
            body, note = old.shown_body.replace(HIDDEN, link), f"{note} {words}"
    except DomainError:
        old.settled_at = now
        old.save(update_fields=["settled_at"])
        return
    row = Message.objects.create(
        authority_id=old.authority_id,
        case=old.case,
        template=old.template,
        to=party.email,
        to_name=old.to_name,
        reply_to=old.reply_to,
        subject=old.subject,
        body=with_note(body, note),
        shown_body=with_note(old.shown_body, note),
        instead_of=old,
        sent_by=actor_of(by).name,
        next_attempt_at=now + FIRST_LOOK_AFTER,
        created_at=now,
    )
    enqueue_on_commit(send_message, row.authority_id, row.pk)
    fate.changed(old, now)
