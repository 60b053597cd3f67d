"""Writing down what came in by phone, post or email. The forms only validate."""

from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from casework.models import ReceivedItem
from casework.services.received import Incoming
from core import forms
from documents.forms import say_kinds
from documents.kinds import words_for_kinds
from validation.forms_answers import AnswerForm, CertificateAnswerForm

About = ReceivedItem.About
EVIDENCE_HINT = "{kinds}. Only officers see it. The attachments of an email are taken out of it and listed with the documents."


class IncomingForm(forms.Form):
    """What came in: from whom, how and when. `people`: the parties of the case by role."""

    says_optional = False

    token = forms.HiddenField(required=False)
    how = forms.ChoiceField(
        label="How did it come?", choices=ReceivedItem.How, small=True, error_messages={"required": "Select how it came"}
    )
    sender = forms.ChoiceField(label="Who is it from?", small=True, error_messages={"required": "Select who it is from"})
    from_name = forms.CharField(
        label="Their name",
        hint="Leave empty for the applicant or agent, unless somebody else spoke or wrote for them",
        max_length=300,
        required=False,
        autocomplete="off",
    )
    received_on = forms.DateField3(
        label="When did it come?",
        what="The day on which it came",
        hint="The day on which it reached the council, not today’s if that was later",
        latest=timezone.localdate,
        error_messages={"required": "Enter the day on which it came"},
    )
    subject = forms.CharField(label="What is it about, in one line?", max_length=300, error_messages={"required": "Enter what it is about"})
    note = forms.TextField(label="What does it say? (optional)", hint="For a call: what was said", rows=5, max_length=20000, required=False)
    evidence = forms.MultipleFileField(label="The letter or email itself (optional)", required=False)

    def __init__(self, *args: Any, people: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        others = [choice for choice in ReceivedItem.Sender.choices if choice[0] not in ("agent", "applicant")]
        self.fields["sender"].choices = [(role, f"{party.name} ({role})") for role, party in people.items()] + others
        self.fields["token"].initial = str(uuid4())
        say_kinds(self.fields["evidence"], EVIDENCE_HINT.format(kinds=words_for_kinds()))

    def clean_token(self) -> UUID:
        try:
            return UUID(self.cleaned_data["token"])
        except ValueError:
            return uuid4()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        party = self.people.get(cleaned.get("sender", ""))
        if party is None and cleaned.get("sender") and not cleaned.get("from_name"):
            self.add_error("from_name", "Enter the name of whoever sent it or called")
        cleaned["from_name"] = cleaned.get("from_name") or (party.name if party else "")
        return cleaned

    def incoming(self, subject: str = "") -> Incoming:
        """As casework.services.record_received takes it; `subject` where the form does not ask for one."""
        given = self.cleaned_data
        return Incoming(
            public_id=given["token"],
            how=given["how"],
            sender=given["sender"],
            from_name=given["from_name"],
            received_on=given["received_on"],
            subject=subject or given["subject"],
            text=given.get("note", "").strip(),
            files=given["evidence"],
        )


class ReceivedForm(IncomingForm):
    """Anything but an answer: what it is, and the new date where a longer period was agreed."""

    about = forms.ChoiceField(
        label="What is it?",
        choices=[],
        reveal={About.EXTENSION: ["agreed_until_on"]},
        error_messages={"required": "Select what it is"},
    )
    agreed_until_on = forms.DateField3(label="Agreed to decide by", what="The agreed date", required=False)

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = kinds

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("about") == About.EXTENSION and "agreed_until_on" not in self.errors:
            forms.require(self, "agreed_until_on", "Enter the agreed date")
        return cleaned


class RecordAnswerForm(IncomingForm, AnswerForm):
    """The answer to one request, in words for whoever writes down somebody else's."""

    subject = note = None  # the request says what it is about, the answer what was said

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "What they said"
        if "agree" in self.fields:
            self.fields["agree"].label = "Do they agree?"
            self.fields["agree"].choices = [("yes", "Yes, they agree"), ("no", "No, they do not agree")]
        if "files" in self.fields:
            self.fields["files"].label = "The files that they sent in answer"


class RecordCertificateForm(IncomingForm, CertificateAnswerForm):
    """The answer about the ownership certificate, in words for whoever writes down somebody else's."""

    subject = note = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agree"].label = "Is it a new certificate?"
        self.fields["agree"].choices = [("yes", "Yes, it is below"), ("no", "No, they say that theirs is right")]
        self.fields["text"].label = "What they said"
