"""What the notice says for each kind of application and outcome, read out of the PDF."""

from typing import Any

import pytest

from applications.models import ApplicationType
from decision.notice import fault_of_notice, notice_content, render_notice
from decision.outcomes import OUTCOMES, label_of
from tests.factories.applications import CaseFactory, PartyFactory, PlanningApplicationFactory
from tests.factories.assessment import ConditionFactory, InformativeFactory

pytestmark = pytest.mark.django_db

# These cover kinds with different rules: one of them must be chosen before anything is decided.
UNDECIDABLE = {"amendment", "approval", "environmentalImpact", "onshoreExtractionOilAndGas", "onshoreExtractionOilAndGas.other", "wtt"}
V2 = {"granted", "refused", "not_required"}
CASES = {
    ("pp.full.householder", "granted"): [
        "Town and Country Planning Act 1990",
        "grants planning permission for the proposal described above, subject to the conditions below",
        "Approved plans",
        "Reason: So that what is built is what was assessed.",
        "Party walls",
        "positive and proactive way",
        "It is well designed.",
        "appeal within 6 months",
    ],
    ("pp.full.householder", "refused"): ["refuses planning permission", "It is well designed.", "appeal", "12 weeks"],
    ("ldc.proposed", "lawful"): [
        "certifies that on 2 November 2026",
        "would have been lawful within the meaning of section 192 of the Town and Country Planning Act 1990",
        "First Schedule Build a single storey rear extension",
        "Second Schedule",
    ],
    ("ldc.proposed", "not_lawful"): ["section 192", "section 195", "no time limit"],
    ("ldc.existing", "lawful"): ["was lawful within the meaning of section 191"],
    ("pa.part1.classA", "pa_not_required"): ["Prior approval is not required for the larger rear extension", "matching materials"],
    ("pa.part1.classA", "pa_granted"): ["Prior approval is required", "amenity of adjoining properties"],
    ("pa.part1.classA", "pa_refused"): ["refuses", "appeal"],
    ("pa.part1.classA", "not_permitted_development"): ["Order", "appeal"],
}
ABSENT = {
    ("pp.full.householder", "refused"): ["subject to the conditions", "Reason: So that what is built"],
    ("ldc.proposed", "lawful"): ["Reason: So that what is built", "positive and proactive", "section 195"],
    ("ldc.proposed", "not_lawful"): ["certifies that on", "positive and proactive"],
    ("pa.part1.classA", "pa_not_required"): ["positive and proactive"],
}


def content_for(authority: Any, code: str, outcome: str, now: Any) -> dict[str, Any]:
    application = PlanningApplicationFactory.create(authority=authority, published=True, type_code=code)
    ConditionFactory.create(case=application.case)
    InformativeFactory.create(case=application.case)
    return notice_content(application, outcome=outcome, reasons="It is well designed.\n\nIt harms nobody.", decided_on=now.date())


def text_of(content: dict[str, Any]) -> str:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(render_notice(content))
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pdf).split())


@pytest.mark.parametrize(("code", "outcome"), CASES)
def test_the_paper_says_what_was_decided(authority: Any, now: Any, code: str, outcome: str) -> None:
    text = text_of(content_for(authority, code, outcome, now))
    for words in ["24 November 2026", "Sam Signer", *CASES[code, outcome]]:
        assert words in text, words
    for words in ["Draft", *ABSENT.get((code, outcome), [])]:
        assert words not in text, words


def test_a_draft_says_that_it_is_none_and_has_no_date(authority: Any) -> None:
    application = PlanningApplicationFactory.create(authority=authority, published=True)
    text = text_of(notice_content(application, outcome="granted", reasons="Good.", decided_on=None))
    assert "Draft. This is not a decision and has not been issued." in text
    assert "Not decided yet" in text


def test_a_paragraph_is_a_reason(authority: Any, now: Any) -> None:
    reasons = content_for(authority, "pp.full.householder", "refused", now)["reasons"]
    assert [reason["text"] for reason in reasons] == ["It is well designed.", "It harms nobody."]


def test_applicant_and_agent_are_named_with_their_addresses_but_not_their_email(authority: Any, now: Any) -> None:
    application = PlanningApplicationFactory.create(authority=authority, published=True)
    PartyFactory.create(case=application.case, role="agent", first_name="Ann", last_name="Agent", company="Studio A", town="Anytown")
    text = text_of(notice_content(application, outcome="granted", reasons="Good.", decided_on=now.date()))
    assert "Ann Agent" in text
    assert "Studio A" in text
    assert "@example.com" not in text


def test_every_outcome_of_every_type_has_a_row_and_a_paper(authority: Any, now: Any) -> None:
    """One paper for each family and outcome is rendered; the content of the others is gathered."""
    rendered, undecidable = set(), set()
    case = CaseFactory.create(authority=authority)
    for kind in ApplicationType.objects.exclude(code__startswith="test."):
        application = PlanningApplicationFactory.build(
            authority=authority, case=case, type=kind, valid=True, published_at=now, refreshed=False
        )
        for outcome in kind.outcomes:
            assert outcome in OUTCOMES, (kind.code, outcome)
            fault = fault_of_notice(application, outcome)
            if fault:
                assert "choose" in fault, (kind.code, fault)
                undecidable.add(kind.code)
                continue
            content = notice_content(application, outcome=outcome, reasons="Good.", decided_on=now.date())
            assert content["heading"]
            if (kind.family, outcome) not in rendered:
                rendered.add((kind.family, outcome))
                assert "24 November 2026" in text_of(content), (kind.code, outcome)
    assert undecidable == UNDECIDABLE


def test_the_table_of_outcomes_speaks_the_three_words_of_the_reference() -> None:
    assert {outcome.v2 for outcome in OUTCOMES.values()} == V2
    assert all(outcome.odp in {"granted", "refused", None} for outcome in OUTCOMES.values())
    assert {code for code, outcome in OUTCOMES.items() if not outcome.grants} == {
        "refused", "not_lawful", "pa_refused", "not_permitted_development",
    }  # fmt: skip
    assert label_of("a word from elsewhere") == ""
