"""What a non-validation notice says of an appeal, before and after the time to decide has run out."""

from datetime import date
from typing import Any

import pytest

from tests.factories.applications import PlanningApplicationFactory
from validation.services import appeal_words_when_disputed


@pytest.fixture
def application(authority: Any) -> Any:
    """Received on 2 November 2026: eight weeks end on 28 December."""
    return PlanningApplicationFactory.create(authority=authority, status="invalidated")


def test_before_the_time_has_run_out_it_names_its_end_and_the_last_day_to_appeal(application: Any) -> None:
    words = appeal_words_when_disputed(application, on=date(2026, 12, 28))
    assert "has not been decided by 28 December 2026" in words and "within 6 months of that date, so by 28 June 2027" in words


def test_after_it_the_appeal_lies_at_once(application: Any) -> None:
    words = appeal_words_when_disputed(application, on=date(2026, 12, 29))
    assert "you can appeal now" in words and "ended on 28 December 2026" in words and "by 28 June 2027" in words
    assert "has not been decided" not in words


def test_when_it_is_too_late_to_appeal_nobody_is_sent_there(application: Any) -> None:
    words = appeal_words_when_disputed(application, on=date(2027, 6, 29))
    assert "too late" in words and "28 June 2027" in words and "you can appeal" not in words


def test_a_certificate_has_no_last_day(authority: Any) -> None:
    certificate = PlanningApplicationFactory.create(authority=authority, status="invalidated", type_code="ldc.proposed")
    assert "at any time after that date" in appeal_words_when_disputed(certificate, on=date(2026, 12, 1))
