"""What is known of the outside services: when each last worked, and what was wrong when it did not."""

from django.db import models


class OutsideService(models.Model):
    """One service for the whole system: its address and key are the operator's, not a council's."""

    key = models.SlugField(max_length=40, unique=True)
    last_worked_at = models.DateTimeField(null=True, blank=True)
    last_failed_at = models.DateTimeField(null=True, blank=True)
    last_failure = models.CharField(max_length=300, blank=True, help_text="In plain words, without what was asked.")
    failures_in_row = models.PositiveIntegerField(default=0)
    paused_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key
