"""Packages: the zip files (or single files) that a Planning Portal message names or an officer uploaded, kept as they came."""

import uuid

from django.db import models

from core.models import AuthorityOwned


class Package(AuthorityOwned):
    """One of a submission's packages: evidence, stored whole and never changed after it was stored."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be fetched"
        FETCHED = "fetched", "Fetched"
        FAILED = "failed", "Could not be fetched"
        REFUSED = "refused", "Refused"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey("intake.Submission", on_delete=models.PROTECT, related_name="packages")
    position = models.PositiveIntegerField(help_text="From 1, in the order of the message.")
    name = models.CharField(max_length=255)
    url = models.TextField(blank=True, help_text="Empty when an officer uploaded it.")
    expires_at = models.DateTimeField(null=True, blank=True, help_text="When the sender takes it away.")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)
    key = models.CharField(max_length=200, blank=True, help_text="Where it is stored.")
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(null=True, blank=True)
    holds = models.JSONField(default=list, blank=True, help_text="[{name, size}]: the files in it, in its order.")
    fetched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["submission", "position"], name="one_package_a_position")]
        indexes = [models.Index(fields=["next_attempt_at"], condition=models.Q(state="waiting"), name="package_waiting")]

    def __str__(self) -> str:
        return self.name
