"""Forms of validation. They only validate."""

from collections.abc import Iterable
from typing import Any

from core import forms
from documents.tags import choices as tag_choices
from documents.tags import tag_name
from intake.red_line_field import RedLineField
from places.designations import DESIGNATIONS
from validation.grounds import CHOICES as GROUNDS
from validation.grounds import LOCAL_LIST
from validation.models import LocalListItem, ValidationRequest

Kind = ValidationRequest.Kind
LONG = 5000
ITEM = "item-"  # in front of the number of an item of the council's lists


class DocumentReviewForm(forms.Form):
    """One question for each document, made at run time: `fit_<pk>` and `reason_<pk>`."""

    says_optional = False

    def __init__(self, *args: Any, documents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.documents = list(documents)
        if any(document.checked is None for document in self.documents):
            self.fields["rest_fit"] = forms.BooleanField(label="All documents that I leave without an answer are fit", required=False)
        for document in self.documents:
            self.fields[f"fit_{document.pk}"] = forms.YesNoField(
                label=f"Is {document.name} fit for use?",
                hide_label=True,
                yes="Fit",
                no="Not fit",
                small=True,
                inline=True,
                required=False,
                initial=document.checked,
            )
            self.fields[f"reason_{document.pk}"] = forms.TextField(
                label=f"What is wrong with {document.name}?",
                hint="If it is not fit. The applicant reads this and is asked for a replacement.",
                rows=2,
                required=False,
                max_length=LONG,
                initial=document.check_note,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for document in self.documents:
            if cleaned.get(f"fit_{document.pk}") is False and not cleaned.get(f"reason_{document.pk}"):
                self.add_error(f"reason_{document.pk}", f"Say what is wrong with {document.name}")
        return cleaned

    def verdicts(self) -> dict[int, tuple[bool, str]]:
        """What was said of each document that something was said of, by its key."""
        said = {d.pk: (self.cleaned_data[f"fit_{d.pk}"], self.cleaned_data[f"reason_{d.pk}"]) for d in self.documents}
        if self.cleaned_data.get("rest_fit"):
            said = {pk: (True, "") if fit is None else (fit, reason) for pk, (fit, reason) in said.items()}
        return {pk: (fit, reason) for pk, (fit, reason) in said.items() if fit is not None}


class CheckForm(forms.Form):
    """Yes, or no with a reason that the applicant will read. A draft may leave the question open."""

    ok = forms.YesNoField(label="Is it right?", required=False, reveal={"no": ["note"]})
    note = forms.TextField(label="What is wrong?", hint="The applicant will read this.", required=False, max_length=LONG, rows=4)
    says_optional = False  # left open in a draft only
    missing_answer = "Select yes if it is right"
    missing_note = "Say what is wrong"

    def __init__(self, *args: Any, complete: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.complete = complete

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.complete and cleaned.get("ok") is None and "ok" not in self.errors:
            self.add_error("ok", self.missing_answer)
        if self.complete and cleaned.get("ok") is False and not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", self.missing_note)
        return cleaned

    def payload(self) -> dict[str, Any]:
        """What goes into the request beside its reason."""
        return {}

    def kept(self) -> dict[str, Any] | None:
        """What is kept of the answer beyond yes or no."""
        return None


class RedLineForm(CheckForm):
    ok = forms.YesNoField(label="Does the red line show the site correctly?", required=False, reveal={"no": ["note"]})
    note = forms.TextField(
        label="What is wrong with the red line?",
        hint="The applicant reads this and is asked for a corrected location plan.",
        required=False,
        max_length=LONG,
        rows=4,
    )
    missing_answer = "Select yes if the red line shows the site correctly"
    missing_note = "Say what is wrong with the red line"


class RedrawForm(forms.VersionedForm):
    """A corrected red line, and where it was taken from."""

    boundary = RedLineField(
        label="Red line",
        hide_label=True,
        hint="Around all the land that the application is about, and its access.",
        error_messages={"required": "Draw the red line, or give its coordinates"},
    )
    reason = forms.CharField(
        label="What was wrong, and what did you take it from?",
        hint="For example: it left out the access. Taken from location plan LP-01",
        max_length=300,
        error_messages={"required": "Say what was wrong with the line, and what you took it from"},
    )

    def __init__(self, *args: Any, board: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["boundary"].board.update(board)


class DescriptionForm(CheckForm):
    ok = forms.YesNoField(
        label="Does the description fit the proposal?",
        no="No, propose another",
        required=False,
        reveal={"no": ["proposed", "note"]},
    )
    proposed = forms.TextField(label="Description that you propose", required=False, max_length=LONG, rows=4)
    note = forms.TextField(
        label="Why should it change?",
        hint="The applicant reads this. The new description counts only once they agree.",
        required=False,
        max_length=LONG,
        rows=3,
    )
    missing_answer = "Select yes if the description fits the proposal"
    missing_note = "Say why the description should change"

    def __init__(self, *args: Any, current: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.current = current

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("ok") is False and self.complete:
            proposed = (cleaned.get("proposed") or "").strip()
            if not proposed:
                self.add_error("proposed", "Enter the description that you propose")
            elif proposed == self.current.strip():
                self.add_error("proposed", "The description that you propose is the one that stands already")
        return cleaned

    def payload(self) -> dict[str, Any]:
        return {"proposed": self.cleaned_data["proposed"].strip(), "previous": self.current}


class ConstraintForm(forms.Form):
    code = forms.SelectField(
        label="Add a constraint",
        choices=[("", "Choose one"), *sorted(DESIGNATIONS.items(), key=lambda pair: pair[1].lower())],
        error_messages={"required": "Choose a constraint to add"},
    )


class GroundForm(forms.Form):
    """What makes the request necessary; both sides read it. Left alone, it is what the kind rests on.

    `requirements`: items of the council's lists to choose from.
    """

    ground = forms.SelectField(label="What is it needed for?", choices=GROUNDS, required=False, says_optional=False)
    list_item = forms.CharField(
        label="Which item of the local list?", hint="If it is one that is not named in the list above", max_length=300, required=False
    )

    def __init__(self, *args: Any, requirements: Iterable[LocalListItem] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.requirements = {f"{ITEM}{item.pk}": item for item in requirements}
        asked = self.initial.get("requirement")
        if asked:
            self.initial["ground"] = f"{ITEM}{asked}" if f"{ITEM}{asked}" in self.requirements else self.initial.get("ground")
        if self.requirements:
            items = [(value, f"{item.name} ({item.source})" if item.source else item.name) for value, item in self.requirements.items()]
            self.fields["ground"].choices = [GROUNDS[0], ("Our lists of requirements", items), ("The law, and others", GROUNDS[1:])]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("ground") == LOCAL_LIST and not cleaned.get("list_item") and "list_item" not in self.errors:
            self.add_error("list_item", "Say which item of the local list it is")
        return cleaned

    def ground_given(self) -> dict[str, Any]:
        """What the request keeps of it: the words of an item as they are today, whatever becomes of the list."""
        chosen = self.cleaned_data["ground"]
        if item := self.requirements.get(chosen):
            return {"ground": item.ground, "list_item": item.name, "list_source": item.source, "requirement": item.pk}
        if not chosen:
            return {}
        return {"ground": chosen, "list_item": self.cleaned_data["list_item"], "list_source": "", "requirement": None}


class AdditionalDocumentForm(GroundForm):
    kind = Kind.ADDITIONAL_DOCUMENT
    title = "Ask for an additional document"
    field_order = ("tag", "reason", "ground", "list_item")
    tag = forms.SelectField(
        label="Which document?",
        choices=[("", "Choose one"), *[group for group in tag_choices() if "council" not in group[0]]],
        error_messages={"required": "Choose which document is missing"},
    )
    reason = forms.TextField(
        label="Why is it needed?",
        hint="The applicant will read this. Say what it must show and which requirement it meets.",
        rows=5,
        max_length=LONG,
        error_messages={"required": "Say why the document is needed"},
    )

    def payload(self) -> dict[str, Any]:
        return {"tag": self.cleaned_data["tag"], "document_type": tag_name(self.cleaned_data["tag"]), **self.ground_given()}


class OtherRequestForm(GroundForm):
    kind = Kind.OTHER
    title = "Ask for something else"
    field_order = ("reason", "suggestion", "ground", "list_item")
    reason = forms.TextField(
        label="What is missing or wrong?",
        hint="The applicant will read this.",
        rows=5,
        max_length=LONG,
        error_messages={"required": "Say what is missing or wrong"},
    )
    suggestion = forms.TextField(
        label="What should the applicant do?", rows=3, max_length=LONG, error_messages={"required": "Say what the applicant should do"}
    )

    def payload(self) -> dict[str, Any]:
        return {"suggestion": self.cleaned_data["suggestion"], **self.ground_given()}


class OwnershipRequestForm(GroundForm):
    kind = Kind.OWNERSHIP
    title = "Ask for the ownership certificate to be put right"
    field_order = ("reason", "ground", "list_item")
    reason = forms.TextField(
        label="What is wrong with the certificate?",
        hint="The applicant will read this. Say which land it is about, as far as you know.",
        rows=5,
        max_length=LONG,
        error_messages={"required": "Say what is wrong with the certificate"},
    )

    def payload(self) -> dict[str, Any]:
        return self.ground_given()


class ExtensionRequestForm(forms.Form):
    kind = Kind.TIME_EXTENSION
    title = "Ask for more time"
    proposed_until = forms.DateField3(
        label="Until when?",
        hint="The new last day to decide, for example, 27 3 2027",
        what="The new date",
        error_messages={"required": "Enter the new last day to decide"},
    )
    reason = forms.TextField(
        label="Why is more time needed?",
        hint="The applicant will read this. The date counts only once they agree in writing.",
        rows=5,
        max_length=LONG,
        error_messages={"required": "Say why more time is needed"},
    )

    def payload(self) -> dict[str, Any]:
        return {"proposed_until": self.cleaned_data["proposed_until"].isoformat()}


class ProposeLineForm(forms.Form):
    """A corrected red line for the applicant to agree to."""

    boundary = RedLineField(
        label="The red line that you propose",
        hide_label=True,
        hint="The applicant sees it beside their own. It counts only once they agree.",
        error_messages={"required": "Draw the red line, or give its coordinates"},
    )
    reason = forms.TextField(
        label="What is wrong with the red line?",
        hint="The applicant will read this.",
        rows=4,
        max_length=LONG,
        error_messages={"required": "Say what is wrong with the red line"},
    )

    def __init__(self, *args: Any, board: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["boundary"].board.update(board)


class EditRequestForm(GroundForm, forms.VersionedForm):
    """The words of a request that has not been sent."""

    reason = forms.TextField(
        label="What the applicant reads", rows=6, max_length=LONG, error_messages={"required": "Say what is needed and why"}
    )

    field_order = ("version", "reason", "suggestion", "ground", "list_item")

    def payload(self) -> dict[str, Any]:
        return self.ground_given()


class EditWithSuggestionForm(EditRequestForm):
    suggestion = forms.TextField(
        label="What should the applicant do?", rows=3, max_length=LONG, error_messages={"required": "Say what the applicant should do"}
    )

    def payload(self) -> dict[str, Any]:
        return {"suggestion": self.cleaned_data["suggestion"], **self.ground_given()}


class MessageForm(forms.Form):
    text = forms.TextField(
        label="Your message",
        hint="It is emailed to the applicant.",
        rows=5,
        max_length=LONG,
        error_messages={"required": "Enter your message"},
    )


class AttachForm(forms.Form):
    files = forms.MultipleFileField(
        label="Choose files", hint="For example a marked-up plan", error_messages={"required": "Choose a file to add"}
    )


class CancelRequestForm(forms.Form):
    reason = forms.TextField(
        label="Why is it cancelled?",
        hint="If it had been sent, the applicant is told this by email.",
        rows=3,
        max_length=1000,
        error_messages={"required": "Say why the request is cancelled"},
    )


NEW_REQUEST_FORMS: dict[str, Any] = {
    "document": AdditionalDocumentForm,
    "ownership": OwnershipRequestForm,
    "extension": ExtensionRequestForm,
    "other": OtherRequestForm,
}
