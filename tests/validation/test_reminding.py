"""Before and after the last day to answer."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from audit.models import AuditEvent
from notifications.models import Message
from tests.factories.validation import ValidationRequestFactory
from validation import services
from validation.jobs import look_after_requests
from validation.kinds import all_kinds
from validation.models import ValidationRequest

LONDON = ZoneInfo("Europe/London")
DUE = date(2026, 11, 25)  # a Wednesday


def on(day: date) -> Any:
    return time_machine.travel(datetime(day.year, day.month, day.day, 9, 30, tzinfo=LONDON), tick=False)


@pytest.fixture
def waiting(application: Any) -> ValidationRequest:
    application.status = "invalidated"
    application.save()
    return ValidationRequestFactory.create(case=application.case, sent=True)


def looked_after(application: Any) -> int:
    """How many emails the job wrote for this council. (Tests that commit leave cases of other councils behind.)"""
    emails = Message.objects.filter(authority=application.case.authority)
    before = emails.count()
    look_after_requests()
    return emails.count() - before


def told(application: Any) -> list[str]:
    return list(Message.objects.filter(case=application.case).order_by("pk").values_list("template", flat=True))


def test_one_is_reminded_three_working_days_before_and_once(application: Any, waiting: Any) -> None:
    with on(DUE - timedelta(days=6)):  # Thursday: four working days before
        look_after_requests()
    assert told(application) == []
    with on(DUE - timedelta(days=5)):
        assert looked_after(application) == 1
        assert looked_after(application) == 0
    assert told(application) == ["validation.reminder"]
    body = Message.objects.get(case=application.case).body
    assert "/my/" in body and waiting.reason in body and "25 November 2026" in body
    assert AuditEvent.objects.get(case=application.case, type="requests_reminded").data["numbers"] == str(waiting.number)


def test_one_is_chased_three_working_days_after_and_once(application: Any, waiting: Any) -> None:
    for days, count in ((1, 0), (4, 0), (5, 1), (6, 0), (60, 0)):  # the 30th is the third working day after
        with on(DUE + timedelta(days=days)):
            assert looked_after(application) == count, days
    assert told(application) == ["validation.chaser"]
    assert AuditEvent.objects.filter(case=application.case, type="requests_chased").count() == 1


def test_all_requests_of_a_case_are_in_one_email(application: Any, waiting: Any) -> None:
    ValidationRequestFactory.create(case=application.case, sent=True, kind="fee_change", payload={})
    with on(DUE - timedelta(days=2)):
        look_after_requests()
    assert told(application) == ["validation.reminder"]


@pytest.mark.parametrize("state", ["cancelled", "closed", "ended", "pending"])
def test_what_needs_no_answer_gets_no_reminder(application: Any, officer: Any, waiting: Any, now: Any, state: str) -> None:
    if state == "ended":
        application.status = "withdrawn"
        application.closed_at = now
        application.save()
    elif state == "cancelled":
        services.cancel_request(request=waiting, reason="Found it", by=officer, now=now)
        Message.objects.filter(case=application.case).delete()
    elif state == "closed":
        ValidationRequest.objects.filter(pk=waiting.pk).update(state="closed", answered_at=now)
    else:
        ValidationRequest.objects.filter(pk=waiting.pk).update(state="pending", sent_at=None, due_on=None)
    for days in (-2, 9):
        with on(DUE + timedelta(days=days)):
            assert looked_after(application) == 0
    assert told(application) == []


def test_nothing_leaves_on_the_day_of_sending(application: Any, waiting: Any) -> None:
    ValidationRequest.objects.filter(pk=waiting.pk).update(sent_at=datetime(2026, 11, 24, 9, 0, tzinfo=LONDON))
    with on(date(2026, 11, 24)):
        assert looked_after(application) == 0


def test_a_council_may_remind_earlier_or_not_at_all(application: Any, waiting: Any) -> None:
    council = application.case.authority
    council.settings = {"request_reminder_working_days": 0, "request_chase_working_days": 0}
    council.save()
    for days in (-1, 30):
        with on(DUE + timedelta(days=days)):
            assert looked_after(application) == 0


def test_somebody_without_email_is_named_to_the_officer_once(application: Any, waiting: Any) -> None:
    application.case.parties.update(email="")
    name = application.case.parties.get().name
    with on(DUE - timedelta(days=1)):
        look_after_requests()
        look_after_requests()
    application.refresh_from_db()
    assert application.attention.count(name) == 1 and "Call them" in application.attention
    assert told(application) == []


def test_a_second_worker_finds_nothing_left_to_do(application: Any, waiting: Any) -> None:
    with on(DUE - timedelta(days=1)) as clock:
        from django.utils import timezone

        from audit.actors import System

        assert clock
        assert services.remind(application=application, by=System(), now=timezone.now()) == 1
        assert services.remind(application=application, by=System(), now=timezone.now()) == 0


def test_a_case_that_breaks_keeps_no_other_waiting(application: Any, authority: Any, waiting: Any, monkeypatch: Any) -> None:
    import validation.jobs
    from tests.factories.applications import PlanningApplicationFactory

    other = PlanningApplicationFactory.create(authority=authority, status="invalidated")
    ValidationRequestFactory.create(case=other.case, sent=True)
    remind, broken = validation.jobs.remind, application.pk

    def breaks_once(*, application: Any, **given: Any) -> int:
        if application.pk == broken:
            raise ZeroDivisionError
        return remind(application=application, **given)

    monkeypatch.setattr("validation.jobs.remind", breaks_once)
    with on(DUE - timedelta(days=1)):
        assert looked_after(application) == 1
    assert told(other) == ["validation.reminder"] and told(application) == []


# Silence


def propose_description(application: Any, officer: Any, now: Any) -> ValidationRequest:
    payload = {"proposed": "Erect a rear extension", "previous": application.description}
    request = services.create_request(
        application=application, kind="description_change", reason="Too vague", payload=payload, by=officer, now=now
    )
    request.refresh_from_db()
    return request


def let_silence_count(council: Any, on: bool = True) -> None:
    council.settings = {"silence_agrees_to_description": on}
    council.save()


def test_silence_changes_nothing_at_first(application: Any, officer: Any, now: Any) -> None:
    request = propose_description(application, officer, now)
    assert "stays as you wrote it" in Message.objects.get(case=application.case).body
    let_silence_count(application.case.authority)  # later: the applicant was told otherwise
    with on(request.due_on + timedelta(days=30)):
        look_after_requests()
    request.refresh_from_db()
    application.refresh_from_db()
    assert request.state == "open" and application.description == "Build a single storey rear extension"


def test_silence_agrees_to_a_description_where_the_council_chose_so_and_said_so(application: Any, officer: Any, now: Any) -> None:
    let_silence_count(application.case.authority)
    request = propose_description(application, officer, now)
    assert "counts as agreed" in Message.objects.get(case=application.case).body
    leaves(application, now)
    with on(request.due_on):
        look_after_requests()
    request.refresh_from_db()
    assert request.state == "open"
    leaves(application, now)  # the reminder too
    with on(request.due_on + timedelta(days=1)):
        look_after_requests()
        look_after_requests()
    request.refresh_from_db()
    application.refresh_from_db()
    assert (request.state, request.approved, request.answer["automatic"]) == ("closed", True, True)
    assert application.description == "Erect a rear extension"
    assert told(application).count("validation.silence_agreed") == 1


def leaves(application: Any, when: Any, state: str = "sending") -> None:
    Message.objects.filter(case=application.case).update(state=state, sent_at=when)


@pytest.mark.parametrize("state", ["waiting", "held", "failed"])
def test_silence_agrees_to_nothing_that_nobody_has_been_told(application: Any, officer: Any, now: Any, state: str) -> None:
    let_silence_count(application.case.authority)
    request = propose_description(application, officer, now)
    leaves(application, None, state)
    later = now + timedelta(days=60)
    assert services.let_silence_agree(request=request, now=later) is False
    leaves(application, now)
    assert services.let_silence_agree(request=request, now=later) is True


def test_silence_counts_from_the_posting_of_a_letter(application: Any, officer: Any, now: Any) -> None:
    application.case.parties.update(email="", address_lines="14 Long Row", town="Anytown", postcode="AN1 4AB")
    let_silence_count(application.case.authority)
    request = propose_description(application, officer, now)
    assert Message.objects.get(case=application.case).channel == "letter"
    leaves(application, now + timedelta(days=6))
    assert services.let_silence_agree(request=request, now=now + (request.due_on - now.date()) + timedelta(days=1)) is False
    assert services.let_silence_agree(request=request, now=now + (request.due_on - now.date()) + timedelta(days=9)) is True


def test_a_council_that_changes_its_mind_accepts_nothing_by_itself(application: Any, officer: Any, now: Any) -> None:
    let_silence_count(application.case.authority)
    request = propose_description(application, officer, now)
    let_silence_count(application.case.authority, on=False)
    with on(request.due_on + timedelta(days=9)):
        look_after_requests()
    request.refresh_from_db()
    assert request.state == "open"


@pytest.mark.parametrize(
    "kind", ["red_line_boundary_change", "ownership_certificate", "fee_change", "time_extension", "additional_document", "other_change"]
)
def test_no_other_kind_is_ever_accepted_by_itself(application: Any, kind: str) -> None:
    let_silence_count(application.case.authority)
    forged = {"silence_agrees": True, "proposed": "x", "boundary": {}, "proposed_until": "2027-01-01"}
    request = ValidationRequestFactory.create(case=application.case, kind=kind, payload=forged, sent=True)
    with on(DUE + timedelta(days=90)):
        look_after_requests()
        assert services.let_silence_agree(request=request, now=datetime.now(LONDON)) is False
    request.refresh_from_db()
    assert request.state == "open"


def test_only_a_description_names_a_setting_for_silence() -> None:
    assert [kind.code for kind in all_kinds() if kind.silence or (kind.drawn and kind.drawn.silence)] == ["description_change"]
