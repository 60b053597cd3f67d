"""Forms of the document pages. They only validate."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from core import forms
from documents.kinds import accept, words_for_kinds
from documents.listing import DUE, SORTS, Chosen
from documents.models import Document
from documents.numbering import guess
from documents.tags import DRAWINGS, EVIDENCE, GROUP_NAMES, INTERNAL, SUPPORTING, all_tags, choices, kept_back_because, tag_name

VISIBILITY_HINTS = {
    Document.Visibility.PRIVATE: "Only people of this council",
    Document.Visibility.CONSULTEES: "And the consultees of this case",
    Document.Visibility.PUBLIC: "Anybody, once the case is public",
}


class UploadForm(forms.Form):
    files = forms.MultipleFileField(label="Files")
    tag = forms.SelectField(label="What they are", required=False)
    received_on = forms.DateField3(label="Date received", required=False, hint="Leave empty for today", latest=timezone.localdate)

    again = forms.BooleanField(label="Add files that are already here all the same", required=False)

    def __init__(self, *args: Any, largest: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.largest = largest
        self.fields["tag"].choices = [("", "Choose later"), *choices()]
        limit = f" Up to {largest // 1_000_000} MB each." if largest else ""
        say_kinds(self.fields["files"], f"{words_for_kinds()}.{limit} Choose or drop as many as you like.")
        self._again = self.fields["again"]
        if "again" not in self.data:
            del self.fields["again"]

    def offer_again(self) -> None:
        """Show the box that says to add what is already here; the page does not ask before there is such a file."""
        self.fields["again"] = self._again

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        return {"again": False, **cleaned}


def say_kinds(field: Any, hint: str) -> None:
    """What a file field takes, in its hint and for the browser's dialogue; it depends on what is installed here."""
    field.help_text = hint
    forms.draw(field, attributes={"accept": accept()})


NUMBER_HINT = "With its revision, such as A-102 rev C. Commas between the numbers of several drawings"
WHY_LABEL = "Why it is seen so"
WHY_HINT = "For papers of a kind that is kept back, and for what an issued decision notice lists. It stands in the history."


class DocumentForm(forms.VersionedForm):
    """What is known of one document. Tags come in groups; `cleaned_data["tags"]` has them all."""

    name = forms.CharField(label="Name", max_length=255)
    number = forms.CharField(label="Drawing number", max_length=100, required=False, hint=NUMBER_HINT)
    drawings = forms.MultipleChoiceField(label=GROUP_NAMES[DRAWINGS], required=False, small=True, hide_label=True)
    supporting = forms.MultipleChoiceField(label=GROUP_NAMES[SUPPORTING], required=False, small=True, hide_label=True)
    evidence = forms.MultipleChoiceField(label=GROUP_NAMES[EVIDENCE], required=False, small=True, hide_label=True)
    internal = forms.MultipleChoiceField(label=GROUP_NAMES[INTERNAL], required=False, small=True, hide_label=True)
    received_on = forms.DateField3(label="Date received", latest=timezone.localdate)
    visibility = forms.ChoiceField(
        label="Who can see it", choices=Document.Visibility.choices, choice_hints=VISIBILITY_HINTS, small=True, label_size="s"
    )
    reason = forms.CharField(label=WHY_LABEL, max_length=300, required=False, hint=WHY_HINT)
    in_decision_notice = forms.BooleanField(label="List it in the decision notice", required=False)

    TAG_GROUPS = (DRAWINGS, SUPPORTING, EVIDENCE, INTERNAL)

    def __init__(self, *args: Any, record: Document, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        self.tags_before = record.tags
        if not self.is_bound and not kept_back_because(record.tags) and not record.in_decision_notice:
            del self.fields["reason"]
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
    files = forms.FileField(label="File")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_kinds(self.fields["files"], words_for_kinds())


class ReplaceForm(NewFileForm):
    number = forms.CharField(label="Drawing number", max_length=100, required=False, hint=NUMBER_HINT)
    received_on = forms.DateField3(label="Date received", required=False, hint="Leave empty for today", latest=timezone.localdate)


class ListForm(forms.Form):
    """Which documents the list shows; in the address, so that it can be kept and sent."""

    says_optional = False

    words = forms.CharField(label="Name, number or note", max_length=200, required=False)
    group = forms.SelectField(label="Group", required=False, choices=[("", "All"), *GROUP_NAMES.items()])
    tag = forms.SelectField(label="Tag", required=False)
    source = forms.SelectField(label="From", required=False, choices=[("", "Anybody"), *Document.Source.choices])
    visibility = forms.SelectField(
        label="Who can see it", required=False, choices=[("", "All"), *Document.Visibility.choices, (DUE, "Could be public, and is not")]
    )
    checked = forms.SelectField(
        label="Checked",
        required=False,
        choices=[("", "All"), ("yes", "Fit for its purpose"), ("no", "Must be replaced"), ("unseen", "Not checked yet")],
    )
    sort = forms.SelectField(label="Order", required=False, choices=list(SORTS.items()))

    def __init__(self, *args: Any, tags: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tag"].choices = [("", "All"), *((code, tag_name(code)) for code in sorted(set(tags), key=tag_name))]

    def chosen(self) -> Chosen:
        """What was chosen; what cannot be chosen (an old address) counts as nothing."""
        self.is_valid()
        return Chosen(**{name: self.cleaned_data.get(name) or "" for name in self.fields})


class RedactedForm(NewFileForm):
    """A copy that an officer redacted: the file, and whether the public sees it at once."""

    seen = forms.ChoiceField(
        label="Who can see the copy?",
        choices=[("private", "Officers, until somebody publishes it"), ("public", "Anybody, from now on")],
        choice_hints={"private": "So that somebody can look through it first", "public": "Once the case is public"},
        reveal={"public": ["reason"]},
        label_size="s",
        error_messages={"required": "Select who can see the copy"},
    )
    reason = forms.CharField(
        label="What was taken out, and why the rest may be public",
        max_length=300,
        required=False,
        hint="It stands in the history, with your name",
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("seen") == "public":
            forms.require(self, "reason", "Say what was taken out and why the rest may be public")
        return cleaned


class ManyForm(forms.Form):
    """What one action needs for many documents: see documents.services.batch.Wanted. Only the fields of the action are there."""

    drawings = forms.MultipleChoiceField(label=GROUP_NAMES[DRAWINGS], required=False, small=True, hide_label=True)
    supporting = forms.MultipleChoiceField(label=GROUP_NAMES[SUPPORTING], required=False, small=True, hide_label=True)
    evidence = forms.MultipleChoiceField(label=GROUP_NAMES[EVIDENCE], required=False, small=True, hide_label=True)
    internal = forms.MultipleChoiceField(label=GROUP_NAMES[INTERNAL], required=False, small=True, hide_label=True)
    drop_tags = forms.BooleanField(label="Take off the tags that they have now", required=False)
    received_on = forms.DateField3(label="Date received", latest=timezone.localdate)
    reason = forms.CharField(
        label="Why are they archived?", max_length=300, error_messages={"required": "Say why the documents are archived"}
    )

    OF_ACTION = {
        "tag": (*DocumentForm.TAG_GROUPS, "drop_tags"),
        "receive": ("received_on",),
        "archive": ("reason",),
    }

    def __init__(self, *args: Any, action: str, documents: Sequence[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.action, self.documents = action, documents
        for name in list(self.fields):
            if name not in self.OF_ACTION.get(action, ()):
                del self.fields[name]
            elif name in DocumentForm.TAG_GROUPS:
                self.fields[name].choices = [(tag.code, tag.name) for tag in all_tags().values() if tag.group == name]
        if action == "number":
            for document in documents:
                self.fields[f"number_{document.public_id}"] = forms.CharField(
                    label=document.name,
                    max_length=100,
                    required=False,
                    width=20,
                    says_optional=False,
                    initial=document.number or guess(document.name),
                )

    def wanted(self) -> dict[str, Any]:
        """The fields of Wanted, beside its action."""
        given = self.cleaned_data
        tags = [code for group in DocumentForm.TAG_GROUPS for code in given.get(group, [])]
        numbers = {name.removeprefix("number_"): value for name, value in given.items() if name.startswith("number_")}
        plain = {name: given[name] for name in ("drop_tags", "received_on", "reason") if name in given}
        return plain | {"add_tags": tags, "numbers": numbers}

    def tag_groups(self) -> list[dict[str, Any]]:
        groups = [group for group in DocumentForm.TAG_GROUPS if group in self.fields]
        return [{"title": GROUP_NAMES[group], "field": self[group], "open": bool(self[group].value())} for group in groups]
