"""Neighbour letters: what they say, that none is made twice, and that a killed worker's batch is finished."""

from datetime import date, timedelta
from typing import Any

import pypdfium2
import pytest
from django.utils import timezone

from consultation import services, tasks
from consultation.models import Letter, PrintRun
from consultation.services import MissingFigures, NotYetPublic
from core.errors import DomainError
from documents import storage
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.consultation import NeighbourFactory

PAGES = 2  # of one letter: each begins on a sheet of its own
pytestmark = pytest.mark.django_db


def ask(application: Any, officer: Any, now: Any, count: int = 2) -> PrintRun:
    neighbours = [NeighbourFactory.create(case=application.case) for _ in range(count)]
    return services.ask_for_letters(application=application, neighbours=neighbours, letter_date=now.date(), by=officer, now=now)


def words(run: PrintRun) -> str:
    document = pypdfium2.PdfDocument(storage.read(run.document.current))
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


def test_one_letter_an_address_merged_for_the_printer(public_case: Any, officer: Any, now: Any) -> None:
    run = ask(public_case, officer, now, count=3)
    tasks.make_letters(run.authority_id, run.pk)
    run.refresh_from_db()
    assert run.state == "made"
    assert run.document.current.pages == 3 * PAGES
    assert run.document.visibility == "private"
    for letter in run.letters.select_related("neighbour"):
        assert letter.neighbour.address.split(",")[0] in words(run)


def test_the_reply_date_is_the_laws(public_case: Any, officer: Any, now: Any) -> None:
    """DMPO article 33: served on the working day after posting, then 21 days; no bank holiday falls in them."""
    run = ask(public_case, officer, now)
    assert run.reply_by_on == date(2026, 12, 16)


def test_a_larger_extensions_letter_states_its_figures(larger_extension: Any, officer: Any, now: Any) -> None:
    """GPDO Schedule 2, Part 1, paragraph A.4(5)."""
    run = ask(larger_extension, officer, now, count=1)
    tasks.make_letters(run.authority_id, run.pk)
    run.refresh_from_db()
    text = words(run)
    for figure in ("5.5 metres", "3.9 metres", "2.8 metres", "2 November 2026", "14 December 2026", "42 days"):
        assert figure in text, figure


@pytest.mark.parametrize("figure", ["projection", "maximum_height", "eaves_height"])
def test_a_missing_figure_stops_the_letters(larger_extension: Any, officer: Any, now: Any, figure: str) -> None:
    setattr(larger_extension.case.development, figure, None)
    larger_extension.case.development.save()
    with pytest.raises(MissingFigures, match="The letter must state"):
        ask(larger_extension, officer, now)
    assert not PrintRun.objects.exists()


def test_refused_while_the_case_is_not_public(authority: Any, officer: Any, now: Any) -> None:
    application = PlanningApplicationFactory.create(authority=authority, valid=True)
    with pytest.raises(NotYetPublic):
        ask(application, officer, now)


def test_a_worker_killed_in_the_middle_loses_nothing_and_makes_nothing_twice(
    public_case: Any, officer: Any, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = ask(public_case, officer, now, count=4)
    real, calls = tasks.render_letter, []

    def dies_at_the_third(content: Any, *, address: str) -> bytes:
        calls.append(address)
        if len(calls) == 3:
            raise KeyboardInterrupt("killed")
        return real(content, address=address)

    monkeypatch.setattr(tasks, "render_letter", dies_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        tasks.make_letters(run.authority_id, run.pk)
    made = dict(Letter.objects.filter(print_run=run).exclude(key="").values_list("pk", "made_at"))
    assert len(made) == 2

    tasks.make_letters(run.authority_id, run.pk)
    run.refresh_from_db()
    assert run.state == "made"
    assert run.document.current.pages == 4 * PAGES
    assert sorted(calls)[0] != sorted(calls)[-1]
    assert len(calls) == 5  # four letters, one of them begun twice
    for pk, made_at in made.items():
        assert Letter.objects.get(pk=pk).made_at == made_at


def test_a_second_run_of_the_task_changes_nothing(public_case: Any, officer: Any, now: Any) -> None:
    run = ask(public_case, officer, now)
    tasks.make_letters(run.authority_id, run.pk)
    first = PrintRun.objects.get(pk=run.pk)
    tasks.make_letters(run.authority_id, run.pk)
    again = PrintRun.objects.get(pk=run.pk)
    assert (again.document_id, again.made_at) == (first.document_id, first.made_at)
    assert public_case.case.documents.count() == 1


def test_posting_starts_the_period_and_is_never_shortened(public_case: Any, officer: Any, now: Any) -> None:
    run = ask(public_case, officer, now)
    tasks.make_letters(run.authority_id, run.pk)
    services.record_posting(application=public_case, run=run, posted_on=now.date(), by=officer, now=now)
    consultation = public_case.case.consultation
    assert (consultation.started_on, consultation.ends_on) == (date(2026, 11, 24), date(2026, 12, 16))
    consultation.ends_on = date(2027, 1, 20)
    consultation.save()
    later = now + timedelta(days=1)
    second = ask(public_case, officer, later, count=1)
    tasks.make_letters(second.authority_id, second.pk)
    services.record_posting(application=public_case, run=second, posted_on=later.date(), by=officer, now=later)
    consultation.refresh_from_db()
    assert consultation.ends_on == date(2027, 1, 20)
    public_case.refresh_from_db()
    assert public_case.consultation_end_on == date(2027, 1, 20)


@pytest.mark.parametrize(("days", "words_said"), [(1, "today or in the past"), (-1, "before they were made")])
def test_a_day_of_posting_that_cannot_be_is_refused(public_case: Any, officer: Any, now: Any, days: int, words_said: str) -> None:
    run = ask(public_case, officer, now)
    tasks.make_letters(run.authority_id, run.pk)
    with pytest.raises(DomainError, match=words_said):
        services.record_posting(application=public_case, run=run, posted_on=now.date() + timedelta(days=days), by=officer, now=now)


def test_nothing_is_enqueued_if_the_transaction_fails(
    public_case: Any, officer: Any, now: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    sent: list[Any] = []
    monkeypatch.setattr(tasks.make_letters, "delay", lambda *args: sent.append(args))
    with django_capture_on_commit_callbacks(execute=True) as callbacks, pytest.raises(DomainError):
        services.ask_for_letters(application=public_case, neighbours=[], letter_date=now.date(), by=officer, now=now)
    assert (callbacks, sent) == ([], [])


def test_the_sweep_takes_up_a_batch_whose_task_died(public_case: Any, officer: Any, now: Any) -> None:
    from consultation.jobs import sweep_print_runs

    run = ask(public_case, officer, now)
    PrintRun.objects.filter(pk=run.pk).update(next_attempt_at=timezone.now() - timedelta(minutes=1))
    assert sweep_print_runs() == 1
    run.refresh_from_db()
    assert run.state == "made"
