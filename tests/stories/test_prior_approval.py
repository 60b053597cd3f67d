"""Prior approval for a larger extension (Part 1, Class A): the letter must state its figures, and silence would be consent."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.tenancy import acting_for
from documents import storage
from tests.stories.actors import Officer
from tests.stories.casebook import EXAMPLES, MISSING, Case

EXAMPLE = "priorApproval/largerExtension.json"
pytestmark = pytest.mark.skipif(not (EXAMPLES / EXAMPLE).exists(), reason=MISSING)


def test_from_submission_to_issued_notice(town: Any, visit: Any, client: Any, travel: Any) -> None:
    case = Case(town, visit, client)
    case.is_sent_by_planx(EXAMPLE)
    officer = case.is_assigned()
    officer.checks_everything(case.reference)
    officer.marks(case.reference, "valid")
    then_the_case_says_what_silence_would_mean(case, officer)
    then_missing_figures_stop_the_letters(case, officer)
    when_the_figures_are_entered_the_letters_state_them(case, officer)
    travel(timezone.now() + timedelta(days=24))
    officer, reviewer = visit(Officer, "case_officer"), visit(Officer, "reviewer")
    officer.writes(case.reference, "assessment", "Nobody objected, so prior approval is not required.")
    officer.recommends(case.reference, "Prior approval not required", "No owner or occupier of adjoining premises objected.")
    reviewer.reviews(case.reference, accept=True)
    reviewer.determines(case.reference)
    then_the_notice_says_that_prior_approval_is_not_required(case)


def then_the_case_says_what_silence_would_mean(case: Case, officer: Officer) -> None:
    application = case.application
    assert (application.effective_expiry_on - application.received_on).days == 42
    officer.page.goto(f"{case.town.officers}/radar/")
    officer.sees(case.reference)
    officer.page_is_fine()


def then_missing_figures_stop_the_letters(case: Case, officer: Officer) -> None:
    case.town.addresses_around(case.application.case.boundary.centroid, 4)
    with acting_for(case.town.council):
        case.application.case.development.__class__.objects.filter(case__reference=case.reference).update(projection=None)
    officer.makes_public(case.reference)
    officer.chooses_the_neighbours(case.reference)
    officer.has_letters_made(case.reference)
    officer.sees("The letter must state how far it goes beyond the rear wall")
    with acting_for(case.town.council):
        assert not case.application.case.print_runs.exists()


def when_the_figures_are_entered_the_letters_state_them(case: Case, officer: Officer) -> None:
    officer.enters_figures(case.reference, "5.5", "3.9", "2.8")
    officer.has_letters_made(case.reference)
    today = timezone.localdate()
    officer.posts_the_letters(case.reference, f"{today.day} {today.month} {today.year}")
    with acting_for(case.town.council):
        run = case.application.case.print_runs.get()
        text = words_of(storage.read(run.document.current))
    for words in ("5.5 metres", "3.9 metres", "2.8 metres", "42 days", f"{run.reply_by_on:%-d %B %Y}"):
        assert words in text, words


def words_of(pdf: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


def then_the_notice_says_that_prior_approval_is_not_required(case: Case) -> None:
    application = case.application
    assert application.outcome == "pa_not_required"
    with acting_for(case.town.council):
        text = words_of(storage.read(application.case.decision_notice.document.current))
    assert "Prior approval" in text
    assert "not required" in text
    assert case.public_answer()["application"]["decision"] == "not_required"
