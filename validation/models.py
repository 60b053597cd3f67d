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
        REQUIRED_DOCUMENTS = "required_documents", "Required documents"
        REPORTING = "reporting", "Reporting details"
        LEGISLATION = "legislation", "Legislative requirements"
        CIL = "cil", "Community Infrastructure Levy"
        EIA = "eia", "Environmental impact assessment"
        CERTIFICATE = "certificate", "Ownership certificate"
        SERVICES = "services", "Requested services"

    case = models.ForeignKey("applications.Case", on_delete=models.PROTECT, related_name="validation_checks")
    check_name = models.CharField(max_length=30, choices=Check)
    ok = models.BooleanField(null=True, help_text="Empty: begun, not yet answered.")
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True, help_text="What the question asks beyond yes or no, as its form gave it.")
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
    answerer = models.CharField(
        max_length=40,
        blank=True,
        default="",
        db_default="",
        help_text="Who answered: party-<key> or colleague-<key>; empty where an officer wrote it down.",
    )
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
    writer = models.CharField(max_length=40, blank=True, default="", db_default="", help_text="Who added it: party-<pk> or colleague-<pk>.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "document"], name="one_document_a_request")]

    def __str__(self) -> str:
        return str(self.document)


class CaseMessage(AuthorityOwned):
    """What the council and the people of a case write to each other: about one request, or about the application as a whole."""

    case = models.ForeignKey("applications.Case", on_delete=models.PROTECT, related_name="conversation")
    request = models.ForeignKey(ValidationRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="messages")
    from_council = models.BooleanField()
    text = models.TextField()
    written_by_name = models.CharField(max_length=300)
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    party = models.ForeignKey(
        "applications.Party",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who wrote it, where the council did not.",
    )
    writer = models.CharField(
        max_length=40, blank=True, default="", db_default="", help_text="The same: party-<key> or colleague-<key>; empty for the council."
    )
    written_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True, help_text="When an officer read what the applicant wrote.")
    read_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="message_says_something"),
            models.CheckConstraint(
                condition=models.Q(read_at=None, read_by=None) | models.Q(read_at__isnull=False, read_by__isnull=False),
                name="message_read_by_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.written_by_name}: {self.text[:40]}"


class ApplicantDraft(AuthorityOwned):
    """What somebody is writing on the applicants' pages and has not sent, on whatever device they go on with it."""

    case = models.ForeignKey("applications.Case", on_delete=models.PROTECT, related_name="applicant_drafts")
    writer = models.CharField(max_length=40, help_text="Whose it is: a party or a colleague, by kind and number.")
    about = models.CharField(max_length=80, help_text="What it answers: a request's public id, or the messages.")
    fields = models.JSONField(default=dict, help_text="The fields of the form as they were typed.")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "writer", "about"], name="one_draft_a_person_and_page")]

    def __str__(self) -> str:
        return f"Draft about {self.about}"


class Amendment(AuthorityOwned):
    """Plans that the applicant sends and nobody asked for. They stay aside until an officer accepts them or says why not."""

    class State(models.TextChoices):
        DRAFT = "draft", "Not sent yet"
        SENT = "sent", "Waiting for the council"
        ACCEPTED = "accepted", "Accepted"
        LEFT_ASIDE = "left_aside", "Left aside"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("applications.Case", on_delete=models.PROTECT, related_name="amendments")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    text = models.TextField(blank=True, help_text="What changed, in the sender's words.")
    begun_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by_name = models.CharField(max_length=300)
    writer = models.CharField(max_length=40, blank=True, default="", db_default="", help_text="Who sends it: party-<pk> or colleague-<pk>.")
    sent_by_email = models.CharField(max_length=320, blank=True, help_text="Who is told what became of it, beside the correspondent.")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True, help_text="Why they were left aside, or what the officer says with the acceptance.")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "writer"], condition=models.Q(state="draft"), name="one_amendment_in_hand_a_person"),
            models.CheckConstraint(
                condition=models.Q(state="draft", sent_at=None) | (~models.Q(state="draft") & models.Q(sent_at__isnull=False)),
                name="amendment_sent_when",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "sent"]) | models.Q(decided_at__isnull=False, decided_by__isnull=False),
                name="amendment_decided_by_and_when",
            ),
            models.CheckConstraint(condition=~models.Q(state="left_aside") | ~models.Q(reason=""), name="left_aside_says_why"),
        ]
        indexes = [models.Index(fields=["authority", "case", "state"], name="amendment_by_case")]

    def __str__(self) -> str:
        return f"Plans of {self.sent_by_name}"


class AmendedPlan(AuthorityOwned):
    """One file of such a set: what its sender says it is and what it takes the place of."""

    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="plans")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    tag = models.CharField(max_length=80, blank=True, help_text="What it is, where it replaces nothing.")
    replaces = models.ForeignKey("documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["document"], name="one_amended_plan_a_document")]

    def __str__(self) -> str:
        return str(self.document)


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
    published_on = models.DateField(
        "last published on", null=True, blank=True, help_text="An item of the local list binds an applicant for two years from this day."
    )

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


class ValidationDispute(AuthorityOwned):
    """The applicant's notice that something asked for is not needed (DMPO article 12), and the council's answer to it."""

    class How(models.TextChoices):
        PORTAL = "portal", "On the applicant's pages"
        EMAIL = "email", "By email"
        LETTER = "letter", "By letter"

    class Outcome(models.TextChoices):
        VALIDATION = "validation", "Validation notice"
        NON_VALIDATION = "non_validation", "Non-validation notice"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("applications.Case", on_delete=models.PROTECT, related_name="validation_disputes")
    request = models.ForeignKey(
        ValidationRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: about everything asked for."
    )
    reasons = models.TextField()
    given_by_name = models.CharField(max_length=300)
    how = models.CharField(max_length=10, choices=How)
    received_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answer_by_on = models.DateField(help_text="The last day to answer, by law.")
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=models.Q(answered_at=None), name="one_open_dispute_a_case"),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answered_by=None, outcome="", answer="")
                | (models.Q(answered_at__isnull=False, answered_by__isnull=False) & ~models.Q(outcome="") & ~models.Q(answer="")),
                name="dispute_answered_by_when_how",
            ),
            models.CheckConstraint(condition=~models.Q(reasons=""), name="dispute_has_reasons"),
        ]

    def __str__(self) -> str:
        return f"Notice of {self.received_on}"


class ValidityOverride(AuthorityOwned):
    """A decision on validity that was made in spite of what stood in its way: which things, who, and why."""

    case = models.ForeignKey("applications.Case", on_delete=models.PROTECT, related_name="validity_overrides")
    verb = models.CharField(max_length=40, help_text="The verb of the table of states: validate or invalidate.")
    blocks = models.JSONField(help_text="What stood in the way, each as it was shown.")
    reason = models.TextField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True, help_text="When the decision was undone.")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason="") & ~models.Q(blocks=[]), name="override_says_what_and_why"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} in spite of {len(self.blocks)}"
