"""Forms about notices that something is not needed (article 12). They only validate."""

from typing import Any

from django.utils import timezone

from core import forms
from validation.forms import LONG
from validation.models import ValidationDispute
from validation.selectors import summary_of

Outcome, How = ValidationDispute.Outcome, ValidationDispute.How


class RecordDisputeForm(forms.Form):
    """A notice that came by email or letter."""

    request = forms.ChoiceField(label="What is it about?", required=False, small=True)
    given_by_name = forms.CharField(label="Who gave it?", max_length=300, error_messages={"required": "Enter who gave the notice"})
    how = forms.ChoiceField(
        label="How did it come?",
        choices=[(how.value, how.label) for how in (How.EMAIL, How.LETTER)],
        inline=True,
        error_messages={"required": "Select how it came"},
    )
    received_on = forms.DateField3(
        label="When did it come?", latest=timezone.localdate, what="The day", error_messages={"required": "Enter the day on which it came"}
    )
    reasons = forms.TextField(
        label="Why do they say that it is not needed?",
        rows=6,
        max_length=LONG,
        error_messages={"required": "Enter the reasons that they give"},
    )

    def __init__(self, *args: Any, requests: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        each = [(str(request.public_id), f"{request.number}. {summary_of(request)}") for request in requests]
        self.fields["request"].choices = [*each, ("", "Everything that is asked for")]


class AnswerDisputeForm(forms.Form):
    outcome = forms.ChoiceField(
        label="Which notice do you give?",
        choices=[(Outcome.VALIDATION.value, Outcome.VALIDATION.label), (Outcome.NON_VALIDATION.value, Outcome.NON_VALIDATION.label)],
        choice_hints={
            Outcome.VALIDATION.value: "It is not needed. Its requests are cancelled, and it moves no date.",
            Outcome.NON_VALIDATION.value: "It is needed still. The applicant is told of the right to appeal.",
        },
        error_messages={"required": "Select which notice you give"},
    )
    reasons = forms.TextField(
        label="Your reasons",
        hint="The applicant reads them. Say why the law or our list does or does not ask for it here.",
        rows=6,
        max_length=LONG,
        error_messages={"required": "Give your reasons: the applicant reads them"},
    )
