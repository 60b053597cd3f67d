"""The registration queue: what came in and nobody has checked yet."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import BooleanField, Count, ExpressionWrapper, Prefetch, Q, QuerySet

from accounts.models import LocalAuthority, User
from accounts.policy import policy
from applications.models import CaseConstraint, Party, PlanningApplication
from documents.models import Document
from intake.models import FetchedFile
from places.uprns import bare, spellings

LIKE_AT_MOST = 500  # others that a page of the queue is compared with


def waiting(authority: LocalAuthority, show: str, user: User) -> QuerySet[PlanningApplication]:
    """Received, not yet looked at, oldest first. show: "waiting" (nobody has it), "mine", "all"."""
    applications = authority.applications.filter(status__in=["pending", "not_started"])
    if show == "waiting":
        applications = applications.filter(case__claimed_by=None)
    elif show == "mine":
        applications = applications.filter(case__claimed_by=user)
    drawn = Q(case__boundary_submitted__isnull=False) | Q(case__boundary_corrected__isnull=False)
    constraints = Prefetch("case__constraints", CaseConstraint.objects.filter(removed_at=None))
    return (
        applications.select_related("case", "case__claimed_by", "case__development", "type")
        .defer("answers", "pre_assessment", "case__boundary_submitted", "case__boundary_corrected", "case__boundary_bng")
        .prefetch_related("case__payments", "case__parties", "time_agreements", constraints)
        .annotate(has_red_line=ExpressionWrapper(drawn, output_field=BooleanField()))
        .order_by("received_at", "pk")
    )


@dataclass
class Files:
    arrived: int = 0
    failed: int = 0
    waiting: int = 0


def files_of(applications: list[PlanningApplication]) -> dict[int, Files]:
    """By case: documents that arrived, files that could not be fetched, files still to come."""
    ids = [application.pk for application in applications]
    files = {pk: Files() for pk in ids}
    documents = Document.objects.filter(case__in=ids, archived_at=None).exclude(source=Document.Source.MADE)
    for row in documents.values("case").annotate(n=Count("pk")).order_by():
        files[row["case"]].arrived = row["n"]
    State = FetchedFile.State
    for row in FetchedFile.objects.filter(case__in=ids).values("case", "state").annotate(n=Count("pk")).order_by():
        if row["state"] in (State.FAILED, State.REFUSED):
            files[row["case"]].failed += row["n"]
        elif row["state"] == State.WAITING:
            files[row["case"]].waiting += row["n"]
    return files


@dataclass(frozen=True)
class Site:
    """What two applications are compared by."""

    pk: int
    reference: str
    uprn: str
    address: str
    agent: str
    received_on: date = field(compare=False)

    @classmethod
    def of(cls, application: PlanningApplication) -> "Site":
        case = application.case
        agent = next((party for party in case.parties.all() if party.role == Party.Role.AGENT), None)
        words = f"{agent.email} {agent.name} {agent.company}".lower() if agent else ""
        address = f"{case.address_lines}|{case.postcode}".lower().replace(" ", "") if case.address_lines else ""
        return cls(application.pk, case.reference, bare(case.uprn), address, words, application.received_on)

    def why_like(self, other: "Site") -> str:
        """Why `other` may be the same application again; "" when it is not."""
        if self.uprn and self.uprn == other.uprn:
            return "same UPRN"
        alike = self.address and self.agent and (self.address, self.agent) == (other.address, other.agent)
        return "same address and agent" if alike else ""


def duplicates_of(authority: LocalAuthority, applications: list[PlanningApplication]) -> dict[int, list[tuple[str, str]]]:
    """By case: (reference, why) of others that came within the council's window of days for the same site."""
    if not applications:
        return {}
    window = timedelta(days=policy(authority, "duplicate_window_days"))
    sites = [Site.of(application) for application in applications]
    days = [application.received_on for application in applications]
    found: dict[int, list[tuple[str, str]]] = {site.pk: [] for site in sites}
    others = [Site.of(other) for other in _at_the_same_places(authority, applications, min(days) - window, max(days) + window)]
    for site in sites:
        for other in others:
            if other.pk != site.pk and abs(other.received_on - site.received_on) <= window and (why := site.why_like(other)):
                found[site.pk].append((other.reference, why))
    return found


def _at_the_same_places(
    authority: LocalAuthority, applications: list[PlanningApplication], first: date, last: date
) -> QuerySet[PlanningApplication]:
    """Applications of these days with one of these UPRNs or addresses. Two look-ups, each by an index of its own."""
    uprns = {uprn for a in applications for uprn in spellings(a.case.uprn)}
    addresses = {a.address_sort for a in applications if a.case.address_lines}
    of_those_days = authority.applications.filter(received_on__range=(first, last)).order_by()
    ids = set(of_those_days.filter(case__authority=authority, case__uprn__in=uprns).values_list("pk", flat=True)[:LIKE_AT_MOST])
    statuses = list(PlanningApplication.Status.values)
    ids |= set(of_those_days.filter(status__in=statuses, address_sort__in=addresses).values_list("pk", flat=True)[:LIKE_AT_MOST])
    return (
        authority.applications.filter(pk__in=ids)
        .select_related("case")
        .only("pk", "received_on", "case__reference", "case__uprn", "case__address_lines", "case__postcode")
        .prefetch_related("case__parties")
        .order_by("received_on", "pk")
    )


def queue_counts(authority: LocalAuthority, user: User) -> Counter[str]:
    """How many are in each view of the queue."""
    rows = authority.applications.filter(status__in=["pending", "not_started"]).aggregate(
        all=Count("pk"), waiting=Count("pk", filter=Q(case__claimed_by=None)), mine=Count("pk", filter=Q(case__claimed_by=user))
    )
    return Counter(rows)
