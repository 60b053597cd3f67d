"""Reported breaches, as their lists and their page read them."""

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from accounts.models import LocalAuthority, User
from applications.models import BreachReport, CaseConstraint, Party

TABS = ("open", "mine", "nobody", "closed")
LIST_COLUMNS = [
    "pk", "authority_id", "status", "allegation", "kinds", "began_on", "received_on",
    "case__reference", "case__address_lines", "case__town", "case__postcode", "case__officer_id", "case__officer__name",
]  # fmt: skip


def of_tab(authority: LocalAuthority, tab: str, user: User) -> QuerySet[BreachReport]:
    """The reports of one list: all open ones, the person's own, those that nobody has, and closed ones. The longest waiting first."""
    reports = authority.breaches
    if tab == "closed":
        return reports.closed().order_by("-received_at", "-pk")
    reports = reports.open().order_by("received_at", "pk")
    if tab == "mine":
        return reports.mine(user)
    return reports.filter(case__officer=None) if tab == "nobody" else reports


def tab_counts(authority: LocalAuthority, user: User) -> dict[str, int]:
    """How many reports each list holds."""
    is_open = ~Q(status=BreachReport.Status.CLOSED)
    return authority.breaches.order_by().aggregate(
        open=Count("pk", filter=is_open),
        mine=Count("pk", filter=is_open & Q(case__officer=user)),
        nobody=Count("pk", filter=is_open & Q(case__officer=None)),
        closed=Count("pk", filter=~is_open),
    )


def for_list(reports: QuerySet[BreachReport]) -> QuerySet[BreachReport]:
    """Only what a list shows: drawings and submitted answers stay in the database."""
    return reports.select_related("case", "case__officer").only(*LIST_COLUMNS)


def among(authority: LocalAuthority, ids: list[int]) -> list[BreachReport]:
    """Those of these cases that are reports of breaches, in the order of the keys."""
    found = for_list(authority.breaches.filter(pk__in=ids)).order_by().in_bulk() if ids else {}
    return [found[pk] for pk in ids if pk in found]


def waiting_for_somebody(authority: LocalAuthority) -> int:
    """How many open reports nobody has."""
    return authority.breaches.open().filter(case__officer=None).count()


def open_reports_of(user: User, authority: LocalAuthority) -> int:
    """How many open reports an officer has."""
    return authority.breaches.open().mine(user).count()


def for_page(authority: LocalAuthority, reference: str) -> BreachReport:
    """A report with all that its page shows, each part read once; BreachReport.DoesNotExist for everything else."""
    constraints = Prefetch("case__constraints", CaseConstraint.objects.filter(removed_at=None, intersects=True).order_by("name"))
    parties = Prefetch("case__parties", Party.objects.filter(role=Party.Role.COMPLAINANT))
    report: BreachReport = authority.breaches.prefetch_related(parties, constraints).for_reference(reference)
    return report


def complainant_of(report: Any) -> Party | None:
    """Who reported it; None where nobody says."""
    return next(iter(report.case.parties.all()), None)
