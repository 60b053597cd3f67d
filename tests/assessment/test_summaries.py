"""The texts of the assessment: drafts, what a colleague saved meanwhile, and editions after a return."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from applications.lifecycle import move
from assessment import services
from assessment.models import Summary
from core.errors import DomainError, StaleRecord
from tests.factories.assessment import SummaryFactory

pytestmark = pytest.mark.django_db


def save(application: Any, officer: Any, now: Any, **changes: Any) -> Summary:
    given = {"category": "assessment", "text": "Daylight is kept.", "done": False, "version": 0} | changes
    return services.save_summary(application=application, by=officer, now=now, **given)


def return_it(application: Any, reviewer: Any, at: Any) -> None:
    """As the decision stage does it."""
    move(application, "submit_recommendation", by=reviewer, now=at)
    move(application, "return_recommendation", by=reviewer, now=at, reason="Say more about number 14.")


def test_a_draft_may_be_empty_but_a_complete_text_may_not(valid_case: Any, officer: Any, now: Any) -> None:
    save(valid_case, officer, now, text="")
    with pytest.raises(DomainError, match="Write the text"):
        save(valid_case, officer, now, text="  ", done=True, version=1)
    assert Summary.objects.get().done is False


def test_saving_again_is_the_same_edition(valid_case: Any, officer: Any, now: Any) -> None:
    save(valid_case, officer, now)
    row = save(valid_case, officer, now, text="Daylight and outlook are kept.", done=True, version=1)
    assert (row.edition, row.version, row.done, row.by, row.at) == (1, 2, True, officer, now)
    assert Summary.objects.count() == 1


@pytest.mark.parametrize("opened_with", [0, 1])
def test_a_stale_save_saves_nothing_and_names_the_colleague(
    valid_case: Any, officer: Any, colleague: Any, now: Any, opened_with: int
) -> None:
    """Both opened the page before the first text (0) or at the first version (1)."""
    save(valid_case, officer, now)
    save(valid_case, colleague, now, text="Theirs.", version=1)
    with pytest.raises(StaleRecord, match=colleague.name) as refusal:
        save(valid_case, officer, now, text="Mine.", version=opened_with)
    assert (refusal.value.theirs, refusal.value.version) == ("Theirs.", 2)
    assert Summary.objects.get().text == "Theirs."


def test_a_returned_text_is_kept_and_one_new_edition_begins_once(valid_case: Any, officer: Any, now: Any) -> None:
    first = save(valid_case, officer, now, done=True)
    return_it(valid_case, officer, now + timedelta(hours=1))
    later = now + timedelta(hours=2)
    second = save(valid_case, officer, later, text="More about number 14.", version=first.version)
    third = save(valid_case, officer, later, text="More about numbers 14 and 16.", done=True, version=second.version)
    assert list(Summary.objects.order_by("edition").values_list("edition", "text")) == [
        (1, "Daylight is kept."),
        (2, "More about numbers 14 and 16."),
    ]
    assert third.pk == second.pk != first.pk


def test_a_page_opened_before_the_new_edition_does_not_fit_it(valid_case: Any, officer: Any, colleague: Any, now: Any) -> None:
    first = save(valid_case, officer, now, done=True)
    return_it(valid_case, officer, now + timedelta(hours=1))
    later = now + timedelta(hours=2)
    save(valid_case, colleague, later, text="Theirs.", version=first.version)
    with pytest.raises(StaleRecord):
        save(valid_case, officer, later, text="Mine.", version=first.version)


def test_a_second_return_makes_a_third_edition(valid_case: Any, officer: Any, now: Any) -> None:
    version = save(valid_case, officer, now, done=True).version
    for hour in (1, 3):
        return_it(valid_case, officer, now + timedelta(hours=hour))
        version = save(valid_case, officer, now + timedelta(hours=hour + 1), version=version, done=True).version
    assert list(Summary.objects.order_by("edition").values_list("edition", flat=True)) == [1, 2, 3]


def test_the_database_allows_one_row_an_edition(valid_case: Any) -> None:
    SummaryFactory.create(case=valid_case.case)
    with pytest.raises(IntegrityError), transaction.atomic():
        SummaryFactory.create(case=valid_case.case)
