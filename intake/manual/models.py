"""What an officer has keyed in so far, and the files that go with it."""

import uuid

from django.db import models

from core.models import AuthorityOwned, Versioned


class ManualDraft(AuthorityOwned, Versioned):
    """A case that is being keyed in. `answers`: page → field → value, as JSON; emptied once the case is made (the submission keeps it)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    answers = models.JSONField(default=dict, blank=True)
    begun_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    saved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    submission = models.ForeignKey("intake.Submission", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    case = models.ForeignKey("applications.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-saved_at", "-pk"]
        indexes = [models.Index(fields=["authority", "-saved_at"], condition=models.Q(case=None), name="draft_to_finish")]

    def __str__(self) -> str:
        return str(self.public_id)


class ManualFile(AuthorityOwned):
    """A file of a draft. It waits in the storage until the case is there, and then becomes a document of it, once."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for the case"
        ATTACHED = "attached", "On the case"
        REFUSED = "refused", "Refused"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey(ManualDraft, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=255)
    tags = models.JSONField(default=list, blank=True)
    number = models.CharField(max_length=100, blank=True, help_text="Drawing number.")
    key = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    error = models.CharField(max_length=500, blank=True)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["draft", "sha256"], name="one_file_a_draft_and_content")]
        indexes = [models.Index(fields=["authority", "draft"], condition=models.Q(state="waiting"), name="keyed_file_waiting")]

    def __str__(self) -> str:
        return self.name
