"""Forms of the payments of a case. They only validate."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from applications.models import Refund
from core import forms

PAYMENT_METHODS = [("card", "By card"), ("bank_transfer", "By bank transfer"), ("cheque", "By cheque"), ("cash", "In cash")]
LEAST = Decimal("0.01")


class PaymentForm(forms.Form):
    amount = forms.MoneyField(
        label="How much was paid?",
        min_value=LEAST,
        max_value=Decimal(1000000),
        error_messages={"required": "Enter the amount that was paid"},
    )
    method = forms.ChoiceField(
        label="How was it paid?", choices=PAYMENT_METHODS, error_messages={"required": "Select how it was paid"}, inline=True, small=True
    )
    reference = forms.CharField(label="Payment reference or cheque number", max_length=100, required=False, width=20)
    payer = forms.CharField(
        label="Who paid?", hint="Leave empty if it was the applicant or the agent.", max_length=200, required=False, width=20
    )
    received_on = forms.DateField3(
        label="When did the money arrive?",
        what="The date of payment",
        latest=timezone.localdate,
        error_messages={"required": "Enter the day"},
    )


class BouncedForm(forms.Form):
    """`letter`: nobody can be emailed, so the officer wrote to them."""

    bounced_on = forms.DateField3(
        label="When did the bank say so?",
        what="The day",
        latest=timezone.localdate,
        error_messages={"required": "Enter the day on which the bank said so"},
    )
    because = forms.CharField(
        label="What did the bank say?",
        hint="For example: refer to drawer. The applicant reads this.",
        max_length=300,
        error_messages={"required": "Enter what the bank said"},
    )
    told_on = forms.DateField3(
        label="When did a letter tell the applicant?",
        hint="The time to decide stands still from that day.",
        what="The day of the letter",
        latest=timezone.localdate,
        error_messages={"required": "Enter the day of the letter"},
    )

    def __init__(self, *args: Any, letter: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not letter:
            del self.fields["told_on"]


class ReasonForm(forms.Form):
    """Why an entry is taken back, or a refund turned down."""

    reason = forms.CharField(label="Why?", max_length=300, error_messages={"required": "Say why"})


class RefundForm(forms.Form):
    amount = forms.MoneyField(
        label="How much is to be paid back?", min_value=LEAST, error_messages={"required": "Enter the amount to be paid back"}
    )
    ground = forms.ChoiceField(label="On what ground?", choices=Refund.Ground.choices, error_messages={"required": "Select the ground"})
    reason = forms.TextField(
        label="Why, in your words",
        hint="Whoever approves it reads this.",
        rows=3,
        max_length=1000,
        error_messages={"required": "Say why it is to be paid back"},
    )


class DayForm(forms.Form):
    on = forms.DateField3(label="Day", what="The day", latest=timezone.localdate, required=False, says_optional=False)
