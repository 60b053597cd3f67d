"""What the pages of one case read beyond the snapshot."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from accounts.models import LocalAuthority
from applications.models import Case, CaseConstraint, CaseReference, Colleague, DateCorrection, Party, PlanningApplication
from audit.models import AuditEvent
from audit.registry import all_types
from audit.selectors import history_of
from validation.models import ValidityOverride


def for_page(authority: LocalAuthority, reference: str) -> PlanningApplication:
    """The application with the people, money, constraints and agreements that its page shows, each read once, or DoesNotExist."""
    constraints = Prefetch("case__constraints", CaseConstraint.objects.filter(removed_at=None).order_by("name"))
    corrected = Exists(DateCorrection.objects.filter(case=OuterRef("pk"), lifted_at=None))
    overridden = Exists(ValidityOverride.objects.filter(case=OuterRef("pk"), undone_at=None))
    parties = Prefetch("case__parties", Party.objects.order_by("role"))
    colleagues = Colleague.objects.filter(case=OuterRef("case"), removed_at=None).order_by("pk").values_list("name")
    applications = (
        authority.applications.select_related("case__development", "case__claimed_by", "validated_by", "published_by")
        .defer("answers", "pre_assessment")
        .annotate(colleague_names=ArraySubquery(colleagues))
        .prefetch_related(parties, "case__payments", "time_agreements", "case__task_marks", constraints)
        .annotate(has_corrections=corrected, has_overrides=overridden)
    )
    return applications.for_reference(reference)


def former_reference(authority: LocalAuthority, reference: str) -> str | None:
    """The reference that a case has now, by one that it had before."""
    found = CaseReference.objects.filter(authority=authority, reference__in=[reference, reference.upper()])
    return found.values_list("case__reference", flat=True).first()


def longest_reference(authority: LocalAuthority, path: str) -> tuple[str, str] | None:
    """For an address with a reference's slashes as they are (15/01234/FUL/history): the case's reference, and the rest of the address."""
    parts = [part for part in path.split("/") if part]
    beginnings = {"/".join(parts[:n]): "/".join(parts[n:]) for n in range(len(parts), 0, -1)}
    wanted = {form: beginning for beginning in beginnings for form in (beginning, beginning.upper())}
    cases = Case.objects.filter(authority=authority, reference__in=wanted)
    found = sorted(cases.order_by().values_list("reference", flat=True), key=len)
    if found:
        return found[-1], beginnings[wanted[found[-1]]]
    for beginning, rest in beginnings.items():
        if now := former_reference(authority, beginning):
            return now, rest
    return None


def history(case: object, kind: str) -> QuerySet[AuditEvent]:
    """The case's events, newest first; of one kind, where `kind` is the code of an event type."""
    events = history_of(case)
    return events.filter(type=kind) if kind else events


def kinds_in_history(case: object) -> list[tuple[str, str]]:
    """(code, words) of the kinds of event that this case has."""
    codes = set(history_of(case).order_by().values_list("type", flat=True).distinct())
    types = all_types()
    return sorted(((code, types[code].title) for code in codes & types.keys()), key=lambda pair: pair[1])
