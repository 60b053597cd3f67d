"""The task of the desk itself: what stands above the stages."""

from datetime import date

from django.utils import timezone

from accounts.permissions import Permission
from applications.snapshot import CaseSnapshot
from applications.tasklist import Task, TaskStatus
from core.filters import show_date


def withdrawal_status(case: CaseSnapshot) -> TaskStatus:
    return TaskStatus.ACTION_REQUIRED if withdrawal_waits(case) else TaskStatus.NOT_NEEDED


def withdrawal_waits(case: CaseSnapshot) -> bool:
    """The task is there only while somebody waits for the answer."""
    return case.application.withdrawal_asked_at is not None


def withdrawal_line(case: CaseSnapshot) -> str:
    return f"Asked on {show_date(case.application.withdrawal_asked_at)}: withdraw it, or say why not"


def withdrawal_due(case: CaseSnapshot) -> date | None:
    """At once: it stands where the work list begins."""
    return timezone.localdate(case.application.withdrawal_asked_at)


WITHDRAWAL = Task(
    "withdrawal",
    "Answer the request to withdraw",
    "casework:withdrawal",
    Permission.CLOSE_CASES,
    withdrawal_status,
    withdrawal_line,
    withdrawal_due,
    applies=withdrawal_waits,
)
