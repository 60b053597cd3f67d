"""The decision: what stands in its way, that it is made once, and that its notice is frozen."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from applications.lifecycle import Blocked, NotAllowedNow
from decision import jobs, services, tasks
from decision.models import DecisionNotice
from documents import storage
from tests.decision.conftest import an_assessed, words_of
from tests.factories.applications import PartyFactory
from tests.factories.assessment import ConditionFactory
from tests.factories.consultation import ConsultationFactory, PrintRunFactory, SiteNoticeFactory
from tests.factories.decision import DecisionNoticeFactory
from tests.factories.documents import DocumentFactory

pytestmark = pytest.mark.django_db


def determine(application: Any, by: Any, now: Any) -> DecisionNotice:
    return services.determine(application=application, by=by, now=now)


def make(notice: DecisionNotice) -> DecisionNotice:
    tasks.make_notice(notice.authority_id, notice.pk)
    notice.refresh_from_db()
    return notice


def reasons_against(application: Any, on: date) -> list[str]:
    application.refresh_from_db()
    return [block.reason for block in services.blocks_to_determine(application, on=on)]


def test_needs_an_accepted_recommendation(assessed: Any, reviewer: Any, recommend: Any, now: Any) -> None:
    recommend(assessed)
    with pytest.raises(Blocked, match="A reviewer must accept"):
        determine(assessed, reviewer, now)
    assert not DecisionNotice.objects.exists()


def test_waits_for_an_answer_to_a_request_to_withdraw(assessed: Any, reviewer: Any, accept: Any, now: Any) -> None:
    accept(assessed)
    type(assessed).objects.filter(pk=assessed.pk).update(withdrawal_asked_at=now)
    with pytest.raises(Blocked, match="asked to withdraw"):
        determine(assessed, reviewer, now)


def test_waits_for_the_end_of_publicity(authority: Any, reviewer: Any, accept: Any, now: Any) -> None:
    """A notice displayed on 10 November 2026: comments until 30 November, so 1 December is the first day for a decision."""
    application = an_assessed("pp.full.householder", authority)
    ConsultationFactory.create(case=application.case, started_on=date(2026, 11, 10), ends_on=date(2026, 11, 30))
    SiteNoticeFactory.create(case=application.case, displayed=True, displayed_on=date(2026, 11, 10))
    accept(application, "granted")
    with pytest.raises(Blocked, match="the earliest day for a decision is 1 December 2026"):
        determine(application, reviewer, now)
    assert reasons_against(application, date(2026, 12, 1)) == []


def test_a_missing_newspaper_does_not_cut_short_the_notice_that_hangs(authority: Any, accept: Any, now: Any) -> None:
    """In a conservation area the law wants a newspaper as well: the days that run at the site still count."""
    from tests.factories.applications import CaseConstraintFactory

    application = an_assessed("pp.full.householder", authority)
    CaseConstraintFactory.create(case=application.case, intersects=True)
    ConsultationFactory.create(case=application.case, started_on=date(2026, 11, 10), ends_on=date(2026, 11, 30))
    SiteNoticeFactory.create(case=application.case, displayed=True, displayed_on=date(2026, 11, 10))
    PrintRunFactory.create(case=application.case, state="made", posted_on=date(2026, 10, 30), posted_by=accept(application, "granted").by)
    assert reasons_against(application, now.date()) == [
        "People may still comment: the earliest day for a decision is 1 December 2026.",
        "The law asks for a notice in a newspaper, and none has been recorded.",
    ]


@pytest.mark.parametrize(
    ("code", "outcome", "said", "page"),
    [
        ("pp.full.householder", "granted", "letters to neighbours or a site notice", "consultation:letters"),
        ("pa.part1.classA", "pa_granted", "letters to neighbours", "consultation:letters"),
        ("listed", "granted", "a site notice", "consultation:site_notice"),
    ],
)
def test_stops_where_the_law_asks_for_publicity_that_nobody_began(
    authority: Any, reviewer: Any, accept: Any, now: Any, code: str, outcome: str, said: str, page: str
) -> None:
    application = an_assessed(code, authority)
    accept(application, outcome)
    with pytest.raises(Blocked) as refusal:
        determine(application, reviewer, now)
    blocks = [(block.reason, block.url_name) for block in refusal.value.blocks]
    assert blocks[0] == (f"The law asks for {said}, and none has been recorded.", page)
    assert [page for _, page in blocks[1:]] == (["consultation:press_notice"] if code == "listed" else [])


def test_a_site_notice_must_be_recorded_as_displayed(told: Any, reviewer: Any, accept: Any, now: Any) -> None:
    application = told("pp.full.householder")
    SiteNoticeFactory.create(case=application.case)
    accept(application, "granted")
    with pytest.raises(Blocked, match="Record when and where the site notice was displayed"):
        determine(application, reviewer, now)


def test_says_who_when_and_what(assessed: Any, reviewer: Any, accept: Any, now: Any) -> None:
    accept(assessed)
    notice = determine(assessed, reviewer, now)
    assessed.refresh_from_db()
    assert (assessed.status, assessed.outcome, assessed.determined_on, assessed.determined_at) == ("determined", "lawful", now.date(), now)
    assert (notice.issued_by, notice.issued_at, notice.decided_on) == (reviewer, now, now.date())
    last = assessed.case.events.order_by("sequence").last()
    assert (last.type, last.actor_name, last.at) == ("determined", reviewer.name, now)
    assert assessed.status_changes.last().by == reviewer
    assert assessed.dates.frozen_at == now


def test_the_day_of_the_decision_is_londons(assessed: Any, reviewer: Any, accept: Any) -> None:
    accept(assessed)
    summer = datetime(2027, 6, 30, 23, 30, tzinfo=UTC)
    assert determine(assessed, reviewer, summer).decided_on == date(2027, 7, 1)


def test_is_made_once(assessed: Any, reviewer: Any, accept: Any, now: Any) -> None:
    accept(assessed)
    determine(assessed, reviewer, now)
    with pytest.raises(NotAllowedNow):
        determine(assessed, reviewer, now)
    assert DecisionNotice.objects.count() == 1


def test_the_notice_is_frozen_whatever_becomes_of_the_case(told: Any, reviewer: Any, accept: Any, now: Any) -> None:
    application = told("pp.full.householder")
    ConditionFactory.create(case=application.case, title="Hours of work")
    accept(application, "granted")
    notice = determine(application, reviewer, now)
    content = dict(notice.content)
    application.description, application.case.address_lines = "Build a tower", "1 Elsewhere"
    application.save()
    application.case.save()
    application.case.conditions.update(title="Another title", text="Another text")
    make(notice)
    text = words_of(notice.document)
    assert notice.content == content
    assert "Hours of work" in text
    assert "Build a single storey rear extension" in text
    assert "tower" not in text
    assert "Another" not in text


def test_making_the_notice_twice_gives_one_document_with_its_hash(assessed: Any, reviewer: Any, accept: Any, now: Any) -> None:
    accept(assessed)
    notice = make(determine(assessed, reviewer, now))
    first = notice.document_id
    make(notice)
    assert notice.document_id == first
    assert assessed.case.documents.filter(tags__contains=["internal.decisionNotice"]).count() == 1
    stored = hashlib.sha256(storage.read(notice.document.current)).hexdigest()
    assert stored == notice.sha256 == notice.document.current.sha256
    assert notice.document.visibility == "public"
    assert assessed.case.events.filter(type="decision_notice_made").count() == 1


def test_a_worker_killed_in_the_middle_is_made_good_by_the_sweep_once(
    assessed: Any, reviewer: Any, accept: Any, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(assessed)
    notice = determine(assessed, reviewer, now)

    def die(*args: Any, **kwargs: Any) -> bytes:
        raise SystemExit("killed")

    with monkeypatch.context() as killed, pytest.raises(SystemExit):
        killed.setattr(tasks, "render_notice", die)
        tasks.make_notice(notice.authority_id, notice.pk)
    notice.refresh_from_db()
    assert (notice.attempts, notice.document, assessed.case.messages.count()) == (1, None, 0)
    assert jobs.sweep_notices() == 0  # it is given some minutes
    DecisionNotice.objects.update(next_attempt_at=timezone.now() - timedelta(minutes=1))
    assert jobs.sweep_notices() == 1
    assert jobs.sweep_notices() == 0
    notice.refresh_from_db()
    assert notice.document is not None
    assert assessed.case.messages.count() == 1


def test_killed_while_storing_nothing_is_half_done(
    assessed: Any, reviewer: Any, accept: Any, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(assessed)
    notice = determine(assessed, reviewer, now)

    def die(*args: Any) -> None:
        raise SystemExit("killed")

    with monkeypatch.context() as killed, pytest.raises(SystemExit):
        killed.setattr(tasks, "_tell_parties", die)
        tasks.make_notice(notice.authority_id, notice.pk)
    notice.refresh_from_db()
    assert (notice.document, assessed.case.documents.count()) == (None, 0)
    make(notice)
    assert (assessed.case.documents.count(), assessed.case.messages.count()) == (1, 1)


@pytest.mark.parametrize(("email", "others"), [("{}", []), ("agent@studio.example", ["agent@studio.example"]), ("", [])])
def test_everybody_is_told_once_an_address(assessed: Any, reviewer: Any, accept: Any, now: Any, email: str, others: list[str]) -> None:
    applicant = assessed.case.parties.get()
    PartyFactory.create(case=assessed.case, role="agent", email=email.format(applicant.email).upper() if "{" in email else email)
    accept(assessed)
    make(determine(assessed, reviewer, now))
    told = assessed.case.messages.filter(template="decision.decision_issued")
    assert sorted(row.to.lower() for row in told) == sorted([applicant.email, *others])
    assert f"/applications/{assessed.case.reference}/" in told.first().body


def test_nothing_is_enqueued_if_the_transaction_fails(
    assessed: Any, reviewer: Any, recommend: Any, now: Any, django_capture_on_commit_callbacks: Any
) -> None:
    recommend(assessed)
    with django_capture_on_commit_callbacks() as callbacks, pytest.raises(Blocked):
        determine(assessed, reviewer, now)
    assert callbacks == []


def test_the_plans_listed_are_those_chosen(told: Any, reviewer: Any, accept: Any, now: Any) -> None:
    application = told("pp.full.householder")
    DocumentFactory.create(case=application.case, number="P-01", in_decision_notice=True)
    DocumentFactory.create(case=application.case, number="P-02", in_decision_notice=True, archived=True)
    DocumentFactory.create(case=application.case, number="P-03")
    accept(application, "granted")
    assert [plan["number"] for plan in determine(application, reviewer, now).content["plans"]] == ["P-01"]


def test_the_database_keeps_file_and_hash_together(assessed: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        DecisionNoticeFactory.create(case=assessed.case, sha256="0" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        DecisionNoticeFactory.create(case=assessed.case, document=DocumentFactory.create(case=assessed.case))
    DecisionNoticeFactory.create(case=assessed.case)
    with pytest.raises(IntegrityError), transaction.atomic():
        DecisionNoticeFactory.create(case=assessed.case)


def test_whoever_has_no_email_gets_the_notice_itself_by_post(assessed: Any, reviewer: Any, accept: Any, now: Any) -> None:
    assessed.case.parties.update(email="", address_lines="14 Long Row", town="Anytown", postcode="AN1 4AB")
    accept(assessed)
    notice = determine(assessed, reviewer, now)
    make(notice)
    notice.refresh_from_db()
    letter = assessed.case.messages.get(template="decision.decision_issued")
    assert (letter.channel, letter.enclosures) == ("letter", [notice.document_id])
