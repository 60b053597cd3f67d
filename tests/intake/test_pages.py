"""The inbox of submissions on the officers' site."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.actors import ApiClientActor
from core.tenancy import acting_for
from intake import services
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
