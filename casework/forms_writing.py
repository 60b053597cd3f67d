"""Writing an email or letter by hand. The forms only validate."""

from typing import Any
from uuid import UUID, uuid4

from casework.services.writing import EMAIL, LETTER, Addressee
from core import forms
from notifications.letters import postal_lines

OTHER, COUNCIL, OWN = "other", "council", "own"


class WritingForm(forms.Form):
    """To whom, how, and what. `people`: the parties of the case by role."""

    says_optional = False

    token = forms.HiddenField(required=False)
    to = forms.ChoiceField(
        label="Who is it to?", small=True, reveal={OTHER: ["name", "email", "address"]}, error_messages={"required": "Select who it is to"}
    )
    name = forms.CharField(label="Their name", max_length=300, required=False, autocomplete="off")
    email = forms.EmailField(label="Email address, for an email", max_length=320, required=False, autocomplete="off")
    address = forms.TextField(
        label="Postal address, for a letter", hint="A line each, the postcode on the last", rows=4, max_length=500, required=False
    )
    channel = forms.ChoiceField(
        label="How?",
        small=True,
        choices=[(EMAIL.value, "Email"), (LETTER.value, "Letter, in the next print run")],
        reveal={EMAIL.value: ["reply_to"]},
        error_messages={"required": "Select how it goes"},
    )
    reply_to = forms.ChoiceField(label="Where do replies go?", choices=[], required=False, small=True)
    subject = forms.CharField(label="Subject", max_length=200, error_messages={"required": "Enter a subject"})
    text = forms.TextField(
        label="Message",
        hint="The greeting, the council’s name and the reference are added",
        rows=14,
        max_length=20000,
        error_messages={"required": "Enter your message"},
    )

    def __init__(self, *args: Any, people: dict[str, Any], council: str, officer: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people, self.replies = people, {COUNCIL: council, OWN: officer}
        self.fields["to"].choices = [(role, f"{party.name} ({role})") for role, party in people.items()] + [(OTHER, "Somebody else")]
        forms.draw(self.fields["to"], choice_hints={role: _reached(party) for role, party in people.items()})
        self.fields["reply_to"].choices = [(key, address) for key, address in self.replies.items() if address]
        self.fields["token"].initial = str(uuid4())

    def clean_token(self) -> UUID:
        try:
            return UUID(self.cleaned_data["token"])
        except ValueError:
            return uuid4()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        to, channel = cleaned.get("to"), cleaned.get("channel")
        if to == OTHER:
            forms.require(self, "name", "Enter their name")
            if channel == EMAIL and "email" not in self.errors:
                forms.require(self, "email", "Enter their email address")
            if channel == LETTER:
                forms.require(self, "address", "Enter their postal address")
        elif to and channel == EMAIL and not self.addressee().email:
            self.add_error("channel", "There is no email address for them: choose a letter")
        elif to and channel == LETTER and not self.addressee().lines:
            self.add_error("channel", "There is no postal address for them: choose an email")
        return cleaned

    def addressee(self) -> Addressee:
        given = self.cleaned_data
        party = self.people.get(given["to"])
        if party is not None:
            return Addressee(party.name, party.email, postal_lines(party))
        lines = [line.strip() for line in given.get("address", "").splitlines() if line.strip()]
        return Addressee(given.get("name", ""), given.get("email", ""), lines)

    def written(self) -> dict[str, Any]:
        """As casework.services.write_by_hand takes it."""
        given = self.cleaned_data
        reply_to = self.replies.get(given["reply_to"], "") if given["reply_to"] == OWN else ""
        return {
            "channel": given["channel"],
            "to": self.addressee(),
            "subject": given["subject"],
            "text": given["text"],
            "reply_to": reply_to,
            "public_id": given["token"],
        }


def _reached(party: Any) -> str:
    by_email, by_post = party.email, ", ".join(postal_lines(party))
    return "; ".join(part for part in (by_email, by_post) if part) or "No address is known"
