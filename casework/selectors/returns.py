"""Invalid applications whose applicants were asked, reminded and chased, and did not answer: candidates for being returned."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery

from accounts.models import LocalAuthority, Membership
from accounts.permissions import Permission
from accounts.policy import policy
from applications.law import closures_of
from applications.models import Party, PlanningApplication
from notifications.selectors import not_there
from statute.calendar import add_working_days
from validation.kinds import all_kinds
from validation.models import ValidationDispute, ValidationRequest
from validation.services.reminding import ASKING


def silent(authority: LocalAuthority, *, on: date) -> QuerySet[PlanningApplication]:
    """Invalid applications with an overdue request that was chased long enough ago, the longest overdue first. A council that chases
    nobody waits as long after the last day to answer. An answer or message that nobody has read, a notice under article 12 that waits for
    its answer, and whatever has not reached them keep a case off the list.
    """
    chased_by = add_working_days(on, -policy(authority, "return_after_chase_working_days"), closures_of(authority))
    kinds = [kind.code for kind in all_kinds() if kind.holds_up]
    waited = Q(chased_at__date__lte=chased_by)
    if not policy(authority, "request_chase_working_days"):
        waited |= Q(chased_at=None, due_on__lte=chased_by)
    late = ValidationRequest.objects.filter(waited, case_id=OuterRef("pk"), kind__in=kinds, state="open", due_on__lt=on).order_by()
    counted = late.values("case_id").annotate(due=Min("due_on"), chased=Max("chased_at"), count=Count("pk"))
    disputed = ValidationDispute.objects.filter(case_id=OuterRef("pk"), answered_at=None)
    unread = not_there(*ASKING).filter(case_id=OuterRef("pk"))
    applications = authority.applications.filter(status="invalidated", unread_answers=0, unread_messages=0, undelivered=0)
    return (
        applications.filter(Exists(late), ~Exists(disputed), ~Exists(unread))
        .annotate(
            overdue_since=Subquery(counted.values("due")),
            chased_on=Subquery(counted.values("chased")),
            overdue_count=Subquery(counted.values("count")),
        )
        .order_by("overdue_since", "pk")
    )


def of_page(listed: QuerySet[PlanningApplication]) -> list[PlanningApplication]:
    """The cases of one page with their people and payments, in three queries."""
    rows = listed.select_related("case", "case__officer", "type").defer("answers", "pre_assessment", "case__boundary_submitted")
    return list(rows.prefetch_related("case__parties", "case__payments"))


def who_answers(application: Any) -> str:
    """The agent, else the applicant, by name: of those to whom the applicants' pages are open, where they are open to one."""
    people = sorted(application.case.parties.all(), key=lambda party: (not party.may_enter, party.role != Party.Role.AGENT))
    return people[0].name if people else ""


def may_close(authority: LocalAuthority) -> list[Membership]:
    """Everybody who works at the council now and may return cases."""
    members = Membership.objects.filter(authority=authority, user__is_active=True, ended_at=None).select_related("user")
    return [member for member in members if member.can(Permission.CLOSE_CASES)]
