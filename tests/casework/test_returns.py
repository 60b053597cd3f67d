"""Invalid applications without a reply: a list, and a person who confirms."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from applications.lifecycle import Blocked
from casework import services
from casework.jobs import tell_of_silent_cases
from casework.selectors import returns
from core.errors import DomainError
from core.tenancy import acting_for
from notifications.models import Message
from tests.factories.accounts import LocalAuthorityFactory, UserFactory
from tests.factories.applications import PaymentFactory, PlanningApplicationFactory
from tests.factories.validation import ValidationDisputeFactory, ValidationRequestFactory

LONDON = ZoneInfo("Europe/London")
ON = date(2026, 11, 24)
CHASED = datetime(2026, 11, 12, 9, 0, tzinfo=LONDON)
REASON = "We had no answer."


@pytest.fixture
def travel() -> Iterator[Any]:
    """`travel(when)`: from now on it is that time, and time stands still."""
    with ExitStack() as journeys:
        yield lambda when: journeys.enter_context(time_machine.travel(when, tick=False))


def silent(authority: Any, **request: Any) -> Any:
    """An invalid application whose request is overdue and was chased."""
    application = PlanningApplicationFactory.create(authority=authority, status="invalidated")
    given = {"sent": True, "due_on": date(2026, 11, 6), "chased_at": CHASED, **request}
    ValidationRequestFactory.create(case=application.case, **given)
    return application


def listed(authority: Any, on: date = ON) -> list[Any]:
    return list(returns.silent(authority, on=on))


def test_an_overdue_and_chased_case_is_listed_with_its_days(authority: Any) -> None:
    application = silent(authority)
    (row,) = listed(authority)
    assert (row, row.overdue_since, row.overdue_count) == (application, date(2026, 11, 6), 1)


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param({"chased_at": None}, id="not chased"),
        pytest.param({"due_on": ON}, id="due today"),
        pytest.param({"chased_at": datetime(2026, 11, 23, 9, 0, tzinfo=LONDON)}, id="chased yesterday"),
        pytest.param({"kind": "description_change"}, id="holds nothing up"),
        pytest.param({"answered": True}, id="answered"),
        pytest.param({"cancelled": True}, id="cancelled"),
    ],
)
def test_what_keeps_a_case_off_the_list(authority: Any, request_: dict[str, Any]) -> None:
    silent(authority, **request_)
    assert listed(authority) == []


def test_somebody_who_wrote_or_disputes_has_not_been_silent(authority: Any) -> None:
    wrote, disputes = silent(authority), silent(authority)
    type(wrote).objects.filter(pk=wrote.pk).update(unread_messages=1)
    ValidationDisputeFactory.create(case=disputes.case)
    assert listed(authority) == []


def test_a_case_that_is_not_invalid_or_another_councils_is_not_listed(authority: Any) -> None:
    application = silent(authority)
    type(application).objects.filter(pk=application.pk).update(status="not_started")
    assert listed(authority) == [] and listed(LocalAuthorityFactory.create()) == []


def test_the_waiting_time_after_a_chase_is_the_councils_own(authority: Any) -> None:
    authority.settings = {"return_after_chase_working_days": 20}
    authority.save()
    silent(authority)
    assert listed(authority) == []


def test_a_case_whose_notice_waits_for_its_answer_is_not_returned_from_its_own_page_either(authority: Any, now: Any) -> None:
    application = silent(authority)
    dispute = ValidationDisputeFactory.create(case=application.case)
    with pytest.raises(Blocked, match="article 12"):
        services.return_invalid(application=application, reason=REASON, by=UserFactory.create(), now=now)
    dispute.outcome, dispute.answered_at, dispute.answered_by = "non_validation", now, UserFactory.create()
    dispute.answer = "It is needed."
    dispute.save()
    services.return_invalid(application=application, reason=REASON, by=UserFactory.create(), now=now)
    application.refresh_from_db()
    assert application.status == "returned"


def test_where_nobody_is_chased_the_wait_is_counted_from_the_last_day_to_answer(authority: Any) -> None:
    authority.settings = {"request_chase_working_days": 0}
    authority.save()
    late = silent(authority, due_on=date(2026, 11, 17), chased_at=None)
    silent(authority, due_on=date(2026, 11, 18), chased_at=None)
    assert [(row, row.chased_on) for row in listed(authority)] == [(late, None)]


def test_who_has_left_the_council_is_not_told(authority: Any, officer_client: Any, now: Any) -> None:
    _, leader = officer_client(authority, roles=["team_leader"])
    _, gone = officer_client(authority, roles=["team_leader"])
    gone.memberships.update(ended_at=now)
    assert [member.user for member in returns.may_close(authority)] == [leader]


def test_a_person_returns_several_and_their_applicants_are_told(authority: Any, now: Any) -> None:
    officer, cases = UserFactory.create(), [silent(authority), silent(authority)]
    done, refused = services.return_many(applications=cases, reason=REASON, by=officer, now=now)
    assert (len(done), refused) == (2, [])
    for case in cases:
        case.refresh_from_db()
        assert (case.status, case.closed_reason) == ("returned", REASON)
        assert REASON in Message.objects.get(case=case.case, template="casework.ended").body


def test_one_that_answered_in_the_meantime_is_left_and_named(authority: Any, now: Any) -> None:
    officer, quiet, answered = UserFactory.create(), silent(authority), silent(authority)
    type(answered).objects.filter(pk=answered.pk).update(unread_answers=1)
    done, refused = services.return_many(applications=[quiet, answered], reason=REASON, by=officer, now=now)
    assert done == [quiet.reference] and answered.reference in refused[0]
    answered.refresh_from_db()
    assert answered.status == "invalidated"


def test_nothing_goes_back_without_a_reason(authority: Any, now: Any) -> None:
    with pytest.raises(DomainError, match="reason"):
        services.return_many(applications=[silent(authority)], reason=" ", by=UserFactory.create(), now=now)


def test_the_job_tells_those_who_may_return_once_a_week_and_returns_nothing(authority: Any, officer_client: Any, travel: Any) -> None:
    travel(datetime(2026, 11, 24, 7, 0, tzinfo=LONDON))
    _, leader = officer_client(authority, roles=["team_leader"])
    officer_client(authority, roles=["land_charges"])
    application = silent(authority)
    assert (tell_of_silent_cases(), tell_of_silent_cases()) == (1, 0)
    word = Message.objects.get(template="casework.returns_waiting")
    assert word.to == leader.email and "1 invalid application " in word.body and "/returns/" in word.body
    application.refresh_from_db()
    assert application.status == "invalidated"
    travel(datetime(2026, 12, 1, 7, 0, tzinfo=LONDON))
    assert tell_of_silent_cases() == 1


def test_the_job_says_nothing_where_nobody_is_silent(authority: Any, officer_client: Any) -> None:
    officer_client(authority, roles=["team_leader"])
    assert tell_of_silent_cases() == 0


class TestPage:
    @pytest.fixture(autouse=True)
    def today(self, travel: Any) -> None:
        travel(datetime(2026, 11, 24, 9, 0, tzinfo=LONDON))

    @pytest.fixture
    def client(self, authority: Any, officer_client: Any) -> Any:
        return officer_client(authority, roles=["team_leader"])[0]

    def test_it_is_counted_on_the_work_page_and_lists_who_when_and_what_was_paid(self, client: Any, authority: Any) -> None:
        application = silent(authority)
        PaymentFactory.create(case=application.case)
        assert "1 invalid application without a reply" in client.get("/").text
        page = client.get("/returns/").text
        assert application.reference in page and "6 November 2026" in page and "£548" in page

    def test_ticked_ones_go_back(self, client: Any, authority: Any) -> None:
        first, second = silent(authority), silent(authority)
        assert client.post("/returns/", {"case": [str(first.pk)], "reason": REASON}).status_code == 302
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.status, second.status) == ("returned", "invalidated")

    @pytest.mark.parametrize("ticked", [[], ["x"], ["99999999999999999999999"]])
    def test_nothing_ticked_says_so(self, client: Any, authority: Any, ticked: list[str]) -> None:
        silent(authority)
        page = client.post("/returns/", {"case": ticked, "reason": REASON})
        assert page.status_code == 422 and "Tick the cases" in page.text

    def test_another_councils_case_is_not_touched(self, client: Any, authority: Any) -> None:
        other = LocalAuthorityFactory.create()
        with acting_for(other):
            theirs = silent(other)
        assert client.post("/returns/", {"case": [str(theirs.pk)], "reason": REASON}).status_code == 422
        with acting_for(other):
            theirs.refresh_from_db()
            assert theirs.status == "invalidated"

    def test_who_may_not_close_cases_sees_neither(self, authority: Any, officer_client: Any) -> None:
        silent(authority)
        reader = officer_client(authority, roles=["land_charges"])[0]
        assert reader.get("/returns/").status_code == 403 and "without a reply" not in reader.get("/").text

    def test_the_queries_do_not_grow_with_the_list(self, client: Any, authority: Any, django_assert_max_num_queries: Any) -> None:
        for _ in range(4):
            silent(authority)
        client.get("/returns/")
        with django_assert_max_num_queries(16):
            few = client.get("/returns/")
        for _ in range(23):
            silent(authority)
        with django_assert_max_num_queries(16):
            many = client.get("/returns/")
        assert many.text.count("app-table__row--link") == 25 > few.text.count("app-table__row--link") == 4
        assert "page=2" in many.text


def test_days_are_counted_from_the_first_overdue_request(authority: Any) -> None:
    application = silent(authority)
    ValidationRequestFactory.create(case=application.case, sent=True, due_on=date(2026, 11, 3), chased_at=CHASED - timedelta(days=1))
    (row,) = listed(authority)
    assert row.overdue_since == date(2026, 11, 3) and row.overdue_count == 2 and timezone.localdate(row.chased_on) == CHASED.date()
