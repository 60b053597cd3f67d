"""Forms about plans that came unasked, at the desk and on the applicants' pages, and about who may see a case."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from core import forms
from documents.models import Document
from documents.tags import choices
from validation.forms_answers import FILES_HINT, AnyFilesField
from validation.models import AmendedPlan

COUNCILS_OWN = "Made or kept by the council"


class PlacesForm(forms.Form):
    """For each file of a set: what it takes the place of, or what it is. `places()` is what the services take."""

    def __init__(self, *args: Any, plans: Sequence[AmendedPlan], replaceable: Sequence[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plans = list(plans)
        instead = [(f"doc:{document.public_id}", f"Instead of: {_named(document)}") for document in replaceable]
        new = [(f"tag:{code}", f"New: {name}") for title, tags in choices() if title != COUNCILS_OWN for code, name in tags]
        for plan in self.plans:
            self.fields[self.name_of(plan)] = forms.SelectField(
                label=f"What is “{plan.document.name}”?",
                choices=[("", "Choose one"), *instead, *new],
                initial=_said(plan),
                error_messages={"required": f"Say what “{plan.document.name}” is"},
            )
        self.order_fields([self.name_of(plan) for plan in self.plans])

    @staticmethod
    def name_of(plan: AmendedPlan) -> str:
        return f"place-{plan.document.public_id}"

    def field_of(self, plan: AmendedPlan) -> Any:
        return self[self.name_of(plan)]

    def places(self) -> dict[UUID, str]:
        return {plan.document.public_id: self.cleaned_data.get(self.name_of(plan), "") for plan in self.plans}


def _named(document: Document) -> str:
    return f"{document.name} ({document.number})" if document.number else document.name


def _said(plan: AmendedPlan) -> str:
    if plan.replaces is not None:
        return f"doc:{plan.replaces.public_id}"
    return f"tag:{plan.tag}" if plan.tag else ""


class SendPlansForm(PlacesForm):
    """The set that somebody puts together on the applicants' pages."""

    says_optional = False

    files = AnyFilesField(label="Choose files")
    text = forms.TextField(
        label="What has changed, and why?", rows=5, max_length=5000, error_messages={"required": "Tell us what changed, and why"}
    )

    def __init__(self, *args: Any, megabytes: int, draft_url: str, complete: bool, **kwargs: Any) -> None:
        """complete: it is being sent, so nothing may be missing."""
        super().__init__(*args, **kwargs)
        self.complete = complete
        for name in ["text", *(self.name_of(plan) for plan in self.plans)]:
            self.fields[name].required = complete
        self.fields["files"].help_text = FILES_HINT.format(megabytes=megabytes)
        self.fields["files"].widget.attrs["accept"] = ".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"
        forms.draw(self.fields["text"], autosave=draft_url)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.complete and not self.plans and not cleaned.get("files"):
            self.add_error("files", "Choose at least one file to send")
        return cleaned

    def draft(self) -> dict[str, Any]:
        """What was filled in, to begin the form with again."""
        return {name: value for name, value in self.cleaned_data.items() if name != "files"}


class AcceptPlansForm(PlacesForm):
    words = forms.TextField(
        label="Anything you want to say to the applicant", hint="It goes out with the acceptance.", required=False, rows=3, max_length=5000
    )


class LeaveAsideForm(forms.Form):
    reason = forms.TextField(
        label="Why are the plans left aside?",
        hint="The applicant reads this.",
        rows=4,
        max_length=5000,
        error_messages={"required": "Say why the plans are left aside: the applicant will read it"},
    )


class CloseAccessForm(forms.Form):
    reason = forms.TextField(
        label="Why do you close the pages to them?",
        hint="They read this.",
        rows=3,
        max_length=1000,
        error_messages={"required": "Say why you close the pages to them"},
    )
