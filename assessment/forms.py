"""Forms of assessment: they only validate."""

from core import forms


class SiteVisitForm(forms.Form):
    needed = forms.ChoiceField(
        label="Was the site visited?",
        choices=[("yes", "Yes, I visited"), ("no", "No visit is needed")],
        reveal={"yes": ["visited_on", "notes", "photographs"]},
        error_messages={"required": "Say whether the site was visited"},
    )
    visited_on = forms.DateField3(label="Date of the visit", hint="For example, 27 3 2026", required=False, says_optional=False)
    notes = forms.TextField(label="What you saw", required=False, says_optional=False, rows=6)
    photographs = forms.MultipleFileField(
        label="Photographs", hint="JPEG or PNG, kept private until somebody publishes them", required=False
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("needed") == "yes":
            if not cleaned.get("visited_on") and "visited_on" not in self.errors:
                self.add_error("visited_on", "Enter the date of the visit")
            if not cleaned.get("notes"):
                self.add_error("notes", "Write what you saw")
        return cleaned


class SummaryForm(forms.Form):
    version = forms.HiddenField(required=False)
    text = forms.TextField(label="Text", required=False, says_optional=False, rows=14, spellcheck=True)

    def clean_version(self) -> int | None:
        value = self.cleaned_data["version"]
        return int(value) if str(value).isdigit() else None


class ConditionForm(forms.VersionedForm):
    title = forms.CharField(label="Title", max_length=200, error_messages={"required": "Enter a title"})
    text = forms.TextField(label="Condition", rows=5, error_messages={"required": "Write the condition"})
    reason = forms.TextField(
        label="Reason", rows=3, error_messages={"required": "Give the reason: the notice must state one for each condition"}
    )
    pre_commencement = forms.BooleanField(label="Something must be done before work starts", required=False)


class NewConditionForm(forms.Form):
    title = forms.CharField(label="Title", max_length=200, error_messages={"required": "Enter a title"})
    text = forms.TextField(label="Condition", rows=5, error_messages={"required": "Write the condition"})
    reason = forms.TextField(
        label="Reason", rows=3, error_messages={"required": "Give the reason: the notice must state one for each condition"}
    )
    pre_commencement = forms.BooleanField(label="Something must be done before work starts", required=False)


class NewInformativeForm(forms.Form):
    title = forms.CharField(label="Title", max_length=200, error_messages={"required": "Enter a title"})
    text = forms.TextField(label="Informative", rows=5, error_messages={"required": "Write the informative"})


class InformativeForm(forms.VersionedForm):
    title = forms.CharField(label="Title", max_length=200, error_messages={"required": "Enter a title"})
    text = forms.TextField(label="Informative", rows=5, error_messages={"required": "Write the informative"})
