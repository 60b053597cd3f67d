"""Two workers, and two people, on one request at the same moment."""

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from accounts.models import LocalAuthority
from audit.actors import System
from core.errors import DomainError
from core.tenancy import acting_for
from notifications.models import Message
from tests.factories.accounts import LocalAuthorityFactory, UserFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.validation import ValidationRequestFactory
from validation import services

EVE = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Europe/London"))  # the day before the last day to answer


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Any:
    """A request in a council of its own, really committed: two connections must see it. Nothing else looks at that council."""
    with django_db_blocker.unblock():
        name = uuid.uuid4().hex
        before = LocalAuthority.objects.filter(subdomain__startswith="asked-").count()
        council = LocalAuthorityFactory.create(subdomain=f"asked-{name}", council_code=f"Q{before:03X}")
        with acting_for(council):
            officer = UserFactory.create(email=f"{name}@example.com")
            application = PlanningApplicationFactory.create(
                authority=council, status="invalidated", officer=officer, case__reference=f"26-{name[:8]}-HAPP"
            )
            payload = {"proposed": "Erect a rear extension", "previous": application.description, "silence_agrees": True}
            request = ValidationRequestFactory.create(
                case=application.case, kind="description_change", payload=payload, sent=True, due_on=date(2026, 11, 25), created_by=officer
            )
            yield application, request, officer
        connection.close()


def both(application: Any, one: Callable[[], Any], other: Callable[[], Any]) -> list[str]:
    """What each of two came to that began together, in words."""
    start = threading.Barrier(2)

    def do(act: Callable[[], Any]) -> str:
        try:
            with acting_for(application.case.authority):
                start.wait(10)
                return str(act())
        except DomainError as refusal:
            return refusal.message
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(do, [one, other]))


def test_two_workers_remind_once(committed: Any) -> None:
    application, _, _ = committed

    def remind() -> int:
        return services.remind(application=application, by=System(), now=EVE)

    assert both(application, remind, remind) == ["0", "1"]
    assert Message.objects.filter(case=application.case, template="validation.reminder").count() == 1


def test_of_two_answers_the_first_stands_and_the_second_is_told(committed: Any) -> None:
    application, request, _ = committed

    def answer(who: str, agree: bool) -> Callable[[], str]:
        def act() -> str:
            services.answer_request(request=request, agree=agree, text="It is mine", by=System(who), now=EVE)
            return who

        return act

    said = both(application, answer("Agent", True), answer("Applicant", False))
    request.refresh_from_db()
    application.refresh_from_db()
    first = request.answered_by_name
    assert first in said and sum("This was answered on" in words and first in words for words in said) == 1
    assert (application.description == "Erect a rear extension") is (first == "Agent")


def test_an_answer_and_a_cancellation_leave_one_of_the_two(committed: Any) -> None:
    application, request, officer = committed

    def answer() -> str:
        services.answer_request(request=request, agree=True, by=System("Applicant"), now=EVE)
        return "done"

    def cancel() -> str:
        services.cancel_request(request=request, reason="Found it", by=officer, now=EVE)
        return "done"

    said = both(application, answer, cancel)
    request.refresh_from_db()
    application.refresh_from_db()
    assert said.count("done") == 1 and request.state in ("closed", "cancelled")
    assert (application.description == "Erect a rear extension") is (request.state == "closed")
