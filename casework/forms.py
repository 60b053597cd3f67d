"""Forms of the desk. They only validate."""

from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.selectors import officers_of
from core import forms

NOBODY = "nobody"


class AssignForm(forms.Form):
    """Who has the case. `cleaned_data["officer"]` is a User or None."""

    officer = forms.SelectField(label="Case officer", error_messages={"required": "Choose an officer"})

    def __init__(self, *args: Any, authority: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(member.user_id): member.user for member in officers_of(authority)}
        self.fields["officer"].choices = [(NOBODY, "Nobody"), *((key, user.name) for key, user in self.members.items())]
        self.fields["officer"].error_messages["invalid_choice"] = "Choose an officer of this council"

    def clean_officer(self) -> User | None:
        return self.members.get(self.cleaned_data["officer"])


class AssignManyForm(AssignForm):
    """An officer and the ticked cases of the council, which come as `case` many times."""

    def __init__(self, *args: Any, authority: Any, **kwargs: Any) -> None:
        super().__init__(*args, authority=authority, **kwargs)
        self.authority = authority

    def clean(self) -> dict[str, Any]:
        ids = [int(value) for value in self.data.getlist("case") if value.isascii() and value.isdigit() and len(value) < 19]
        cases = list(self.authority.applications.filter(pk__in=ids).select_related("case"))
        if not cases:
            self.add_error(None, "Tick the cases that you want to assign.")
        return self.cleaned_data | {"cases": cases}


class CloseForm(forms.Form):
    """How a case ends without a decision, and why."""

    how = forms.ChoiceField(
        label="How does it end?",
        choices=[],
        error_messages={"required": "Select how the case ends"},
    )
    reason = forms.TextField(
        label="Reason",
        hint="Shown in the history and in the email to the applicant. Leave out names and anything private.",
        rows=4,
        max_chars=2000,
        error_messages={"required": "Enter a reason"},
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], hints: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["how"].choices = choices
        forms.draw(self.fields["how"], choice_hints=hints)


class ExtensionForm(forms.Form):
    """A longer period that was agreed in writing."""

    agreed_until_on = forms.DateField3(
        label="Decide by",
        what="The new date",
        hint="The last day of the agreed period",
        error_messages={"required": "Enter the agreed date"},
    )
    agreed_on = forms.DateField3(
        label="Agreed on",
        what="The day of the agreement",
        latest=timezone.localdate,
        error_messages={"required": "Enter the day on which it was agreed"},
    )
    evidence = forms.TextField(
        label="How was it agreed in writing?",
        hint="For example, the agent’s email of 20 November 2026",
        rows=3,
        max_chars=1000,
        error_messages={"required": "Say where the written agreement is"},
    )
