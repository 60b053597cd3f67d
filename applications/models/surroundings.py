"""What is looked up about a site: when it was asked, what came of it, and what others know of its past."""

from django.db import models

from applications.models.case import Case
from core.models import AuthorityOwned


class SiteLookUp(AuthorityOwned):
    """One question about the site of a case. A row first and a task second, so that no question is lost."""

    class What(models.TextChoices):
        CONSTRAINTS = "constraints", "Constraints"
        WARD = "ward", "Ward and parish"
        HISTORY = "history", "Earlier applications elsewhere"

    class State(models.TextChoices):
        WAITING = "waiting", "Being looked up"
        DONE = "done", "Looked up"
        FAILED = "failed", "Could not be looked up"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="look_ups")
    what = models.CharField(max_length=12, choices=What)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True, help_text="When it last got an answer.")
    changed_at = models.DateTimeField(null=True, blank=True, help_text="When an answer last changed something on the case.")
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=300, blank=True, help_text="In plain words.")
    sources = models.JSONField(default=list, blank=True, help_text="What was asked: name and day of each data set, or the service.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "what"], name="one_look_up_a_question")]
        indexes = [models.Index(fields=["authority", "next_attempt_at"], name="look_ups_due")]

    def __str__(self) -> str:
        return f"{self.get_what_display()} of {self.case}"


class EarlierApplication(AuthorityOwned):
    """An application at the site that an outside index knows: kept, so that no page waits for that index."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="earlier_applications")
    source = models.CharField(max_length=80)
    reference = models.CharField(max_length=80)
    description = models.TextField(blank=True)
    decision = models.CharField(max_length=200, blank=True)
    received_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    council = models.CharField(max_length=100, blank=True)
    url = models.URLField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-received_on", "-pk"]

    def __str__(self) -> str:
        return self.reference
