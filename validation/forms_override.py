"""The form that marks an application valid in spite of what stands in the way. It only validates."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError

from applications.lifecycle import Block
from core import forms


class OverrideForm(forms.Form):
    """Each thing in the way, ticked, and why the application is valid all the same."""

    in_spite_of = forms.MultipleChoiceField(
        label="Tick each thing that you have considered",
        choices=[],
        error_messages={"required": "Tick each thing that you have considered", "invalid_choice": "The list has changed. Look at it again"},
    )
    reason = forms.TextField(
        label="Why is it valid all the same?",
        hint="Kept in the history and shown on the case.",
        rows=4,
        max_chars=2000,
        error_messages={"required": "Enter why it is valid all the same"},
    )

    def __init__(self, *args: Any, blocks: Sequence[Block], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.blocks = [block.reason for block in blocks]
        self.fields["in_spite_of"].choices = [(words, words) for words in self.blocks]

    def clean_in_spite_of(self) -> list[str]:
        ticked: list[str] = self.cleaned_data["in_spite_of"]
        if set(ticked) != set(self.blocks):
            raise ValidationError("Tick each thing on the list: it is valid in spite of all of them, or not")
        return ticked
