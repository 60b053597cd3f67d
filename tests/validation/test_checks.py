"""The officer's answers to the questions of validation."""

from typing import Any

import pytest

from applications.models import CaseConstraint
from applications.snapshot import CaseSnapshot
from core.errors import DomainError
from tests.factories.applications import CaseConstraintFactory
from tests.factories.documents import DocumentFactory
from tests.factories.validation import ValidationRequestFactory
from validation import services, tasklist
from validation.models import ValidationRequest
from validation.services.checks import StillAsked


def test_yes_completes_the_task(application: Any, officer: Any, now: Any) -> None:
    services.record_check(application=application, check="red_line", ok=True, by=officer, now=now)
    assert tasklist.CHECK_RED_LINE.status(CaseSnapshot(application)) == "Completed"
    assert officer.name in tasklist.CHECK_RED_LINE.line(CaseSnapshot(application))


def test_begun_is_in_progress(application: Any, officer: Any, now: Any) -> None:
    services.record_check(application=application, check="fee", ok=None, by=officer, now=now)
    assert tasklist.CHECK_FEE.status(CaseSnapshot(application)) == "In progress"


def test_no_writes_the_request_with_the_reason(application: Any, officer: Any, now: Any) -> None:
    services.record_check(application=application, check="red_line", ok=False, note="It cuts through number 4.", by=officer, now=now)
    request = ValidationRequest.objects.get(case=application.case)
    assert (request.kind, request.reason, request.state) == ("red_line_boundary_change", "It cuts through number 4.", "pending")
    assert tasklist.CHECK_RED_LINE.status(CaseSnapshot(application)) == "Waiting"


def test_saying_no_twice_asks_once(application: Any, officer: Any, now: Any) -> None:
    for _ in range(2):
        services.record_check(application=application, check="fee", ok=False, note="£100 short", by=officer, now=now)
    assert ValidationRequest.objects.filter(case=application.case).count() == 1


def test_saying_no_again_rewords_the_request_that_waits(application: Any, officer: Any, now: Any) -> None:
    for words in ["£100 short", "£200 short"]:
        services.record_check(
            application=application, check="fee", ok=False, note=words, payload={"suggestion": "Pay"}, by=officer, now=now
        )
    request = ValidationRequest.objects.get(case=application.case)
    assert (request.reason, request.payload, request.version) == ("£200 short", {"suggestion": "Pay"}, 2)


def test_what_the_applicant_has_read_is_not_reworded(application: Any, officer: Any, now: Any) -> None:
    sent = ValidationRequestFactory.create(case=application.case, kind="fee_change", reason="£100 short", sent=True)
    services.record_check(application=application, check="fee", ok=False, note="£200 short", by=officer, now=now)
    sent.refresh_from_db()
    assert sent.reason == "£100 short"


def test_yes_is_refused_while_the_applicant_is_being_asked(application: Any, officer: Any, now: Any) -> None:
    services.record_check(application=application, check="fee", ok=False, note="£100 short", by=officer, now=now)
    with pytest.raises(StillAsked):
        services.record_check(application=application, check="fee", ok=True, by=officer, now=now)


def test_a_missing_red_line_cannot_be_right(application: Any, officer: Any, now: Any) -> None:
    application.case.boundary_submitted = None
    application.case.save()
    with pytest.raises(DomainError, match="no red line"):
        services.record_check(application=application, check="red_line", ok=True, by=officer, now=now)


def test_checking_again_counts_the_answer_as_seen(application: Any, officer: Any, now: Any) -> None:
    answered = ValidationRequestFactory.create(case=application.case, kind="fee_change", answered=True)
    assert tasklist.CHECK_FEE.status(CaseSnapshot(application)) == "Action required"
    services.record_check(application=application, check="fee", ok=True, by=officer, now=now)
    answered.refresh_from_db()
    assert answered.seen_by == officer
    assert tasklist.CHECK_FEE.status(CaseSnapshot(application)) == "Completed"


def test_an_unfit_document_asks_for_a_replacement(application: Any, officer: Any, now: Any) -> None:
    plan = DocumentFactory.create(case=application.case, name="plan.pdf")
    services.check_document(application=application, document=plan, fit=False, reason="It has no scale bar.", by=officer, now=now)
    plan.refresh_from_db()
    request = ValidationRequest.objects.get(case=application.case)
    assert plan.checked is False and plan.check_note == "It has no scale bar."
    assert request.payload["document"] == str(plan.public_id) and request.kind == "replacement_document"


def test_a_document_found_fit_after_all_takes_the_request_back(application: Any, officer: Any, now: Any) -> None:
    plan = DocumentFactory.create(case=application.case)
    services.check_document(application=application, document=plan, fit=False, reason="No scale bar.", by=officer, now=now)
    services.check_document(application=application, document=plan, fit=True, by=officer, now=now)
    plan.refresh_from_db()
    assert plan.checked is True
    assert ValidationRequest.objects.get(case=application.case).state == "cancelled"


def test_cancelling_the_request_makes_the_document_unchecked_again(application: Any, officer: Any, now: Any) -> None:
    plan = DocumentFactory.create(case=application.case)
    services.check_document(application=application, document=plan, fit=False, reason="No scale bar.", by=officer, now=now)
    services.cancel_request(request=ValidationRequest.objects.get(case=application.case), reason="Too strict", by=officer, now=now)
    plan.refresh_from_db()
    assert plan.checked is None and plan.check_note == ""


def test_an_unfit_document_needs_a_reason(application: Any, officer: Any, now: Any) -> None:
    plan = DocumentFactory.create(case=application.case)
    with pytest.raises(DomainError, match="what is wrong"):
        services.check_document(application=application, document=plan, fit=False, reason="", by=officer, now=now)


def test_a_constraint_is_added_removed_and_added_again(application: Any, officer: Any, now: Any) -> None:
    services.add_constraint(application=application, code="tpo", by=officer, now=now)
    services.remove_constraint(application=application, code="tpo", by=officer, now=now)
    row = CaseConstraint.objects.get(case=application.case, code="tpo")
    assert row.removed_by == officer and row.removed_at == now
    services.add_constraint(application=application, code="tpo", by=officer, now=now)
    row.refresh_from_db()
    assert row.removed_at is None and row.added_by == officer


def test_a_constraint_is_not_added_twice(application: Any, officer: Any, now: Any) -> None:
    CaseConstraintFactory.create(case=application.case, code="tpo", name="Tree preservation order")
    with pytest.raises(DomainError, match="already"):
        services.add_constraint(application=application, code="tpo", by=officer, now=now)


def test_a_designation_that_the_list_does_not_know_is_refused(application: Any, officer: Any, now: Any) -> None:
    with pytest.raises(DomainError, match="from the list"):
        services.add_constraint(application=application, code="dragons", by=officer, now=now)


def test_after_validation_unrecorded_checks_are_not_asked_for(authority: Any) -> None:
    from tests.factories.applications import PlanningApplicationFactory

    valid = PlanningApplicationFactory.create(authority=authority, valid=True)
    assert tasklist.CHECK_RED_LINE.status(CaseSnapshot(valid)) == "Not needed"
    assert tasklist.DECIDE_VALIDITY.status(CaseSnapshot(valid)) == "Completed"
