"""Working days, public holidays and the two ways in which the law counts days."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from statute.answers import Answer, Reason, say_date
from statute.errors import CalendarEnds, ContradictoryFacts
from statute.facts import Override
from statute.tables import lookup, tables, version

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)
SATURDAY = 5
SUNDAY = 6

Closures = Collection[date]


@dataclass(frozen=True, slots=True)
class Holidays:
    """Bank holidays as published, by year, and the public holidays that the statutes name."""

    names: dict[date, str]
    first_year: int
    last_year: int

    def covers(self, day: date) -> date:
        """The day, if the list reaches it. Error: CalendarEnds."""
        if not self.first_year <= day.year <= self.last_year:
            raise CalendarEnds(day, self.first_year, self.last_year)
        return day


@lru_cache(maxsize=4)
def _holidays(_version: str) -> Holidays:
    years = sorted(int(key) for key in tables().keys("bank_holidays"))
    names = {day: name for year in years for day, name in lookup("bank_holidays", str(year), date(year, 1, 1))["days"]}
    return Holidays(names, years[0], years[-1])


def holidays() -> Holidays:
    """The kept list of bank holidays of England."""
    return _holidays(version())


def bank_holiday_name(day: date) -> str:
    """The name of the bank holiday as GOV.UK lists it, or an empty string."""
    kept = holidays()
    return kept.names.get(kept.covers(day), "")


def is_listed_holiday(day: date) -> bool:
    """A bank holiday on GOV.UK's list."""
    return bool(bank_holiday_name(day))


def is_named_by_statute(day: date) -> bool:
    """Christmas Day itself, or 26 December on any day but Sunday (Banking and Financial Dealings Act 1971, Schedule 1)."""
    if day.month != 12:
        return False
    return day.day == 25 or (day.day == 26 and day.weekday() != SUNDAY)


def is_public_holiday(day: date) -> bool:
    """A day left out of publicity counting: on GOV.UK's list or named by statute, whichever reading gives more time."""
    return is_listed_holiday(day) or is_named_by_statute(day)


def is_working_day(day: date, closures: Closures = ()) -> bool:
    """Monday to Friday, not a public holiday, and not a day on which the council is closed."""
    return day.weekday() < SATURDAY and not is_public_holiday(day) and day not in closures


def next_working_day(day: date, closures: Closures = ()) -> date:
    """The first working day after the day given."""
    day += ONE_DAY
    while not is_working_day(day, closures):
        day += ONE_DAY
    return day


def on_or_next_working_day(day: date, closures: Closures = ()) -> date:
    """The day itself if it is a working day, otherwise the next one."""
    return day if is_working_day(day, closures) else next_working_day(day, closures)


def previous_working_day(day: date, closures: Closures = ()) -> date:
    """The last working day before the day given."""
    day -= ONE_DAY
    while not is_working_day(day, closures):
        day -= ONE_DAY
    return day


def add_working_days(day: date, count: int, closures: Closures = ()) -> date:
    """The last of `count` working days, the first of them being the first working day after `day`; negative counts go back."""
    step = next_working_day if count > 0 else previous_working_day
    for _ in range(abs(count)):
        day = step(day, closures)
    return day


def working_days_between(start: date, end: date, closures: Closures = ()) -> int:
    """How many working days lie after `start` up to and including `end`; negative when `end` comes first."""
    if end < start:
        return -working_days_between(end, start, closures)
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day, closures) for day in days)


def add_months(day: date, months: int) -> date:
    """The corresponding date so many months on; the last day of the month where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Count:
    """The last day of a counted period and the public holidays that were left out of it."""

    last_on: date
    left_out: tuple[date, ...]
    differs: bool


def count_days(start: date, days: int, *, from_day_after: bool, disregard_public_holidays: bool) -> Count:
    """The last of `days` days counted from the day after `start`, or beginning with it; holidays left out one at a time.

    `differs` says that GOV.UK's list alone would have ended the period sooner.
    """
    if days < 1:
        raise ContradictoryFacts("A period has at least one day", fact="days")
    day = start if from_day_after else start - ONE_DAY
    if not disregard_public_holidays:
        return Count(day + timedelta(days=days), (), False)
    left_out = []
    while days:
        day += ONE_DAY
        if is_public_holiday(day):
            left_out.append(day)
        else:
            days -= 1
    return Count(day, tuple(left_out), any(not is_listed_holiday(out) for out in left_out))


def say_left_out(count: Count) -> list[str]:
    """The holidays left out, in words, and that the two lists differ where they do."""
    if not count.left_out:
        return []
    words = [f"Left out: {', '.join(say_date(day) for day in count.left_out)}"]
    if count.differs:
        unlisted = [say_date(day) for day in count.left_out if not is_listed_holiday(day)]
        words.append(f"{', '.join(unlisted)} is a public holiday by statute but not on GOV.UK's list; the later reading is taken")
    return words


def receipt_day(moment: datetime, closures: Closures = (), overrides: Iterable[Override] = ()) -> Answer[date]:
    """The day on which something sent electronically counts as received. The moment must carry its time zone.

    The council's own hours may be given as an override of `calendar/business_hours`, figure `closes`.
    """
    if moment.tzinfo is None:
        raise ContradictoryFacts("A moment of receipt must carry its time zone", fact="moment")
    local = moment.astimezone(LONDON)
    day = local.date()
    rule = lookup("calendar", "business_hours", day, overrides)
    if not is_working_day(day, closures):
        received, why = next_working_day(day, closures), f"{say_date(day)} is not a working day"
    elif local.time() > rule["closes"]:
        received, why = next_working_day(day, closures), f"it arrived at {local:%H:%M}, after {rule['closes']:%H:%M}"
    else:
        received, why = day, f"it arrived at {local:%H:%M} on a working day"
    return Answer(received, (rule.reason(), Reason(f"Received on {say_date(received)}: {why}")))
