"""Conditions and informatives: standard ones, order, changes that cross, and removal that keeps."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from assessment import library, selectors, services
from assessment.models import Condition, Informative
from assessment.services import AlreadyRemoved
from core.errors import DomainError, StaleRecord
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.assessment import ConditionFactory, InformativeFactory

pytestmark = pytest.mark.django_db


def titles(application: Any) -> list[str]:
    return [row.title for row in selectors.conditions_of(application.case)]


def test_the_standard_conditions_are_added_once(valid_case: Any, officer: Any, now: Any) -> None:
    for _ in range(2):
        services.add_standard_conditions(application=valid_case, by=officer, now=now)
    assert titles(valid_case) == ["Time limit", "Approved plans", "Matching materials"]
    limit = Condition.objects.get(title="Time limit")
    assert "3 years" in limit.text
    assert "section 91" in limit.reason


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("pp.full.householder", ["Time limit", "Approved plans", "Matching materials"]),
        ("pp.full.householder.retro", ["Approved plans", "Matching materials"]),
        ("pp.outline.some", ["Approved plans", "Matching materials"]),
        ("pa.part1.classA", []),
        ("ldc.proposed", []),
    ],
)
def test_standard_conditions_fit_the_type(authority: Any, code: str, wanted: list[str]) -> None:
    """No time limit on what is built already, or while details come first; the Order itself binds a prior approval."""
    application = PlanningApplicationFactory.create(authority=authority, valid=True, type_code=code)
    assert [entry["title"] for entry in library.standard_conditions(application)] == wanted


def test_a_condition_moves_one_place_and_stops_at_the_ends(valid_case: Any, officer: Any, now: Any) -> None:
    first, second, third = (ConditionFactory.create(case=valid_case.case, title=title) for title in "abc")
    who = {"application": valid_case, "by": officer, "now": now}
    services.move_condition(condition=third, up=True, **who)
    assert titles(valid_case) == ["a", "c", "b"]
    services.move_condition(condition=first, up=True, **who)
    services.move_condition(condition=second, up=False, **who)
    assert titles(valid_case) == ["a", "c", "b"]
    assert valid_case.case.events.filter(type="condition_moved").count() == 1


def test_a_stale_change_of_a_condition_saves_nothing(valid_case: Any, officer: Any, now: Any) -> None:
    condition = ConditionFactory.create(case=valid_case.case)
    given = {"application": valid_case, "condition": condition, "title": "Plans", "pre_commencement": False, "by": officer, "now": now}
    services.edit_condition(text="Theirs.", reason="Their reason.", version=1, **given)
    with pytest.raises(StaleRecord) as refusal:
        services.edit_condition(text="Mine.", reason="My reason.", version=1, **given)
    assert refusal.value.theirs == "Theirs.\n\nTheir reason."
    condition.refresh_from_db()
    assert (condition.text, condition.version) == ("Theirs.", 2)


def test_a_stale_change_of_an_informative_saves_nothing(valid_case: Any, officer: Any, now: Any) -> None:
    note = InformativeFactory.create(case=valid_case.case)
    given = {"application": valid_case, "informative": note, "title": "Walls", "by": officer, "now": now}
    services.edit_informative(text="Theirs.", version=1, **given)
    with pytest.raises(StaleRecord):
        services.edit_informative(text="Mine.", version=1, **given)
    note.refresh_from_db()
    assert note.text == "Theirs."


def test_what_is_removed_is_kept_with_who_and_when(valid_case: Any, officer: Any, now: Any) -> None:
    condition, note = ConditionFactory.create(case=valid_case.case), InformativeFactory.create(case=valid_case.case)
    services.remove_condition(application=valid_case, condition=condition, by=officer, now=now)
    services.remove_informative(application=valid_case, informative=note, by=officer, now=now)
    assert (selectors.conditions_of(valid_case.case), selectors.informatives_of(valid_case.case)) == ([], [])
    for row in (Condition.objects.get(), Informative.objects.get()):
        assert (row.cancelled_at, row.cancelled_by) == (now, officer)


@pytest.mark.parametrize("verb", ["remove_condition", "move_condition", "edit_condition"])
def test_a_condition_that_a_colleague_removed_is_refused_in_words(valid_case: Any, officer: Any, now: Any, verb: str) -> None:
    condition = ConditionFactory.create(case=valid_case.case, title="Hours")
    services.remove_condition(application=valid_case, condition=condition, by=officer, now=now)
    more = {
        "move_condition": {"up": True},
        "edit_condition": {"title": "T", "text": "t", "reason": "r", "pre_commencement": False, "version": 1},
    }
    with pytest.raises(AlreadyRemoved, match="“Hours” off the list"):
        getattr(services, verb)(application=valid_case, condition=condition, by=officer, now=now, **more.get(verb, {}))


def test_a_condition_of_another_case_is_not_touched(valid_case: Any, authority: Any, officer: Any, now: Any) -> None:
    other = ConditionFactory.create(case=PlanningApplicationFactory.create(authority=authority, valid=True).case)
    with pytest.raises(AlreadyRemoved):
        services.remove_condition(application=valid_case, condition=other, by=officer, now=now)


def test_suggested_notes_are_added_once_and_only_those_ticked(valid_case: Any, officer: Any, now: Any) -> None:
    for _ in range(2):
        services.add_suggested_informatives(application=valid_case, titles=["Party walls", "Not one of ours"], by=officer, now=now)
    assert [row.title for row in selectors.informatives_of(valid_case.case)] == ["Party walls"]
    with pytest.raises(DomainError, match="Tick at least one"):
        services.add_suggested_informatives(application=valid_case, titles=[], by=officer, now=now)


@pytest.mark.parametrize(
    ("factory", "broken"),
    [(ConditionFactory, {"reason": ""}), (ConditionFactory, {"cancelled_at": "now"}), (InformativeFactory, {"cancelled_at": "now"})],
)
def test_the_database_wants_a_reason_and_who_with_when(valid_case: Any, now: Any, factory: Any, broken: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        factory.create(case=valid_case.case, **{name: now if value == "now" else value for name, value in broken.items()})
