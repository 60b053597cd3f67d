"""What officers check before a case is valid, and what they ask the applicant for."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from core.models import AuthorityOwned, Versioned


class ValidationCheck(AuthorityOwned):
    """An officer's answer to one question of validation, such as whether the red line is right."""

    class Check(models.TextChoices):
        DOCUMENTS = "documents", "Documents"
        RED_LINE = "red_line", "Red line boundary"
        CONSTRAINTS = "constraints", "Constraints"
        DESCRIPTION = "description", "Description"
        FEE = "fee", "Fee"

    case = models.ForeignKey("applications.Case", on_delete=models.PROTECT, related_name="validation_checks")
    check_name = models.CharField(max_length=30, choices=Check)
    ok = models.BooleanField(null=True, help_text="Empty: begun, not yet answered.")
    note = models.TextField(blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "check_name"], name="one_answer_a_check")]

    def __str__(self) -> str:
        return f"{self.check_name}: {self.ok}"


class ValidationRequest(AuthorityOwned, Versioned):
    """Something asked of the applicant. One table: what differs by kind is in `payload` and `answer`."""

    class Kind(models.TextChoices):
        ADDITIONAL_DOCUMENT = "additional_document", "Additional document"
        REPLACEMENT_DOCUMENT = "replacement_document", "Replacement document"
        RED_LINE = "red_line_boundary_change", "Red line boundary change"
        DESCRIPTION = "description_change", "Description change"
        FEE = "fee_change", "Fee change"
        OWNERSHIP = "ownership_certificate", "Ownership certificate"
        OTHER = "other_change", "Other change"
        TIME_EXTENSION = "time_extension", "Extension of time"

    class State(models.TextChoices):
        PENDING = "pending", "Not sent yet"
        OPEN = "open", "Waiting for the applicant"
        CLOSED = "closed", "Answered"
        CANCELLED = "cancelled", "Cancelled"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("applications.Case", on_delete=models.PROTECT, related_name="validation_requests")
    number = models.PositiveIntegerField(help_text="Counts the case's requests; never used again.")
    kind = models.CharField(max_length=40, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    reason = models.TextField()
    payload = models.JSONField(default=dict, blank=True)
    post_validation = models.BooleanField(default=False)
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    answer = models.JSONField(default=dict, blank=True)
    approved = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=300, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True, help_text="When an officer dealt with the answer.")
    seen_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cancel_reason = models.TextField(blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True, help_text="When a reminder was due before the last day, sent or not.")
    chased_at = models.DateTimeField(null=True, blank=True, help_text="When the applicant was chased after the last day, emailed or not.")
    documents = models.ManyToManyField("documents.Document", through="RequestDocument", related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_request_a_number"),
            models.CheckConstraint(
                condition=models.Q(state="pending") | models.Q(state="cancelled") | models.Q(sent_at__isnull=False, due_on__isnull=False),
                name="sent_request_has_dates",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="cancelled")
                | (models.Q(cancelled_at__isnull=False, cancelled_by__isnull=False) & ~models.Q(cancel_reason="")),
                name="request_cancelled_by_when_why",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="closed") | models.Q(answered_at__isnull=False), name="closed_request_has_answer"
            ),
            models.CheckConstraint(
                condition=models.Q(seen_at=None, seen_by=None) | models.Q(seen_at__isnull=False, seen_by__isnull=False),
                name="request_seen_by_and_when",
            ),
        ]
        indexes = [models.Index(fields=["authority", "state", "due_on"], name="request_by_due_date")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


class RequestDocument(AuthorityOwned):
    """A document that answers a request, or one that the council put to it."""

    request = models.ForeignKey(ValidationRequest, on_delete=models.PROTECT, related_name="request_documents")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    from_council = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "document"], name="one_document_a_request")]

    def __str__(self) -> str:
        return str(self.document)


class RequestMessage(AuthorityOwned):
    """A question or an answer in the conversation about one request."""

    request = models.ForeignKey(ValidationRequest, on_delete=models.PROTECT, related_name="messages")
    from_council = models.BooleanField()
    text = models.TextField()
    written_by_name = models.CharField(max_length=300)
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True, help_text="When an officer read what the applicant wrote.")
    read_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="request_message_says_something"),
            models.CheckConstraint(
                condition=models.Q(read_at=None, read_by=None) | models.Q(read_at__isnull=False, read_by__isnull=False),
                name="request_message_read_by_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.written_by_name}: {self.text[:40]}"


class LocalListItem(AuthorityOwned):
    """What the council asks to be sent with an application: an item of its published local list, or of the national list."""

    name = models.CharField(max_length=200)
    ground = models.CharField(max_length=20, default="local_list", help_text="Key of validation.grounds: whose list it stands on.")
    type_codes = ArrayField(models.CharField(max_length=60), default=list, blank=True, help_text="None: every type of application.")
    what = models.TextField("what must be sent", help_text="The applicant reads this when it is asked for.")
    when = models.TextField("when it is needed", blank=True, help_text="Officers read this when they choose.")
    source = models.CharField("policy or law it rests on", max_length=300, blank=True)
    document_tag = models.CharField("kind of document", max_length=80, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="The last day on which it may be asked for. Empty: no end.")

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "requirement of the lists"
        verbose_name_plural = "requirements of the lists"
        constraints = [
            models.UniqueConstraint(fields=["authority", "name", "valid_from"], name="one_list_item_a_name_and_day"),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")), name="item_ends_after"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReadyReason(AuthorityOwned):
    """Words that officers start from when they write a request, so that nobody types the same letter again."""

    kind = models.CharField(max_length=40, help_text="Code of a kind of request.")
    title = models.CharField(max_length=120)
    reason = models.TextField("what is missing or wrong", help_text="The applicant reads this.")
    suggestion = models.TextField("what the applicant should do", blank=True)
    withdrawn = models.BooleanField("no longer offered", default=False)

    class Meta:
        ordering = ["kind", "title"]
        constraints = [models.UniqueConstraint(fields=["authority", "kind", "title"], name="one_ready_reason_a_title")]

    def __str__(self) -> str:
        return self.title
