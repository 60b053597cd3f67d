"""Applications in the words of the domain."""

from datetime import date
from typing import Any

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.functions import JSONObject

OPEN = ["not_started", "invalidated", "in_assessment", "awaiting_determination", "in_committee", "to_be_reviewed"]
CLOSED = ["determined", "returned", "withdrawn", "closed"]
PUBLIC = ["in_assessment", "awaiting_determination", "in_committee", "to_be_reviewed", "determined", "withdrawn", "closed"]

FIGURE_COLUMNS = ("table", "key", "figure", "value", "from_on", "source", "read_on", "entered_by__name")


class ApplicationQuerySet(models.QuerySet[Any]):
    def for_reference(self, reference: str) -> Any:
        """The one application with this reference, small letters or capitals; DoesNotExist otherwise (404 for whoever asked).

        Compared as it stands and in capitals: both can use the index under row-level security, UPPER() on the column cannot.
        """
        forms = [reference, reference.upper()]
        found = list(
            self.with_case()
            .with_figures_of_law()
            .with_last_event()
            .filter(case__authority=models.F("authority"), case__reference__in=forms)[:2]
        )
        if not found:
            raise self.model.DoesNotExist(reference)
        return next((application for application in found if application.reference == reference), found[0])

    def with_case(self) -> "ApplicationQuerySet":
        return self.select_related("case", "case__officer", "case__authority", "type", "dates")

    def with_figures_of_law(self) -> "ApplicationQuerySet":
        """With what the council says of the law as `figures_of_law`, in the same query (applications.law reads it)."""
        figures = apps.get_model("applications", "LawFigure").objects.filter(authority=models.OuterRef("authority"), withdrawn_at=None)
        columns = JSONObject(**{name: name for name in FIGURE_COLUMNS})
        return self.annotate(figures_of_law=ArraySubquery(figures.order_by().values(columns=columns)))

    def with_last_event(self) -> "ApplicationQuerySet":
        """With the number of the case's newest event as `last_event`, in the same query: what an open page was drawn from."""
        events = apps.get_model("audit", "AuditEvent").objects.filter(case=models.OuterRef("pk"))
        return self.annotate(last_event=models.Subquery(events.order_by("-sequence").values("sequence")[:1]))

    def last_event_of(self, reference: str) -> int | None:
        """The same number alone, None where there is no such application: what an open page asks for every few seconds."""
        here = self.filter(case__authority=models.F("authority"), case__reference__in=[reference, reference.upper()])
        found = here.order_by().with_last_event().values_list("last_event", flat=True)[:1]  # type: ignore[attr-defined]
        return next((number or 0 for number in found), None)

    def open(self) -> "ApplicationQuerySet":
        return self.filter(status__in=OPEN)

    def closed(self) -> "ApplicationQuerySet":
        return self.filter(status__in=CLOSED)

    def awaiting_validation(self) -> "ApplicationQuerySet":
        return self.filter(status__in=["not_started", "invalidated"])

    def mine(self, user: Any) -> "ApplicationQuerySet":
        return self.filter(case__officer=user)

    def unassigned(self) -> "ApplicationQuerySet":
        return self.filter(case__officer=None)

    def overdue(self, *, on: date) -> "ApplicationQuerySet":
        return self.open().filter(effective_expiry_on__lt=on)

    def public(self) -> "ApplicationQuerySet":
        """What anybody may see: made public, and past validation."""
        return self.filter(published_at__isnull=False, status__in=PUBLIC)


class BreachQuerySet(models.QuerySet[Any]):
    """Reported breaches in the words of the domain."""

    def for_reference(self, reference: str) -> Any:
        """The one report with this reference, small letters or capitals; DoesNotExist otherwise (404 for whoever asked)."""
        forms = [reference, reference.upper()]
        found = list(self.with_case().filter(case__authority=models.F("authority"), case__reference__in=forms)[:2])
        if not found:
            raise self.model.DoesNotExist(reference)
        return next((report for report in found if report.case.reference == reference), found[0])

    def with_case(self) -> "BreachQuerySet":
        return self.select_related("case", "case__officer", "case__authority")

    def open(self) -> "BreachQuerySet":
        return self.exclude(status="closed")

    def mine(self, user: Any) -> "BreachQuerySet":
        return self.filter(case__officer=user)

    def closed(self) -> "BreachQuerySet":
        return self.filter(status="closed")
