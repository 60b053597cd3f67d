"""Celery tasks of BOPS: the first argument names the council, and the task works for that council alone."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from celery import shared_task
from django.db import transaction

from core.tenancy import acting_for


def bops_task(function: Callable[..., Any]) -> Any:
    """Declare `function(authority_id, …)` as a task with one effect; it must be idempotent, for a killed worker's task comes back."""

    @wraps(function)
    def run(authority_id: int, *args: Any) -> Any:
        with acting_for(authority_id):
            return function(authority_id, *args)

    return shared_task(run, name=f"{function.__module__}.{function.__name__}")


def enqueue_on_commit(task: Any, authority_id: int, *args: Any) -> None:
    """Send the task once the surrounding transaction is safe; a broker that is down loses nothing, for a sweep picks the row up."""
    transaction.on_commit(partial(_send, task, authority_id, args), robust=False)


def _send(task: Any, authority_id: int, args: tuple[Any, ...]) -> None:
    import structlog
    from kombu.exceptions import OperationalError

    try:
        task.delay(authority_id, *args)
    except OperationalError:
        structlog.get_logger().warning("task_not_sent", task=task.name, authority_id=authority_id, args=args)
