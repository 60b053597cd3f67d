"""Forms of the inbox."""

from typing import Any

from core import forms
from intake.models import Submission


class InboxFilter(forms.Form):
    """What is looked for in the inbox. The state is chosen by the tabs above."""

    state = forms.HiddenField(required=False)
    q = forms.CharField(label="Sender’s reference, or case", required=False, max_length=200, width=20)
    source = forms.SelectField(label="Came through", required=False, choices=[("", "Any door"), *Submission.Source.choices])
    since = forms.DateField3(label="Received from", required=False, what="first day")
    until = forms.DateField3(label="Received to", required=False, what="last day")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        since, until = found.get("since"), found.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day must not be before the first.")
        return found


class SetAsideForm(forms.Form):
    reason = forms.TextField(
        label="Why is it set aside?",
        hint="Whoever asks about it later reads this, for example “Sent by mistake; the agent will send it again”.",
        max_length=2000,
        rows=3,
        error_messages={"required": "Say why it is set aside"},
    )
