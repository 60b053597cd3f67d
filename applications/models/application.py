"""A planning application: a case's life from receipt to decision."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField

from applications.models.case import Case
from applications.models.types import ApplicationType
from applications.querysets import CLOSED, OPEN, ApplicationQuerySet
from core.models import AuthorityOwned, Versioned

# What the lists of open and of closed cases are sorted by: an index each, so that the first page costs the same in a council of any size.
OPEN_SORTS = [
    ("effective_expiry_on", "expiry"),
    ("next_action_on", "action"),
    ("consultation_end_on", "consultation"),
    ("received_at", "receipt"),
    ("reference_sort", "reference"),
    ("address_sort", "address"),
    ("officer_name", "officer"),
]
CLOSED_SORTS = [
    ("received_at", "receipt"),
    ("reference_sort", "reference"),
    ("address_sort", "address"),
    ("officer_name", "officer"),
]


class PlanningApplication(AuthorityOwned, Versioned):
    """One-to-one with its case, on the same key. `status` is assigned by applications.lifecycle.move() alone."""

    class Status(models.TextChoices):
        PENDING = "pending", "Received"
        NOT_STARTED = "not_started", "Not started"
        INVALIDATED = "invalidated", "Invalid"
        IN_ASSESSMENT = "in_assessment", "In assessment"
        AWAITING_DETERMINATION = "awaiting_determination", "Awaiting determination"
        IN_COMMITTEE = "in_committee", "In committee"
        TO_BE_REVIEWED = "to_be_reviewed", "To be reviewed"
        DETERMINED = "determined", "Determined"
        RETURNED = "returned", "Returned"
        WITHDRAWN = "withdrawn", "Withdrawn"
        CLOSED = "closed", "Closed"

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="application")
    type = models.ForeignKey(ApplicationType, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=30, choices=Status, default=Status.NOT_STARTED)
    description = models.TextField()
    description_submitted = models.TextField(blank=True)
    received_at = models.DateTimeField()
    received_on = models.DateField(help_text="The London day on which it counts as received.")
    valid_from_on = models.DateField(null=True, blank=True)
    validated_at = models.DateTimeField(null=True, blank=True)
    validated_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=40, blank=True, help_text="Copied from the decision when its notice is issued.")
    determined_on = models.DateField(null=True, blank=True)
    determined_at = models.DateTimeField(null=True, blank=True)
    user_role = models.CharField(max_length=20, blank=True)
    work_status = models.CharField(max_length=20, default="proposed")
    answers = models.JSONField(default=list, blank=True, help_text="Questions and answers as submitted.")
    pre_assessment = models.JSONField(default=list, blank=True)
    fee_calculated = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    fee_payable = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    fee_reasons = ArrayField(models.CharField(max_length=120), default=list, blank=True, help_text="Exemptions and reductions claimed.")
    fee_set = models.DecimalField(
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="The fee as an officer worked it out, where the law's own sum is not right.",
    )
    fee_set_because = models.TextField(blank=True)
    reporting_code = models.CharField(max_length=8, blank=True, help_text="Class of the government's returns, as an officer confirmed it.")
    own_interest = models.CharField(
        max_length=12, blank=True, help_text="regulation_3 or regulation_4, where the council owns the land (General Regulations 1992)."
    )
    cil_liable = models.BooleanField(null=True, blank=True, help_text="Liable to the Community Infrastructure Levy; empty: not looked at.")
    attention = models.TextField(blank=True, help_text="What an officer must be told at the top of the case, such as a file that failed.")
    closed_reason = models.TextField(blank=True)
    withdrawal_asked_at = models.DateTimeField(null=True, blank=True, help_text="Set while the applicant waits for an answer to it.")
    # What lists show, written by applications.projection.refresh().
    next_task = models.CharField(max_length=60, blank=True)
    next_action = models.CharField(max_length=120, blank=True)
    next_action_on = models.DateField(null=True, blank=True)
    unread_answers = models.PositiveIntegerField(default=0)
    unread_comments = models.PositiveIntegerField(default=0)
    unread_messages = models.PositiveIntegerField(default=0)
    undelivered = models.PositiveIntegerField(default=0, db_default=0, help_text="Emails of the case that did not arrive.")
    unread_plans = models.PositiveIntegerField(default=0, help_text="Sets of plans that came unasked and nobody has decided on.")
    effective_expiry_on = models.DateField(null=True, blank=True)
    consultation_end_on = models.DateField(null=True, blank=True)
    address_sort = models.CharField(max_length=120, blank=True)
    reference_sort = models.CharField(max_length=80, blank=True)
    officer_name = models.CharField(max_length=200, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(validated_at=None, valid_from_on=None)
                | models.Q(validated_at__isnull=False, valid_from_on__isnull=False),
                name="valid_from_and_when",
            ),
            models.CheckConstraint(
                condition=models.Q(published_at=None, published_by=None) | models.Q(published_at__isnull=False),
                name="published_by_and_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="determined") | (models.Q(determined_on__isnull=False) & ~models.Q(outcome="")),
                name="determined_has_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "status", "effective_expiry_on"], name="application_by_expiry"),
            models.Index(fields=["authority", "status", "-received_at"], name="application_by_receipt"),
            models.Index(fields=["authority", "status", "next_action_on"], name="application_by_action"),
            models.Index(fields=["authority", "status", "consultation_end_on"], name="application_by_consultation"),
            models.Index(fields=["authority", "status", "reference_sort"], name="application_by_reference"),
            models.Index(fields=["authority", "status", "address_sort"], name="application_by_address"),
            models.Index(fields=["authority", "status", "officer_name"], name="application_by_officer"),
            models.Index(fields=["authority", "type", "status"], name="application_by_type"),
            *(
                models.Index(fields=["authority", column, "case"], condition=models.Q(status__in=OPEN), name=f"open_by_{name}")
                for column, name in OPEN_SORTS
            ),
            *(
                models.Index(fields=["authority", column, "case"], condition=models.Q(status__in=CLOSED), name=f"closed_by_{name}")
                for column, name in CLOSED_SORTS
            ),
            models.Index(
                "authority",
                models.F("determined_on").desc(nulls_last=True),
                models.F("case").desc(),
                condition=models.Q(status__in=CLOSED),
                name="closed_by_decision",
            ),
            models.Index(
                fields=["authority", "-published_at"], condition=models.Q(published_at__isnull=False), name="application_published"
            ),
        ]

    def __str__(self) -> str:
        return self.case.reference

    @property
    def reference(self) -> str:
        return self.case.reference

    @property
    def is_closed(self) -> bool:
        return self.status in CLOSED_STATUSES

    @property
    def is_public(self) -> bool:
        return self.published_at is not None and self.status not in {"pending", "not_started", "invalidated", "returned"}


CLOSED_STATUSES = {"determined", "returned", "withdrawn", "closed"}


class StatusChange(AuthorityOwned):
    """One move of an application from one status to another; never changed after."""

    application = models.ForeignKey(PlanningApplication, on_delete=models.PROTECT, related_name="status_changes")
    verb = models.CharField(max_length=40)
    from_status = models.CharField(max_length=30)
    to_status = models.CharField(max_length=30)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=300)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.verb}: {self.from_status} to {self.to_status}"
