"""An application of the Planning Portal: its message, its package, its case."""

import io
import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from applications.models import Case, PlanningApplication
from audit.actors import ApiClientActor
from audit.models import AuditEvent
from documents.models import Document
from intake import portal_tasks, services, tasks
from intake.models import FetchedFile, Package, Submission
from intake.readers import portal_types
from tests.factories import portal
from tests.factories.accounts import ApiClientFactory


@pytest.fixture
def client_of_portal(southwark):
    return ApiClientFactory(authority=southwark, name="Planning Portal", file_hosts=[portal.HOST])


@pytest.fixture(autouse=True)
def no_pictures(monkeypatch):
    """Pictures of pages are not what these tests are about."""
    monkeypatch.setattr("documents.services.adding.enqueue_on_commit", lambda *_: None)


@pytest.fixture
def arrives(southwark, client_of_portal, package_host, django_capture_on_commit_callbacks):
    """arrives(zip, …): a message comes whose package is this zip; the submission once all that follows is done."""

    def send(package, number=portal.NUMBER, version=1, **more):
        said = portal.event(number, version, **more)
        for link in said["documentLinks"]:
            if package is not None:
                package_host.holds(link["documentLink"], package)
        return deliver(said)

    def deliver(said):
        now = timezone.now()
        with django_capture_on_commit_callbacks(execute=True):
            kept = services.receive(
                authority=southwark,
                client=client_of_portal,
                source="planning_portal",
                body=json.dumps(said).encode(),
                headers={},
                now=now,
            )
            services.understand(submission=kept, by=ApiClientActor(client_of_portal), now=now)
        kept.refresh_from_db()
        return kept

    send.deliver = deliver
    return send


def application(submission):
    return PlanningApplication.objects.get(pk=submission.case_id)


def faults(submission):
    return " ".join(f"{fault['pointer']} {fault['message']}" for fault in submission.faults)


@pytest.mark.parametrize("kind", ["json", "xml"])
@pytest.mark.parametrize("scenario", sorted(portal_types.scenarios()))
def test_every_scenario_becomes_a_case(arrives, scenario, kind):
    kept = arrives(portal.package(scenario, kind))

    assert kept.state == "completed", faults(kept)
    case, said = kept.case, application(kept)
    assert said.type.code == portal_types.scenarios()[scenario]["type"]
    assert case.alternative_reference == "PP-10099001"
    assert (case.uprn, case.address) == ("10009999016", "Weir Mill, 6A Sluice Lane, Lower Bristow, Bristow, BR1 4QS")
    assert case.boundary_bng.area == pytest.approx(1200, rel=0.01)
    assert case.point.distance(case.boundary_submitted.centroid) < 0.001
    applicant, agent = case.parties.get(role="applicant"), case.parties.get(role="agent")
    assert (applicant.name, applicant.email, applicant.phone) == ("Ms Nerys Fenn", "nerys@example.com", "01632 960001")
    assert (applicant.address_lines, applicant.town, applicant.county, applicant.postcode, applicant.country) == (
        "Weir Cottage, 4 Sluice Lane",
        "Bristow",
        "Wessex",
        "BR1 4QT",
        "United Kingdom",
    )
    assert (agent.name, agent.company) == ("Ms Odo Plank", "Plank and Daughter")
    assert (case.ownership.certificate, case.ownership.agricultural_tenants) == ("b", "yes")
    assert [(owner.name, owner.address, owner.notice_given_on) for owner in case.land_owners.order_by("pk")] == [
        ("Ines Halloran", "2 Mill Race, Bristow, BR1 9ZZ, United Kingdom", date(2026, 2, 20)),
        ("Weir Keepers Ltd", "Sluice House, Bristow", date(2026, 2, 21)),
        ("Piet Marsh", "Low Farm", date(2026, 2, 22)),
    ]
    payment = case.payments.get()
    assert (payment.state, payment.amount, payment.method) == ("received", Decimal("258.00"), "Planning Portal")
    if kind == "json":
        assert (said.fee_calculated, payment.reference) == (Decimal(516), "PAY-77-1")
    words = "Rebuild the boat house on its old footings" if scenario < 10 else "Boat house at the weir"
    assert said.description == words
    assert sorted(document.name for document in case.documents.all()) == sorted(
        ["ApplicationForm.pdf", "ApplicationFormRedacted.pdf", "AttachmentSummary.pdf", "FeeCalculation.pdf", "front.pdf", "weir location.pdf"]
    )
    assert case.documents.get(name="weir location.pdf").tags == ["locationPlan"]
    assert case.development.site_area == Decimal("0.12")
    assert said.attention == ""
