"""Tasks: data in Python. Each stage declares its own in tasklist.py; casework/workflows.py says which type has which, in what order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from accounts.permissions import Permission
from applications.snapshot import CaseSnapshot


class TaskStatus(StrEnum):
    """The value is what people read."""

    NOT_STARTED = "Not started"
    IN_PROGRESS = "In progress"
    COMPLETED = "Completed"
    CANNOT_START_YET = "Cannot start yet"
    ACTION_REQUIRED = "Action required"
    NOT_NEEDED = "Not needed"
    WAITING = "Waiting"

    @property
    def colour(self) -> str:
        return {
            "NOT_STARTED": "blue",
            "IN_PROGRESS": "teal",
            "COMPLETED": "",
            "CANNOT_START_YET": "grey",
            "ACTION_REQUIRED": "red",
            "NOT_NEEDED": "grey",
            "WAITING": "yellow",
        }[self.name]

    @property
    def wants_officer(self) -> bool:
        """Something an officer can do now."""
        return self in {TaskStatus.NOT_STARTED, TaskStatus.IN_PROGRESS, TaskStatus.ACTION_REQUIRED}


def marked(key: str) -> Callable[[CaseSnapshot], TaskStatus]:
    """The status of a task that leaves no record but its TaskMark."""

    def status(snapshot: CaseSnapshot) -> TaskStatus:
        mark = snapshot.mark(key)
        if mark is None:
            return TaskStatus.NOT_STARTED
        return TaskStatus.COMPLETED if mark.state == "done" else TaskStatus.IN_PROGRESS

    return status


def nothing(snapshot: CaseSnapshot) -> str:
    return ""


def no_date(snapshot: CaseSnapshot) -> date | None:
    return None


def always(snapshot: CaseSnapshot) -> bool:
    return True


@dataclass(frozen=True)
class Task:
    """key: stable; url: a URL name that takes `reference`; line: one line of what it holds; due: when it should be done;
    applies: whether this case has it."""

    key: str
    title: str
    url: str
    permission: Permission
    status: Callable[[CaseSnapshot], TaskStatus]
    line: Callable[[CaseSnapshot], str] = nothing
    due: Callable[[CaseSnapshot], date | None] = no_date
    applies: Callable[[CaseSnapshot], bool] = always


@dataclass(frozen=True)
class Stage:
    """title: shown; tasks in order; note: a sentence for types where the stage is short, or ""."""

    title: str
    tasks: tuple[Task, ...]
    note: str = ""


@dataclass(frozen=True)
class Workflow:
    key: str
    stages: tuple[Stage, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class TaskRow:
    """One task of one case as lists show it."""

    task: Task
    status: TaskStatus
    line: str
    due: date | None

    @property
    def title(self) -> str:
        return self.task.title


@dataclass(frozen=True)
class StageRows:
    title: str
    rows: list[TaskRow]
    note: str


_workflows: dict[str, Workflow] = {}


def register(*workflows: Workflow) -> None:
    _workflows.update({workflow.key: workflow for workflow in workflows})


def workflow_for(application: object) -> Workflow:
    """The workflow of the application's type; the general one for a type without its own."""
    key = application.type.workflow  # type: ignore[attr-defined]
    return _workflows.get(key) or _workflows["general"]


def stages_of(snapshot: CaseSnapshot) -> list[StageRows]:
    """The task list of a case, statuses computed from what is stored: never kept, so never stale. A stage without a task is left out."""
    stages = [
        StageRows(
            stage.title,
            [
                TaskRow(task, task.status(snapshot), task.line(snapshot), task.due(snapshot))
                for task in stage.tasks
                if task.applies(snapshot)
            ],
            stage.note,
        )
        for stage in workflow_for(snapshot.application).stages
    ]
    return [stage for stage in stages if stage.rows or stage.note]


def next_task(snapshot: CaseSnapshot) -> tuple[Task, TaskStatus] | None:
    """The task that an officer should do next: what a reply or a return calls for first, then the first in order.

    Only statuses are asked for: the line of each task would be a query for nobody to read.
    """
    tasks = [task for stage in workflow_for(snapshot.application).stages for task in stage.tasks if task.applies(snapshot)]
    wanting = [(task, status) for task in tasks if (status := task.status(snapshot)).wants_officer]
    urgent = [pair for pair in wanting if pair[1] is TaskStatus.ACTION_REQUIRED]
    return (urgent or wanting or [None])[0]  # type: ignore[list-item]


def next_row(snapshot: CaseSnapshot) -> TaskRow | None:
    """The same as lists show it."""
    found = next_task(snapshot)
    return TaskRow(*found, found[0].line(snapshot), found[0].due(snapshot)) if found else None
