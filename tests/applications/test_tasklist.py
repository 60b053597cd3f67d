"""Tasks, their statuses, and what comes next."""

from datetime import date

import pytest

from accounts.permissions import Permission
from applications import snapshot as snapshots
from applications import tasklist
from applications.models import TaskMark
from applications.snapshot import CaseSnapshot
from applications.tasklist import Stage, Task, TaskStatus, Workflow, marked, next_row, stages_of, workflow_for
from tests.factories.accounts import UserFactory
from tests.factories.applications import PlanningApplicationFactory

pytestmark = pytest.mark.django_db
S = TaskStatus


def task(key, status, **values):
    return Task(key, key.title(), "casework:case", Permission.VIEW_CASES, lambda snapshot: status, **values)


@pytest.fixture
def with_tasks(authority, monkeypatch):
    """`with_tasks(task, …)` → the snapshot of a case whose workflow has just these."""

    def make(*tasks):
        application = PlanningApplicationFactory(authority=authority)
        monkeypatch.setitem(
            tasklist._workflows, application.type.workflow, Workflow("x", (Stage("One", tasks[:2]), Stage("Two", tasks[2:], "A note")))
        )
        return CaseSnapshot(application, on=date(2026, 11, 24))

    return make


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([S.COMPLETED, S.NOT_STARTED, S.NOT_STARTED], "b"),
        ([S.COMPLETED, S.IN_PROGRESS, S.ACTION_REQUIRED], "c"),
        ([S.WAITING, S.CANNOT_START_YET, S.NOT_NEEDED], None),
        ([S.COMPLETED, S.COMPLETED, S.COMPLETED], None),
        ([S.IN_PROGRESS, S.NOT_STARTED, S.COMPLETED], "a"),
    ],
)
def test_what_calls_for_an_answer_comes_first_then_the_first_in_order(with_tasks, statuses, expected):
    row = next_row(with_tasks(*(task(key, status) for key, status in zip("abc", statuses, strict=True))))
    assert (row.task.key if row else None) == expected


def test_a_task_that_does_not_apply_is_not_there(with_tasks):
    stages = stages_of(
        with_tasks(task("a", S.NOT_STARTED, applies=lambda snapshot: False), task("b", S.NOT_STARTED), task("c", S.COMPLETED))
    )
    assert [[row.task.key for row in stage.rows] for stage in stages] == [["b"], ["c"]]
    assert [stage.note for stage in stages] == ["", "A note"]


def test_a_row_has_its_line_and_its_day(with_tasks):
    row = next_row(with_tasks(task("a", S.NOT_STARTED, line=lambda s: "3 documents", due=lambda s: s.on)))
    assert (row.line, row.due, row.title) == ("3 documents", date(2026, 11, 24), "A")


@pytest.mark.parametrize(("state", "status"), [(None, S.NOT_STARTED), ("draft", S.IN_PROGRESS), ("done", S.COMPLETED)])
def test_a_task_without_a_record_of_its_own_follows_its_mark(authority, now, state, status):
    application = PlanningApplicationFactory(authority=authority)
    if state:
        TaskMark.objects.create(authority=authority, case=application.case, task="look", state=state, by=UserFactory(), at=now)
    assert marked("look")(CaseSnapshot(application)) is status


def test_a_type_without_a_workflow_of_its_own_gets_the_general_one(authority):
    application = PlanningApplicationFactory(authority=authority)
    application.type.workflow = "one that nobody wrote"
    assert workflow_for(application).key == "general"


@pytest.mark.parametrize("status", list(TaskStatus))
def test_every_status_has_a_colour_and_words(status):
    assert isinstance(status.colour, str)
    assert str(status)[0].isupper()


def test_only_what_an_officer_can_do_now_wants_one():
    assert {status for status in TaskStatus if status.wants_officer} == {S.NOT_STARTED, S.IN_PROGRESS, S.ACTION_REQUIRED}


def test_a_part_of_the_snapshot_is_read_once_and_only_when_asked_for(authority, monkeypatch):
    reads = []
    monkeypatch.setitem(snapshots._loaders, "things", lambda application: reads.append(application) or ["thing"])
    snapshot = CaseSnapshot(PlanningApplicationFactory(authority=authority))
    assert reads == []
    assert snapshot["things"] == snapshot["things"] == ["thing"]
    assert len(reads) == 1


def test_a_part_that_nobody_declared_is_an_error(authority):
    with pytest.raises(KeyError):
        CaseSnapshot(PlanningApplicationFactory(authority=authority))["nonsense"]


def test_the_whole_snapshot_takes_at_most_fifteen_queries(authority, django_assert_max_num_queries):
    """Beyond what the case page has read of the case itself."""
    facts = ("case__development", "case__payments", "case__constraints", "case__task_marks", "time_agreements")
    reference = PlanningApplicationFactory(authority=authority, published=True).reference
    application = authority.applications.prefetch_related(*facts).for_reference(reference)
    with django_assert_max_num_queries(15):
        stages_of(CaseSnapshot(application))
