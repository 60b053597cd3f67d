"""What can be keyed in: the council's types of application by family, and reports of breaches."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from applications.models import ApplicationType, AuthorityApplicationType, PlanningApplication

BREACH = "breach"
BREACH_NAME = "Report of a breach of planning control"
FAMILIES = {
    "planning_permission": "Planning permission",
    "prior_approval": "Prior approval",
    "lawfulness_certificate": "Certificates of lawfulness",
    "pre_application": "Advice before an application",
    "other": "Other consents and notices",
}
ENFORCEMENT = "Enforcement"
OFTEN = "Often received here"
LATEST = 300  # applications that say what is received often
MOST_OFTEN = 5


@dataclass(frozen=True)
class Family:
    title: str
    types: tuple[tuple[str, str], ...]


def families_for(authority: Any) -> list[Family]:
    """The active types of the council by family, what it receives most in front."""
    off = AuthorityApplicationType.objects.filter(authority=authority, active=False).values("type")
    types = list(ApplicationType.objects.filter(active=True).exclude(pk__in=off).order_by("name"))
    names = {kind.code: kind.name for kind in types}
    groups = [Family(title, tuple((t.code, t.name) for t in types if t.family == family)) for family, title in FAMILIES.items()]
    known = set(FAMILIES)
    rest = tuple((t.code, t.name) for t in types if t.family not in known)
    groups += [Family("Others", rest), Family(ENFORCEMENT, ((BREACH, BREACH_NAME),))]
    often = Family(OFTEN, tuple((code, names[code]) for code in _often(authority) if code in names))
    return [group for group in [often, *groups] if group.types]


def _often(authority: Any) -> list[str]:
    latest = PlanningApplication.objects.filter(authority=authority).order_by("-received_at").values_list("type__code", flat=True)[:LATEST]
    counted = Counter(latest)
    return [code for code, _ in counted.most_common(MOST_OFTEN)] if len(counted) > MOST_OFTEN else []


def type_of(code: str) -> ApplicationType | None:
    """The type of this code; None for a report of a breach."""
    return ApplicationType.objects.filter(code=code).first()


def name_of(code: str) -> str:
    kind = type_of(code)
    return kind.name if kind else BREACH_NAME
