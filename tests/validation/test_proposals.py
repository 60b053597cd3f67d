"""What an officer proposes: a red line, more time, another certificate."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError
from intake.red_line import read_text
from notifications.models import Message
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.validation import ValidationRequestFactory
from tests.validation.test_redraw import CORRECTED
from validation import services
from validation.grounds import ground_of
from validation.kinds import all_kinds, kind_of
from validation.models import ValidationRequest
from validation.services.requests import CannotAsk


def propose(application: Any, by: Any, now: Any) -> ValidationRequest:
    line = read_text(CORRECTED).geometry
    services.propose_red_line(application=application, boundary=line, reason="It left out the access", by=by, now=now)
    return ValidationRequest.objects.get(case=application.case, kind="red_line_boundary_change")


def send(request: ValidationRequest, application: Any, by: Any, now: Any) -> None:
    services.send_requests(application=application, requests=[request], by=by, now=now)
    request.refresh_from_db()


@pytest.fixture
def valid(authority: Any, officer: Any) -> Any:
    return PlanningApplicationFactory.create(authority=authority, valid=True, officer=officer)


def extend(application: Any, by: Any, now: Any, until: date) -> ValidationRequest:
    payload = {"proposed_until": until.isoformat()}
    request = services.create_request(
        application=application, kind="time_extension", reason="We wait for the highways", payload=payload, by=by, now=now
    )
    request.refresh_from_db()
    return request


def test_a_proposed_line_stands_only_once_it_is_agreed(application: Any, officer: Any, now: Any) -> None:
    before = application.case.boundary
    request = propose(application, officer, now)
    assert (request.state, kind_of(request).answer) == ("pending", "agreement")
    assert request.payload["previous_boundary"]["type"] == "MultiPolygon"
    send(request, application, officer, now)
    application.case.refresh_from_db()
    assert application.case.boundary == before
    services.answer_request(request=request, agree=True, by=officer, now=now)
    application.case.refresh_from_db()
    assert round(application.case.boundary_bng.area) == 1200 and application.case.boundary_submitted == before


def test_a_refused_line_changes_nothing(application: Any, officer: Any, now: Any) -> None:
    request = propose(application, officer, now)
    send(request, application, officer, now)
    with pytest.raises(DomainError, match="Tell us why"):
        services.answer_request(request=request, agree=False, by=officer, now=now)
    services.answer_request(request=request, agree=False, text="The access is not ours", by=officer, now=now)
    application.case.refresh_from_db()
    assert application.case.boundary_corrected is None


def test_the_line_that_stands_and_a_second_proposal_are_refused(application: Any, officer: Any, now: Any) -> None:
    with pytest.raises(DomainError, match="has already"):
        services.propose_red_line(application=application, boundary=application.case.boundary, reason="x", by=officer, now=now)
    send(propose(application, officer, now), application, officer, now)
    with pytest.raises(DomainError, match="Cancel that request first"):
        propose(application, officer, now)


def test_an_agreed_extension_is_a_fact_of_its_own(valid: Any, officer: Any, now: Any) -> None:
    before = valid.effective_expiry_on
    until = before + timedelta(days=21)
    request = extend(valid, officer, now, until)
    assert request.state == "open" and request.payload["previous_until"] == before.isoformat()
    body = Message.objects.get(case=valid.case, template="validation.requests_sent").body
    assert f"{until:%-d %B %Y}" in body and "stays as it is" in body
    services.answer_request(request=request, agree=True, by=officer, now=now)
    valid.refresh_from_db()
    agreement = valid.time_agreements.get()
    assert agreement.agreed_until_on == valid.effective_expiry_on == until
    assert f"request {request.number}" in agreement.evidence


def test_a_refused_extension_changes_no_date(valid: Any, officer: Any, now: Any) -> None:
    request = extend(valid, officer, now, valid.effective_expiry_on + timedelta(days=21))
    services.answer_request(request=request, agree=False, text="We have waited enough", by=officer, now=now)
    before = valid.effective_expiry_on
    valid.refresh_from_db()
    assert valid.effective_expiry_on == before and not valid.time_agreements.exists()


def test_an_extension_must_give_more_time_and_be_asked_once_valid(application: Any, valid: Any, officer: Any, now: Any) -> None:
    with pytest.raises(DomainError, match="later than the last day"):
        extend(valid, officer, now, valid.effective_expiry_on)
    with pytest.raises(CannotAsk, match="once the application is valid"):
        extend(application, officer, now, date(2030, 1, 1))
    extend(valid, officer, now, valid.effective_expiry_on + timedelta(days=21))
    with pytest.raises(CannotAsk, match="already"):
        extend(valid, officer, now, valid.effective_expiry_on + timedelta(days=30))


def test_an_agreement_to_a_date_that_has_passed_is_not_taken(valid: Any, officer: Any, now: Any) -> None:
    request = extend(valid, officer, now, valid.effective_expiry_on + timedelta(days=21))
    late = now + timedelta(days=400)
    with pytest.raises(DomainError, match="has passed"):
        services.answer_request(request=request, agree=True, by=officer, now=late)
    request.refresh_from_db()
    assert request.state == "open"


def test_an_agreement_overtaken_by_a_longer_one_is_noted(valid: Any, officer: Any, now: Any) -> None:
    from applications.services import agree_extension

    until = valid.effective_expiry_on + timedelta(days=21)
    request = extend(valid, officer, now, until)
    longer = until + timedelta(days=9)
    agree_extension(application=valid, agreed_until_on=longer, agreed_on=timezone.localdate(now), evidence="Letter", by=officer, now=now)
    services.answer_request(request=request, agree=True, by=officer, now=now)
    valid.refresh_from_db()
    assert valid.effective_expiry_on == longer and "nothing was changed" in valid.attention


OWNER = {"name": "Olga Owner", "address": "1 Field Lane", "told_on": "2026-11-01"}


def certificate(letter: str, owners: list[Any] | None = None, steps: str = "") -> dict[str, Any]:
    return {"certificate": letter, "agricultural_tenants": "no", "owners": owners or [], "steps": steps}


@pytest.fixture
def asked(application: Any, officer: Any, now: Any) -> ValidationRequest:
    request = services.create_request(
        application=application, kind="ownership_certificate", reason="The lane is not yours", by=officer, now=now
    )
    send(request, application, officer, now)
    return request


def test_a_new_certificate_takes_the_old_ones_place_and_the_old_one_is_kept(asked: Any, application: Any, officer: Any, now: Any) -> None:
    services.answer_request(request=asked, agree=True, certificate=certificate("b", [OWNER]), by=officer, now=now)
    case = application.case
    assert case.land_owners.get().name == "Olga Owner" and case.land_owners.get().notice_given
    case.ownership.refresh_from_db()
    assert case.ownership.certificate == "b"
    asked.refresh_from_db()
    assert asked.answer["previous"] == asked.payload["previous"]
    assert case.events.get(type="certificate_changed").data["replaced"] == asked.payload["previous"]


@pytest.mark.parametrize(
    ("agree", "given", "words"),
    [
        (None, certificate("b", [OWNER]), "Select whether"),
        (False, certificate(""), "why the certificate is right"),
        (True, certificate(""), "which certificate"),
        (True, certificate("z"), "which certificate"),
        (True, certificate("b"), "name of each owner"),
        (True, certificate("a", [OWNER]), "no owners"),
        (True, certificate("b", [{**OWNER, "told_on": ""}]), "day on which Olga Owner"),
        (True, certificate("b", [{**OWNER, "address": ""}]), "address of Olga Owner"),
        (True, certificate("d"), "newspaper"),
        (True, certificate("b", [OWNER] * 61), "One answer takes"),
    ],
)
def test_an_incomplete_certificate_changes_nothing(asked: Any, officer: Any, now: Any, agree: Any, given: Any, words: str) -> None:
    with pytest.raises(DomainError, match=words):
        services.answer_request(request=asked, agree=agree, certificate=given, by=officer, now=now)
    asked.refresh_from_db()
    assert asked.state == "open" and not asked.answer


def test_every_request_but_an_agreement_says_what_it_rests_on() -> None:
    bare = {kind.code for kind in all_kinds() if not kind.ground}
    assert {"description_change", "time_extension"} <= bare
    assert not bare & {"additional_document", "replacement_document", "red_line_boundary_change", "fee_change", "ownership_certificate"}


def test_an_item_of_the_local_list_is_named(application: Any) -> None:
    request = ValidationRequestFactory.build(payload={"ground": "local_list", "list_item": "Flood risk assessment"})
    assert ground_of(request).endswith("local list of requirements: Flood risk assessment")


def test_the_officers_pages(application: Any, valid: Any, authority: Any, officer_client: Any) -> None:
    client, _ = officer_client(authority)
    new = lambda app, what: reverse("validation:new_request", kwargs={"reference": app.reference, "what": what})  # noqa: E731
    refused = client.post(new(application, "document"), {"tag": "floorPlan.proposed", "reason": "Needed", "ground": "local_list"})
    assert refused.status_code == 422 and "which item of the local list" in refused.content.decode()
    assert client.post(new(application, "ownership"), {"reason": "The lane is not yours"}).status_code == 302
    page = client.get(reverse("validation:requests", kwargs={"reference": application.reference})).content.decode()
    assert "articles 13 and 14" in page and "Propose a red line" in page and "Ask for more time" not in page
    line = reverse("validation:propose_red_line", kwargs={"reference": application.reference})
    assert client.get(line).status_code == 200
    assert client.post(line, {"boundary": CORRECTED, "reason": "The access"}).status_code == 302
    assert (
        "The line that we propose"
        in client.get(reverse("validation:requests", kwargs={"reference": application.reference})).content.decode()
    )
    given = {"proposed_until-day": "1", "proposed_until-month": "1", "proposed_until-year": "2026", "reason": "We wait"}
    short = client.post(new(valid, "extension"), given)
    assert short.status_code == 422 and "later than the last day" in short.content.decode()
    assert client.post(new(valid, "extension"), {**given, "proposed_until-year": "2028"}).status_code == 302


def test_a_proposal_is_changed_before_it_is_sent_and_cancelled_after(
    application: Any, asked: ValidationRequest, authority: Any, officer: Any, officer_client: Any, now: Any
) -> None:
    client, _ = officer_client(authority)
    request = propose(application, officer, now)
    edit = reverse("validation:edit_request", kwargs={"reference": application.reference, "request_id": request.public_id})
    assert "It left out the access" in client.get(edit).content.decode()
    given = {"version": request.version, "reason": "It left out the drive", "ground": "local_list", "list_item": "Location plan"}
    assert client.post(edit, given).status_code == 302
    request.refresh_from_db()
    assert request.reason == "It left out the drive" and "boundary" in request.payload and ground_of(request).endswith(": Location plan")
    assert client.get(edit.replace(str(request.public_id), str(asked.public_id))).status_code == 200
    cancel = reverse("validation:cancel_request", kwargs={"reference": application.reference, "request_id": asked.public_id})
    client.post(cancel, {"reason": "It was right"})
    asked.refresh_from_db()
    assert asked.state == "cancelled" and "It was right" in Message.objects.filter(case=application.case).latest("pk").body
    with pytest.raises(DomainError, match="was cancelled"):
        services.answer_request(request=asked, agree=True, certificate=certificate("b", [OWNER]), by=officer, now=now)
    assert not application.case.land_owners.exists()


def test_due_dates_count_from_sending(application: Any, officer: Any, now: Any) -> None:
    request = propose(application, officer, now - timedelta(days=30))
    assert request.due_on is None
    send(request, application, officer, now)
    assert request.due_on == date(2026, 12, 15)
