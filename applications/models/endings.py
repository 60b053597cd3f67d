"""What the applicant asks for when they no longer want a decision."""

from django.db import models
from django.db.models import Q

from applications.models.case import Case
from applications.models.people import Party
from core.models import AuthorityOwned


class WithdrawalRequest(AuthorityOwned):
    """The applicant or the agent asks to withdraw the application. An officer ends the case, or answers why it is not withdrawn."""

    class State(models.TextChoices):
        ASKED = "asked", "Waiting for the council"
        ACCEPTED = "accepted", "Withdrawn"
        DECLINED = "declined", "Not withdrawn"
        TAKEN_BACK = "taken_back", "Taken back by whoever asked"
        OVERTAKEN = "overtaken", "The case ended in another way"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="withdrawal_requests")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    text = models.TextField(help_text="Why, in their words.")
    asked_at = models.DateTimeField()
    asked_by_name = models.CharField(max_length=300)
    answer = models.TextField(blank=True, help_text="What the council answered, or why it was taken back.")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_by_name = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="asked"), name="one_withdrawal_asked_a_case"),
            models.CheckConstraint(condition=~Q(text=""), name="withdrawal_says_why"),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at=None, answered_by=None, answered_by_name="")
                | (~Q(state="asked") & Q(answered_at__isnull=False) & ~Q(answered_by_name="")),
                name="withdrawal_answered_by_and_when",
            ),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(answer=""), name="withdrawal_declined_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.asked_by_name}: {self.get_state_display().lower()}"
