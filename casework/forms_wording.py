"""The form for a council's own words of a message."""

from typing import Any

from django.forms import HiddenInput, IntegerField

from core import forms
from notifications.catalogue import MessageType
from notifications.wording import LONGEST_BODY, LONGEST_SUBJECT, Text, faults_of


class WordingForm(forms.Form):
    """`based_on`: the change that the page showed last, so that two people do not overwrite each other."""

    subject = forms.CharField(label="Subject", max_length=LONGEST_SUBJECT, error_messages={"required": "Enter a subject"})
    body = forms.TextField(
        label="What it says",
        hint="“Dear …” above it, and the council’s name and contact details below it, are added by themselves.",
        rows=18,
        max_length=LONGEST_BODY,
        error_messages={"required": "Enter what the message says"},
    )
    based_on = IntegerField(widget=HiddenInput, required=False)

    def __init__(self, *args: Any, message_type: MessageType, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.message_type = message_type

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            for fault in faults_of(self.message_type, self.text):
                self.add_error(fault.field, fault.words)
        return cleaned

    @property
    def text(self) -> Text:
        return Text(self.cleaned_data["subject"], self.cleaned_data["body"].replace("\r\n", "\n"))
