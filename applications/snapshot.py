"""One case, read once for a page: stages say what they need to know of it, each with one query, and nothing is read twice."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

_loaders: dict[str, Callable[[Any], Any]] = {}


def register(name: str, loader: Callable[[Any], Any]) -> None:
    """Declare a part of the snapshot. `loader(application)` makes at most one query. Called by stages when the app is ready."""
    _loaders[name] = loader


class CaseSnapshot:
    """`snapshot["requests"]` gives what the stage registered under that name; read when first asked for, kept after."""

    def __init__(self, application: Any, *, on: date | None = None) -> None:
        self.application = application
        self.case = application.case
        self.on = on or timezone.localdate()
        self._parts: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._parts:
            self._parts[name] = _loaders[name](self.application)
        return self._parts[name]

    @property
    def status(self) -> str:
        return self.application.status

    def mark(self, task: str) -> Any:
        """The TaskMark of a task that leaves no record of its own, or None."""
        return self["marks"].get(task)


def load_marks(application: Any) -> dict[str, Any]:
    return {mark.task: mark for mark in application.case.task_marks.all()}


register("marks", load_marks)
