"""A report that planning rules were broken: what is alleged, before anybody has looked into it."""

from django.db import models

from applications.models.case import Case
from applications.querysets import BreachQuerySet
from core.models import AuthorityOwned, Versioned


class BreachReport(AuthorityOwned, Versioned):
    """One-to-one with a case of kind enforcement, on the same key. Who reported it is the case's Party of role complainant."""

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", "Not started"
        UNDER_INVESTIGATION = "under_investigation", "Under investigation"
        CLOSED = "closed", "Closed"

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="breach")
    status = models.CharField(max_length=20, choices=Status, default=Status.NOT_STARTED)
    allegation = models.TextField(help_text="What is said to have happened, in the reporter's words.")
    kinds = models.JSONField(default=list, blank=True, help_text="[{value, description}]: kinds of breach that the reporter chose.")
    began_on = models.DateField(null=True, blank=True, help_text="When the reporter says that it began.")
    completed_on = models.DateField(null=True, blank=True)
    facts = models.JSONField(default=list, blank=True, help_text="Questions and answers as submitted.")
    title_boundary = models.JSONField(null=True, blank=True, help_text="The property's boundary as it came: GeoJSON, evidence only.")
    complainant_confidential = models.BooleanField(default=True, help_text="Who reported it is told to nobody outside the council.")
    received_at = models.DateTimeField()
    received_on = models.DateField(help_text="The London day of receipt.")
    attention = models.TextField(blank=True, help_text="What an officer must be told at the top of the case, such as a file that failed.")

    objects = BreachQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["authority", "status", "-received_at"], name="breach_by_receipt")]

    def __str__(self) -> str:
        return self.case.reference

    @property
    def reference(self) -> str:
        return self.case.reference

    @property
    def is_public(self) -> bool:
        """Never: what was reported, and by whom, is for officers alone."""
        return False

    @property
    def is_closed(self) -> bool:
        return self.status == self.Status.CLOSED
