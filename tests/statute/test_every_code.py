"""Every application type code of the national list has an answer or a typed error that names it."""

from datetime import date

import pytest

import statute
from statute import AmbiguousTypeCode, CaseFacts, NotInForce, StatuteError, UnknownTypeCode

RECEIVED = date(2026, 9, 14)
GROUPS = ("amendment", "approval", "environmentalImpact", "onshoreExtractionOilAndGas", "onshoreExtractionOilAndGas.other", "wtt")
LAPSED = ("pa.part3.classPA",)


def facts(code: str) -> CaseFacts:
    return CaseFacts(code, RECEIVED, RECEIVED)


ANSWERED = [code for code in statute.type_codes() if code not in (*GROUPS, *LAPSED)]


@pytest.mark.parametrize("code", ANSWERED)
def test_a_code_is_answered_for(code: str) -> None:
    case = facts(code)
    period = statute.determination_period(case)
    expiry = statute.effective_expiry(case)
    assert (period.value is None) == (expiry.value is None)
    assert statute.consequence_if_missed(case).value.sentence
    assert statute.publicity_duties(case).because
    assert statute.appeal_limit(case, outcome="not_determined").because
    assert statute.notice_statute(case, "not_determined").value.legislation
    assert all(reason.text for reason in period.because)


@pytest.mark.parametrize("code", GROUPS)
def test_a_group_asks_for_a_more_exact_code(code: str) -> None:
    with pytest.raises(AmbiguousTypeCode, match=code) as raised:
        statute.determination_period(facts(code))
    assert raised.value.fact == "type_code"
    assert all(choice in statute.type_codes() for choice in raised.value.choices)


def test_a_lapsed_class_is_refused() -> None:
    with pytest.raises(NotInForce, match=r"pa\.part3\.classPA"):
        statute.determination_period(facts("pa.part3.classPA"))


def test_an_unknown_code_is_named() -> None:
    with pytest.raises(UnknownTypeCode, match=r"pp\.nonsense") as raised:
        statute.statutory_expiry(facts("pp.nonsense"))
    assert isinstance(raised.value, StatuteError)
    assert raised.value.code == "pp.nonsense"
