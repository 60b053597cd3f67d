"""The one inbox: everything that arrives is kept as it came, before anything is answered."""

import uuid

from django.db import models

from core.models import AuthorityOwned
from intake.manual.models import ManualDraft, ManualFile
from intake.portal_models import Package

__all__ = ["FetchedFile", "ManualDraft", "ManualFile", "Package", "Submission"]


class Submission(AuthorityOwned):
    class Source(models.TextChoices):
        PLANX = "planx", "PlanX"
        PLANNING_PORTAL = "planning_portal", "Planning Portal"
        OFFICER = "officer", "Keyed in by an officer"

    class State(models.TextChoices):
        RECEIVED = "received", "Received, not yet understood"
        HELD = "held", "Held, its sender is paused"
        FETCHING = "fetching", "Fetching its package"
        COMPLETED = "completed", "Became a case"
        FAULTY = "faulty", "Has faults"
        FAILED = "failed", "Failed for a reason of ours"
        SUPERSEDED = "superseded", "A later version arrived"
        SET_ASIDE = "set_aside", "Set aside by an officer"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.CharField(max_length=20, choices=Source)
    source_id = models.CharField(max_length=200, help_text="The sender's own id; the hash of the body where it has none.")
    revision = models.PositiveIntegerField(default=1, help_text="Counts other contents under the same id.")
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    headers = models.JSONField(default=dict, blank=True)
    client = models.ForeignKey("accounts.ApiClient", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    faults = models.JSONField(default=list, blank=True, help_text="[{pointer, message}]")
    unknown = models.JSONField(default=list, blank=True, help_text="Parts of the body that nothing here understands: kept and shown.")
    error = models.TextField(blank=True)
    case = models.ForeignKey("applications.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="submissions")
    received_at = models.DateTimeField()
    understood_at = models.DateTimeField(null=True, blank=True)
    idempotency_key = models.CharField(max_length=255, blank=True, default="", help_text="As the sender gave it in a header.")
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    set_aside_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "source", "source_id", "revision"], name="one_submission_a_revision"),
            models.UniqueConstraint(
                fields=["client", "idempotency_key"], condition=~models.Q(idempotency_key=""), name="one_submission_a_key"
            ),
            models.CheckConstraint(
                condition=models.Q(set_aside_at=None, set_aside_by=None)
                | models.Q(set_aside_at__isnull=False, set_aside_by__isnull=False) & ~models.Q(set_aside_reason=""),
                name="set_aside_by_and_why",
            ),
        ]
        indexes = [models.Index(fields=["authority", "state", "-received_at"], name="submission_by_state")]

    def __str__(self) -> str:
        return f"{self.source} {self.source_id}"


class FetchedFile(AuthorityOwned):
    """A file that a submission names, and whether it could be fetched."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be fetched"
        FETCHED = "fetched", "Fetched"
        FAILED = "failed", "Could not be fetched"
        REFUSED = "refused", "Refused"

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="files")
    case = models.ForeignKey("applications.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveIntegerField()
    url = models.TextField()
    name = models.CharField(max_length=255)
    tags = models.JSONField(default=list)
    description = models.TextField(blank=True)
    number = models.CharField(max_length=100, blank=True, default="", help_text="Drawing number.")
    package = models.ForeignKey(Package, on_delete=models.PROTECT, null=True, blank=True, related_name="files")
    entry = models.PositiveIntegerField(null=True, blank=True, help_text="Its number in the package; empty where the package is the file.")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    fetched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["submission", "position"], name="one_file_a_position")]
        indexes = [models.Index(fields=["next_attempt_at"], condition=models.Q(state="waiting"), name="file_waiting")]

    def __str__(self) -> str:
        return self.name


class Difference(AuthorityOwned):
    """One thing that a later version of a submission says differently; an officer takes it over into the case or leaves it."""

    class State(models.TextChoices):
        OPEN = "open", "Not decided"
        TAKEN = "taken", "Taken over"
        LEFT = "left", "Left as it is"

    class Action(models.TextChoices):
        """What taking it over changes; none for what an officer can only read."""

        DESCRIPTION = "description", "Description"
        ADDRESS = "address", "Address of the site"
        UPRN = "uprn", "UPRN"
        APPLICANT = "applicant", "Applicant"
        AGENT = "agent", "Agent"
        FEE = "fee", "Fee payable"
        PAYMENT = "payment", "Payment"
        RED_LINE = "red_line", "Red line"
        FILE = "file", "File"

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="differences")
    case = models.ForeignKey("applications.Case", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    part = models.CharField(max_length=200, help_text="The heading under which the submission is shown.")
    label = models.CharField(max_length=500)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    action = models.CharField(max_length=20, choices=Action, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "position"], name="one_difference_a_position"),
            models.CheckConstraint(
                condition=models.Q(state="open", decided_at=None, decided_by=None)
                | ~models.Q(state="open") & models.Q(decided_at__isnull=False, decided_by__isnull=False),
                name="difference_decided_by_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part}: {self.label}"
