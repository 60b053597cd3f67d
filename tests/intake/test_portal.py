"""An application of the Planning Portal: its message, its package, its case."""

import hashlib
import io
import json
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from applications.models import Case, PlanningApplication
from audit.actors import ApiClientActor
from audit.models import AuditEvent
from casework.selectors.search import Question, search
from intake import portal_tasks, services
from intake.models import FetchedFile, Package, Submission
from intake.readers import portal as portal_reader
from intake.readers import portal_types
from intake.readers.portal_files import Contents
from tests.factories import portal


@pytest.fixture(autouse=True)
def no_pictures(monkeypatch):
    """Pictures of pages are not what these tests are about."""
    monkeypatch.setattr("documents.services.adding.enqueue_on_commit", lambda *_: None)


def application(submission):
    return PlanningApplication.objects.get(pk=submission.case_id)


def faults(submission):
    return " ".join(f"{fault['pointer']} {fault['message']}" for fault in submission.faults)


@pytest.mark.parametrize("kind", ["json", "xml"])
@pytest.mark.parametrize("scenario", sorted(portal_types.scenarios()))
def test_every_scenario_becomes_a_case(arrives, scenario, kind):
    kept = arrives(portal.package(scenario, kind, documentList=portal.documents()[4:5]))

    assert kept.state == "completed", faults(kept)
    case, said = kept.case, application(kept)
    assert said.type.code == portal_types.scenarios()[scenario]["type"]
    assert said.description == ("Rebuild the boat house on its old footings" if scenario < 10 else "Boat house at the weir")
    assert said.attention == ""
    assert case.alternative_reference == "PP-10099001"
    assert (case.uprn, case.address) == ("10009999016", "Weir Mill, 6A Sluice Lane, Lower Bristow, Bristow, BR1 4QS")
    assert case.boundary_bng.area == pytest.approx(1200, rel=0.01)
    assert case.point.distance(case.boundary_submitted.centroid) < 0.001
    assert case.development.site_area == Decimal("0.12")
    applicant, agent = case.parties.get(role="applicant"), case.parties.get(role="agent")
    assert (applicant.name, applicant.email, applicant.phone) == ("Ms Nerys Fenn", "nerys@example.com", "01632 960001")
    assert (applicant.address_lines, applicant.town, applicant.county) == ("Weir Cottage, 4 Sluice Lane", "Bristow", "Wessex")
    assert (applicant.postcode, applicant.country) == ("BR1 4QT", "United Kingdom")
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
    document = case.documents.get()
    assert (document.name, document.tags, document.source) == ("weir location.pdf", ["locationPlan"], "submitted")
    assert document.description == "The location plan; Edged in red"


@pytest.mark.parametrize(
    ("scenario", "changes", "code"),
    [
        (4, {"applicationData__siteArea": {"siteArea": 10_000, "areaUnit": "sq.metres"}}, "pp.full.major"),
        (4, {"applicationData__siteArea": {"siteArea": 9_999, "areaUnit": "sq.metres"}}, "pp.full.minor"),
        (4, {"applicationData__siteArea": {"siteArea": 1, "areaUnit": "hectares"}}, "pp.full.major"),
        (4, {"applicationData__siteArea": {"siteArea": None, "areaUnit": None}}, "pp.full.minor"),
        (4, {"applicationData__siteArea": None}, "pp.full.minor"),
        (4, {"applicationData__nonResidentialDevelopment": {"floorspace": {"totalGrossFloorspaceProposed": 1000}}}, "pp.full.major"),
        (4, {"applicationData__residentialDevelopment": {"proposedTotal": 10}}, "pp.full.major"),
        (4, {"applicationData__residentialDevelopment": None}, "pp.full.minor"),
        (16, {"applicationData__siteArea": {"siteArea": 50_000, "areaUnit": "sq.metres"}}, "pa.part6.classA"),
        (16, {"applicationData__siteArea": {"siteArea": 4.99, "areaUnit": "hectares"}}, "pa.part6.classB"),
        (19, {"applicationData__siteArea": {"siteArea": 5, "areaUnit": "hectares"}}, "pa.part6.classA"),
        (19, {"applicationData__siteArea": None}, "pa.part6.classB"),
        (31, {"applicationData__trees": {"seekingConsentForTPO": True}}, "wtt.consent"),
        (31, {"applicationData__trees": None}, "wtt.notice"),
    ],
)
@pytest.mark.parametrize("kind", ["json", "xml"])
def test_size_and_consent_decide_some_types(scenario, changes, code, kind):
    said = read_package(portal.package(scenario, kind, documentList=[], **changes)).application

    assert said.type_code == code


def read_package(package, event=None, name="PP-10099001.zip"):
    """The reading of a package, without a database."""
    form = portal_reader.Form(Contents(), [], [])
    row = SimpleNamespace(name=name, position=1, state="fetched", State=Package.State, key="", size=len(package), sha256="", error="")
    with patch.object(portal_reader, "default_storage", SimpleNamespace(open=lambda key: io.BytesIO(package))):
        portal_reader._look_into(row, form)
    said, _ = portal_reader.read_event(json.dumps(event or portal.event()).encode())
    return portal_reader._reading(said, form)


def test_the_four_papers_of_the_portal_and_what_may_be_published(arrives):
    case = arrives(portal.package(4)).case

    papers = {document.name: document for document in case.documents.all()}
    assert len(papers) == 6
    assert {document.visibility for document in papers.values()} == {"private"}
    assert papers["ApplicationForm.pdf"].tags == ["internal.applicationForm"]
    assert papers["FeeCalculation.pdf"].tags == ["internal.feeCalculation"]
    assert papers["AttachmentSummary.pdf"].tags == ["internal.attachmentSummary"]
    assert papers["ApplicationFormRedacted.pdf"].tags == ["applicationForm"]
    assert papers["ApplicationFormRedacted.pdf"].redaction_of == papers["ApplicationForm.pdf"]
    assert papers["front.pdf"].tags == ["elevations.existing"]


def test_a_package_is_kept_as_evidence(arrives):
    content = portal.package(4)

    kept = arrives(content)

    package = kept.packages.get()
    with default_storage.open(package.key) as stored:
        assert stored.read() == content
    assert package.key == f"{kept.authority_id}/{kept.public_id}/{package.public_id}/package"
    assert (package.sha256, package.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert [held["name"] for held in package.holds][:2] == ["Application.json", "ApplicationForm.pdf"]


def test_the_same_message_again_fetches_nothing_and_opens_nothing(arrives, package_host):
    arrives(portal.package(4))

    arrives(portal.package(4))

    assert Case.objects.count() == 1
    assert len(package_host.server.asked) == 1


def test_version_two_shows_its_differences_and_makes_no_twin(arrives):
    first = arrives(portal.package(4))
    later = portal.form(4, version=2, applicationData__proposalDescription__descriptionText="Rebuild the boat house, one metre longer")

    second = arrives(portal.package(said=later), version=2)

    assert Case.objects.count() == 1
    assert (second.case, second.revision) == (first.case, 2)
    assert application(first).description == "Rebuild the boat house on its old footings"
    changed = {(row.part, row.label): (row.before, row.after) for row in second.differences.all()}
    assert ("Rebuild the boat house on its old footings", "Rebuild the boat house, one metre longer") in changed.values()
    assert "version 2" in application(first).attention


def test_a_bad_file_never_stops_the_case(arrives):
    said = portal.form(4)
    members = [
        ("Application.json", json.dumps(said).encode()),
        *portal.papers(said)[:5],
        ("front.pdf", b"MZ not a drawing"),
        ("notes.docx", b""),
    ]

    kept = arrives(portal.zipped(members))

    assert kept.state == "completed"
    assert kept.case.documents.count() == 5
    bad = FetchedFile.objects.get(submission=kept, name="front.pdf")
    assert bad.state == "refused"
    assert "front.pdf" in application(kept).attention
    assert "notes.docx" in application(kept).attention


def test_a_listed_file_that_is_not_there_is_asked_for(arrives):
    said = portal.form(4)

    kept = arrives(portal.zipped([("Application.json", json.dumps(said).encode()), *portal.papers(said)[:5]]))

    assert "The package lists “front.pdf” (Elevation (Front) - Existing) but does not hold it" in application(kept).attention


def test_two_files_of_one_name_are_both_kept(arrives):
    said = portal.form(4, documentList=portal.documents()[4:])
    with pytest.warns(UserWarning, match="Duplicate name"):
        package = portal.zipped(
            [("Application.json", json.dumps(said).encode()), ("front.pdf", portal.pdf("one")), ("front.pdf", portal.pdf("two"))]
        )

    kept = arrives(package)

    assert kept.case.documents.count() == 2


def test_an_expired_address_is_a_clear_fault_and_a_new_message_mends_it(arrives):
    link = {"documentName": "PP.zip", "documentLink": f"https://{portal.HOST}/PP.zip", "expiryDateTime": "2023-07-19T08:45:59.975412Z"}

    kept = arrives(portal.package(4), links=[link])

    assert kept.state == "faulty"
    assert "/documentLinks/0 “PP.zip” could not be had: its address was good until 19 July 2023 at 09:45, and is not any more." in faults(
        kept
    )
    assert AuditEvent.objects.filter(type="package_not_fetched").count() == 1
    assert arrives(portal.package(4)).state == "completed"


def test_a_package_from_elsewhere_is_not_fetched(arrives, package_host):
    link = {"documentName": "PP.zip", "documentLink": "https://elsewhere.example/PP.zip"}

    kept = arrives(portal.package(4), links=[link])

    assert kept.state == "faulty"
    assert "elsewhere.example" in faults(kept)
    assert package_host.server.asked == []


@pytest.mark.parametrize("url", ["http://packages.bops.test/PP.zip", "file:///etc/passwd", "/etc/passwd", "https://127.0.0.1/PP.zip", ""])
def test_only_https_is_followed(arrives, settings, url):
    settings.FETCH_STAND_IN = ""

    kept = arrives(None, links=[{"documentName": "PP.zip", "documentLink": url}])

    assert kept.state == "faulty"
    assert kept.packages.get().state in ("refused", "failed")


def test_a_host_that_is_down_is_asked_again_and_replay_asks_once_more(arrives, package_host, southwark, django_capture_on_commit_callbacks):
    kept = arrives(None)
    package = kept.packages.get()
    assert (kept.state, package.state, package.attempts) == ("fetching", "waiting", 1)
    assert package.next_attempt_at > timezone.now()

    for _ in range(5):
        Package.objects.update(next_attempt_at=timezone.now() - timedelta(minutes=1))
        portal_tasks.fetch_package(southwark.pk, package.pk)
    kept.refresh_from_db()
    assert (kept.state, kept.packages.get().state) == ("faulty", "failed")

    package_host.holds(package.url, portal.package(4))
    with django_capture_on_commit_callbacks(execute=True):
        services.replay(submission=kept, by=ApiClientActor(kept.client), now=timezone.now())
    kept.refresh_from_db()
    assert kept.state == "completed"


def test_a_worker_that_died_after_storing_leaves_nothing_undone(arrives, package_host, southwark):
    with patch.object(portal_tasks, "look_at_packages"):
        kept = arrives(portal.package(4))
    assert kept.state == "fetching"
    Submission.objects.update(understood_at=timezone.now() - timedelta(minutes=5))

    portal_tasks.sweep_packages()

    kept.refresh_from_db()
    assert kept.state == "completed"


def test_files_and_forms_may_come_as_links_of_their_own(arrives, package_host):
    said = portal.form(4, documentList=[])
    parts = {
        "Application.json": json.dumps(said).encode(),
        "plan.pdf": portal.pdf("plan"),
        "more.zip": portal.zipped([("b.pdf", portal.pdf("b"))]),
    }
    links = []
    for name, content in parts.items():
        links.append({"documentName": name, "documentLink": f"https://{portal.HOST}/{name}", "expiryDateTime": portal.EXPIRES})
        package_host.holds(links[-1]["documentLink"], content)

    kept = arrives(None, links=links)

    assert kept.state == "completed", faults(kept)
    assert sorted(document.name for document in kept.case.documents.all()) == ["b.pdf", "plan.pdf"]


def test_one_package_of_two_is_missing_and_comes_later(arrives, package_host, southwark, django_capture_on_commit_callbacks):
    good, late = (
        {"documentName": name, "documentLink": f"https://{portal.HOST}/{name}", "expiryDateTime": portal.EXPIRES}
        for name in ("a.zip", "b.zip")
    )
    package_host.holds(good["documentLink"], portal.package(4, documentList=[]))
    package_host.holds(late["documentLink"], b"not there yet")
    late["documentLink"] = "https://elsewhere.example/b.zip"
    kept = arrives(None, links=[good, late])
    assert kept.state == "completed"
    assert "“b.zip” could not be had" in application(kept).attention

    package_host.holds("https://packages.bops.test/b.zip", portal.zipped([("late.pdf", portal.pdf("late"))]))
    row = kept.packages.get(position=2)
    Package.objects.filter(pk=row.pk).update(state="waiting", attempts=0, url=f"https://{portal.HOST}/b.zip")
    with django_capture_on_commit_callbacks(execute=True):
        portal_tasks.fetch_package(southwark.pk, row.pk)

    assert [document.name for document in kept.case.documents.all()] == ["late.pdf"]


def test_what_was_paid_in_part_leaves_the_rest_expected(arrives):
    kept = arrives(portal.package(4, documentList=[], applicationHeader__payment={"amountDue": 258, "amountPaid": 100}))

    assert [(payment.state, payment.amount) for payment in kept.case.payments.all()] == [
        ("received", Decimal(100)),
        ("expected", Decimal(158)),
    ]


def test_a_message_about_another_application_than_its_package_is_told(arrives):
    kept = arrives(portal.package(4, documentList=[], number=10099777))

    assert kept.case.alternative_reference == "PP-10099777"
    assert "The message is about 10099001, but its package holds PP-10099777" in application(kept).attention


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"documentLinks": [{"documentLink": "https://x"}]}, "/applicationRef The reference is missing."),
        ({"applicationRef": "1"}, "/documentLinks No package is named."),
        ({"applicationRef": "1", "documentLinks": []}, "/documentLinks No package is named."),
        ({"applicationRef": "1", "documentLinks": "https://x"}, "/documentLinks No package is named."),
        ({"applicationRef": "1", "documentLinks": [{}] * 21}, "/documentLinks 21 packages are too many."),
    ],
)
def test_a_message_that_says_too_little_is_kept_with_its_fault(arrives, body, words):
    kept = arrives.deliver(body)

    assert kept.state == "faulty"
    assert words in faults(kept)


@pytest.mark.parametrize("typed", ["PP-10099001", "10099001", "pp-10099001", "PP 10099001"])
def test_the_reference_of_the_portal_is_found_with_and_without_its_letters(arrives, southwark, typed):
    kept = arrives(portal.package(4, documentList=[]))

    assert search(southwark, Question.of(typed)) == [kept.case_id]


def test_a_message_that_writes_the_number_with_its_letters_makes_no_twin(arrives):
    first = arrives(portal.package(4, documentList=[]))

    second = arrives(portal.package(4, documentList=[]), version=2, applicationRef="PP-10099001")

    assert (second.source_id, second.case) == ("10099001", first.case)
