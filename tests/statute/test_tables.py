"""The law tables: complete, in order of time, with their sources; and a council's own figures over them."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import statute
from statute import CaseFacts, Override, OverrideNotAllowed, UnknownFigure
from statute.tables import DATA, Row, Tables, figures_in, lookup, tables
from statute.tariff import indexed

READ_ON = date(2026, 11, 2)
VALID = date(2026, 11, 3)


def rows_by_key() -> dict[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in tables():
        found[row.table, row.key].append(row)
    return found


def override(table: str, key: str, figure: str, value: object, from_on: date = date(2026, 1, 1)) -> Override:
    return Override(table, key, figure, value, from_on, "legislation.gov.uk", READ_ON, "A. Officer")


def test_every_row_names_its_provision_its_source_and_how_sure_it_is() -> None:
    faulty = [
        (row.table, row.key)
        for row in tables()
        if not row.citation or not row.source.startswith(("https://", "http://")) or row.confidence not in ("high", "medium", "low")
    ]
    assert faulty == []


def test_rows_of_one_rule_follow_each_other_without_gap_or_overlap() -> None:
    for name, rows in rows_by_key().items():
        rows.sort(key=lambda row: row.since)
        assert all(row.until is None or row.since <= row.until for row in rows), name
        for earlier, later in pairwise(rows):
            assert earlier.until == later.since - timedelta(days=1), name


def test_every_rule_that_a_type_names_is_in_the_tables() -> None:
    known, families = tables(), set()
    for regime, rules in known.regimes.items():
        families.add(regime)
        assert known.has("notices", rules["notice"]), regime
        assert known.has("appeals", rules["appeal"]), regime
        assert rules["period"] in ("scale", "technical_details", "class") or known.has("determination", rules["period"]), regime
    for entry in known.types.values():
        assert entry.get("regime") in families or entry["choices"]


def test_the_fingerprint_changes_with_any_figure(tmp_path: Path) -> None:
    before = statute.version()
    for path in DATA.glob("*.toml"):
        text = path.read_text()
        (tmp_path / path.name).write_text(text.replace("amount = 548", "amount = 549") if path.name == "fees.toml" else text)
    try:
        statute.use_folder(tmp_path)
        case = CaseFacts("pp.full.householder", VALID, VALID)
        assert statute.version() != before
        assert statute.fee_due(case, on=VALID).value == 549
        assert statute.is_working_day(date(2026, 12, 28)) is False
    finally:
        statute.use_folder()
    assert statute.version() == before


def test_a_new_edition_brings_its_bank_holidays(tmp_path: Path) -> None:
    for path in DATA.glob("*.toml"):
        text = path.read_text().replace('[2026-12-28, "Boxing Day', '[2026-12-29, "Boxing Day')
        (tmp_path / path.name).write_text(text)
    assert not statute.is_working_day(date(2026, 12, 28))
    try:
        statute.use_folder(tmp_path)
        assert statute.is_working_day(date(2026, 12, 28))
        assert not statute.is_working_day(date(2026, 12, 29))
    finally:
        statute.use_folder()
    assert not statute.is_working_day(date(2026, 12, 28))


def test_a_council_confirms_that_a_small_change_is_only_notified() -> None:
    entry = override("determination", "pa.part3.classR.notified", "", None)
    case = CaseFacts("pa.part3.classR", VALID, VALID, floorspace=Decimal(100), overrides=(entry,))
    assert statute.determination_period(case).is_confirmed
    assert not statute.determination_period(replace(case, overrides=())).is_confirmed


def test_a_council_confirms_an_unsure_figure_from_a_day() -> None:
    case = CaseFacts("pa.part4.classE", VALID, VALID, overrides=(override("determination", "pa.part4.classE", "amount", 42),))
    earlier = CaseFacts("pa.part4.classE", date(2025, 12, 31), None, overrides=case.overrides)
    answer = statute.determination_period(case)
    assert str(answer.value) == "42 days"
    assert answer.is_confirmed
    assert "entered by the council from legislation.gov.uk, read Monday 2 November 2026" in answer.because[0].citation
    assert not statute.determination_period(earlier).is_confirmed
    assert str(statute.determination_period(earlier).value) == "56 days"


def test_the_later_of_two_entries_counts() -> None:
    entries = (
        override("determination", "pa.part4.classE", "amount", 49, date(2026, 6, 1)),
        override("determination", "pa.part4.classE", "amount", 42, date(2026, 1, 1)),
    )
    case = CaseFacts("pa.part4.classE", VALID, VALID, overrides=entries)
    assert str(statute.determination_period(case).value) == "49 days"


def test_a_rule_can_be_confirmed_as_it_stands() -> None:
    case = CaseFacts("pa.part4.classE", VALID, VALID, overrides=(override("determination", "pa.part4.classE", "", None),))
    answer = statute.determination_period(case)
    assert str(answer.value) == "56 days"
    assert answer.is_confirmed


def test_a_figure_deep_in_a_row_can_be_entered_and_the_rest_stays_unsure() -> None:
    case = CaseFacts(
        "pa.part20.classA",
        VALID,
        VALID,
        dwellings=3,
        overrides=(override("fees", "prior_approval.upward", "bands.0.each", 440, date(2026, 4, 1)),),
    )
    answer = statute.fee_due(case, on=VALID)
    assert answer.value == 1320
    assert not answer.is_confirmed
    assert "(this figure has not been confirmed)" in answer.explain()[0]


def test_what_the_law_fixes_cannot_be_changed_by_a_council() -> None:
    case = CaseFacts("pp.full.householder", VALID, VALID, overrides=(override("determination", "other", "amount", 10),))
    with pytest.raises(OverrideNotAllowed) as raised:
        statute.statutory_expiry(case)
    assert raised.value.fact == "amount"


def test_an_entry_ends_with_the_rule_that_it_is_about() -> None:
    entry = override("fees", "prior_approval.upward", "bands.0.each", 1, date(2025, 4, 1))
    last, next_year = date(2026, 3, 31), date(2026, 4, 1)
    assert lookup("fees", "prior_approval.upward", last, (entry,))["bands"][0]["each"] == 1
    assert lookup("fees", "prior_approval.upward", next_year, (entry,)) == lookup("fees", "prior_approval.upward", next_year)


def test_a_council_keeps_its_own_figure_when_the_rule_is_written_anew(tmp_path: Path) -> None:
    row = "[[calendar]]\nkey = 'post'\nfrom = {}\n{}citation = 'c'\nsource = 's'\nconfidence = 'high'\nlocal = true\nworking_days = 1\n"
    newer = [row.format("2015-01-01", "until = 2025-12-31\n"), row.format("2026-01-01", "")]
    (tmp_path / "calendar.toml").write_text("".join(newer))
    entry = override("calendar", "post", "working_days", 3, date(2025, 1, 1))
    assert Tables(tmp_path).at("calendar", "post", VALID, (entry,))["working_days"] == 3


def test_what_the_law_leaves_to_the_council_can_be_set() -> None:
    case = CaseFacts("preApp", VALID, VALID, overrides=(override("determination", "pre_application", "amount", 30),))
    assert str(statute.determination_period(case).value) == "30 days"
    assert statute.statutory_expiry(case).value == date(2026, 12, 3)


def test_a_figure_that_the_row_does_not_have_is_refused() -> None:
    case = CaseFacts("preApp", VALID, VALID, overrides=(override("determination", "pre_application", "weeks", 30),))
    with pytest.raises(UnknownFigure, match="weeks"):
        statute.determination_period(case)


def test_a_rule_that_no_table_holds_is_refused() -> None:
    with pytest.raises(UnknownFigure, match="determination/dreams"):
        lookup("determination", "dreams", VALID)


def test_the_unsure_figures_can_be_listed_and_each_can_be_entered() -> None:
    figures = statute.unconfirmed_figures()
    names = {(figure.row.table, figure.row.key, figure.figure) for figure in figures}
    assert ("fees", "householder_multiple", "amount") in names
    assert ("consultees", "theatres_trust", "") in names
    assert ("determination", "pre_application", "amount") in names
    assert not any(figure.row.confidence == "high" and not figure.row.local for figure in figures)
    for figure in figures:
        entry = override(figure.row.table, figure.row.key, figure.figure, figure.value, figure.row.since)
        row = lookup(figure.row.table, figure.row.key, figure.row.since, (entry,))
        assert row.values == figure.row.values
        assert "entered by the council" in row.citation


@given(st.dates(date(2015, 4, 15), date(2035, 12, 31)))
def test_every_day_since_the_orders_has_one_rule_for_an_ordinary_application(day: date) -> None:
    in_force = [row for row in tables() if (row.table, row.key) == ("determination", "other") and row.in_force(day)]
    assert len(in_force) == 1


SET_ANEW_IN_2025 = {
    "householder",
    "householder_multiple",
    "variation.householder",
    "variation.other",
    "variation.major",
    "conditions.householder",
    "conditions.other",
    "prior_approval.standard",
    "prior_approval.building_operations",
    "prior_approval.homes",
}
DOUBTFUL_IN_2023 = {("agricultural", "bands.3.base"), ("floorspace", "bands.3.base")}


def _amounts(key: str, on: date) -> dict[str, Decimal]:
    figures = figures_in(lookup("fees", key, on).values)
    return {name: Decimal(str(figure)) for name, figure in figures if name.split(".")[-1] in ("amount", "base", "each", "maximum")}


@pytest.mark.parametrize("key", [key for key in tables().keys("fees") if key != "land_drainage"])
def test_each_fee_table_is_the_one_before_it_indexed(key: str) -> None:
    in_2023, in_2025, in_2026 = (_amounts(key, date(year, 5, 1)) for year in (2024, 2025, 2026))
    assert in_2026 == {name: indexed(amount, date(2026, 4, 1)) for name, amount in in_2025.items()}
    expected = {name: indexed(amount, date(2025, 4, 1)) for name, amount in in_2023.items()}
    if key not in SET_ANEW_IN_2025:
        assert {name for name in expected if in_2025[name] != expected[name]} <= {name for table, name in DOUBTFUL_IN_2023 if table == key}


def test_the_index_is_capped_and_never_negative(tmp_path: Path) -> None:
    for percent, expected in (("12.0", 660), ("-1.0", 600), ("3.25", 620)):
        for path in DATA.glob("*.toml"):
            (tmp_path / path.name).write_text(path.read_text().replace("percent = 3.8", f"percent = {percent}"))
        try:
            statute.use_folder(tmp_path)
            assert indexed(Decimal(600), date(2026, 4, 1)) == expected
        finally:
            statute.use_folder()
