"""The inbox of submissions on the officers' site."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from applications.models import CaseReference
from audit.actors import ApiClientActor
from audit.models import AuditEvent
from core.tenancy import acting_for
from intake import jobs, services
from intake.models import FetchedFile, Submission
from tests.factories import odp
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.intake import FetchedFileFactory, SubmissionFactory


@pytest.fixture
def administrator(southwark, sign_in):
    return sign_in(southwark, roles=["administrator"])


@pytest.fixture
def faulty(southwark, planx):
    sent = odp.document(data__proposal__description="")
    return SubmissionFactory(
        authority=southwark,
        client=planx,
        sent=sent,
        state="faulty",
        faults=[{"pointer": "/data/proposal/description", "message": "The description is missing."}],
        unknown=[{"pointer": "/data/moonbase", "value": "<b>domes</b>"}],
    )


def test_lists_what_arrived_by_state(administrator, faulty, southwark, planx):
    SubmissionFactory(authority=southwark, client=planx)

    page = administrator.get("/submissions/?state=faulty").content.decode()

    assert faulty.source_id in page
    assert page.count("submissions/") and page.count(">Has faults</strong>") == 1
    assert administrator.get("/submissions/?state=nonsense").status_code == 200


def test_the_list_costs_the_same_for_one_and_for_fifty(administrator, southwark, planx, django_assert_num_queries):
    SubmissionFactory(authority=southwark, client=planx)
    administrator.get("/submissions/")
    with CaptureQueriesContext(connection) as for_one:
        administrator.get("/submissions/")
    SubmissionFactory.create_batch(49, authority=southwark, client=planx)

    with django_assert_num_queries(len(for_one)):
        assert administrator.get("/submissions/").content.decode().count(planx.name) >= 50


def test_is_linked_from_the_queue_for_those_who_may_see_it(southwark, sign_in):
    for role, linked in (("administrator", True), ("validation", False)):
        page = sign_in(southwark, roles=[role]).get("/queue/").content.decode()
        assert ('href="/submissions/"' in page) is linked


class TestWaitingForSomebody:
    @pytest.fixture
    def waiting(self, southwark, planx, faulty):
        now = timezone.now()
        made = {"authority": southwark, "client": planx}
        Submission.objects.update(received_at=now - timedelta(days=4))
        given_up = SubmissionFactory(**made, state="failed", received_at=now - timedelta(days=2))
        SubmissionFactory(**made, state="failed", received_at=now - timedelta(hours=2))
        SubmissionFactory(**made, state="completed", received_at=now - timedelta(days=9))
        return [faulty, given_up]

    def test_lists_what_no_machine_will_mend_oldest_first_with_its_age(self, administrator, waiting):
        page = administrator.get("/submissions/?state=waiting").content.decode()

        assert "2 submissions wait for somebody</a>, the oldest for 4 days" in page
        assert page.index(waiting[0].source_id) < page.index(waiting[1].source_id)
        assert ">4 days<" in page and ">2 days<" in page
        assert page.count('scope="row"') == 2

    def test_one_is_set_aside_with_a_reason_and_who_it_was_stays_visible(self, administrator, waiting):
        page = administrator.post(f"/submissions/{waiting[0].public_id}/", {"reason": "Sent by mistake"}, follow=True).content.decode()

        waiting[0].refresh_from_db()
        assert (waiting[0].state, waiting[0].set_aside_reason) == ("set_aside", "Sent by mistake")
        assert f"{waiting[0].set_aside_by.name}, " in page and "Sent by mistake" in page
        assert "1 submission waits for somebody" in administrator.get("/submissions/").content.decode()
        event = AuditEvent.objects.get(type="submission_set_aside")
        assert event.data["reason"] == "Sent by mistake"

    def test_without_a_reason_it_stays(self, administrator, waiting):
        page = administrator.post(f"/submissions/{waiting[0].public_id}/", {"reason": " "}).content.decode()

        assert "Say why it is set aside" in page
        waiting[0].refresh_from_db()
        assert waiting[0].state == "faulty"

    def test_what_is_a_case_cannot_be_set_aside(self, administrator, southwark, planx):
        kept = SubmissionFactory(authority=southwark, client=planx, sent=odp.document(files=[]))
        services.understand(submission=kept, by=ApiClientActor(planx), now=timezone.now())

        page = administrator.post(f"/submissions/{kept.public_id}/", {"reason": "No"}).content.decode()

        assert "This submission waits for nobody: became a case." in page

    def test_what_was_set_aside_is_taken_up_again(self, administrator, southwark, planx):
        kept = SubmissionFactory(authority=southwark, client=planx, sent=odp.document(files=[]), state="failed")
        administrator.post(f"/submissions/{kept.public_id}/", {"reason": "No"})
        assert "Take it up again" in administrator.get(f"/submissions/{kept.public_id}/").content.decode()

        administrator.post(f"/submissions/{kept.public_id}/replay")

        kept.refresh_from_db()
        assert (kept.state, kept.set_aside_at, kept.set_aside_by) == ("completed", None, None)

    def test_sent_again_it_stays_aside(self, administrator, southwark, planx, waiting):
        administrator.post(f"/submissions/{waiting[0].public_id}/", {"reason": "No"})

        answer = services.understand(submission=waiting[0], by=ApiClientActor(planx), now=timezone.now())

        assert answer.outcome == services.Outcome.SET_ASIDE


class TestHeld:
    def test_all_that_was_held_is_started_at_once(self, administrator, southwark, planx):
        SubmissionFactory.create_batch(2, authority=southwark, client=planx, state="held")
        assert "Start 2 held submissions" in administrator.get("/submissions/").content.decode()

        administrator.post("/submissions/start-held")

        assert set(Submission.objects.values_list("state", flat=True)) == {"received"}
        assert jobs.sweep_submissions() == 2
        assert set(Submission.objects.values_list("state", flat=True)) == {"completed"}

    def test_one_alone_is_started(self, administrator, southwark, planx):
        kept = SubmissionFactory(authority=southwark, client=planx, state="held", sent=odp.document(files=[]))
        assert "Start it" in administrator.get(f"/submissions/{kept.public_id}/").content.decode()

        administrator.post(f"/submissions/{kept.public_id}/replay")

        kept.refresh_from_db()
        assert kept.state == "completed"


class TestTheFilter:
    @pytest.fixture(autouse=True)
    def kept(self, southwark, planx):
        made = {"authority": southwark, "client": planx}
        SubmissionFactory(**made, source_id="AAA-1", source="planning_portal", received_at=datetime(2026, 3, 3, 12, tzinfo=UTC))
        SubmissionFactory(**made, source_id="BBB-2", received_at=datetime(2026, 4, 3, 12, tzinfo=UTC))
        services.understand(
            submission=SubmissionFactory(**made, source_id="CCC-3", sent=odp.document(files=[])),
            by=ApiClientActor(planx),
            now=timezone.now(),
        )

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("q=bbb", {"BBB-2"}),
            ("source=planning_portal", {"AAA-1"}),
            ("since=2026-04-01", {"BBB-2"}),
            ("until=2026-03-31", {"AAA-1", "CCC-3"}),
            ("q=REFERENCE", {"CCC-3"}),
            ("q=zzz", set()),
            ("since=nonsense", {"AAA-1", "BBB-2", "CCC-3"}),
            ("since=2026-04-01&until=2026-03-01", {"AAA-1", "BBB-2", "CCC-3"}),
            ("source=martians", {"AAA-1", "BBB-2", "CCC-3"}),
            ("page=99", {"AAA-1", "BBB-2", "CCC-3"}),
        ],
    )
    def test_finds(self, administrator, query, found):
        reference = Submission.objects.get(source_id="CCC-3").case.reference

        page = administrator.get(f"/submissions/?{query.replace('REFERENCE', reference)}").content.decode()

        table = page[page.index("<table") : page.index("</table>")] if "<table" in page else ""
        assert {name for name in ("AAA-1", "BBB-2", "CCC-3") if name in table} == found


def test_shows_faults_unknown_parts_and_files(administrator, faulty):
    FetchedFileFactory(submission=faulty, state="refused", error="It is not a PDF.")

    page = administrator.get(f"/submissions/{faulty.public_id}/").content.decode()

    for words in ("/data/proposal/description", "The description is missing.", "/data/moonbase", "It is not a PDF.", "Try it again"):
        assert words in page
    assert "<b>domes</b>" not in page


def test_gives_the_body_as_a_file_and_never_as_a_page(administrator, southwark, planx):
    kept = SubmissionFactory(authority=southwark, client=planx, body=b"<script>alert(1)</script>")

    response = administrator.get(f"/submissions/{kept.public_id}/body")

    assert response.content == b"<script>alert(1)</script>"
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")


def test_a_replay_makes_the_case_that_could_not_be_made(administrator, southwark, planx):
    kept = SubmissionFactory(authority=southwark, client=planx, sent=odp.document(files=[]), state="failed", error="Broken")

    page = administrator.post(f"/submissions/{kept.public_id}/replay", follow=True).content.decode()

    kept.refresh_from_db()
    assert kept.state == "completed"
    assert f"The submission is now case {kept.case.reference}." in page


def test_a_replay_of_what_is_still_faulty_says_so(administrator, faulty):
    page = administrator.post(f"/submissions/{faulty.public_id}/replay", follow=True).content.decode()

    assert "still cannot become a case" in page


def test_missing_files_are_asked_for_again(administrator, southwark, planx, file_host, django_capture_on_commit_callbacks):
    kept = SubmissionFactory(authority=southwark, client=planx, sent=odp.document(files=[{"name": f"{odp.FILES}/bad/missing/plan.pdf"}]))
    administrator.post(f"/submissions/{kept.public_id}/replay")
    FetchedFile.objects.filter(submission=kept).update(url=f"{odp.FILES}/1/plan.pdf")

    with django_capture_on_commit_callbacks(execute=True):
        administrator.post(f"/submissions/{kept.public_id}/fetch-again")

    assert FetchedFile.objects.get(submission=kept).state == "fetched"


@pytest.mark.parametrize("place", ["", "/body"])
def test_is_closed_to_case_officers(southwark, sign_in, faulty, place):
    officer = sign_in(southwark, roles=["case_officer"])

    assert officer.get(f"/submissions/{faulty.public_id}{place or '/'}").status_code == 403
    assert officer.post(f"/submissions/{faulty.public_id}/replay").status_code == 403
    assert Submission.objects.get().state == "faulty"


@pytest.mark.parametrize("place", ["/", "/body"])
def test_is_not_there_for_another_council(southwark, sign_in, faulty, place):
    medway = LocalAuthorityFactory()
    with acting_for(medway):
        stranger = sign_in(medway, roles=["administrator"])

    assert stranger.get(f"/submissions/{faulty.public_id}{place}").status_code == 404
    assert stranger.post(f"/submissions/{faulty.public_id}/replay").status_code == 404
    assert faulty.source_id not in stranger.get("/submissions/").content.decode()


@pytest.mark.parametrize("asked", ["PP-10087984", "pp 10087984", "10087984", "0087"])
def test_a_message_of_the_portal_is_found_by_its_number(southwark, planx, sign_in, asked):
    SubmissionFactory(authority=southwark, client=planx, source="planning_portal", source_id="10087984")
    SubmissionFactory(authority=southwark, client=planx, source="planning_portal", source_id="20111222")

    page = sign_in(southwark, roles=["administrator"]).get(f"/submissions/?q={asked}").content.decode()

    assert "10087984" in page
    assert "20111222" not in page


class TestAsSubmitted:
    @pytest.fixture
    def case(self, southwark, planx):
        sent = odp.document(
            data__proposal__moonbase={"domes": 3},
            data__application__declaration={"accurate": True, "connection": {"value": "employee"}},
            files=[{"name": f"{odp.FILES}/bad/missing/lost%20plan.pdf"}],
        )
        kept = SubmissionFactory(authority=southwark, client=planx, sent=sent)
        return services.understand(submission=kept, by=ApiClientActor(planx), now=kept.received_at).submission.case

    def test_shows_a_case_officer_everything_that_came(self, case, southwark, sign_in):
        officer = sign_in(southwark, roles=["case_officer"])

        page = officer.get(f"/cases/{case.reference}/submitted/").content.decode()

        for words in (
            "/data/proposal/moonbase/domes",
            "employee",
            "Draughtsman and Daughter",
            "Unknown heirs",
            "lost%20plan.pdf",
            "How high is it?",
        ):
            assert words in page

    def test_names_earlier_cases_of_ours_as_links(self, southwark, planx, sign_in):
        advice = PlanningApplicationFactory(authority=southwark, case__reference="25-00007-PRE").case
        CaseReference.objects.create(authority=southwark, case=advice, reference="25/00007/PRE", until_at=timezone.now())
        medway = LocalAuthorityFactory()
        with acting_for(medway):
            PlanningApplicationFactory(authority=medway, case__reference="24-00001-HAPP")
        named = [{"reference": reference} for reference in ("25-00007-pre", "25/00007/PRE ", "24-00001-HAPP", "")]
        kept = SubmissionFactory(authority=southwark, client=planx, sent=odp.document(data__application__preApp=named))
        case = services.understand(submission=kept, by=ApiClientActor(planx), now=kept.received_at).submission.case

        page = sign_in(southwark, roles=["case_officer"]).get(f"/cases/{case.reference}/submitted/").content.decode()

        assert page.count('href="/cases/25-00007-PRE/"') == 2
        assert "24-00001-HAPP" in page
        assert "/cases/24-00001-HAPP/" not in page

    def test_costs_the_same_however_much_was_sent(self, case, southwark, sign_in, django_assert_max_num_queries):
        officer = sign_in(southwark, roles=["land_charges"])
        officer.get(f"/cases/{case.reference}/submitted/")

        with django_assert_max_num_queries(14):
            assert officer.get(f"/cases/{case.reference}/submitted/").status_code == 200

    def test_of_a_case_that_was_keyed_in_is_empty_and_says_so(self, southwark, sign_in):
        application = PlanningApplicationFactory(authority=southwark)
        officer = sign_in(southwark, roles=["case_officer"])

        assert "keyed in by an officer" in officer.get(f"/cases/{application.reference}/submitted/").content.decode()

    def test_of_another_council_is_not_there(self, case, sign_in):
        medway = LocalAuthorityFactory()
        with acting_for(medway):
            assert sign_in(medway, roles=["case_officer"]).get(f"/cases/{case.reference}/submitted/").status_code == 404
