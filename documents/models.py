"""A case's papers. Files are private: a view authorises, then streams or redirects to a short-lived address."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from core.models import AuthorityOwned, Versioned
from documents.kinds import DRAWN, JPEG, PNG
from documents.rendering.geometry import PICTURE_DPI, PRINT_DPI, Sheet


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
    visibility_chosen = models.BooleanField(
        default=False, db_default=False, help_text="A person chose who sees it: it does not follow its kind any more."
    )
    disclosure_reason = models.CharField(
        max_length=300,
        blank=True,
        default="",
        db_default="",
        help_text="Why a paper of a kind that is kept back was made public all the same.",
    )
    in_decision_notice = models.BooleanField(default=False)
    checked = models.BooleanField(null=True, help_text="Yes: fit for its purpose. No: it must be replaced.")
    check_note = models.TextField(blank=True)
    redaction_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="redactions")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    attached_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="attachments", help_text="The email that it came with."
    )
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
        PENDING = "pending", "Being checked"
        REFUSED = "refused", "Not kept"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    key = models.CharField(max_length=255, unique=True, help_text="<authority id>/<document uuid>/<version uuid>/original in the store.")
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField(help_text="Bytes.")
    pages = models.PositiveIntegerField(null=True, blank=True)
    previews_at = models.DateTimeField(null=True, blank=True, help_text="When the first page was drawn; empty: not yet.")
    preview_error = models.CharField(max_length=300, blank=True, help_text="Why no picture could be made, for the officer.")
    read_at = models.DateTimeField(null=True, blank=True, help_text="When the words of its pages were all read; empty: not yet.")
    scan = models.CharField(max_length=12, choices=Scan, default=Scan.NOT_SCANNED)
    told_at = models.DateTimeField(null=True, blank=True, help_text="When an officer was told that the check waits for too long.")
    delete_file_at = models.DateTimeField(null=True, blank=True, help_text="When the stored bytes of a refused file go.")
    created_at = models.DateTimeField()
    created_by_name = models.CharField(max_length=300)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["authority", "sha256"], name="version_by_content")]

    def __str__(self) -> str:
        return self.key

    @property
    def is_served(self) -> bool:
        """Whether anybody may be given the file: not before it is checked, and never when the check refused it."""
        return self.scan in {self.Scan.CLEAN, self.Scan.NOT_SCANNED}

    @property
    def is_shown_as_made(self) -> bool:
        """Whether its pages are those of a PDF that was made of it: an Office file or an email."""
        return self.content_type not in DRAWN


class DocumentPage(AuthorityOwned):
    """One page of a stored file: its size and words. What was drawn of it lies beside the file (documents.rendering.geometry)."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, related_name="page_rows")
    number = models.PositiveIntegerField(help_text="From 1.")
    width_mm = models.FloatField(help_text="As it is shown, turned upright.")
    height_mm = models.FloatField()
    text = models.TextField(blank=True)
    vector = models.GeneratedField(
        expression=models.Func(
            models.F("text"), template="to_tsvector('english'::regconfig, %(expressions)s)", output_field=SearchVectorField()
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    drawn = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, help_text='"0": the whole page; "2:0:1": a block of level 2.'
    )
    fault = models.CharField(max_length=300, blank=True, help_text="Why it could not be drawn or read, for the officer.")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="one_row_a_page")]

    def __str__(self) -> str:
        return f"page {self.number}"

    @property
    def sheet(self) -> Sheet:
        """Its geometry: levels, tiles and blocks."""
        return Sheet(self.width_mm, self.height_mm, PICTURE_DPI if self.version.content_type in {PNG, JPEG} else PRINT_DPI)


class Measurement(AuthorityOwned):
    """A length or an area that an officer measured on a page and kept."""

    class Kind(models.TextChoices):
        LENGTH = "length", "Length"
        AREA = "area", "Area"

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="measurements")
    page = models.PositiveIntegerField(help_text="From 1.")
    kind = models.CharField(max_length=8, choices=Kind)
    points = models.JSONField(help_text="[[across, down], …] in mm on the page as it is shown, from its top left corner.")
    scale = models.DecimalField(max_digits=10, decimal_places=3, help_text="So many mm on the ground for 1 mm on the page.")
    value = models.DecimalField(max_digits=14, decimal_places=2, help_text="Metres, or square metres.")
    label = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=models.Q(scale__gt=0, value__gt=0), name="measured_something")]
        indexes = [models.Index(fields=["authority", "version", "page"], name="measurement_by_page")]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """4.35 m · 61.20 m²"""
        return f"{self.value:,.2f} {'m²' if self.kind == self.Kind.AREA else 'm'}"

    @property
    def scale_words(self) -> str:
        """1:100 · 1:12.5"""
        return f"1:{self.scale:.0f}" if self.scale >= 20 else f"1:{self.scale.normalize():f}"


class Redaction(AuthorityOwned, Versioned):
    """Boxes that officers draw over private things in a file, and the copy made of them. One that is not made yet for each file."""

    class State(models.TextChoices):
        DRAWING = "drawing", "Boxes are being drawn"
        MAKING = "making", "The copy is being made"
        MADE = "made", "The copy is made"

    file = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="redactions")
    state = models.CharField(max_length=8, choices=State, default=State.DRAWING)
    boxes = models.JSONField(default=list, help_text="Boxes in order (documents.redaction.boxes.Box), in mm on the page as it is shown.")
    spots = models.JSONField(default=list, help_text="What may be private, by its words (documents.redaction.spots.Spot).")
    looked_through = models.PositiveIntegerField(default=0, help_text="Pages looked through for such words, from the first.")
    hiding = models.JSONField(
        null=True,
        blank=True,
        help_text="Pages without boxes that hold more than they show, and become images too; empty: not looked for yet.",
    )
    burnt = models.JSONField(default=list, help_text="Pages made into images so far, as the drawing process reports them.")
    fault = models.CharField(max_length=400, blank=True, help_text="Why the copy could not be made, for the officer.")
    elsewhere = models.JSONField(default=list, help_text="[[words, page], …]: what a box covers that still stands on another page.")
    copy = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="made_by")
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["file"], condition=~models.Q(state="made"), name="one_redaction_at_work"),
            models.CheckConstraint(condition=~models.Q(state="made") | models.Q(copy__isnull=False), name="made_redaction_has_a_copy"),
        ]
        indexes = [models.Index(fields=["authority", "state", "asked_at"], name="redaction_by_state")]

    def __str__(self) -> str:
        return f"{len(self.boxes)} boxes"
