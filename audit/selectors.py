"""Reading the audit trail."""

from typing import Any

from django.db.models import QuerySet

from audit.chain import first_fault
from audit.models import AuditEvent


def history_of(case: Any) -> QuerySet[AuditEvent]:
    """A case's events, newest first."""
    return AuditEvent.objects.filter(authority_id=case.authority_id, case_id=case.pk).order_by("-sequence")


def events_since(case_id: int, sequence: int) -> QuerySet[AuditEvent]:
    """What happened on a case after the event with that number, newest first."""
    return AuditEvent.objects.filter(case_id=case_id, sequence__gt=sequence).order_by("-sequence")


def fault_in_case(case: Any) -> str | None:
    return first_fault(list(AuditEvent.objects.filter(authority_id=case.authority_id, case_id=case.pk).order_by("sequence")))


def fault_in_council(authority: Any) -> str | None:
    return first_fault(list(AuditEvent.objects.filter(authority=authority, case=None).order_by("sequence")))
