"""Bank holidays, public holidays and the counting of days."""

from datetime import date, datetime, time, timedelta

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given
from hypothesis import strategies as st

from statute import CalendarEnds, ContradictoryFacts, Override, bank_holiday_name, is_public_holiday, is_working_day, receipt_day
from statute.calendar import (
    Count,
    add_months,
    add_working_days,
    count_days,
    holidays,
    is_named_by_statute,
    next_working_day,
    on_or_next_working_day,
    previous_working_day,
    say_left_out,
    working_days_between,
)

DAYS = st.dates(date(2012, 4, 2), date(2027, 6, 30))
LENGTHS = st.integers(1, 60)


def test_the_kept_holidays_are_those_that_govuk_publishes() -> None:
    published = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    first, last = holidays().first_year, holidays().last_year
    days = {entry["date"] for entry in published if first <= entry["date"].year <= last}
    assert set(holidays().names) == days


def test_a_holiday_has_its_name() -> None:
    assert bank_holiday_name(date(2026, 12, 28)) == "Boxing Day (substitute day)"
    assert bank_holiday_name(date(2026, 12, 29)) == ""


@pytest.mark.parametrize(
    ("day", "listed", "named"),
    [
        (date(2026, 12, 25), True, True),
        (date(2026, 12, 26), False, True),  # a Saturday
        (date(2026, 12, 28), True, False),
        (date(2027, 12, 25), False, True),  # a Saturday
        (date(2027, 12, 26), False, False),  # a Sunday
        (date(2022, 12, 26), True, True),
        (date(2026, 11, 25), False, False),
        (date(2026, 12, 24), False, False),
        (date(2026, 4, 3), True, False),
    ],
)
def test_the_list_and_the_statutes_are_read_together(day: date, listed: bool, named: bool) -> None:
    assert bool(bank_holiday_name(day)) is listed
    assert is_named_by_statute(day) is named
    assert is_public_holiday(day) is (listed or named)


@pytest.mark.parametrize("day", [date(2011, 12, 31), date(2029, 1, 1)])
def test_days_beyond_the_list_are_refused(day: date) -> None:
    with pytest.raises(CalendarEnds, match="2012 to 2028") as raised:
        is_public_holiday(day)
    assert raised.value.fact == "date"


def test_the_last_days_of_the_list_count() -> None:
    assert not is_public_holiday(date(2012, 1, 1))
    assert not is_public_holiday(date(2028, 12, 31))


def test_a_period_has_at_least_one_day() -> None:
    with pytest.raises(ContradictoryFacts, match=r"^A period has at least one day$") as raised:
        count_days(date(2026, 11, 2), 0, from_day_after=True, disregard_public_holidays=False)
    assert raised.value.fact == "days"
    one = count_days(date(2026, 11, 2), 1, from_day_after=False, disregard_public_holidays=True)
    assert one.last_on == date(2026, 11, 2)


def test_where_the_two_readings_differ_both_are_said() -> None:
    count = count_days(date(2026, 12, 23), 5, from_day_after=False, disregard_public_holidays=True)
    assert count.last_on == date(2026, 12, 30)
    assert count.left_out == (date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 28))
    assert count.differs
    assert say_left_out(count) == [
        "Left out: Friday 25 December 2026, Saturday 26 December 2026, Monday 28 December 2026",
        "Saturday 26 December 2026 is a public holiday by statute but not on GOV.UK's list; the later reading is taken",
    ]


def test_two_days_of_difference_are_both_named() -> None:
    words = say_left_out(Count(date(2027, 1, 8), (date(2026, 12, 26), date(2027, 12, 25)), True))
    assert words[1].startswith("Saturday 26 December 2026, Saturday 25 December 2027 is a public holiday by statute")


def test_without_holidays_nothing_is_left_out() -> None:
    assert count_days(date(2026, 12, 23), 5, from_day_after=True, disregard_public_holidays=False) == Count(date(2026, 12, 28), (), False)


def test_where_they_agree_only_the_holidays_are_said() -> None:
    count = count_days(date(2026, 4, 1), 3, from_day_after=False, disregard_public_holidays=True)
    assert say_left_out(count) == ["Left out: Friday 3 April 2026"]
    assert not count.differs
    assert say_left_out(count_days(date(2026, 9, 1), 3, from_day_after=False, disregard_public_holidays=True)) == []


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 23), 6, date(2027, 5, 23)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 11, 30), 12, date(2027, 11, 30)),
        (date(2026, 6, 30), 0, date(2026, 6, 30)),
    ],
)
def test_months_end_on_the_corresponding_date(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end


def test_a_moment_needs_its_time_zone() -> None:
    with pytest.raises(ContradictoryFacts, match=r"^A moment of receipt must carry its time zone$") as raised:
        receipt_day(datetime(2026, 11, 24, 12, 0))
    assert raised.value.fact == "moment"


def test_a_moment_of_another_zone_is_read_in_london() -> None:
    summer = datetime.fromisoformat("2026-07-01T16:30:00+00:00")
    assert receipt_day(summer).value == date(2026, 7, 2)
    assert receipt_day(summer).explain()[1] == "Received on Thursday 2 July 2026: it arrived at 17:30, after 17:00"


def test_a_council_has_its_own_hours() -> None:
    until_four = Override("calendar", "business_hours", "closes", time(16, 0), date(2026, 1, 1), "the council's website", date(2026, 1, 1))
    assert receipt_day(datetime.fromisoformat("2026-11-24T16:30+00:00"), (), (until_four,)).value == date(2026, 11, 25)


def test_the_receipt_says_why() -> None:
    assert "on a working day" in receipt_day(datetime.fromisoformat("2026-11-24T12:00+00:00")).explain()[1]
    assert "Saturday 28 November 2026 is not a working day" in receipt_day(datetime.fromisoformat("2026-11-28T12:00+00:00")).explain()[1]


@given(DAYS, LENGTHS, st.booleans())
def test_leaving_holidays_out_never_shortens_a_period(start: date, days: int, from_day_after: bool) -> None:
    plain = count_days(start, days, from_day_after=from_day_after, disregard_public_holidays=False)
    longer = count_days(start, days, from_day_after=from_day_after, disregard_public_holidays=True)
    assert longer.last_on >= plain.last_on
    assert longer.last_on == plain.last_on + timedelta(days=len(longer.left_out))
    assert all(is_public_holiday(day) for day in longer.left_out)
    assert not is_public_holiday(longer.last_on)


@given(DAYS, LENGTHS, st.booleans())
def test_a_later_start_never_ends_sooner(start: date, days: int, disregard: bool) -> None:
    first = count_days(start, days, from_day_after=True, disregard_public_holidays=disregard)
    second = count_days(start + timedelta(days=1), days, from_day_after=True, disregard_public_holidays=disregard)
    assert second.last_on >= first.last_on


@given(DAYS, LENGTHS)
def test_counting_with_the_first_day_is_counting_from_the_day_before(start: date, days: int) -> None:
    with_first = count_days(start, days, from_day_after=False, disregard_public_holidays=True)
    assert with_first == count_days(start - timedelta(days=1), days, from_day_after=True, disregard_public_holidays=True)


@given(DAYS, st.integers(-30, 30), st.sets(DAYS, max_size=3))
def test_added_working_days_are_working_days_and_counted_back(start: date, count: int, closures: set[date]) -> None:
    end = add_working_days(start, count, closures)
    assert end == start or is_working_day(end, closures)
    if count >= 0:
        assert working_days_between(start, end, closures) == count


@given(DAYS)
def test_next_and_previous_working_days_lie_on_either_side(day: date) -> None:
    later, earlier = next_working_day(day), previous_working_day(day)
    assert earlier < day < later
    assert is_working_day(later)
    assert is_working_day(earlier)
    assert on_or_next_working_day(day) == (day if is_working_day(day) else later)
    assert working_days_between(earlier, later) == (2 if is_working_day(day) else 1)


def test_a_closed_day_is_no_working_day() -> None:
    monday = date(2026, 11, 30)
    assert is_working_day(monday)
    assert not is_working_day(monday, {monday})
    assert next_working_day(date(2026, 11, 27), {monday}) == date(2026, 12, 1)
    assert previous_working_day(date(2026, 12, 1), {monday}) == date(2026, 11, 27)
    assert on_or_next_working_day(monday, {monday}) == date(2026, 12, 1)
    assert on_or_next_working_day(date(2026, 11, 28), {monday}) == date(2026, 12, 1)


@given(DAYS, st.integers(0, 60))
def test_months_never_go_backwards(day: date, months: int) -> None:
    end = add_months(day, months)
    assert end >= day
    assert add_months(day + timedelta(days=1), months) >= end
