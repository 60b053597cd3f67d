"""A report of a breach becomes a case of its own kind; who reported it stays inside."""

import copy
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from applications.models import BreachReport, Case, PlanningApplication
from audit.actors import ApiClientActor
from audit.models import AuditEvent
from intake import tasks
from intake.models import FetchedFile, Submission
from intake.readers import odp_enforcement
from intake.services import Outcome, receive, understand
from tests.factories import odp
from tests.factories.applications import BreachReportFactory, PlanningApplicationFactory
from tests.factories.documents import DocumentFactory

NOW = datetime(2026, 3, 3, 10, 16, tzinfo=ZoneInfo("Europe/London"))
SCHEMA = odp.SCHEMA.format(version="v0.7.7", name="enforcement")
POLYGON = {"type": "Polygon", "coordinates": [odp.SQUARE]}


def report(**changes):
    """A report of a breach as PlanX sends it. `changes`: dotted place (written with __) and its new value; None takes the place away."""
    sent = {
        "data": {
            "application": {"type": {"value": "breach", "description": "Report a planning breach"}},
            "complainant": {
                "name": {"title": "Ms", "first": "Wilma", "last": "Watcher"},
                "email": "wilma.watcher@example.com",
                "phone": {"primary": "020 7946 0777"},
                "address": {"line1": "3 Curtain Street", "town": "London", "postcode": "SE15 4ZX"},
            },
            "property": copy.deepcopy(odp.document()["data"]["property"]),
            "report": {
                "description": "A shed as high as the house was put up in the front garden",
                "projectType": [{"value": "outbuilding", "description": "New or modified outbuilding"}],
                "date": {"start": "2025-12-25", "completion": "2026-01-07"},
                "boundary": {"site": odp.feature(), "area": {"squareMetres": 924}},
            },
        },
        "responses": [{"question": "Is it in progress?", "responses": [{"value": "Yes"}], "metadata": {}}],
        "files": [{"name": f"{odp.FILES}/7/shed.pdf", "type": [{"value": "photographs.existing", "description": "Photographs"}]}],
        "metadata": {
            "id": "6c7c1d2e-0000-4000-8000-000000000001",
            "organisation": "SWK",
            "source": "PlanX",
            "submittedAt": "2026-03-03T10:15:00Z",
            "schema": SCHEMA,
            "service": {"flowId": "f", "url": "https://planx.test/report", "fee": {"notApplicable": True}, "files": {}},
        },
    }
    return odp.change(sent, **changes)


@pytest.fixture
def send(southwark, planx):
    def send(sent):
        submission = receive(authority=southwark, client=planx, source="planx", body=odp.encoded(sent), headers={}, now=NOW)
        return understand(submission=submission, by=ApiClientActor(planx), now=NOW)

    return send


def read(**changes):
    return odp_enforcement.read(odp.encoded(report(**changes)))


class TestReading:
    def test_reads_what_is_reported_and_by_whom(self):
        reading = read()

        said = reading.application
        assert (reading.faults, said.kind) == ((), "enforcement")
        assert said.breach.description.startswith("A shed as high")
        assert (said.breach.began_on, said.breach.completed_on) == (date(2025, 12, 25), date(2026, 1, 7))
        assert [kind.value for kind in said.breach.kinds] == ["outbuilding"]
        assert (said.complainant.name, said.complainant.address.postcode) == ("Ms Wilma Watcher", "SE15 4ZX")
        assert not [pointer for pointer in said.unknown if pointer.startswith("/data")]

    @pytest.mark.parametrize(
        "site",
        [
            POLYGON,
            {"type": "Feature", "properties": {}, "geometry": POLYGON},
            {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": POLYGON}]},
            {"type": "MultiPolygon", "coordinates": [[odp.SQUARE]]},
            {"type": "GeometryCollection", "geometries": [POLYGON]},
        ],
        ids=lambda site: site["type"],
    )
    def test_reads_a_boundary_of_any_shape(self, site):
        assert read(data__report__boundary={"site": site}).application.boundary.geometry.num_points == 5

    def test_a_boundary_without_its_wrapping_is_read_too(self):
        assert read(data__report__boundary=POLYGON).application.boundary.geometry.num_points == 5

    def test_needs_no_boundary(self):
        reading = read(data__report__boundary=None, data__property__boundary=None)

        assert (reading.faults, reading.application.boundary) == ((), None)
        assert "No boundary was drawn" in " ".join(note.message for note in reading.notes)

    def test_takes_the_property_where_nothing_was_drawn(self):
        reading = read(data__report__boundary=None, data__property__boundary={"site": odp.feature()})

        assert reading.application.boundary.geometry.num_points == 5
        assert "the property's own was taken" in " ".join(note.message for note in reading.notes)

    @pytest.mark.parametrize("wrap", [lambda point: point, lambda point: {"type": "Feature", "properties": {}, "geometry": point}])
    def test_a_point_is_where_it_is(self, wrap):
        said = read(data__report__boundary={"site": wrap({"type": "Point", "coordinates": [-0.07, 51.45]})}).application

        assert (said.site.longitude, said.site.latitude, said.boundary) == (-0.07, 51.45, None)

    @pytest.mark.parametrize(
        "site",
        [
            {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]},
            {"type": "Point", "coordinates": ["here", None]},
            {"type": "Point", "coordinates": [1000, 51]},
            {"type": "Polygon", "coordinates": "x"},
            "somewhere",
            7,
            [[1, 2]],
            {"type": "Polygon", "coordinates": [[[151, -33], [152, -33], [152, -34], [151, -33]]]},
        ],
        ids=str,
    )
    def test_a_boundary_that_cannot_be_used_stops_no_report(self, site):
        reading = read(data__report__boundary={"site": site}, data__property__boundary=None)

        assert (reading.faults, reading.application.boundary) == ((), None)
        assert any(note.pointer.startswith("/data/report/boundary") for note in reading.notes)

    def test_a_report_may_come_from_nobody(self):
        reading = read(data__complainant=None)

        assert (reading.faults, reading.application.complainant) == ((), None)
        assert "Nobody says who reports this" in " ".join(note.message for note in reading.notes)

    def test_the_kind_of_breach_alone_is_a_report(self):
        assert read(data__report__description=None).application.breach.description == "New or modified outbuilding"

    @pytest.mark.parametrize(
        ("changes", "pointer"),
        [
            ({"data__report": None}, "/data/report/description"),
            ({"metadata__id": None}, "/metadata/id"),
            ({"metadata__schema": "https://example.com/enforcement.json"}, "/metadata/schema"),
            ({"files": [{"name": f"{odp.FILES}/{n}.pdf"} for n in range(501)]}, "/files"),
        ],
    )
    def test_says_what_is_missing(self, changes, pointer):
        assert [fault.pointer for fault in read(**changes).faults] == [pointer]

    @pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"data": 7}', b"\xff\xfe"])
    def test_answers_anything(self, body):
        assert odp_enforcement.read(body).faults

    def test_says_when_the_days_contradict_each_other(self):
        notes = read(data__report__date={"start": "2026-02-01", "completion": "2026-01-01"}).notes

        assert "finished before it began" in " ".join(note.message for note in notes)

    def test_keeps_what_it_does_not_know(self):
        assert read(data__report__smell="of paint").application.unknown == {"/data/report/smell": "of paint"}


class TestTheCase:
    def test_is_of_its_own_kind_with_facts_and_complainant(self, send):
        understood = send(report())

        case = Case.objects.get(reference=understood.reference)
        assert understood.outcome is Outcome.CREATED
        assert (case.reference, case.kind) == ("26-00100-ENF", "enforcement")
        assert (case.address_lines, case.boundary_submitted.num_points) == ("FLAT 2, 12 ELM TREE ROW", 5)
        assert not PlanningApplication.objects.filter(pk=case.pk).exists()
        found = case.breach
        assert (found.status, found.began_on, found.received_on) == ("not_started", date(2025, 12, 25), date(2026, 3, 3))
        assert found.facts[0]["values"] == ["Yes"]
        assert found.complainant_confidential
        complainant = case.parties.get()
        assert (complainant.role, complainant.name, complainant.phone) == ("complainant", "Ms Wilma Watcher", "020 7946 0777")
        assert AuditEvent.objects.get(case=case).type == "breach_reported"

    def test_a_council_may_end_its_references_in_its_own_way(self, send, southwark):
        southwark.settings["breach_suffix"] = "EN"
        southwark.save()

        assert send(report()).reference == "26-00100-EN"

    def test_the_same_report_again_is_the_same_case(self, send):
        first, again = send(report()), send(report())

        assert (again.outcome, again.reference, Case.objects.count()) == (Outcome.REPEATED, first.reference, 1)

    def test_other_content_under_the_same_id_makes_no_twin_and_is_told(self, send):
        first = send(report())
        files = [{"name": f"{odp.FILES}/{n}/shed.pdf"} for n in (7, 8)]
        other = send(report(data__report__description="Two sheds", files=files))

        assert (other.outcome, other.reference, Case.objects.count()) == (Outcome.CHANGED, first.reference, 1)
        found = BreachReport.objects.get()
        assert found.allegation.startswith("A shed as high")
        assert "sent other content on 3 March 2026" in found.attention
        assert "What is reported: Allegation" in AuditEvent.objects.get(type="submission_changed").data["places"]
        assert [file.url for file in FetchedFile.objects.order_by("pk")] == [file["name"] for file in files]

    def test_its_files_are_fetched_and_a_missing_one_is_told(self, send, file_host, southwark):
        case = send(report(files=[{"name": "https://files.bops.test/bad/missing/shed.pdf"}])).submission.case

        tasks.fetch_file(southwark.pk, FetchedFile.objects.get().pk)

        assert FetchedFile.objects.get().state == "failed"
        assert "File “shed.pdf” did not arrive" in BreachReport.objects.get(pk=case.pk).attention

    def test_a_faulty_report_stays_in_the_inbox(self, send):
        understood = send(report(data__report=None))

        assert (understood.outcome, Case.objects.count()) == (Outcome.FAULTY, 0)
        assert Submission.objects.get().faults[0]["pointer"] == "/data/report/description"


@pytest.fixture
def a_report(southwark):
    return BreachReportFactory(authority=southwark, facts=[{"question": "Your name?", "values": ["Wilma Watcher"]}])


class TestThePages:
    def test_the_case_page_shows_site_report_and_complainant(self, sign_in, southwark, a_report):
        page = sign_in(southwark, ["enforcement"]).get(f"/cases/{a_report.reference}/")

        text = page.content.decode()
        assert page.status_code == 200
        for words in (a_report.allegation, "Wilma Watcher", "wilma.watcher@example.com", "New or modified outbuilding", "1 September 2026"):
            assert words in text

    def test_nobody_else_reads_who_reported_it(self, sign_in, southwark, a_report):
        browser = sign_in(southwark, ["land_charges"])

        text = browser.get(f"/cases/{a_report.reference}/").content.decode()
        assert a_report.allegation in text
        assert "Wilma" not in text
        assert "wilma" not in text
        assert browser.get(f"/cases/{a_report.reference}/submitted/").status_code == 403
        for tab in ("documents", "history"):
            assert f"/cases/{a_report.reference}/{tab}/" not in text
            assert browser.get(f"/cases/{a_report.reference}/{tab}/").status_code == 403
        assert "Nothing was found" in browser.get("/search/?q=watcher").content.decode()

    def test_files_and_notes_are_not_told_to_others(self, sign_in, southwark, a_report):
        DocumentFactory(case=a_report.case, name="from-wilma.pdf")
        BreachReport.objects.update(attention="File “from-wilma-2.pdf” did not arrive")

        assert "from-wilma" not in sign_in(southwark, ["land_charges"]).get(f"/cases/{a_report.reference}/").content.decode()
        page = sign_in(southwark, ["enforcement"]).get(f"/cases/{a_report.reference}/").content.decode()
        assert "from-wilma.pdf" in page
        assert "from-wilma-2.pdf" in page

    def test_its_files_are_closed_to_others_whatever_address_they_know(self, sign_in, southwark, a_report):
        paper = DocumentFactory(case=a_report.case)

        for address in (f"/documents/{paper.public_id}/", f"/documents/{paper.public_id}/pages/1/page/"):
            assert sign_in(southwark, ["land_charges"]).get(address).status_code == 403
            assert b"".join(sign_in(southwark, ["enforcement"]).get(address))

    @pytest.mark.parametrize("is_a_case", [True, False])
    def test_the_body_in_the_inbox_is_for_those_who_look_into_breaches(self, sign_in, southwark, send, is_a_case):
        send(report() if is_a_case else report(data__report=None))
        address = f"/submissions/{Submission.objects.get().public_id}/"

        administrator = sign_in(southwark, ["administrator"])
        assert "It reports a breach" in administrator.get(address).content.decode()
        assert "shed.pdf" not in administrator.get(address).content.decode()
        assert administrator.get(f"{address}body").status_code == 403
        leader = sign_in(southwark, ["team_leader"])
        assert b"Wilma" in leader.get(f"{address}body").content
        assert "It reports a breach" not in leader.get(address).content.decode()

    def test_history_documents_and_what_was_submitted_have_their_pages(self, sign_in, southwark, send):
        reference = send(report()).reference
        browser = sign_in(southwark, ["enforcement"])

        assert "A breach of planning control was reported" in browser.get(f"/cases/{reference}/history/").content.decode()
        assert browser.get(f"/cases/{reference}/documents/").status_code == 200
        submitted = browser.get(f"/cases/{reference}/submitted/").content.decode()
        for words in ("Wilma Watcher", "3 Curtain Street", "A shed as high as the house", "25 December 2025", "shed.pdf"):
            assert words in submitted

    def test_an_officer_is_given_the_case(self, sign_in, southwark, a_report, officer_client):
        desk, officer = officer_client(southwark, roles=["enforcement"])
        browser = sign_in(southwark, ["enforcement"])

        browser.post(f"/cases/{a_report.reference}/breach/assign/", {"officer": str(officer.pk)})

        a_report.case.refresh_from_db()
        assert a_report.case.officer == officer
        assert AuditEvent.objects.get(case=a_report.case, type="assigned").data["officer"] == officer.name
        assert officer.name in browser.get(f"/cases/{a_report.reference}/").content.decode()
        assert "1 reported breach" in desk.get("/").content.decode()
        assert a_report.reference in desk.get("/breaches/?show=mine").content.decode()
        assert "reported breach" not in browser.get("/").content.decode()

    def test_land_charges_cannot_assign_it(self, sign_in, southwark, a_report):
        assert sign_in(southwark, ["land_charges"]).post(f"/cases/{a_report.reference}/breach/assign/", {"officer": "1"}).status_code == 403

    def test_the_note_is_taken_away_as_it_was_read(self, sign_in, southwark, a_report):
        BreachReport.objects.update(attention="Ring them")
        browser = sign_in(southwark, ["enforcement"])
        browser.post(f"/cases/{a_report.reference}/breach/note/dismiss/", {"note": "Something else"})
        assert BreachReport.objects.get().attention == "Ring them"

        browser.post(f"/cases/{a_report.reference}/breach/note/dismiss/", {"note": "Ring them"})

        assert BreachReport.objects.get().attention == ""

    def test_it_is_found_by_reference_address_and_words(self, sign_in, southwark, send):
        reference = send(report()).reference
        browser = sign_in(southwark, ["enforcement"])

        assert browser.get(f"/search/?q={reference}").headers["Location"] == f"/cases/{reference}/"
        for question in ("shed front garden", "ELM TREE ROW", "99999012", "outbuilding"):
            assert reference in browser.get(f"/search/?q={question}").content.decode()

    def test_it_stands_in_its_list_and_the_queue_points_to_it(self, sign_in, southwark, a_report):
        browser = sign_in(southwark, ["enforcement"])

        for show in ("", "?show=nobody", "?show=open&page=9", "?show=nonsense"):
            assert a_report.reference in browser.get(f"/breaches/{show}").content.decode()
        for show in ("?show=mine", "?show=closed"):
            assert a_report.reference not in browser.get(f"/breaches/{show}").content.decode()
        assert "1 reported breach" in browser.get("/queue/").content.decode()

    def test_pages_of_applications_do_not_know_it(self, sign_in, southwark, a_report):
        browser = sign_in(southwark, ["team_leader"])

        for tab in ("", "work/unassigned/", "work/all/", "work/closed/", "radar/", "queue/?show=all"):
            page = browser.get(f"/{tab}")
            assert page.status_code == 200
            assert a_report.reference not in page.content.decode()
        for name in ("correspondence", "related", "close", "next", "facts", "extension"):
            assert browser.get(f"/cases/{a_report.reference}/{name}/").status_code == 404

    def test_another_council_does_not_see_it(self, sign_in, southwark, a_report):
        from core.tenancy import acting_for
        from tests.factories.accounts import LocalAuthorityFactory

        other = LocalAuthorityFactory()
        with acting_for(other):
            assert sign_in(other, ["enforcement"]).get(f"/cases/{a_report.reference}/").status_code == 404

    def test_the_list_costs_the_same_however_long(self, sign_in, southwark, django_assert_max_num_queries):
        browser = sign_in(southwark, ["enforcement"])
        BreachReportFactory.create_batch(2, authority=southwark)
        browser.get("/breaches/")
        few = self._queries(browser)
        BreachReportFactory.create_batch(8, authority=southwark)

        assert self._queries(browser) == few

    @staticmethod
    def _queries(browser):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            assert browser.get("/breaches/").status_code == 200
        return len(queries)


class TestTheOutside:
    @pytest.mark.parametrize("path", ["/applications/{}/", "/applications/{}/comment/", "/applications/?q={}", "/applications/?q=Watcher"])
    def test_the_public_pages_know_nothing_of_it(self, client, southwark, a_report, path):
        PlanningApplicationFactory(authority=southwark, published=True)
        answer = client.get(path.format(a_report.reference), headers={"host": southwark.public_host})

        text = answer.content.decode().replace(f'value="{a_report.reference}"', "").replace("Watcher", "", 1)
        assert answer.status_code in (200, 404)
        assert f"/applications/{a_report.reference}" not in text
        assert "wilma" not in text.lower()
        assert a_report.allegation not in text

    @pytest.mark.parametrize(
        "path",
        [
            "/api/v2/public/planning_applications/search",
            "/api/v2/planning_applications",
            "/api/v2/public/planning_applications/{}",
            "/api/v2/planning_applications/{}",
            "/api/v2/public/planning_applications/{}/documents",
        ],
    )
    def test_the_register_knows_nothing_of_it(self, client, southwark, a_report, path):
        answer = client.get(path.format(a_report.reference), headers={"host": southwark.officer_host})

        assert "wilma" not in answer.content.decode().lower()
        assert a_report.allegation not in answer.content.decode()
