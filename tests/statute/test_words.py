"""What the engine says: explanations, notices, sentences for the radar."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

import statute
from statute import Answer, CaseFacts, ContradictoryFacts, Extension, MissingFact, Reason, UnknownFigure
from statute.answers import say_date, say_money
from statute.outcomes import OUTCOMES

DAY = date(2026, 1, 5)
HOUSEHOLDER = CaseFacts("pp.full.householder", DAY, DAY, fee_paid=Decimal("528"))


def test_an_explanation_gives_rule_article_inputs_and_arithmetic() -> None:
    assert statute.statutory_expiry(HOUSEHOLDER).explain() == [
        "An application that is not for major development is to be decided within 8 weeks "
        "[Town and Country Planning (Development Management Procedure) (England) Order 2015, article 34(2)(b)]",
        "A valid application was in on Monday 5 January 2026; the first day counted is Tuesday 6 January 2026 "
        "[Town and Country Planning (Development Management Procedure) (England) Order 2015, article 34(2)(b)]",
        "8 weeks end on Monday 2 March 2026 "
        "[Town and Country Planning (Development Management Procedure) (England) Order 2015, article 34(2)(b)]",
    ]


def test_an_application_that_is_not_valid_says_so() -> None:
    answer = statute.statutory_expiry(CaseFacts("pp.full", DAY, None))
    assert [str(reason.text) for reason in answer.because] == [
        "An application that is not for major development is to be decided within 8 weeks",
        "The period has not begun: the application is not valid yet",
    ]


def test_no_period_is_explained() -> None:
    words = "No enactment sets a period for this kind of case; the council may set its own"
    advice = CaseFacts("preApp", DAY, DAY)
    assert [reason.text for reason in statute.determination_period(advice).because] == [words]
    assert [reason.text for reason in statute.statutory_expiry(advice).because] == [words]


def test_a_period_that_begins_with_the_day_says_so() -> None:
    answer = statute.statutory_expiry(CaseFacts("environmentalImpact.screening", DAY, DAY))
    assert answer.because[1].text.endswith("the first day counted is Monday 5 January 2026")


@pytest.mark.parametrize("code", ["pp.full", "pip.technicalDetails"])
def test_figures_of_major_development_that_nobody_marked_are_pointed_out(code: str) -> None:
    facts = CaseFacts(code, DAY, DAY, dwellings=12)
    warning = "To be checked: by its figures the development is major, but it is not marked so. Major: 12 homes (10 or more)"
    assert statute.determination_period(facts).because[-1].text == warning
    assert statute.statutory_expiry(facts).because[-1].text == warning
    for quiet in (replace(facts, is_major=True), replace(facts, dwellings=9)):
        assert len(statute.determination_period(quiet).because) == 1


def test_a_stopped_clock_is_explained() -> None:
    bounced = CaseFacts("pp.full", DAY, DAY, fee_dishonoured_on=date(2026, 1, 20))
    rule = "Where the payment of the fee is dishonoured, the time from telling the applicant until it is paid does not count"
    waiting = statute.statutory_expiry(bounced).because
    assert len(waiting) == 4
    assert waiting[-1].text == f"{rule}; told on Tuesday 20 January 2026, not paid yet"
    paid = statute.statutory_expiry(replace(bounced, fee_made_good_on=date(2026, 1, 30))).because
    assert len(paid) == 4
    assert paid[-1].text == f"{rule}: 10 days to Friday 30 January 2026, so the period ends on Thursday 12 March 2026"


def test_a_short_extension_is_refused_in_words() -> None:
    facts = CaseFacts("pp.full", DAY, DAY, extensions=(Extension(date(2026, 2, 20), date(2026, 2, 1)),))
    with pytest.raises(ContradictoryFacts, match="Friday 20 February 2026 is before the statutory expiry of Monday 2 March 2026"):
        statute.effective_expiry(facts)


def test_an_agreement_is_explained() -> None:
    facts = CaseFacts("pp.full.householder", DAY, DAY, extensions=(Extension(date(2026, 3, 30), date(2026, 2, 20)),))
    assert "to Monday 30 March 2026, was agreed in writing on Friday 20 February 2026" in statute.effective_expiry(facts).explain()[-1]


@pytest.mark.parametrize(
    ("code", "until", "agreed", "why"),
    [
        ("wtt.notice", date(2026, 4, 1), DAY, "the law does not let this period be extended"),
        ("advertConsent", date(2026, 4, 1), date(2026, 3, 3), "the period had already ended on Monday 2 March 2026"),
        ("environmentalImpact.screening", date(2026, 7, 1), DAY, "the period cannot be longer than 90 days"),
    ],
)
def test_an_agreement_that_does_not_count_is_explained(code: str, until: date, agreed: date, why: str) -> None:
    answer = statute.effective_expiry(CaseFacts(code, DAY, DAY, extensions=(Extension(until, agreed),)))
    assert answer.explain()[-1].startswith(f"The agreement of {say_date(agreed)} does not count: {why}")
    assert answer.value == statute.statutory_expiry(CaseFacts(code, DAY, DAY)).value


def test_an_agreement_after_an_appeal_is_explained() -> None:
    facts = CaseFacts("pp.full", DAY, DAY, appeal_lodged_on=date(2026, 3, 10), extensions=(Extension(date(2026, 4, 1), date(2026, 3, 10)),))
    assert "does not count: an appeal had been lodged" in statute.effective_expiry(facts).explain()[-1]


def test_the_radar_says_what_happens_and_what_it_costs() -> None:
    assert statute.consequence_if_missed(HOUSEHOLDER).value.sentence == (
        "If nothing is decided by Monday 2 March 2026: the applicant may appeal against the failure to decide. "
        "£528 has to be paid back if nothing is decided by Monday 27 April 2026."
    )
    assert statute.consequence_if_missed(CaseFacts("preApp", DAY, DAY)).value.sentence == "No legal deadline is running."


def test_everything_that_follows_is_listed_in_order() -> None:
    both = statute.consequences(HOUSEHOLDER).value
    assert [(item.kind, item.last_day) for item in both] == [("right_of_appeal", date(2026, 3, 2)), ("refund", date(2026, 4, 27))]
    assert both[1].sentence == "If nothing is decided by Monday 27 April 2026: £528 has to be paid back."
    assert both[1].money_at_stake == 528
    conditions = statute.consequences(CaseFacts("approval.conditions", DAY, DAY)).value
    assert [item.kind for item in conditions] == ["right_of_appeal", "refund"]
    assert [item.kind for item in statute.consequences(CaseFacts("complianceConfirmation", DAY, DAY)).value] == ["refund"]
    assert [item.kind for item in statute.consequences(CaseFacts("ldc.proposed", DAY, DAY)).value] == ["right_of_appeal"]
    assert statute.consequences(CaseFacts("preApp", DAY, DAY)).value == ()


def test_an_extended_case_past_its_refund_day_lists_the_refund_first() -> None:
    facts = CaseFacts("pp.full", DAY, DAY, extensions=(Extension(date(2026, 6, 1), date(2026, 4, 28)),))
    assert [item.kind for item in statute.consequences(facts).value] == ["refund", "right_of_appeal"]


@pytest.mark.parametrize(
    ("code", "outcome", "section", "heading", "sentence"),
    [
        ("pp.full.householder", "granted", "", "Planning permission: granted", "The council grants planning permission."),
        (
            "ldc.existing",
            "lawful",
            "191",
            "Certificate of lawful use or development: lawful",
            "was lawful within the meaning of section",
        ),
        (
            "ldc.proposed",
            "not_lawful",
            "192",
            "Certificate of lawful proposed use or development: refused",
            "would have been lawful on the date of the application",
        ),
        ("ldc", "lawful", "", "Lawful development certificate: lawful", "section 191 or 192"),
        ("pa.part1.classA", "pa_not_required", "", "Prior approval: not required", "is not required"),
        ("wtt.notice", "no_objection", "211", "Notice of works to trees in a conservation area: no objection", "does not object"),
        ("preApp", "advice_given", "", "Decision: advice given", "has given advice"),
    ],
)
def test_a_notice_has_the_words_of_its_kind(code: str, outcome: str, section: str, heading: str, sentence: str) -> None:
    words = statute.notice_statute(CaseFacts(code, DAY, DAY), outcome).value
    assert words.section == section
    assert words.heading == heading
    assert sentence in words.sentence
    assert words.legislation


def test_conditions_are_said_on_a_grant() -> None:
    words = statute.notice_statute(HOUSEHOLDER, "granted", with_conditions=True).value
    assert words.heading == "Planning permission: granted subject to conditions"
    assert statute.notice_statute(HOUSEHOLDER, "refused", with_conditions=True).value.heading == "Planning permission: refused"


def test_a_notice_refuses_an_outcome_of_another_kind() -> None:
    with pytest.raises(ContradictoryFacts, match="cannot end in “lawful”"):
        statute.notice_statute(HOUSEHOLDER, "lawful")
    with pytest.raises(UnknownFigure):
        statute.notice_statute(HOUSEHOLDER, "perhaps")


def test_every_kind_has_words_for_every_outcome_that_it_can_have() -> None:
    for code in ("pp.full", "ldc.proposed", "pa.part1.classA", "obligation", "wtt.consent", "hedgerowRemovalNotice", "preApp"):
        for outcome in statute.outcomes_for(statute.kind_of_code(code).family):
            words = statute.notice_statute(CaseFacts(code, DAY, DAY), outcome).value
            assert "{" not in words.heading + words.sentence
            assert outcome in OUTCOMES


def test_a_condition_can_say_how_long_a_permission_lasts() -> None:
    limit = statute.commencement_limit(on=DAY)
    assert limit.value.words == "3 years"
    assert limit.because[-1].citation == "Town and Country Planning Act 1990, section 91"


def test_a_period_of_one_is_singular() -> None:
    assert str(statute.Period(1, "months")) == "1 month"
    assert str(statute.Period(1, "weeks")) == "1 week"


def test_the_fee_shows_its_arithmetic() -> None:
    on = date(2025, 6, 1)
    facts = CaseFacts("pp.full", on, on, dwellings=62)
    assert (
        statute.fee_due(facts, on=on)
        .explain()[0]
        .startswith("New dwellings, full application, £31,385 + 12 × £189 (for each dwelling over 50) = £33,653 [")
    )
    capped = statute.fee_due(CaseFacts("pp.full", on, on, dwellings=3000), on=on).explain()[0]
    assert "= £588,935, but no more than £411,885" in capped


def test_the_duties_can_be_asked_one_by_one() -> None:
    duties = statute.publicity_duties(HOUSEHOLDER).value
    assert duties.site_notice.either
    assert duties.press.none
    assert duties.website.required
    assert duties.any
    assert duties.of("letter") is duties.neighbour_letters


def test_holidays_left_out_are_said() -> None:
    answer = statute.publicity_end(HOUSEHOLDER, kind="site_notice", started_on=date(2026, 12, 10))
    assert answer.explain()[-2].startswith("Left out: Friday 25 December 2026, Saturday 26 December 2026")
    assert "the later reading is taken" in answer.explain()[-1]


def test_a_missing_notice_is_named() -> None:
    assert statute.earliest_decision(HOUSEHOLDER, ends={}).explain()[-1] == "Still to be done: site notice or letter"


def test_reasons_and_answers_know_whether_they_are_confirmed() -> None:
    sure, unsure = Reason("It is so", "Act 1"), Reason("It may be so", "Act 2", confidence="low")
    assert str(sure) == "It is so [Act 1]"
    assert str(unsure) == "It may be so [Act 2] (this figure has not been confirmed)"
    assert str(Reason("Plain")) == "Plain"
    assert Answer(1, (sure,)).is_confirmed
    assert not Answer(1, (sure, unsure)).is_confirmed


def test_money_and_dates_are_said_as_people_say_them() -> None:
    assert say_money(Decimal("1083.00")) == "£1,083"
    assert say_money(Decimal("43.5")) == "£43.50"
    assert say_money(Decimal("1100")) == "£1,100"
    assert say_date(date(2026, 11, 3)) == "Tuesday 3 November 2026"


def test_the_choices_of_a_menu_come_from_the_tables() -> None:
    assert "flood_risk" in statute.exempt_subjects()
    assert "committee_papers" in statute.deadline_names()
    assert "greater_london" in statute.consultee_features()
    assert "storage" in statute.use_names()
    assert set(statute.gateway_grounds(date(2026, 11, 24))) == {"significance", "planning_matters"}


def test_a_pre_commencement_condition_waits_ten_working_days() -> None:
    assert statute.pre_commencement_reply_by(date(2026, 11, 2)).value == date(2026, 11, 16)


def test_all_questions_are_answered_at_once_with_what_stands_in_the_way() -> None:
    said = statute.overview(CaseFacts("pp.full", DAY, DAY))
    assert isinstance(said["statutory_expiry"], Answer)
    assert said["statutory_expiry"].value == date(2026, 3, 2)
    assert isinstance(said["reporting_class"], MissingFact)
    assert said["reporting_class"].fact == "use"


def test_support_staff_see_what_another_day_would_change() -> None:
    facts = CaseFacts("pp.full", DAY, DAY, dwellings=2)
    changed = statute.what_if(facts, valid_from_on=date(2026, 1, 12))
    assert set(changed) == {"statutory_expiry", "effective_expiry", "planning_guarantee", "consequence_if_missed"}
    before, after = changed["effective_expiry"]
    assert (before.value, after.value) == (date(2026, 3, 2), date(2026, 3, 9))
    assert statute.what_if(facts) == {}


def test_marking_a_case_eia_and_clearing_it_again_gives_the_first_dates_back() -> None:
    facts = CaseFacts("pp.full", DAY, DAY)
    marked = replace(facts, is_eia=True)
    assert statute.effective_expiry(marked).value == date(2026, 4, 27)
    assert statute.effective_expiry(replace(marked, is_eia=False)) == statute.effective_expiry(facts)
    assert "determination_period" in statute.what_if(facts, is_eia=True)


def test_a_missing_figure_is_named() -> None:
    with pytest.raises(MissingFact, match="received_on is needed") as raised:
        statute.determination_period(CaseFacts("pp.full", None, None))
    assert raised.value.message == str(raised.value)


def test_the_law_is_read_without_django_or_the_network() -> None:
    code = "import sys, statute; sys.exit(any(name in sys.modules for name in ('django', 'requests', 'psycopg')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
