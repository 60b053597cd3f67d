"""Dates that a person put right: facts of their own, which no computation overwrites."""

from django.db import models
from django.db.models import Q

from applications.models.case import Case
from core.models import AuthorityOwned


class DateCorrection(AuthorityOwned):
    """A day that a person set, with the reason. It stands until it is lifted; what is lifted stays on record.

    `before`: the day that counts again when this is lifted, where it cannot be computed; for the valid-from date, what it was then.
    """

    class What(models.TextChoices):
        RECEIVED = "received_on", "Received"
        VALID_FROM = "valid_from_on", "Valid from"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="date_corrections")
    what = models.CharField(max_length=14, choices=What)
    before = models.DateField()
    day = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_because = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "what"], condition=Q(lifted_at=None), name="one_standing_correction_a_date"),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_says_why"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None, lifted_because="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_because="")),
                name="correction_lifted_by_when_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.day}"
