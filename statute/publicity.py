"""Who must be told of an application, until when they may answer, and the first day on which it may be decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from statute.answers import Answer, Reason, say_date
from statute.calendar import add_working_days, count_days, on_or_next_working_day, say_left_out
from statute.errors import ContradictoryFacts, UnknownFigure
from statute.facts import CaseFacts
from statute.kinds import Kind, counts_as_major, kind_of
from statute.tables import Row, lookup, tables

ONE_DAY = timedelta(days=1)
CHANNELS = ("site_notice", "letter", "press_notice", "website")
KINDS = (*CHANNELS, "consultee")


class Need(StrEnum):
    """Whether a way of telling people is required, one of two that will do, or not asked for."""

    REQUIRED = "required"
    EITHER = "either"
    NONE = "none"


STRENGTH = (Need.NONE, Need.EITHER, Need.REQUIRED)


@dataclass(frozen=True, slots=True)
class Duty:
    """One way of telling people: how far it is required, for how many days, and whether holidays are left out."""

    need: Need
    days: int
    disregard_public_holidays: bool
    by: str = "council"

    @property
    def required(self) -> bool:
        return self.need == Need.REQUIRED

    @property
    def either(self) -> bool:
        return self.need == Need.EITHER

    @property
    def none(self) -> bool:
        return self.need == Need.NONE

    def joined(self, other: Duty) -> Duty:
        """Both duties at once: the stronger need; among those that ask for it, the longer time."""
        if STRENGTH.index(other.need) > STRENGTH.index(self.need):
            strong, weak = other, self
        else:
            strong, weak = self, other
        if weak.none:
            return strong
        longer = max(self, other, key=lambda duty: (duty.days, duty.disregard_public_holidays))
        return Duty(strong.need, longer.days, longer.disregard_public_holidays, strong.by)


@dataclass(frozen=True, slots=True)
class PublicityDuties:
    """What the law asks for. `either` on site notice and letters means that one of the two will do."""

    site_notice: Duty
    neighbour_letters: Duty
    press: Duty
    website: Duty
    consultee_days: int

    @property
    def any(self) -> bool:
        """Whether anything at all is asked for."""
        return not all(duty.none for duty in (self.site_notice, self.neighbour_letters, self.press, self.website))

    def of(self, kind: str) -> Duty:
        """The duty for `site_notice`, `letter`, `press_notice` or `website`."""
        return {"site_notice": self.site_notice, "letter": self.neighbour_letters, "press_notice": self.press, "website": self.website}[
            kind
        ]


def _planning_key(facts: CaseFacts, kind: Kind) -> str:
    if facts.is_eia:
        return "planning.eia"
    if facts.is_departure or facts.affects_public_right_of_way:
        return "planning.departure"
    return "planning.major" if counts_as_major(facts, kind) else "planning.other"


def _needs_listed_publicity(facts: CaseFacts) -> bool:
    return facts.affects_exterior or facts.listed_grade in ("I", "II*")


def _keys(facts: CaseFacts, kind: Kind) -> list[str]:
    rule: str = kind.rules["publicity"]
    if rule == "class":
        key = f"{kind.code}.required" if facts.prior_approval_required else kind.code
        return [next(name for name in (key, kind.code, "pa") if tables().has("publicity", name))]
    if rule == "reserved_matters":
        return ["planning.eia"] if facts.is_eia else ["none"]
    if rule == "listed":
        return ["listed"] if _needs_listed_publicity(facts) else ["none"]
    if rule not in ("planning", "planning_and_listed"):
        return [rule]
    keys = [_planning_key(facts, kind)]
    if facts.in_conservation_area or facts.affects_listed_building_setting:
        keys.append("heritage")
    if rule == "planning_and_listed" and _needs_listed_publicity(facts):
        keys.append("listed")
    return keys


def _duty(row: Row, channel: str) -> Duty:
    return Duty(Need(row[channel]), row[f"{channel}_days"], row[f"{channel}_holidays"], row["by"])


def publicity_duties(facts: CaseFacts) -> Answer[PublicityDuties]:
    """What must be done to tell people of the case, for how long and by which article."""
    kind = kind_of(facts)
    rows = [lookup("publicity", key, facts.law_on, facts.overrides) for key in _keys(facts, kind)]
    duties = {channel: _duty(rows[0], channel) for channel in CHANNELS}
    consultee_days = max(row["consultee_days"] for row in rows)
    because = [row.reason() for row in rows]
    if facts.is_public_service_infrastructure and not facts.is_eia:
        shorter = lookup("publicity_days", "public_service_infrastructure", facts.law_on, facts.overrides)
        days = shorter["days"]
        for channel in ("site_notice", "letter"):
            duties[channel] = replace(duties[channel], days=days)
        consultee_days = days
        because.append(shorter.reason())
    for row in rows[1:]:
        duties = {channel: duty.joined(_duty(row, channel)) for channel, duty in duties.items()}
    if duties["site_notice"].required and duties["letter"].either:
        duties["letter"] = replace(duties["letter"], need=Need.NONE)
    site_notice, letters, press, website = (duties[channel] for channel in CHANNELS)
    value = PublicityDuties(site_notice, letters, press, website, consultee_days)
    return Answer(value, tuple(because))


@dataclass(frozen=True, slots=True)
class _Span:
    days: int
    disregard: bool
    because: tuple[Reason, ...]


def _span(facts: CaseFacts, kind: str, longer: int | None) -> _Span:
    if kind not in KINDS:
        raise UnknownFigure(f"“{kind}” is not a way of telling people: {', '.join(KINDS)}", fact="kind")
    duties = publicity_duties(facts)
    if kind == "consultee":
        span = _Span(duties.value.consultee_days, False, duties.because)
    else:
        duty = duties.value.of(kind)
        span = _Span(duty.days, duty.disregard_public_holidays, duties.because)
        if not duties.value.any:
            own = lookup("publicity_days", "voluntary", facts.law_on, facts.overrides)
            span = _Span(own["days"], duty.disregard_public_holidays, (*duties.because, own.reason()))
    if longer is None:
        return span
    if longer < span.days:
        raise ContradictoryFacts(f"The law gives {span.days} days here: a period of {longer} would be too short", fact="days")
    return _Span(
        longer, span.disregard, (*span.because, Reason(f"The council gives {longer} days, more than the {span.days} that the law asks for"))
    )


def publicity_end(facts: CaseFacts, *, kind: str, started_on: date, days: int | None = None) -> Answer[date]:
    """The last day for comments on one notice, letter or consultation.

    `kind` is site_notice, letter, press_notice, website or consultee; `started_on` the day of display, of the letter, of publication
    or of the consultation. `days` may lengthen the law's period. Notices count the first day; letters count from the day after service.
    """
    span = _span(facts, kind, days)
    because = list(span.because)
    first = started_on
    if kind == "letter":
        post = lookup("calendar", "post", started_on, facts.overrides)
        first = add_working_days(on_or_next_working_day(started_on), post["working_days"])
        because.append(post.reason(f"A letter posted on {say_date(started_on)} is served on {say_date(first)}"))
    from_day_after = kind in ("letter", "consultee")
    count = count_days(first, span.days, from_day_after=from_day_after, disregard_public_holidays=span.disregard)
    starting = "the day after" if from_day_after else "and including"
    because.append(Reason(f"{span.days} days from {starting} {say_date(first)} end on {say_date(count.last_on)}"))
    because.extend(Reason(words) for words in say_left_out(count))
    return Answer(count.last_on, tuple(because))


def reply_by(facts: CaseFacts, *, letter_date: date, days: int | None = None) -> Answer[date]:
    """The last day for a neighbour's comments on a letter handed to the post on `letter_date`."""
    return publicity_end(facts, kind="letter", started_on=letter_date, days=days)


def _missing(duties: PublicityDuties, started: set[str]) -> list[str]:
    missing = [name for name in CHANNELS[:3] if duties.of(name).required and duties.of(name).by == "council" and name not in started]
    alternatives = [name for name in CHANNELS[:3] if duties.of(name).either]
    if alternatives and not started.intersection(alternatives):
        missing.append(" or ".join(alternatives))
    return [name.replace("_", " ") for name in missing]


def _kinds_of(ends: Iterable[str]) -> set[str]:
    return {name.split(":")[0] for name in ends}


def earliest_decision(facts: CaseFacts, *, ends: Mapping[str, date]) -> Answer[date | None]:
    """The first day on which the case may be decided: the day after the last period ends; None while a required notice is missing.

    `ends` maps a kind (`site_notice`), or a kind with a name (`letter:14`), to the last day for comments on it.
    """
    unknown = _kinds_of(ends) - set(KINDS)
    if unknown:
        raise UnknownFigure(f"{', '.join(sorted(unknown))}: not a way of telling people", fact="ends")
    duties = publicity_duties(facts)
    missing = _missing(duties.value, _kinds_of(ends))
    if missing:
        return Answer(None, (*duties.because, Reason(f"Still to be done: {', '.join(missing)}")))
    if facts.valid_from_on is None:
        return Answer(None, (*duties.because, Reason("The application is not valid yet")))
    if not ends:
        return Answer(facts.valid_from_on, (*duties.because, Reason("Nothing has to be waited for")))
    name, last = max(ends.items(), key=lambda item: item[1])
    first = max(last + ONE_DAY, facts.valid_from_on)
    which = name.split(":")[0].replace("_", " ")
    words = f"The last period to end is that of the {which}, on {say_date(last)}; a decision may be made from {say_date(first)}"
    wait = lookup("representations", "wait", facts.law_on, facts.overrides)
    return Answer(first, (*duties.because, wait.reason(words)))
