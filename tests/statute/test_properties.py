"""What holds for every case: later receipt never gives an earlier day, agreements are never lost, nothing shortens the law."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

import statute
from statute import CaseFacts, Extension, StatuteError

PLAIN = [
    code
    for code in statute.type_codes()
    if "choices" not in statute.tables.tables().types[code] and code not in ("pa.part3.classPA", "pa.part4.classBC")
]
CODES = st.sampled_from(PLAIN)
VALID = st.dates(date(2024, 1, 1), date(2027, 1, 31))
SHORT = st.integers(0, 40)
Agreements = tuple[date, tuple[Extension, ...]]


def case(code: str, valid: date) -> CaseFacts:
    return CaseFacts(code, valid, valid)


@given(CODES, VALID, SHORT)
def test_a_later_receipt_never_gives_an_earlier_expiry(code: str, valid: date, later: int) -> None:
    first = statute.effective_expiry(case(code, valid)).value
    second = statute.effective_expiry(case(code, valid + timedelta(days=later))).value
    assert (first is None) == (second is None)
    assert first is None or second is None or second >= first


@given(CODES, VALID, SHORT)
def test_a_later_receipt_never_gives_an_earlier_refund_day(code: str, valid: date, later: int) -> None:
    first = statute.planning_guarantee(case(code, valid)).value
    second = statute.planning_guarantee(case(code, valid + timedelta(days=later))).value
    assert first is None or second is None or second >= first


@st.composite
def agreements(draw: st.DrawFn) -> Agreements:
    valid = draw(VALID)
    expiry = valid + timedelta(weeks=8)
    found = []
    for _ in range(draw(st.integers(1, 4))):
        agreed_on = valid + timedelta(days=draw(st.integers(0, 50)))
        found.append(Extension(expiry + timedelta(days=draw(st.integers(0, 200))), agreed_on))
    return valid, tuple(found)


@given(agreements())
def test_an_agreement_never_shortens_the_statutory_period(given_agreements: Agreements) -> None:
    valid, found = given_agreements
    facts = replace(case("pp.full.householder", valid), extensions=found)
    statutory, effective = statute.statutory_expiry(facts).value, statute.effective_expiry(facts).value
    assert statutory is not None
    assert effective is not None
    assert effective >= statutory
    assert effective in {item.agreed_until_on for item in found}


@given(agreements(), st.lists(st.sampled_from(["description", "again", "dwellings", "officer", "received"]), max_size=6))
def test_no_sequence_of_saves_overwrites_an_agreement(given_agreements: Agreements, saves: list[str]) -> None:
    valid, found = given_agreements
    facts = replace(case("pp.full.householder", valid), extensions=found)
    before = statute.effective_expiry(facts)
    for save in saves:
        facts = replace(facts, dwellings=1) if save == "dwellings" else replace(facts)
        statute.statutory_expiry(facts)
    assert facts.extensions == found
    assert statute.effective_expiry(facts) == before


@given(agreements(), st.randoms())
def test_the_order_in_which_agreements_are_kept_does_not_matter(given_agreements: Agreements, random: object) -> None:
    valid, found = given_agreements
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    facts = case("pp.full.householder", valid)
    one = statute.effective_expiry(replace(facts, extensions=found)).value
    other = statute.effective_expiry(replace(facts, extensions=tuple(shuffled))).value
    assert one == other


@given(CODES, VALID)
def test_each_answer_can_be_read_aloud(code: str, valid: date) -> None:
    facts = case(code, valid)
    for question in (statute.determination_period, statute.effective_expiry, statute.consequence_if_missed, statute.publicity_duties):
        sentences = question(facts).explain()
        assert sentences
        assert all(len(sentence) > 10 for sentence in sentences)


@given(CODES, VALID, st.dates(date(2024, 1, 1), date(2027, 6, 30)))
def test_a_decision_never_comes_before_publicity_has_ended(code: str, valid: date, started: date) -> None:
    facts = case(code, valid)
    ends = {kind: statute.publicity_end(facts, kind=kind, started_on=started).value for kind in ("site_notice", "letter", "press_notice")}
    first = statute.earliest_decision(facts, ends=ends).value
    assert first is not None
    assert first > max(ends.values())


@given(CODES, st.sampled_from(["site_notice", "letter", "press_notice", "website", "consultee"]), VALID, SHORT)
def test_later_publicity_never_ends_sooner(code: str, kind: str, started: date, later: int) -> None:
    facts = case(code, date(2024, 1, 1))
    one = statute.publicity_end(facts, kind=kind, started_on=started).value
    assert statute.publicity_end(facts, kind=kind, started_on=started + timedelta(days=later)).value >= one


@given(CODES, VALID, st.booleans(), st.booleans(), st.booleans(), st.integers(0, 60), st.integers(0, 4))
def test_a_case_is_answered_or_refused_with_the_fact_named(
    code: str, valid: date, major: bool, eia: bool, public: bool, dwellings: int, zone: int
) -> None:
    facts = CaseFacts(code, valid, valid, major, eia, public, dwellings=dwellings, flood_zone=zone)
    try:
        answer = statute.effective_expiry(facts)
    except StatuteError as error:
        assert error.fact in ("is_major", "is_eia", "is_public_service_infrastructure", "flood_zone")
    else:
        assert answer.because


@given(st.integers(1, 3000), st.integers(1, 3000))
def test_more_homes_never_cost_less_below_the_steps(fewer: int, more: int) -> None:
    on = date(2026, 5, 1)
    low, high = sorted((fewer, more))
    fees = [statute.fee_due(CaseFacts("pp.full", on, on, dwellings=count), on=on).value for count in (low, high)]
    assert fees[0] <= fees[1]
