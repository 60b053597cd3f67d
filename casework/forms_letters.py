"""Forms of the print room and of what is written by hand. They only validate."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from core import forms


class PostedForm(forms.Form):
    """When a run was posted, and which of its letters did not print. `cleaned_data["spoilt"]`: their numbers."""

    posted_on = forms.DateField3(
        label="When were they posted?",
        what="The day of posting",
        latest=timezone.localdate,
        error_messages={"required": "Enter the day on which the letters were posted"},
    )
    spoilt = forms.MultipleChoiceField(
        label="Which letters did not print?",
        hint="These wait for the next print run. Leave all empty if every letter was posted.",
        choices=[],
        required=False,
        small=True,
    )

    def __init__(self, *args: Any, letters: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["spoilt"].choices = [(str(row.position), f"{row.position}. {row.message.to_name}, {row.message.to}") for row in letters]

    def clean_spoilt(self) -> list[int]:
        return [int(position) for position in self.cleaned_data["spoilt"]]
