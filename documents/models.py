"""A case's papers. Files are private: a view authorises, then streams or redirects to a short-lived address."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from core.models import AuthorityOwned, Versioned


class Document(AuthorityOwned, Versioned):
    class Visibility(models.TextChoices):
        PRIVATE = "private", "Officers only"
        CONSULTEES = "consultees", "Officers and consultees"
        PUBLIC = "public", "Public"

    class Source(models.TextChoices):
        SUBMITTED = "submitted", "Came with the application"
        APPLICANT = "applicant", "Sent by the applicant"
        OFFICER = "officer", "Added by an officer"
        COMMENT = "comment", "Came with a comment"
        MADE = "made", "Made by BOPS"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("applications.Case", on_delete=models.PROTECT, related_name="documents")
    name = models.CharField(max_length=255, help_text="The file's name as people know it.")
    description = models.TextField(blank=True, help_text="What the sender said about it.")
    tags = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    number = models.CharField(max_length=100, blank=True, help_text="Drawing number.")
    received_on = models.DateField()
    source = models.CharField(max_length=12, choices=Source)
    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.PRIVATE)
    in_decision_notice = models.BooleanField(default=False)
    checked = models.BooleanField(null=True, help_text="Yes: fit for its purpose. No: it must be replaced.")
    check_note = models.TextField(blank=True)
    redaction_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="redactions")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    archived_at = models.DateTimeField(null=True, blank=True)
    archived_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    archive_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    created_by_name = models.CharField(max_length=300)

    class Meta:
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(archived_at=None, archive_reason="")
                | (models.Q(archived_at__isnull=False) & ~models.Q(archive_reason="")),
                name="archived_when_and_why",
            ),
        ]
        indexes = [models.Index(fields=["authority", "case", "archived_at"], name="document_by_case")]

    def __str__(self) -> str:
        return self.name

    @property
    def current(self) -> "DocumentVersion | None":
        """The newest version; uses a prefetch of `versions` where there is one."""
        versions = list(self.versions.all())
        return versions[-1] if versions else None


class DocumentVersion(AuthorityOwned):
    """One stored file; never changed after it was stored."""

    class Scan(models.TextChoices):
        NOT_SCANNED = "not_scanned", "Not scanned"
        CLEAN = "clean", "No virus found"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    key = models.CharField(max_length=255, unique=True, help_text="<authority id>/<document uuid>/<version uuid>/original in the store.")
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField(help_text="Bytes.")
    pages = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)
    previews_at = models.DateTimeField(null=True, blank=True, help_text="When thumbnails were made; empty: not yet.")
    preview_error = models.CharField(max_length=300, blank=True)
    scan = models.CharField(max_length=12, choices=Scan, default=Scan.NOT_SCANNED)
    created_at = models.DateTimeField()
    created_by_name = models.CharField(max_length=300)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["authority", "sha256"], name="version_by_content")]

    def __str__(self) -> str:
        return self.key
