"""Forms that undo, correct, and answer a request to withdraw. They only validate."""

from typing import Any

from django.utils import timezone

from core import forms

PUBLIC_WORDS = "Shown in the history and in the message to the applicant. Leave out anything private."


def _reason(label: str = "Reason") -> forms.TextField:
    return forms.TextField(label=label, hint=PUBLIC_WORDS, rows=4, max_chars=2000, error_messages={"required": "Enter a reason"})


class ReasonForm(forms.Form):
    """Why."""

    reason = _reason()


class DayForm(forms.Form):
    """The right date, and why. `seen` is what was shown as its effect (casework.views.undoing.LooksFirst)."""

    day = forms.DateField3(
        label="The right date",
        what="The date",
        latest=timezone.localdate,
        error_messages={"required": "Enter the right date"},
    )
    reason = _reason("How do you know?")


class TypeForm(forms.Form):
    """The right type, and why. `cleaned_data["type"]` is an ApplicationType."""

    type = forms.SelectField(label="The right type", error_messages={"required": "Choose the right type"})
    reason = _reason()

    def __init__(self, *args: Any, types: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.types = {type_.code: type_ for type_ in types}
        self.fields["type"].choices = [("", "Choose a type"), *((code, type_.name) for code, type_ in self.types.items())]
        self.fields["type"].error_messages["invalid_choice"] = "Choose a type that the council takes"

    def clean_type(self) -> Any:
        return self.types.get(self.cleaned_data["type"])


class WithdrawalForm(forms.Form):
    """Whether the application is withdrawn, as was asked."""

    answer = forms.ChoiceField(
        label="Is the application withdrawn?",
        choices=[("withdraw", "Yes, withdraw it"), ("decline", "No, it goes on")],
        choice_hints={
            "withdraw": "The case ends, and unanswered requests are cancelled",
            "decline": "For example, the applicant and the agent disagree",
        },
        reveal={"decline": ["reason"]},
        error_messages={"required": "Select whether the application is withdrawn"},
    )
    reason = forms.TextField(
        label="Why is it not withdrawn?", hint=PUBLIC_WORDS, rows=4, max_chars=2000, required=False, says_optional=False
    )

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("answer") == "decline" and not self.cleaned_data.get("reason", "").strip():
            self.add_error("reason", "Enter why it is not withdrawn")
        return self.cleaned_data
