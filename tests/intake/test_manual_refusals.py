"""Manual entry and what should not be keyed in: dates to come, lines abroad, files that are none, drafts left alone."""

import json
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from applications.models import Case, PlanningApplication
from intake.manual import jobs
from intake.manual.models import ManualDraft, ManualFile
from tests.intake.manual_desk import errors, upload


def test_a_future_receipt_is_refused(desk):
    desk.begin()
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = desk.post("receipt", received_on=tomorrow.isoformat(), description="A shed")
    assert answer.status_code == 422 and "must be on or before" in errors(answer)


def test_a_file_that_is_no_document_is_refused_and_the_others_are_kept(desk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    desk.begin()
    bad = SimpleUploadedFile("virus.exe", b"MZ\x90\x00" * 20)
    answer = desk.client.post(desk.url("files"), {"files": [upload(), bad]}, follow=True)
    assert "is not a PDF, PNG or JPEG" in answer.content.decode()
    assert [file.name for file in ManualFile.objects.all()] == ["Site plan.png"]
    desk.client.post(desk.url("files"), {"files": [upload("The same.png")]})
    assert ManualFile.objects.count() == 1


def test_a_file_that_is_too_large_is_refused(desk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    desk.authority.settings = {"officer_upload_mb": 0.00001}
    desk.authority.save()
    desk.begin()
    answer = desk.client.post(desk.url("files"), {"files": [upload()]}, follow=True)
    assert "The largest file we can take" in answer.content.decode()
    assert not ManualFile.objects.exists()


def test_a_draft_that_nobody_touched_is_forgotten(desk, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    desk.begin()
    desk.save("files", files=[upload()])
    desk.begin()
    old = ManualDraft.objects.order_by("pk").first()
    ManualDraft.objects.filter(pk=old.pk).update(saved_at=timezone.now() - timedelta(days=91))
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.forget_drafts() == 1
    assert list(ManualDraft.objects.all()) == [desk.draft]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_twenty_thousand_points_are_taken_and_shown_again(desk):
    from tests.intake.test_red_line import ring

    desk.begin()
    line = SimpleUploadedFile("site.geojson", json.dumps(ring(20_000)).encode())
    desk.save("red_line", boundary_file=line)
    assert desk.draft.answers["red_line"]["square_metres"] > 1000
    assert desk.client.get(desk.url("red_line")).status_code == 200
    desk.least()
    assert desk.create().status_code == 302
    assert Case.objects.get().boundary_submitted.num_coords == 20_001


def test_a_red_line_abroad_or_no_geojson_saves_nothing(desk):
    desk.begin()
    for text, words in (("2.35, 48.85\n2.36, 48.85\n2.36, 48.86", "outside Great Britain"), ('{"type": "Nonsense"}', "not GeoJSON")):
        answer = desk.post("red_line", boundary=text)
        assert answer.status_code == 422 and words in answer.content.decode()
    bad = desk.post("red_line", boundary_file=SimpleUploadedFile("plan.pdf", b"%PDF-1.7 \xe2\xe3"))
    assert bad.status_code == 422 and "is not a file of coordinates" in bad.content.decode()
    desk.draft.refresh_from_db()
    assert "red_line" not in desk.draft.answers


def test_the_reference_has_the_year_of_receipt(desk):
    desk.begin()
    desk.least(received_on="2025-12-30")
    desk.create()
    assert Case.objects.get().reference.startswith("25-")


def test_a_word_with_nul_and_a_long_description_are_taken(desk):
    desk.begin()
    desk.least(description="A shed " * 1000)
    assert desk.create().status_code == 302
    assert len(PlanningApplication.objects.get().description) > 6000
    desk.begin()
    answer = desk.post("receipt", received_on="2026-01-05", description="A\x00shed")
    assert answer.status_code == 422


def test_removing_a_file_keeps_what_was_said_of_the_others(desk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    desk.begin()
    desk.save("files", files=[upload("One.png", "One"), upload("Two.png", "Two")])
    one, two = ManualFile.objects.order_by("pk")
    path = reverse("intake:manual_remove_file", kwargs={"public_id": desk.draft.public_id, "file_id": one.public_id})
    desk.client.post(path, {f"tag_{two.public_id}": "locationPlan", f"number_{two.public_id}": "LP-01"})
    two.refresh_from_db()
    assert (two.tags, two.number) == (["locationPlan"], "LP-01")
    assert not ManualFile.objects.filter(pk=one.pk).exists()


def test_those_who_may_not_register_see_no_drafts(authority, officer_client):
    client, _ = officer_client(authority, roles=["land_charges"])
    assert client.get(reverse("intake:manual_start")).status_code == 403
    assert "Key in a new case" not in client.get("/queue/?show=drafts").content.decode()


def test_a_version_that_is_no_number_breaks_nothing(desk):
    desk.begin()
    address = reverse("intake:manual_create", kwargs={"public_id": ManualDraft.objects.get().public_id})
    for version in ("²", "9" * 5000, "", "x"):
        assert desk.client.post(address, {"version": version}).status_code == 422
