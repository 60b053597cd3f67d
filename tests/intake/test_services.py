"""What arrives is kept first, understood second, and never makes a second case."""

import hashlib
import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from applications import tasklist
from applications.models import ApplicationType, AuthorityApplicationType, Case, PlanningApplication
from audit.actors import ApiClientActor
from audit.models import AuditEvent
from intake import services
from intake.models import FetchedFile, Submission
from intake.services import Outcome, creating, receive, understand
from tests.factories import odp

NOW = datetime(2026, 3, 3, 10, 16, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def send(southwark, planx):
    """Keep and understand a body: send(odp.body(…))."""

    def keep(body, now=NOW):
        return receive(
            authority=southwark, client=planx, source="planx", body=body, headers={"User-Agent": "planx", "Authorization": "x"}, now=now
        )

    def send(body, now=NOW):
        return understand(submission=keep(body, now), by=ApiClientActor(planx), now=now)

    send.keep = keep
    return send


class TestKeeping:
    def test_keeps_every_byte_and_its_hash_before_anything_is_understood(self, send):
        submission = send.keep(b'{"metadata": {"id": "abc\\u0000"}, "a": "\xc3\xa9\\u0000"}')

        submission.refresh_from_db()
        assert bytes(submission.body) == b'{"metadata": {"id": "abc\\u0000"}, "a": "\xc3\xa9\\u0000"}'
        assert submission.sha256 == hashlib.sha256(bytes(submission.body)).hexdigest()
        assert (submission.source_id, submission.state) == ("abc", "received")

    def test_never_keeps_the_token(self, send):
        assert send.keep(odp.body()).headers == {"User-Agent": "planx"}

    def test_what_has_no_id_goes_by_its_hash(self, send):
        submission = send.keep(b"<html>no</html>")

        assert submission.source_id == submission.sha256

    def test_the_same_content_again_is_the_same_row(self, send):
        body = odp.body()

        assert send.keep(body) == send.keep(body)
        assert Submission.objects.count() == 1

    def test_other_content_under_the_same_id_is_a_new_version(self, send):
        sent = odp.document()

        first = send.keep(odp.encoded(sent))
        second = send.keep(odp.encoded(odp.change(sent, data__proposal__description="Two rooms")))

        assert (first.revision, second.revision) == (1, 2)


class TestACase:
    @pytest.fixture
    def application(self, send):
        understood = send(odp.body())
        assert understood.outcome is Outcome.CREATED
        return PlanningApplication.objects.select_related("case", "type").get(case__reference=understood.reference)

    def test_its_reference_status_and_days(self, application):
        assert application.case.reference == "26-00100-HAPP"
        assert application.status == "not_started"
        assert [(c.from_status, c.to_status, c.by_name) for c in application.status_changes.all()] == [("pending", "not_started", "PlanX")]
        assert (application.received_at, application.received_on) == (NOW, date(2026, 3, 3))

    def test_its_site(self, application):
        case = application.case
        assert (case.address_lines, case.town, case.postcode) == ("FLAT 2, 12 ELM TREE ROW", "LONDON", "SE15 4ZZ")
        assert case.uprn == "000099999012"
        assert (case.point.x, case.point.y) == (-0.0726, 51.45675)
        assert case.boundary_submitted.num_points == 5
        case.refresh_from_db()
        assert 500 < case.boundary_bng.area < 1500

    def test_its_people(self, application):
        applicant, agent = application.case.parties.order_by("-role")
        assert (applicant.name, applicant.email, applicant.postcode) == ("Rosa Quill", "rosa.quill@example.com", "YO21 3PR")
        assert (agent.name, agent.company, agent.phone) == ("Tom Draughtsman", "Draughtsman and Daughter", "020 7946 0123")

    def test_its_owners(self, application):
        assert application.case.ownership.certificate == "b"
        ada, heirs = application.case.land_owners.order_by("pk")
        assert (ada.address, ada.notice_given, ada.notice_given_on) == ("1 Elm Tree Row, London", True, date(2026, 3, 2))
        assert (heirs.notice_given, heirs.no_notice_reason) == (False, "Nobody knows where they are")

    def test_its_money(self, application):
        payment = application.case.payments.get()
        assert (payment.state, payment.amount, payment.reference) == ("received", Decimal("264.00"), "pay-123")
        assert payment.received_on == date(2026, 3, 3)
        assert (application.fee_calculated, application.fee_payable) == (Decimal("528.00"), Decimal("264.00"))
        assert application.fee_reasons == ["reduction: sports"]

    def test_its_designations(self, application):
        area, trees = application.case.constraints.order_by("code")
        assert (area.code, area.intersects, area.source) == ("designated.conservationArea", True, "PlanX")
        assert area.entities[0]["url"] == "https://data.test/entity/7"
        assert (trees.code, trees.intersects) == ("tpo", False)

    def test_its_figures_and_answers(self, application):
        development = application.case.development
        assert development.site_area == Decimal("0.0924")
        assert development.sources == {"site_area": {"source": "submitted", "where": "/data/proposal/boundary"}}
        assert development.project_types[0]["value"] == "extend.outbuilding"
        assert application.answers[0]["question"] == "How high is it?"
        assert application.pre_assessment[0]["value"] == "Planning permission / Permission needed"

    def test_its_files_wait_to_be_fetched(self, application):
        first, second = FetchedFile.objects.filter(case=application.case)
        assert (first.name, first.tags, first.state) == ("site plan.pdf", ["sitePlan.proposed"], "waiting")
        assert (second.description, second.next_attempt_at) == ("Rear only", NOW)

    def test_its_history_says_who_sent_it(self, application):
        event = AuditEvent.objects.get(case=application.case, type="created")
        assert (event.actor_kind, event.actor_name, event.data["source"]) == ("api", "PlanX", "PlanX")

    def test_lists_find_it_at_once(self, application):
        assert application.reference_sort == "26-00100-HAPP"
        assert "264" not in application.case.search.words
        assert "PAY-123" in application.case.search.references


def test_the_figures_of_a_larger_extension_reach_the_case(send):
    understood = send(odp.encoded(odp.larger_extension()))

    development = understood.submission.case.development
    assert (development.projection, development.maximum_height, development.eaves_height) == (
        Decimal("5.50"),
        Decimal("3.80"),
        Decimal("2.70"),
    )
    assert development.sources["projection"]["where"].startswith("/responses/0: Exactly how far")


def test_a_designation_spelt_as_in_older_schemas_is_the_same_designation(send):
    planning = {"designations": [{"value": "article4", "intersects": True}, {"value": "articleFour", "intersects": False}]}

    constraint = send(odp.body(data__property__planning=planning)).submission.case.constraints.get()

    assert (constraint.code, constraint.intersects) == ("articleFour", True)


def test_an_applicant_who_lives_at_the_site_gets_letters_there(send):
    case = send(odp.body(data__applicant__address={"sameAsSiteAddress": True})).submission.case

    assert case.parties.get(role="applicant").postcode == "SE15 4ZZ"


def test_sent_after_hours_it_counts_as_received_on_the_next_working_day(send):
    friday_night = datetime(2026, 3, 6, 21, 0, tzinfo=NOW.tzinfo)

    case = send(odp.body(), friday_night).submission.case

    assert case.application.received_on == date(2026, 3, 9)
    assert case.application.received_at == friday_night


def test_advice_before_an_application_is_a_case_of_its_own_kind(send):
    schema = odp.SCHEMA.format(version="v0.7.7", name="preApplication")

    case = send(odp.body("preApp", metadata__schema=schema)).submission.case

    assert case.kind == "pre_application"
    assert case.application.type.code == "preApp"


def test_a_type_without_a_workflow_of_its_own_gets_the_general_one(send):
    case = send(odp.body("landDrainageConsent")).submission.case

    assert tasklist.workflow_for(case.application).key == "general"


def test_without_a_red_line_the_case_opens_and_says_so(send):
    case = send(odp.body(data__proposal__boundary=None)).submission.case

    assert case.boundary is None
    assert "No red line was sent" in case.application.attention


def test_a_submission_addressed_to_another_council_opens_and_says_so(send):
    case = send(odp.body(metadata__organisation="MDW")).submission.case

    assert case.application.attention == "The submission is addressed to MDW, not to SWK: check that the site is ours."


def test_a_fee_without_a_payment_reference_is_expected(send):
    payment = send(odp.body(data__application__fee={"calculated": 300, "payable": 300})).submission.case.payments.get()

    assert (payment.state, payment.received_on) == ("expected", None)


def test_texts_longer_than_their_columns_are_cut_and_the_whole_is_kept(send):
    long = "x" * 5000
    understood = send(
        odp.body(
            data__applicant__name={"first": long, "last": long},
            data__applicant__phone={"primary": long},
            data__applicant__company={"name": long},
            data__property__address={"title": long, "town": long, "postcode": long, "uprn": long},
            data__property__planning={"designations": [{"value": long, "description": long, "intersects": True}] * 2},
            data__application__fee={"payable": 10, "reference": {"govPay": long}, "exemption": {long: True}},
            data__proposal__extend={"area": {"squareMetres": 99999999999}},
            files=[{"name": f"https://files.bops.test/{long}.pdf", "type": [{"value": long}], "number": long}],
        )
    )

    assert understood.outcome is Outcome.CREATED
    assert long.encode() in bytes(understood.submission.body)


class TestRepeats:
    def test_the_same_again_answers_with_the_same_reference(self, send):
        body = odp.body()

        first, again = send(body), send(body)

        assert (first.outcome, again.outcome) == (Outcome.CREATED, Outcome.REPEATED)
        assert first.reference == again.reference
        assert Case.objects.count() == 1

    def test_other_content_is_kept_and_the_officer_is_told_what_differs(self, send):
        sent = odp.document()
        first = send(odp.encoded(sent))

        changed = send(odp.encoded(odp.change(sent, data__proposal__description="Two rooms", data__user=None)), NOW + timedelta(days=1))

        assert (changed.outcome, changed.reference) == (Outcome.CHANGED, first.reference)
        application = PlanningApplication.objects.get(pk=changed.submission.case_id)
        assert application.description == "A timber garden room behind the house"
        assert application.attention == (
            "PlanX sent version 2 on 4 March 2026, which says other things. The case is as it was: see what changed. "
            "Different: Proposal: Description; Contact and declaration: Sent by the."
        )
        assert AuditEvent.objects.filter(case=application.case, type="submission_changed").count() == 1
        first.submission.refresh_from_db()
        assert first.submission.state == "superseded"

    def test_the_first_content_once_more_changes_nothing(self, send):
        sent = odp.document()
        first = send(odp.encoded(sent))
        send(odp.encoded(odp.change(sent, data__user=None)))

        assert send(odp.encoded(sent)).reference == first.reference
        assert Submission.objects.count() == 2

    def test_the_same_id_from_another_council_is_another_case(self, send):
        from core.tenancy import acting_for
        from tests.factories.accounts import ApiClientFactory

        body = odp.body()
        send(body)
        medway = ApiClientFactory(token="bops_other")
        with acting_for(medway.authority):
            kept = receive(authority=medway.authority, client=medway, source="planx", body=body, headers={}, now=NOW)
            assert understand(submission=kept, by=ApiClientActor(medway), now=NOW).outcome is Outcome.CREATED


class TestFaults:
    def test_a_faulty_body_stays_in_the_inbox_and_makes_no_case(self, send, southwark):
        understood = send(odp.body(data__proposal__description=""))

        assert understood.outcome is Outcome.FAULTY
        assert understood.submission.state == "faulty"
        assert understood.submission.faults[0]["pointer"] == "/data/proposal/description"
        assert not Case.objects.exists()
        assert AuditEvent.objects.filter(authority=southwark, case=None, type="submission_faulty").count() == 1

    def test_sent_again_it_is_told_again_and_noted_once(self, send):
        body = odp.body(data__proposal__description="")
        send(body)

        assert send(body).outcome is Outcome.FAULTY
        assert AuditEvent.objects.filter(type="submission_faulty").count() == 1

    def test_put_right_under_the_same_id_it_becomes_a_case(self, send):
        sent = odp.document()
        send(odp.encoded(odp.change(sent, data__proposal__description="")))

        assert send(odp.encoded(sent)).outcome is Outcome.CREATED
        assert [s.state for s in Submission.objects.order_by("revision")] == ["superseded", "completed"]

    def test_an_unknown_type(self, send):
        understood = send(odp.body("pp.full.castle"))

        assert understood.outcome is Outcome.UNKNOWN_TYPE
        assert understood.submission.faults[0]["message"] == "Unknown application type: pp.full.castle. Send a code of the ODP list."

    def test_a_type_that_the_council_switched_off_until_it_is_on_again(self, send, southwark):
        own = AuthorityApplicationType.objects.create(
            authority=southwark, type=ApplicationType.objects.get(code="pp.full.householder"), active=False
        )
        understood = send(odp.body())
        assert understood.outcome is Outcome.UNKNOWN_TYPE

        own.active, own.suffix = True, "HH"
        own.save()
        replayed = services.replay(submission=understood.submission, by=ApiClientActor(understood.submission.client), now=NOW)

        assert (replayed.outcome, replayed.reference) == (Outcome.CREATED, "26-00100-HH")

    def test_a_fault_of_ours_leaves_nothing_half_done_and_can_be_replayed(self, send, monkeypatch):
        monkeypatch.setattr(creating.figures, "development", lambda *a: 1 / 0)
        kept = send.keep(odp.body())
        with pytest.raises(ZeroDivisionError):
            understand(submission=kept, by=ApiClientActor(kept.client), now=NOW)

        kept.refresh_from_db()
        assert (kept.state, kept.error) == ("failed", "ZeroDivisionError: division by zero")
        assert not Case.objects.exists()

        monkeypatch.undo()
        assert services.replay(submission=kept, by=ApiClientActor(kept.client), now=NOW).outcome is Outcome.CREATED

    def test_unknown_parts_are_kept_with_the_submission(self, send):
        understood = send(odp.body(data__proposal__moonbase={"domes": 3}))

        assert understood.submission.unknown == [{"pointer": "/data/proposal/moonbase/domes", "value": 3}]


def test_nothing_is_sent_for_before_the_case_is_safe(send, django_capture_on_commit_callbacks, monkeypatch):
    asked = []
    monkeypatch.setattr(creating.fetch_file, "delay", lambda *args: asked.append(args))

    with django_capture_on_commit_callbacks(execute=False) as waiting:
        understood = send(odp.body())
    assert asked == []

    for callback in waiting:
        callback()
    assert asked == [(understood.submission.authority_id, file.pk) for file in FetchedFile.objects.order_by("position")]


def test_a_submission_is_json_that_the_database_holds(send):
    """Lone surrogates, zero bytes and numbers without end are in the body, not in the columns."""
    body = json.dumps(odp.document(data__proposal__moonbase="a\x00b\ud800")).replace("533900", "1e999").encode()

    assert send(body).outcome is Outcome.CREATED
