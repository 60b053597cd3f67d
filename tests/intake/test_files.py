"""Files that a submission names: fetched once each, tried again, and never in the way of the case."""

from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from applications.models import Case, PlanningApplication
from audit.actors import ApiClientActor
from audit.models import AuditEvent
from documents.models import Document
from intake import jobs, services, tasks
from intake.fetching import FetchError
from intake.models import FetchedFile, Submission
from intake.retries import next_try
from intake.selectors import files_not_here
from intake.services import creating
from tests.factories import odp
from tests.factories.accounts import LocalAuthorityFactory, UserFactory

BAD = f"{odp.FILES}/bad"


@pytest.fixture
def open_case(southwark, planx):
    """A case whose submission names these files; nothing is fetched yet."""

    def make(*urls):
        files = [{"name": url, "type": [{"value": "sitePlan.proposed"}]} for url in urls]
        now = timezone.now()
        body = odp.body(files=files)
        kept = services.receive(authority=southwark, client=planx, source="planx", body=body, headers={}, now=now)
        return services.understand(submission=kept, by=ApiClientActor(planx), now=now).submission.case

    return make


def fetch_all(case):
    """Fetch every file of the case, as if its time had come."""
    FetchedFile.objects.filter(case=case, state="waiting").update(next_attempt_at=timezone.now())
    for file in FetchedFile.objects.filter(case=case):
        tasks.fetch_file(case.authority_id, file.pk)


def attention(case):
    return PlanningApplication.objects.get(pk=case.pk).attention


def test_each_file_becomes_a_document_with_its_tags(open_case, file_host):
    case = open_case(f"{odp.FILES}/1/site%20plan.pdf", f"{odp.FILES}/2/front.jpg")

    fetch_all(case)

    plan, front = Document.objects.filter(case=case).order_by("pk")
    assert (plan.name, plan.tags, plan.source, plan.visibility) == ("site plan.pdf", ["sitePlan.proposed"], "submitted", "private")
    assert plan.current.content_type == "application/pdf"
    assert front.current.content_type == "image/jpeg"
    assert not files_not_here(case).exists()
    assert attention(case) == ""
    assert AuditEvent.objects.get(case=case, type="submitted_files_fetched").data == {"count": 2}


def test_a_task_that_runs_twice_adds_one_document(open_case, file_host):
    case = open_case(f"{odp.FILES}/1/plan.pdf")

    fetch_all(case)
    fetch_all(case)

    assert Document.objects.filter(case=case).count() == 1


def test_two_runs_at_the_same_time_add_one_document(open_case, file_host):
    """The second run has the file in hand when the first has kept it."""
    case = open_case(f"{odp.FILES}/1/plan.pdf")
    file = FetchedFile.objects.get(case=case)
    keep = tasks._keep

    def slowly(file_id, fetched):
        with patch.object(tasks, "_keep", keep), patch.object(tasks, "was_given_back", lambda: True):
            tasks.fetch_file(case.authority_id, file_id)
        keep(file_id, fetched)

    with patch.object(tasks, "_keep", slowly):
        tasks.fetch_file(case.authority_id, file.pk)

    assert Document.objects.filter(case=case).count() == 1


@pytest.mark.parametrize(
    ("what", "name", "state", "words"),
    [
        ("missing", "plan.pdf", "failed", "has no such file any more"),
        ("html", "plan.pdf", "refused", "is not a PDF, PNG or JPEG file, whatever its name says"),
        ("huge", "plan.pdf", "refused", "larger than 100 MB"),
        ("private", "plan.pdf", "refused", "169.254.169.254"),
        ("empty", "plan.pdf", "failed", "is empty"),
    ],
)
def test_a_bad_file_is_marked_and_the_others_arrive(open_case, file_host, what, name, state, words):
    case = open_case(f"{BAD}/{what}/{name}", f"{odp.FILES}/2/good.pdf")

    fetch_all(case)

    bad, good = FetchedFile.objects.filter(case=case)
    assert (bad.state, good.state) == (state, "fetched")
    assert words in bad.error
    assert attention(case) == f"File “plan.pdf” did not arrive: {bad.error} Ask the applicant for it."
    assert AuditEvent.objects.get(case=case, type="submitted_file_not_fetched").data["name"] == "plan.pdf"


def test_a_host_that_the_client_may_not_name(open_case, file_host):
    case = open_case("https://elsewhere.example/plan.pdf")

    fetch_all(case)

    assert FetchedFile.objects.get(case=case).state == "refused"
    assert "elsewhere.example" in attention(case)


def test_a_file_that_was_not_there_yet_is_tried_again_and_the_note_goes(open_case, file_host):
    case = open_case(f"{BAD}/flaky/plan.pdf")

    fetch_all(case)
    file = FetchedFile.objects.get(case=case)
    assert (file.state, file.attempts) == ("waiting", 1)
    assert timedelta(seconds=50) < file.next_attempt_at - timezone.now() <= timedelta(minutes=1.2)
    assert attention(case).startswith(
        "File “plan.pdf” has not arrived yet: files.bops.test answered with an error (503). It is tried again at "
    )

    fetch_all(case)
    assert FetchedFile.objects.get(case=case).state == "fetched"
    assert attention(case) == ""


def test_files_that_failed_together_do_not_come_back_together():
    now = timezone.now()

    waits = {(next_try(2, now) - now).total_seconds() for _ in range(50)}
    asked = {(next_try(2, now, after=3600) - now).total_seconds() for _ in range(50)}

    assert len(waits) > 40
    assert 300 <= min(waits) < max(waits) <= 360
    assert 3600 <= min(asked) < max(asked) <= 4320


def test_after_enough_attempts_it_is_given_up(open_case, file_host, monkeypatch):
    monkeypatch.setattr("intake.retries.random.uniform", lambda least, most: least)
    case = open_case(f"{BAD}/error/plan.pdf")

    waits = []
    for _ in range(6):
        fetch_all(case)
        file = FetchedFile.objects.get(case=case)
        waits.append(round((file.next_attempt_at - timezone.now()).total_seconds() / 60) if file.next_attempt_at else None)

    assert waits == [1, 5, 15, 60, 240, None]
    assert file.state == "failed"


def test_a_host_that_names_a_time_is_not_asked_before_it(open_case, file_host, monkeypatch):
    case = open_case(f"{BAD}/error/plan.pdf")
    monkeypatch.setattr(tasks, "fetch", lambda *args, **kwargs: _raise(iter([FetchError("Busy.", again=True, after=3600)])))

    fetch_all(case)

    wait = FetchedFile.objects.get(case=case).next_attempt_at - timezone.now()
    assert timedelta(minutes=59) < wait <= timedelta(minutes=72)


def test_a_key_that_cannot_be_opened_is_told_and_tried_again(open_case, file_host, planx):
    case = open_case(f"{odp.FILES}/1/plan.pdf")
    planx.file_headers = {"api-key": "x"}
    planx.sealed_headers["sealed"] = "broken"
    planx.save()

    fetch_all(case)

    assert FetchedFile.objects.get(case=case).state == "waiting"
    assert "cannot be opened: enter it again" in attention(case)


def test_five_thousand_files_are_refused_with_a_clear_answer_and_kept(southwark, planx):
    body = odp.body(files=[{"name": f"{odp.FILES}/{number}/plan.pdf"} for number in range(5_000)])
    kept = services.receive(authority=southwark, client=planx, source="planx", body=body, headers={}, now=timezone.now())

    understood = services.understand(submission=kept, by=ApiClientActor(planx), now=timezone.now())

    words = "5000 files are too many. Send at most 500 with one application."
    assert understood.submission.faults == [{"pointer": "/files", "message": words}]
    assert not FetchedFile.objects.exists()
    assert Submission.objects.get().state == "faulty"


def test_an_address_that_is_none_is_named_and_the_case_opens(open_case, file_host):
    case = open_case("https://[::1/plan.pdf", "plan.pdf", "file:///etc/passwd")

    fetch_all(case)

    files = FetchedFile.objects.filter(case=case)
    assert [(file.state, file.name) for file in files] == [("refused", "plan.pdf"), ("refused", "plan.pdf"), ("refused", "passwd")]


def test_all_files_together_have_an_end(open_case, file_host, monkeypatch):
    case = open_case(*(f"{odp.FILES}/{number}/plan.jpg" for number in range(3)))
    monkeypatch.setattr(tasks, "MOST_BYTES_TOGETHER", 30_000)  # each of them has more

    fetch_all(case)

    files = FetchedFile.objects.filter(case=case)
    assert [file.state for file in files] == ["fetched", "refused", "refused"]
    assert "no more are fetched" in files[1].error


def test_a_fault_of_ours_is_noted_and_tried_again_and_told_to_whoever_watches(open_case, file_host, monkeypatch):
    case = open_case(f"{odp.FILES}/1/plan.pdf")
    monkeypatch.setattr(tasks, "add_document", lambda **_: _raise(iter([OSError("no space")])))

    with pytest.raises(OSError, match="no space"):
        fetch_all(case)

    file = FetchedFile.objects.get(case=case)
    assert (file.state, file.attempts) == ("waiting", 1)
    assert "something went wrong on our side (OSError)" in attention(case)


def test_a_file_that_kills_every_worker_is_given_up(open_case, file_host):
    case = open_case(f"{odp.FILES}/1/plan.pdf")
    file = FetchedFile.objects.get(case=case)
    for _ in range(6):
        FetchedFile.objects.update(next_attempt_at=timezone.now())
        assert tasks._begin(file.pk) is not None  # and then the worker is killed

    fetch_all(case)

    assert FetchedFile.objects.get(case=case).state == "failed"
    assert "begun 6 times" in attention(case)
    assert AuditEvent.objects.filter(case=case, type="submitted_file_not_fetched").exists()


def test_a_file_in_hand_is_not_fetched_by_another_run(open_case, file_host):
    case = open_case(f"{odp.FILES}/1/plan.pdf")
    file = FetchedFile.objects.get(case=case)
    tasks._begin(file.pk)

    tasks.fetch_file(case.authority_id, file.pk)
    assert FetchedFile.objects.get(case=case).state == "waiting"

    with patch.object(tasks, "was_given_back", lambda: True):
        tasks.fetch_file(case.authority_id, file.pk)
    assert FetchedFile.objects.get(case=case).state == "fetched"


def test_other_notes_at_the_top_of_the_case_stay(open_case, file_host):
    case = open_case(f"{BAD}/missing/plan.pdf")
    PlanningApplication.objects.filter(pk=case.pk).update(attention="No UPRN was sent.")

    fetch_all(case)

    assert attention(case).splitlines()[0] == "No UPRN was sent."
    assert len(attention(case).splitlines()) == 2


def test_an_officer_can_ask_for_failed_files_again(open_case, file_host, django_capture_on_commit_callbacks):
    case = open_case(f"{BAD}/missing/plan.pdf")
    fetch_all(case)

    FetchedFile.objects.filter(case=case).update(url=f"{odp.FILES}/1/plan.pdf")
    with django_capture_on_commit_callbacks(execute=True):
        assert services.try_files_again(case=case, by=UserFactory(name="Ada Admin"), now=timezone.now()) == 1

    assert Document.objects.filter(case=case).count() == 1
    asked = AuditEvent.objects.get(case=case, type="submitted_files_asked_for_again")
    assert (asked.actor_name, asked.data) == ("Ada Admin", {"count": 1})


class TestSweep:
    def test_files_of_a_dead_worker_are_picked_up(self, open_case, file_host):
        case = open_case(f"{odp.FILES}/1/plan.pdf", f"{odp.FILES}/2/plan.pdf")  # accepted, and nobody ran the tasks

        assert jobs.sweep_files() == 2

        assert Document.objects.filter(case=case).count() == 2
        assert jobs.sweep_files() == 0

    def test_a_file_that_somebody_is_fetching_is_left_alone_for_a_while(self, open_case, file_host):
        case = open_case(f"{odp.FILES}/1/plan.pdf")
        file = FetchedFile.objects.get(case=case)
        tasks._begin(file.pk)  # and then the worker is killed

        assert jobs.sweep_files() == 0

        FetchedFile.objects.filter(pk=file.pk).update(next_attempt_at=timezone.now() - timedelta(seconds=1))
        assert jobs.sweep_files() == 1
        assert FetchedFile.objects.get(pk=file.pk).state == "fetched"

    def test_a_submission_that_was_kept_and_never_answered_becomes_a_case(self, southwark, planx):
        long_ago = timezone.now() - timedelta(minutes=3)
        services.receive(authority=southwark, client=planx, source="planx", body=odp.body(files=[]), headers={}, now=long_ago)
        services.receive(authority=southwark, client=planx, source="planx", body=odp.body(), headers={}, now=timezone.now())

        assert jobs.sweep_submissions() == 1
        assert Case.objects.count() == 1
        assert Submission.objects.filter(state="received").count() == 1

    def test_a_sweep_takes_so_many_the_oldest_first(self, southwark, planx, monkeypatch):
        monkeypatch.setattr(jobs, "UNDERSTOOD_AT_ONCE", 1)
        hours = {hours: timezone.now() - timedelta(hours=hours) for hours in (1, 3, 2)}
        for came in hours.values():
            services.receive(authority=southwark, client=planx, source="planx", body=odp.body(files=[]), headers={}, now=came)

        assert jobs.sweep_submissions() == 1
        assert Submission.objects.get(state="completed").received_at == hours[3]
        assert [jobs.sweep_submissions() for _ in range(3)] == [1, 1, 0]

    def test_one_that_fails_stops_no_other(self, southwark, planx, monkeypatch):
        long_ago = timezone.now() - timedelta(minutes=3)
        for _ in range(2):
            services.receive(authority=southwark, client=planx, source="planx", body=odp.body(files=[]), headers={}, now=long_ago)
        once = iter([ZeroDivisionError])
        development = creating.figures.development
        monkeypatch.setattr(creating.figures, "development", lambda *a: _raise(once) or development(*a))

        jobs.sweep_submissions()

        assert sorted(Submission.objects.values_list("state", flat=True)) == ["completed", "failed"]

    @pytest.mark.parametrize(
        ("failed", "came", "state"),
        [(2, 3, "completed"), (0.5, 3, "failed"), (2, 30, "failed")],
        ids=["an hour later", "at once", "after a day"],
    )
    def test_what_failed_is_tried_again_for_a_day(self, southwark, planx, failed, came, state):
        now = timezone.now()
        kept = services.receive(
            authority=southwark, client=planx, source="planx", body=odp.body(files=[]), headers={}, now=now - timedelta(hours=came)
        )
        Submission.objects.filter(pk=kept.pk).update(state="failed", understood_at=now - timedelta(hours=failed))

        jobs.sweep_submissions()

        kept.refresh_from_db()
        assert kept.state == state

    def test_a_council_where_it_breaks_off_keeps_no_other_waiting(self, southwark, planx, file_host, monkeypatch):
        LocalAuthorityFactory(subdomain="aaa-first")
        long_ago = timezone.now() - timedelta(minutes=3)
        services.receive(authority=southwark, client=planx, source="planx", body=odp.body(files=[]), headers={}, now=long_ago)
        once, acting_for = iter([ZeroDivisionError]), jobs.acting_for
        monkeypatch.setattr(jobs, "acting_for", lambda authority: (authority != southwark and _raise(once)) or acting_for(authority))

        assert jobs.sweep_submissions() == 1

    def test_a_file_that_cannot_be_sent_for_keeps_no_other_waiting(self, open_case, file_host, monkeypatch):
        case = open_case(f"{odp.FILES}/1/plan.pdf", f"{odp.FILES}/2/plan.pdf")
        once, add = iter([OSError]), tasks.add_document
        monkeypatch.setattr(tasks, "add_document", lambda **given: _raise(once) or add(**given))

        assert jobs.sweep_files() == 1
        assert sorted(FetchedFile.objects.filter(case=case).values_list("state", flat=True)) == ["fetched", "waiting"]


def _raise(once):
    error = next(once, None)
    if error is not None:
        raise error


def test_the_time_is_told_in_london():
    assert tasks._when(datetime.fromisoformat("2026-07-01T09:05:00+00:00")) == "at 10:05"
