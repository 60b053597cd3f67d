"""Forms of the document pages. They only validate."""

from typing import Any

from django.utils import timezone

from core import forms
from documents.models import Document
from documents.tags import DRAWINGS, EVIDENCE, GROUP_NAMES, INTERNAL, SUPPORTING, all_tags, choices

ACCEPT = ".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"
KINDS_HINT = "PDF, PNG or JPEG. You can choose several at once."
VISIBILITY_HINTS = {
    Document.Visibility.PRIVATE: "Only people of this council",
    Document.Visibility.CONSULTEES: "And the consultees of this case",
    Document.Visibility.PUBLIC: "Anybody, once the case is public",
}


class UploadForm(forms.Form):
    files = forms.MultipleFileField(label="Files", hint=KINDS_HINT, attributes={"accept": ACCEPT})
    tag = forms.SelectField(label="What they are", required=False)
    received_on = forms.DateField3(label="Date received", required=False, hint="Leave empty for today", latest=timezone.localdate)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tag"].choices = [("", "Choose later"), *choices()]


class DocumentForm(forms.VersionedForm):
    """What is known of one document. Tags come in groups; `cleaned_data["tags"]` has them all."""

    name = forms.CharField(label="Name", max_length=255)
    number = forms.CharField(label="Drawing number", max_length=100, required=False, hint="With its revision, such as A-102 C")
    drawings = forms.MultipleChoiceField(label=GROUP_NAMES[DRAWINGS], required=False, small=True, hide_label=True)
    supporting = forms.MultipleChoiceField(label=GROUP_NAMES[SUPPORTING], required=False, small=True, hide_label=True)
    evidence = forms.MultipleChoiceField(label=GROUP_NAMES[EVIDENCE], required=False, small=True, hide_label=True)
    internal = forms.MultipleChoiceField(label=GROUP_NAMES[INTERNAL], required=False, small=True, hide_label=True)
    received_on = forms.DateField3(label="Date received", latest=timezone.localdate)
    visibility = forms.ChoiceField(
        label="Who can see it", choices=Document.Visibility.choices, choice_hints=VISIBILITY_HINTS, small=True, label_size="s"
    )
    in_decision_notice = forms.BooleanField(label="List it in the decision notice", required=False)

    TAG_GROUPS = (DRAWINGS, SUPPORTING, EVIDENCE, INTERNAL)

    def __init__(self, *args: Any, record: Document, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        self.tags_before = record.tags
        for group in self.TAG_GROUPS:
            self.fields[group].choices = [(tag.code, tag.name) for tag in all_tags().values() if tag.group == group]

    @classmethod
    def initial_of(cls, document: Document) -> dict[str, Any]:
        tags = {
            group: [code for code in document.tags if code in all_tags() and all_tags()[code].group == group] for group in cls.TAG_GROUPS
        }
        facts = ("name", "number", "received_on", "visibility", "in_decision_notice")
        return {name: getattr(document, name) for name in facts} | tags

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        ticked = [code for group in self.TAG_GROUPS for code in cleaned.pop(group, [])]
        kept = [code for code in self.tags_before if code in ticked or code not in all_tags()]
        cleaned["tags"] = kept + [code for code in ticked if code not in kept]
        return cleaned

    def tag_groups(self) -> list[dict[str, Any]]:
        """The groups for the page: title, field, and whether any of it is ticked."""
        return [{"title": GROUP_NAMES[group], "field": self[group], "open": bool(self[group].value())} for group in self.TAG_GROUPS]


class ArchiveForm(forms.Form):
    reason = forms.CharField(label="Why is it archived?", max_length=300, error_messages={"required": "Say why the document is archived"})


class NewFileForm(forms.Form):
    files = forms.FileField(label="File", hint="PDF, PNG or JPEG", attributes={"accept": ACCEPT})
