"""What was paid for a case and what was paid back. Nothing here is deleted: a wrong entry is cancelled and says why."""

import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q

from applications.models.case import Case
from core.models import AuthorityOwned


def _either(none: dict[str, object], all_of: Q) -> Q:
    """None of it is filled in, or all of it."""
    return Q(**none) | all_of


class Payment(AuthorityOwned):
    """One entry of money for a case, in pounds and always more than nothing; the state says which way it counts.

    Received counts as paid and refunded as paid back; expected, bounced and cancelled count as nothing. `told_on`: the day on which
    the applicant was told that it bounced, from which the time to decide stands still.
    """

    class State(models.TextChoices):
        EXPECTED = "expected", "Expected"
        RECEIVED = "received", "Received"
        BOUNCED = "bounced", "Bounced"
        REFUNDED = "refunded", "Refunded"
        CANCELLED = "cancelled", "Cancelled"

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="payments")
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    method = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=100, blank=True)
    payer = models.CharField(max_length=200, blank=True, help_text="Who paid, where it was neither the applicant nor the agent.")
    received_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True, help_text="Empty: it came with the application.")
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    bounced_on = models.DateField(null=True, blank=True)
    bounced_because = models.CharField(max_length=300, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    bounced_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    told_on = models.DateField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=300, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_more_than_nothing"),
            models.CheckConstraint(
                condition=Q(recorded_by=None) | Q(recorded_at__isnull=False),
                name="payment_recorded_by_and_when",
            ),
            models.CheckConstraint(
                condition=_either(
                    {"bounced_at": None, "bounced_by": None, "bounced_on": None, "told_on": None},
                    Q(bounced_at__isnull=False, bounced_by__isnull=False, bounced_on__isnull=False),
                ),
                name="payment_bounced_by_and_when",
            ),
            models.CheckConstraint(condition=~Q(state="bounced") | Q(bounced_at__isnull=False), name="payment_bounced_has_when"),
            models.CheckConstraint(
                condition=(~Q(state="cancelled") & Q(cancelled_at=None, cancelled_by=None))
                | (Q(state="cancelled", cancelled_at__isnull=False, cancelled_by__isnull=False) & ~Q(cancelled_because="")),
                name="payment_cancelled_by_and_why",
            ),
        ]
        indexes = [models.Index(fields=["authority", "received_on"], name="payment_by_day")]

    def __str__(self) -> str:
        return f"£{self.amount} {self.get_state_display().lower()}"


class Refund(AuthorityOwned):
    """Money to be paid back: asked for by one person, approved by another. `payment`: the entry that its approval made."""

    class Ground(models.TextChoices):
        GUARANTEE = "guarantee", "Not decided within the planning guarantee"
        OVERPAID = "overpaid", "More was paid than was due"
        NOT_VALID = "not_valid", "Returned: the application never became valid"
        NOT_NEEDED = "not_needed", "No fee was due"
        OTHER = "other", "Another reason"

    class State(models.TextChoices):
        REQUESTED = "requested", "Waiting for approval"
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Turned down"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="refunds")
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    ground = models.CharField(max_length=12, choices=Ground)
    reason = models.CharField(max_length=1000)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_because = models.CharField(max_length=1000, blank=True)
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, null=True, blank=True, related_name="refund")

    class Meta:
        ordering = ["requested_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_more_than_nothing"),
            models.CheckConstraint(condition=~Q(reason=""), name="refund_has_a_reason"),
            models.CheckConstraint(
                condition=Q(state="requested", decided_at=None, decided_by=None)
                | (~Q(state="requested") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="refund_decided_by_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | ~Q(decided_by=F("requested_by")), name="refund_approved_by_somebody_else"
            ),
            models.CheckConstraint(
                condition=(Q(state="approved", payment__isnull=False)) | (~Q(state="approved") & Q(payment=None)),
                name="refund_approved_has_its_entry",
            ),
        ]
        indexes = [models.Index(fields=["authority", "requested_at"], condition=Q(state="requested"), name="refund_waiting")]

    def __str__(self) -> str:
        return f"£{self.amount} to be paid back, {self.get_state_display().lower()}"
