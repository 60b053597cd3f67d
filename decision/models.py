"""What is recommended, reviewed and decided."""

import uuid

from django.db import models

from core.models import AuthorityOwned, Versioned


class Recommendation(AuthorityOwned, Versioned):
    """What the case officer recommends. Each submission after a return is a row of its own."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "With the reviewer"
        ACCEPTED = "accepted", "Accepted"
        RETURNED = "returned", "Returned"
        WITHDRAWN = "withdrawn", "Taken back"

    case = models.ForeignKey("applications.Case", on_delete=models.PROTECT, related_name="recommendations")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    outcome = models.CharField(max_length=40, blank=True)
    reasons = models.TextField(blank=True, help_text="Printed on the notice.")
    private_note = models.TextField(blank=True, help_text="For the reviewer; never published.")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_recommendation_a_number"),
            models.UniqueConstraint(fields=["case"], condition=models.Q(state__in=["draft", "submitted"]), name="one_open_recommendation"),
            models.CheckConstraint(
                condition=models.Q(state="draft") | (models.Q(submitted_at__isnull=False) & ~models.Q(outcome="") & ~models.Q(reasons="")),
                name="submitted_recommendation_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Recommendation {self.number}: {self.outcome}"


class Review(AuthorityOwned):
    """A reviewer's answer to a recommendation; never by the person who made it (checked by the service)."""

    recommendation = models.OneToOneField(Recommendation, on_delete=models.PROTECT, related_name="review")
    accepted = models.BooleanField()
    comment = models.TextField(blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(accepted=True) | ~models.Q(comment=""), name="return_has_comment")]

    def __str__(self) -> str:
        return "Accepted" if self.accepted else "Returned"


class DecisionNotice(AuthorityOwned):
    """The notice as issued: its content is frozen here, its PDF is made once, stored and hashed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.OneToOneField("applications.Case", on_delete=models.PROTECT, related_name="decision_notice")
    recommendation = models.OneToOneField(Recommendation, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=40)
    decided_on = models.DateField()
    content = models.JSONField(help_text="Everything that the notice says, frozen.")
    issued_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(document=None, sha256="") | (models.Q(document__isnull=False) & ~models.Q(sha256="")),
                name="notice_file_and_hash",
            )
        ]

    def __str__(self) -> str:
        return f"Decision notice for {self.case}"
