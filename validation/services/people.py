"""Who may open a case's pages: colleagues whom the applicant or agent adds, and links that are taken back."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.policy import COLLEAGUES_ADDED_A_DAY, MOST_COLLEAGUES
from applications import events as case_events
from applications.lifecycle import lock, refuse_ended
from applications.models import AccessLink, Colleague, Party, PlanningApplication
from audit.actors import actor_of
from audit.services import record
from core.errors import DomainError
from notifications.letters import tell
from validation import messages
from validation.services.links import email_with_link

A_DAY = timedelta(days=1)
NOT_IN_NAMES = ("/", "@", "www.", "http", "<", ">")


class TooManyColleagues(DomainError):
    """A case takes a few colleagues, and a few additions a day."""


@transaction.atomic
def add_colleague(
    *, application: PlanningApplication, party: Party | Colleague, name: str, email: str, by: Any, now: datetime
) -> Colleague:
    """The applicant or agent (`party`) lets a colleague see the case and answer for it, with a link of their own.

    The colleague gets the link, the other of the two is told. DomainError beside the field (`name`, `email`); TooManyColleagues.
    """
    application = lock(application)
    refuse_ended(application)
    if not isinstance(party, Party) or not party.may_enter:
        raise DomainError("Only the applicant or the agent can add a colleague.")
    name, email = " ".join(name.split()), email.strip()
    _let_go(application, email, by, now)
    _guard_colleague(application, name, email, now)
    colleague = Colleague.objects.create(
        authority_id=application.authority_id,
        case=application.case,
        party=party,
        party_email=party.email.lower(),
        name=name,
        email=email,
        added_at=now,
    )
    record(case_events.COLLEAGUE_ADDED, case=application.case, by=by, now=now, colleague=name, email=email, who=party.name)
    context = {"who": party.name}
    email_with_link(application=application, party=colleague, message=messages.COLLEAGUE_ADDED, context=context, by=by, now=now)
    _tell_others(application, party, messages.COLLEAGUE_TOLD, {"who": party.name, "colleague": name}, by, now)
    return colleague


def _let_go(application: PlanningApplication, email: str, by: Any, now: datetime) -> None:
    """Somebody who could not come in any more, because whoever added them has another address now, may be added anew."""
    for one in application.case.colleagues.filter(removed_at=None, email_key=email.lower()).select_related("party"):
        if not one.may_enter:
            one.removed_at, one.removed_by_name = now, actor_of(by).name
            one.save(update_fields=["removed_at", "removed_by_name"])


def _guard_colleague(application: PlanningApplication, name: str, email: str, now: datetime) -> None:
    case, key = application.case, email.lower()
    if not name:
        raise DomainError("Enter your colleague’s name", "name")
    if any(part in name.lower() for part in NOT_IN_NAMES):
        raise DomainError("Enter a name, without an internet or email address", "name")
    if not email:
        raise DomainError("Enter your colleague’s email address", "email")
    if case.parties.filter(email_key=key).exclude(role=Party.Role.COMPLAINANT).exists():
        raise DomainError("This is the address of the applicant or the agent, who have links of their own", "email")
    colleagues = [one for one in case.colleagues.filter(removed_at=None).select_related("party") if one.may_enter]
    if any(one.email.lower() == key for one in colleagues):
        raise DomainError("Somebody with this address can see the application already", "email")
    if len(colleagues) >= MOST_COLLEAGUES:
        raise TooManyColleagues(f"You can have {MOST_COLLEAGUES} colleagues on an application. Remove one before you add another.")
    if case.colleagues.filter(added_at__gt=now - A_DAY).count() >= COLLEAGUES_ADDED_A_DAY:
        raise TooManyColleagues("Too many people were added within a day. Try again tomorrow, or write to us.")


@transaction.atomic
def remove_colleague(*, colleague: Colleague, party: Party | Colleague | None = None, by: Any, now: datetime) -> None:
    """Take a colleague off the case: their links end at once. `party`: the applicant or agent who does it; None: an officer.

    The colleague is told, and the applicant and agent who did not do it. Removed already: nothing happens.
    """
    application = lock(PlanningApplication(pk=colleague.case_id))
    row = Colleague.objects.select_for_update(of=("self",)).select_related("party", "case").get(pk=colleague.pk)
    if row.removed_at is not None:
        return
    if isinstance(party, Colleague) and party.pk != row.pk:
        raise DomainError("Only the applicant or the agent can remove a colleague.")
    row.removed_at, row.removed_by_name = now, actor_of(by).name
    row.save(update_fields=["removed_at", "removed_by_name"])
    revoke_links(application, Q(colleague=row), now)
    record(case_events.COLLEAGUE_REMOVED, case=application.case, by=by, now=now, colleague=row.name, email=row.email)
    context = {"address": application.case.address, "who": actor_of(by).name}
    tell(authority=application.case.authority, case=application.case, party=row, message=messages.COLLEAGUE_GONE.key,
         context=context, by=by, now=now)  # fmt: skip
    others = None if isinstance(party, Colleague) else party
    _tell_others(application, others, messages.COLLEAGUE_REMOVED, {"who": actor_of(by).name, "colleague": row.name}, by, now)


@transaction.atomic
def close_access(*, application: PlanningApplication, party: Party, reason: str, by: Any, now: datetime) -> None:
    """Close the applicant's pages to a party, and to the colleagues they added: no link opens them until a fresh one is sent.

    They are told, for nothing is done behind their back. DomainError (`reason`).
    """
    application = lock(application)
    row = Party.objects.select_for_update(of=("self",)).get(pk=party.pk, case=application.case)
    if not reason.strip():
        raise DomainError("Say why you close the pages to them", "reason")
    if row.access_closed_at is not None:
        raise DomainError(f"The pages are closed to {row.name} already.")
    row.access_closed_at = now
    row.save(update_fields=["access_closed_at"])
    revoke_links(application, Q(party=row) | Q(colleague__party=row), now)
    record(case_events.ACCESS_CLOSED, case=application.case, by=by, now=now, name=row.name, reason=reason.strip())
    context = {"address": application.case.address, "reason": reason.strip()}
    tell(authority=application.case.authority, case=application.case, party=row, message=messages.ACCESS_CLOSED.key,
         context=context, by=by, now=now)  # fmt: skip


def revoke_links(application: PlanningApplication, whose: Q, now: datetime) -> None:
    """Take back links to a case; what they opened ends with them. Part of a verb that has locked the application."""
    AccessLink.objects.filter(whose, case=application.case, revoked_at=None).update(revoked_at=now)


def _tell_others(
    application: PlanningApplication, party: Party | None, message: messages.MessageType, context: dict[str, Any], by: Any, now: datetime
) -> None:
    """The applicant and the agent but for whoever does it; nobody at the same address."""
    case, done_by = application.case, party.email.lower() if party else ""
    for other in case.parties.filter(role__in=[Party.Role.APPLICANT, Party.Role.AGENT], access_closed_at=None):
        if (party is None or other.pk != party.pk) and (not other.email or other.email.lower() != done_by):
            given = {"address": case.address, **context}
            tell(authority=case.authority, case=case, party=other, message=message.key, context=given, by=by, now=now)
