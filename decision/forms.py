"""Forms of deciding: they only validate."""

from typing import Any

from core import forms
from decision.outcomes import OUTCOMES


class RecommendationForm(forms.Form):
    version = forms.HiddenField(required=False)
    outcome = forms.ChoiceField(label="What do you recommend?", required=False, says_optional=False)
    reasons = forms.TextField(
        label="Reasons",
        hint="They are printed on the notice. Leave an empty line between one reason and the next.",
        required=False,
        says_optional=False,
        rows=8,
    )
    private_note = forms.TextField(label="Note to the reviewer", hint="Never published", required=False, rows=3)

    def __init__(self, *args: Any, outcomes: list[str], complete: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.complete = complete
        self.fields["outcome"].choices = [(code, OUTCOMES[code].label) for code in outcomes]  # type: ignore[attr-defined]

    def clean_version(self) -> int | None:
        value = self.cleaned_data["version"]
        return int(value) if str(value).isdigit() else None

    def goes_on_from(self, version: int) -> None:
        """The text was saved as a draft, whatever becomes of it next: a form shown again is of that version."""
        self.data = self.data.copy()
        self.data["version"] = str(version)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.complete and not cleaned.get("outcome"):
            self.add_error("outcome", "Choose what you recommend")
        if self.complete and not (cleaned.get("reasons") or "").strip():
            self.add_error("reasons", "Write the reasons for the decision")
        return cleaned


class ReviewForm(forms.Form):
    accepted = forms.YesNoField(
        label="Do you accept the recommendation?",
        yes="Yes, accept it",
        no="No, return it to the officer",
        inline=False,
        error_messages={"required": "Say whether you accept the recommendation"},
        reveal={"no": ["comment"]},
    )
    comment = forms.TextField(
        label="What should change?", hint="The officer sees this at the top of the task", required=False, says_optional=False, rows=4
    )


class DetermineForm(forms.Form):
    checked = forms.BooleanField(
        label="I have read the notice as it will be issued", error_messages={"required": "Read the notice, then tick this box"}
    )
