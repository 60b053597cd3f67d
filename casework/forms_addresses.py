"""Forms about what did not arrive."""

from core import forms


class EmailForm(forms.Form):
    email = forms.EmailField(
        label="Email address",
        hint="Messages that did not arrive are sent to it again. Links that went to the old one no longer work.",
        max_length=320,
        error_messages={"required": "Enter the email address that is right"},
    )


class SettleForm(forms.Form):
    how = forms.TextField(
        label="How was the person told, or why need they not be?",
        hint="It goes into the history. For example, “Called on 3 March and read it to her”.",
        rows=3,
        max_length=1000,
        error_messages={"required": "Say how the person was told, or why they need not be"},
    )
