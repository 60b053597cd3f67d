"""The answer to one request, as the applicant gives it or an officer records it. They only validate; what must be filled in is the
service's to say."""

from typing import Any

from django.forms import HiddenInput
from django.utils import timezone

from core import forms
from validation.certificates import CERTIFICATES, MOST_OWNERS
from validation.kinds import AGREEMENT, DOCUMENTS, TEXT

LONGEST = 20000
AT_FIRST = 2
FILES_HINT = "PDF, PNG or JPEG, up to {megabytes} MB each. You can choose several at once."


class AnyFilesField(forms.MultipleFileField):
    """Files of every sort: whether they can be kept is said by the service, one sentence for each."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"required": False, "allow_empty_file": True} | kwargs))


class AnswerForm(forms.Form):
    """The answer to one request. Which fields it has depends on the kind; what must be filled in is the service's to say."""

    says_optional = False

    agree = forms.YesNoField(label="Do you agree?", yes="Yes, I agree", no="No, I do not agree", required=False)
    text = forms.TextField(label="Your answer", required=False, rows=6, max_length=LONGEST)
    files = AnyFilesField(label="Choose files")

    def __init__(self, *args: Any, shape: str, megabytes: int, draft_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if shape != AGREEMENT:
            del self.fields["agree"]
        if shape == AGREEMENT:
            del self.fields["files"]
            self.fields["text"].label = "If you do not agree, tell us why and what you propose instead"
        if shape == DOCUMENTS:
            self.fields["text"].label = "Anything you want to say about it (optional)"
            self.order_fields(["files", "text"])
        if shape == TEXT:
            self.fields["files"].label = "Evidence (optional)"
        if "files" in self.fields:
            self.fields["files"].help_text = FILES_HINT.format(megabytes=megabytes)
            self.fields["files"].widget.attrs["accept"] = ".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"
        forms.draw(self.fields["text"], autosave=draft_url)

    def draft(self, more: int = 0) -> dict[str, Any]:
        """What was filled in, to begin the form with again."""
        return {name: value for name, value in self.cleaned_data.items() if name != "files"}


class CertificateAnswerForm(forms.Form):
    """A new certificate with the owners who were told, or why the one that was sent is right. `rows`: owners on the page."""

    says_optional = False

    agree = forms.YesNoField(
        label="Do you send a new certificate?", yes="Yes, it is below", no="No, the one that I sent is right", required=False
    )
    certificate = forms.ChoiceField(label="Which certificate is right?", choices=CERTIFICATES, required=False)
    agricultural_tenants = forms.YesNoField(label="Is any of the land let to a farm tenant?", required=False)
    steps = forms.TextField(
        label="For certificates C and D: what did you do to find the others?",
        hint="Say in which newspaper you published a notice, and when.",
        required=False,
        rows=4,
        max_length=5000,
    )
    text = forms.TextField(label="If you send no new one, tell us why the certificate is right", required=False, rows=4, max_length=LONGEST)
    rows = forms.IntegerField(widget=HiddenInput, required=False)

    def __init__(self, *args: Any, draft_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = min(max(self._rows(), AT_FIRST), MOST_OWNERS)
        for number in range(self.count):
            self.fields[f"owner_{number}"] = forms.CharField(label="Name", max_length=300, required=False)
            self.fields[f"owner_address_{number}"] = forms.CharField(label="Address", max_length=500, required=False)
            self.fields[f"owner_told_on_{number}"] = forms.DateField3(
                label="When was notice given?", what="The day of the notice", required=False, latest=timezone.localdate
            )
        forms.draw(self.fields["text"], autosave=draft_url)

    def _rows(self) -> int:
        said = str(self.data.get("rows") or "") if self.is_bound else str(self.initial.get("rows") or "")
        return int(said) if said.isdigit() and len(said) < 4 else 0

    def owner_rows(self) -> list[tuple[int, Any, Any, Any]]:
        """For the page: number, and the three fields of each owner."""
        return [(n + 1, self[f"owner_{n}"], self[f"owner_address_{n}"], self[f"owner_told_on_{n}"]) for n in range(self.count)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(self.count):
            said = cleaned.get(f"owner_address_{number}") or cleaned.get(f"owner_told_on_{number}")
            if said and not cleaned.get(f"owner_{number}"):
                self.add_error(f"owner_{number}", f"Enter the name of owner {number + 1}")
        return cleaned

    def certificate_given(self) -> dict[str, Any]:
        """As validation.services.answer_request takes it."""
        given = self.cleaned_data
        rows = [(given[f"owner_{n}"], given[f"owner_address_{n}"], given[f"owner_told_on_{n}"]) for n in range(self.count)]
        owners = [{"name": name, "address": where, "told_on": told.isoformat() if told else ""} for name, where, told in rows if name]
        tenants = {True: "yes", False: "no", None: ""}[given["agricultural_tenants"]]
        return {"certificate": given["certificate"], "agricultural_tenants": tenants, "owners": owners, "steps": given["steps"].strip()}

    def draft(self, more: int = 0) -> dict[str, Any]:
        """What was filled in, to begin the form with again; `more` owners are added."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "rows"}
        dates = {name: value.isoformat() for name, value in given.items() if hasattr(value, "isoformat")}
        return {**given, **dates, "rows": self.count + more}
