"""An officer keys in what came on paper. All of this goes without JavaScript."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.models import Case, Payment, PlanningApplication
from audit.models import AuditEvent
from documents.models import Document
from intake.manual import jobs
from intake.manual.models import ManualDraft, ManualFile
from intake.models import Submission
from tests.factories.places import AddressFactory
from tests.intake.manual_desk import errors, upload, whole


def test_a_paper_application_becomes_a_case_like_any_other(desk, settings, tmp_path, django_capture_on_commit_callbacks):
    whole(desk, settings, tmp_path)
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.create()
    assert answer.status_code == 302, errors(answer)
    application = PlanningApplication.objects.get()
    case = application.case
    yesterday = timezone.localdate() - timedelta(days=1)
    assert (application.type.code, application.status, application.received_on) == ("pp.full.householder", "not_started", yesterday)
    assert (case.address_lines, case.postcode, case.uprn) == ("12 Elm Tree Row", "SE15 4ZZ", "200003333")
    assert case.alternative_reference == "PP-123"
    assert round(case.boundary_bng.area) == 1200
    applicant, agent = case.parties.order_by("-role")
    assert (applicant.name, applicant.address_lines, applicant.email, applicant.prefers_post) == ("Rosa Quill", "12 Elm Tree Row", "", True)
    assert (agent.company, agent.postcode) == ("Draughtsman Ltd", "SE1 1AA")
    owner = case.land_owners.get()
    assert (case.ownership.certificate, owner.name, owner.notice_given_on) == (
        "b",
        "Ada Quill",
        yesterday,
    )
    payment = case.payments.get(state=Payment.State.RECEIVED)
    owed = sum(row.amount for row in case.payments.filter(state=Payment.State.EXPECTED))
    assert owed == max(application.fee_payable - 258, 0)
    assert (payment.amount, payment.method, payment.reference, payment.received_on) == (258, "cheque", "000123", yesterday)
    assert (case.development.projection, case.development.eaves_height) == (Decimal("3.5"), Decimal("2.4"))
    documents = Document.objects.filter(case=case).order_by("pk")
    assert [(d.name, d.tags, d.received_on) for d in documents] == [
        ("Site plan.png", ["sitePlan.proposed"], yesterday),
        ("Elevations existing.png", ["elevations.existing"], yesterday),
    ]
    told = list(AuditEvent.objects.filter(case=case).order_by("sequence").values_list("type", flat=True))
    assert "created" in told and "case_keyed_in" in told
    submission = Submission.objects.get()
    assert (submission.source, submission.state, submission.case) == ("officer", "completed", case)
    assert json.loads(bytes(submission.body))["metadata"]["id"] == str(desk.draft.public_id)
    assert set(ManualFile.objects.values_list("state", flat=True)) == {"attached"}
    assert ManualDraft.objects.get().answers == {"type": "pp.full.householder"}


def test_the_least_is_enough_and_the_case_says_what_is_missing(desk):
    desk.begin()
    desk.least()
    assert desk.create().status_code == 302
    application = PlanningApplication.objects.get()
    assert "To follow: the red line, the ownership certificate, the fee, files." in application.attention
    assert "write to them by post" in application.attention
    assert application.case.address_lines == "Land north of Mill Lane"


def test_the_case_page_opens(desk):
    desk.begin()
    desk.least()
    answer = desk.client.get(desk.create()["Location"])
    assert answer.status_code == 200 and "Land north of Mill Lane" in answer.content.decode()


def test_nothing_can_be_created_before_the_least_is_there(desk):
    desk.begin()
    page = desk.client.get(desk.check_url()).content.decode()
    assert "Before the case can be created" in page and "Create the case" not in page
    answer = desk.create()
    assert answer.status_code == 422 and "Enter the description" in errors(answer)
    assert not Submission.objects.exists()


def test_pressing_twice_makes_one_case(desk):
    desk.begin()
    desk.least()
    first, second = desk.create(), desk.create()
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1 == Submission.objects.count()


def test_paper_of_the_evening_counts_on_its_own_day_and_email_of_a_saturday_on_the_next_working_day(desk):
    saturday = date(2026, 11, 21)
    for how, expected in (("hand", saturday), ("email", date(2026, 11, 23))):
        desk.begin()
        desk.least(received_on=saturday.isoformat(), how=how)
        desk.create()
        assert PlanningApplication.objects.latest("pk").received_on == expected


def test_a_report_of_a_breach_may_be_anonymous(desk):
    desk.begin("breach")
    desk.save("receipt", received_on=timezone.localdate().isoformat(), description="A wall of three metres")
    desk.save("site", uprn="typed", address_lines="Behind 3 Mill Lane")
    answer = desk.create()
    assert answer.status_code == 302, errors(answer)
    case = Case.objects.get()
    assert (case.kind, case.breach.allegation) == ("enforcement", "A wall of three metres")
    assert desk.client.get(answer["Location"]).status_code == 200


def test_a_request_for_advice(desk):
    desk.begin("preApp")
    desk.least()
    desk.create()
    assert Case.objects.get().kind == "pre_application"


def test_an_address_is_found_by_postcode(desk):
    AddressFactory(authority=desk.authority, uprn="77", lines="4 Quarry Road", postcode="AN1 3CD")
    desk.begin()
    page = desk.client.get(desk.url("site"), {"q": "an13cd"}).content.decode()
    assert "4 Quarry Road" in page and 'value="77"' in page
    nothing = desk.client.get(desk.url("site"), {"q": "zz99 9zz"}).content.decode()
    assert "No address of the council answers" in nothing
    desk.save("site", uprn="77")
    assert desk.draft.answers["site"]["longitude"] == pytest.approx(-0.0728)


def test_the_same_type_twice_is_no_case_of_another_council(desk, officer_client):
    from core.tenancy import acting_for
    from tests.factories.accounts import LocalAuthorityFactory

    desk.begin()
    other = LocalAuthorityFactory()
    with acting_for(other):
        client, _ = officer_client(other)
    assert client.get(desk.url("receipt")).status_code == 404


def test_two_people_on_one_draft_are_told_of_each_other(desk):
    desk.begin()
    version = desk.draft.version
    desk.save("receipt", received_on=timezone.localdate().isoformat(), description="Mine")
    answer = desk.client.post(desk.url("people"), {"version": version, "last_name": "Late"})
    assert answer.status_code == 422 and "changed this while you were working" in errors(answer)


def test_a_file_is_removed_and_a_draft_thrown_away(desk, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    desk.begin()
    desk.save("files", files=[upload(), upload("Other.png", "Other")])
    first = ManualFile.objects.first()
    path = reverse("intake:manual_remove_file", kwargs={"public_id": desk.draft.public_id, "file_id": first.public_id})
    with django_capture_on_commit_callbacks(execute=True):
        desk.client.post(path)
        assert ManualFile.objects.count() == 1
        desk.client.post(reverse("intake:manual_throw_away", kwargs={"public_id": desk.draft.public_id}))
    assert not ManualDraft.objects.exists()
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_a_process_that_died_after_handing_in_is_taken_up(desk, monkeypatch, settings, tmp_path, django_capture_on_commit_callbacks):
    from intake.manual import creating

    whole(desk, settings, tmp_path)
    monkeypatch.setattr(creating, "make_case", lambda **_: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        desk.create()
    assert Submission.objects.get().state == "received" and not Case.objects.exists()
    monkeypatch.undo()
    settings.MEDIA_ROOT = tmp_path
    ManualDraft.objects.update(saved_at=timezone.now() - timedelta(hours=1))
    ManualFile.objects.update(added_at=timezone.now() - timedelta(hours=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.sweep_drafts() >= 1
    jobs.sweep_drafts()
    assert Case.objects.count() == 1
    assert Document.objects.count() == 2


def test_files_whose_worker_died_are_attached_once(desk, settings, tmp_path, monkeypatch):
    from intake.manual import tasks

    whole(desk, settings, tmp_path)
    desk.create()  # nothing is attached: the hooks of the commit do not run here
    first, second = ManualFile.objects.order_by("pk")
    tasks.attach_file(desk.authority.pk, first.pk)
    monkeypatch.setattr(tasks, "add_document", lambda **_: (_ for _ in ()).throw(MemoryError))
    with pytest.raises(MemoryError):
        tasks.attach_file(desk.authority.pk, second.pk)
    monkeypatch.undo()
    settings.MEDIA_ROOT = tmp_path
    ManualFile.objects.update(added_at=timezone.now() - timedelta(hours=1))
    assert jobs.sweep_drafts() == 1
    tasks.attach_file(desk.authority.pk, first.pk)
    assert Document.objects.count() == 2
    assert jobs.sweep_drafts() == 0


def test_a_failure_of_ours_is_noted_and_nothing_is_half_made(desk, monkeypatch):
    from intake.manual import creating

    desk.begin()
    desk.least()
    monkeypatch.setattr(creating, "_pay", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        desk.create()
    assert not Case.objects.exists()
    assert "ZeroDivisionError" in Submission.objects.get().error
    monkeypatch.undo()
    assert desk.create().status_code == 302
    assert Case.objects.count() == 1


def test_drafts_are_on_the_queue_page(desk):
    desk.begin()
    desk.save("site", uprn="typed", address_lines="Land north of Mill Lane")
    page = desk.client.get("/queue/?show=drafts").content.decode()
    assert "Land north of Mill Lane" in page and "Householder application" in page


def test_the_fee_by_law_stands_beside_the_amount(desk):
    desk.begin()
    desk.save("receipt", received_on=timezone.localdate().isoformat(), description="A shed")
    page = desk.client.get(desk.url("fee")).content.decode()
    assert "By law the fee is" in page


def test_every_page_of_every_kind_opens(desk):
    from intake.manual.pages import pages_of

    for type_code in ("pp.full.householder", "preApp", "breach", "pa.part1.classA"):
        desk.begin(type_code)
        for page in pages_of(desk.draft):
            assert desk.client.get(desk.url(page.key)).status_code == 200
        assert desk.client.get(reverse("intake:manual_throw_away", kwargs={"public_id": desk.draft.public_id})).status_code == 200
        assert desk.client.get(reverse("intake:manual_type", kwargs={"public_id": desk.draft.public_id})).status_code == 200
    assert desk.client.get(desk.url("fee").replace("/fee/", "/nothing/")).status_code == 404
