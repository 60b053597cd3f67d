"""Assessment is written while the case is with its officer, and at no other time."""

from datetime import date
from typing import Any

import pytest

from assessment import services
from assessment.models import Condition, Informative, SiteVisit, Summary
from assessment.services import NotUnderAssessment
from assessment.tasklist import CONDITIONS
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.assessment import ConditionFactory, InformativeFactory, SiteVisitFactory

pytestmark = pytest.mark.django_db

VERBS: dict[str, dict[str, Any]] = {
    "record_site_visit": {"visited_on": date(2026, 11, 20), "notes": "Seen."},
    "save_summary": {"category": "assessment", "text": "Acceptable.", "done": True, "version": 0},
    "add_condition": {"title": "Hours", "text": "Work from 8 to 6.", "reason": "Quiet."},
    "add_standard_conditions": {},
    "add_informative": {"title": "Party walls", "text": "Tell them."},
    "add_suggested_informatives": {"titles": ["Party walls"]},
    "finish_task": {"task": CONDITIONS},
}
ON_A_ROW: dict[str, dict[str, Any]] = {
    "remove_site_visit": {"visit": SiteVisitFactory},
    "edit_condition": {
        "condition": ConditionFactory, "title": "T", "text": "t", "reason": "r", "pre_commencement": False, "version": 1,
    },
    "remove_condition": {"condition": ConditionFactory},
    "move_condition": {"condition": ConditionFactory, "up": True},
    "edit_informative": {"informative": InformativeFactory, "title": "T", "text": "t", "version": 1},
    "remove_informative": {"informative": InformativeFactory},
}  # fmt: skip
STATES = {
    "not_started": "Mark the application valid first",
    "invalidated": "Mark the application valid first",
    "awaiting_determination": "Take it back first",
    "determined": "cannot be changed",
    "withdrawn": "cannot be changed",
}


@pytest.mark.parametrize(("status", "said"), STATES.items())
@pytest.mark.parametrize("verb", [*VERBS, *ON_A_ROW])
def test_is_refused_before_validity_with_the_reviewer_and_after_the_end(
    authority: Any, officer: Any, now: Any, verb: str, status: str, said: str
) -> None:
    state = {"determined": True} if status == "determined" else {"status": status}
    application = PlanningApplicationFactory.create(authority=authority, refreshed=False, **state)
    given = {
        name: value.create(case=application.case) if hasattr(value, "create") else value for name, value in (VERBS | ON_A_ROW)[verb].items()
    }
    before = [model.objects.count() for model in (SiteVisit, Summary, Condition, Informative)]
    with pytest.raises(NotUnderAssessment, match=said):
        getattr(services, verb)(application=application, by=officer, now=now, **given)
    assert [model.objects.count() for model in (SiteVisit, Summary, Condition, Informative)] == before
    assert not application.case.events.exists()
    assert not application.case.task_marks.exists()


@pytest.mark.parametrize(
    ("verb", "event"),
    {
        "record_site_visit": "site_visit_recorded",
        "save_summary": "summary_saved",
        "add_condition": "condition_added",
        "add_informative": "informative_added",
        "finish_task": "task_completed",
    }.items(),
)
def test_says_who_and_when_in_the_history(valid_case: Any, officer: Any, now: Any, verb: str, event: str) -> None:
    getattr(services, verb)(application=valid_case, by=officer, now=now, **VERBS[verb])
    last = valid_case.case.events.order_by("sequence").last()
    assert (last.type, last.actor_name, last.at) == (event, officer.name, now)


def test_a_returned_case_is_open_again(authority: Any, officer: Any, now: Any) -> None:
    application = PlanningApplicationFactory.create(authority=authority, valid=True, status="to_be_reviewed")
    services.add_informative(application=application, title="Party walls", text="Tell them.", by=officer, now=now)
    assert application.case.informatives.get().title == "Party walls"
