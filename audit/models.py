"""The audit trail: append-only (a database trigger), hash-chained, one chain per case and one per council for the rest."""

from django.db import models

from core.models import AuthorityOwned


class AuditEvent(AuthorityOwned):
    case = models.ForeignKey("applications.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    sequence = models.PositiveIntegerField()
    type = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=20)
    actor_name = models.CharField(max_length=300)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    data = models.JSONField(null=True)
    salt = models.CharField(max_length=32, blank=True)
    data_digest = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(fields=["case", "sequence"], name="one_event_a_place_in_a_case"),
            models.UniqueConstraint(fields=["authority", "sequence"], condition=models.Q(case=None), name="one_event_a_place_in_a_council"),
            models.CheckConstraint(condition=~models.Q(actor_name=""), name="event_has_an_actor"),
        ]
        indexes = [models.Index(fields=["authority", "-at"], name="event_by_time")]

    def __str__(self) -> str:
        return f"{self.type} at {self.at:%Y-%m-%d %H:%M}"
