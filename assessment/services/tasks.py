from datetime import datetime
from typing import Any

from django.db import transaction

from applications.models import PlanningApplication
from applications.services import mark_task
from applications.tasklist import Task
from assessment.services.guards import lock_for_assessment


@transaction.atomic
def finish_task(*, application: PlanningApplication, task: Task, by: Any, now: datetime) -> None:
    """Say that a list is complete, or that no visit is needed: only while the officer may write on the assessment."""
    mark_task(application=lock_for_assessment(application), task=task, done=True, by=by, now=now)
