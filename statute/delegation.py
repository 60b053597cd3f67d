"""Who may decide: the national scheme of delegation, and the gateway through which a case reaches committee."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from statute.answers import Answer, Reason, say_date
from statute.errors import ContradictoryFacts, MissingFact
from statute.facts import CaseFacts
from statute.kinds import Kind, kind_of
from statute.scale import is_minor_commercial, is_minor_residential
from statute.tables import Row, lookup

OFFICER = "officer"
GATEWAY = "gateway"
COUNCIL_SCHEME = "council_scheme"


@dataclass(frozen=True, slots=True)
class Route:
    """`officer` (Schedule 1), `gateway` (Schedule 2: an officer, unless both nominated people agree to committee) or `council_scheme`."""

    kind: str
    schedule: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Parent:
    """The permission that a case depends on: the schedule it came under; the size of the outline for reserved matters."""

    schedule: int | None = None
    dwellings: int = 0
    floorspace: Decimal = Decimal(0)


def delegation_route(
    facts: CaseFacts,
    *,
    decided_on: date,
    own_interest: bool = False,
    linked_to_listed_consent: bool = False,
    parent: Parent | None = None,
    authority_kind: str = "district",
) -> Answer[Route]:
    """Who decides the case on this day. `own_interest`: the council's, a member's or an officer's own application.

    `parent` is needed for section 73 (its schedule), reserved matters (the outline's size) and planning obligations (its schedule).
    """
    kind = kind_of(facts)
    scheme = lookup("delegation", "scheme", decided_on, facts.overrides)
    if not scheme["applies"]:
        return _council(scheme.reason())
    if authority_kind in scheme["not_for"]:
        return _council(scheme.reason(f"The national scheme does not bind a {authority_kind.replace('_', ' ')}"))
    if own_interest:
        return _council(lookup("delegation", "own_interest", decided_on).reason())
    schedule, why = _schedule(facts, kind, linked_to_listed_consent, parent)
    if schedule is None:
        return _council(scheme.reason(), why)
    row = lookup("delegation", f"schedule_{schedule}", decided_on)
    route = Route(OFFICER if schedule == 1 else GATEWAY, schedule, row.says)
    return Answer(route, (scheme.reason(), row.reason(), why))


def _council(*because: Reason) -> Answer[Route]:
    return Answer(Route(COUNCIL_SCHEME, None, "The council's own scheme of delegation says who decides."), because)


def _schedule(facts: CaseFacts, kind: Kind, linked: bool, parent: Parent | None) -> tuple[int | None, Reason]:
    if kind.family in ("variation", "obligation"):
        return _follows(kind, parent)
    if kind.family == "reserved_matters":
        return _reserved_matters(facts, parent)
    if kind.family in ("planning", "technical_details"):
        return _planning(facts, kind, linked)
    row = lookup("delegation_families", kind.regime, facts.law_on)
    return row["schedule"] or None, row.reason()


def _follows(kind: Kind, parent: Parent | None) -> tuple[int | None, Reason]:
    if parent is None or parent.schedule not in (1, 2):
        raise MissingFact("parent.schedule", "the case is decided as the permission that it changes would be: say which schedule that was")
    words = f"The permission came under Schedule {parent.schedule}"
    if kind.family == "obligation" and parent.schedule == 2:
        return None, Reason(f"{words}, so the national scheme leaves the obligation to the council", confidence="medium")
    return parent.schedule, Reason(f"{words}, and this case follows it")


def _reserved_matters(facts: CaseFacts, parent: Parent | None) -> tuple[int, Reason]:
    if parent is None:
        raise MissingFact("parent", "reserved matters are routed by the size of the outline permission")
    row: Row = lookup("delegation_families", "large_outline", facts.law_on, facts.overrides)
    size = f"{parent.dwellings} homes and {parent.floorspace} square metres"
    if parent.dwellings >= row["dwellings"] or parent.floorspace >= row["floorspace"]:
        return 2, row.reason(f"The outline permission is large: {size}")
    return 1, row.reason(f"The outline permission is not large: {size}")


def _planning(facts: CaseFacts, kind: Kind, linked: bool) -> tuple[int, Reason]:
    if linked or kind.regime in ("householder_listed", "planning_listed"):
        return 2, Reason("The application goes with one for listed building consent")
    if facts.is_retrospective or kind.code.endswith(".retro"):
        return 2, Reason("The application is retrospective")
    if kind.regime == "householder":
        return 1, Reason("The application is a householder application")
    if facts.is_major or kind.major or facts.is_eia:
        return 2, Reason("The application is for major or EIA development")
    for question, name in ((is_minor_residential, "minor residential"), (is_minor_commercial, "minor commercial")):
        if (answer := question(facts)).value:
            return 1, Reason(
                f"{name.capitalize()} development: {answer.because[-1].text}", answer.because[0].citation, answer.because[0].url
            )
    return 2, Reason("The application is none of those that Schedule 1 names")


@dataclass(frozen=True, slots=True)
class Gateway:
    """The record of a gateway decision: both names, whether each agrees to committee, the ground, the day and the reasons."""

    officer: str
    member: str
    officer_agrees: bool
    member_agrees: bool
    decided_on: date
    ground: str = ""
    reasons: str = ""


def gateway_grounds(on: date) -> dict[str, str]:
    """The grounds on which a case may go to committee, with their words."""
    grounds: dict[str, str] = lookup("delegation", "schedule_2", on)["grounds"]
    return grounds


def gateway_outcome(record: Gateway) -> Answer[str]:
    """`committee` where both agree on a ground with reasons; otherwise `officer`. Errors: MissingFact, ContradictoryFacts."""
    row = lookup("delegation", "schedule_2", record.decided_on)
    for name in ("officer", "member"):
        if not getattr(record, name).strip():
            raise MissingFact(name, "the gateway decision names the nominated officer and the nominated member")
    if record.officer.strip().casefold() == record.member.strip().casefold():
        raise ContradictoryFacts("The nominated officer and the nominated member are two people", fact="member")
    if not (record.officer_agrees and record.member_agrees):
        return Answer(OFFICER, (row.reason("The two did not both agree, so an officer decides"),))
    if record.ground not in row["grounds"]:
        raise MissingFact("ground", f"a case goes to committee on one of these grounds: {'; '.join(row['grounds'].values())}")
    if not record.reasons.strip():
        raise MissingFact("reasons", "the gateway decision gives its reasons")
    words = f"{record.officer} and {record.member} agreed on {say_date(record.decided_on)}: {row['grounds'][record.ground]}"
    return Answer("committee", (row.reason(words),))


def committee_size_allowed(members: int, *, on: date) -> Answer[bool]:
    """Whether a planning committee may have so many members."""
    row = lookup("delegation", "committee_size", on)
    most: int = row["most"]
    return Answer(not most or members <= most, (row.reason(),))
