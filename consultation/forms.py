"""Forms of publicity: they only validate."""

from typing import Any

from consultation.models import SiteNotice
from core import forms

LONGEST_ADDRESS = 500


class MakePublicForm(forms.Form):
    make_public = forms.YesNoField(
        label="Put this application on the public pages?",
        hint="Its address, description, map, published documents and dates can then be read by anybody",
        error_messages={"required": "Say whether to make the application public"},
        reveal={"no": ["reason"]},
        inline=False,
    )
    reason = forms.CharField(label="Why is it not public?", required=False, says_optional=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("make_public") is False:
            forms.require(self, "reason", "Say why it is not public")
        return cleaned


class NeighboursForm(forms.Form):
    uprns = forms.MultipleChoiceField(label="Addresses near the site", required=False, says_optional=False, small=True)
    typed = forms.TextField(label="Other addresses", hint="One address to a line, parts separated by commas", required=False, rows=3)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["uprns"].choices = choices  # type: ignore[attr-defined]

    def clean_typed(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["typed"].splitlines() if line.strip()]
        short = [line for line in lines if line.count(",") < 1]
        if short:
            self.add_error("typed", f"Write the house and street, town and postcode, separated by commas: {short[0]}")
        if any(len(line) > LONGEST_ADDRESS for line in lines):
            self.add_error("typed", f"An address can have {LONGEST_ADDRESS} characters at most. Write one address to a line.")
        return lines


class LettersForm(forms.Form):
    letter_date = forms.DateField3(
        label="Date on the letters",
        hint="The day on which they will be posted",
        error_messages={"required": "Enter the date of the letters"},
    )
    neighbours = forms.MultipleChoiceField(
        label="Who gets a letter?", small=True, error_messages={"required": "Choose at least one neighbour"}
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["neighbours"].choices = choices  # type: ignore[attr-defined]


class FiguresForm(forms.Form):
    """The figures that the law wants on a letter about a larger extension, in metres."""

    projection = forms.DecimalField(
        label="How far beyond the rear wall of the original house?", suffix="metres", min_value=0, max_digits=6, decimal_places=2
    )
    maximum_height = forms.DecimalField(label="Greatest height", suffix="metres", min_value=0, max_digits=6, decimal_places=2)
    eaves_height = forms.DecimalField(label="Height of the eaves", suffix="metres", min_value=0, max_digits=6, decimal_places=2)


class PostedForm(forms.Form):
    posted_on = forms.DateField3(
        label="When were they posted?", hint="For example, 27 3 2026", error_messages={"required": "Enter the date of posting"}
    )


class SiteNoticeForm(forms.Form):
    quantity = forms.IntegerField(label="How many copies?", min_value=1, max_value=100, width=3, initial=1)
    display_on = forms.DateField3(
        label="When will it be displayed?",
        hint="The date to comment by counts from this day",
        error_messages={"required": "Enter the day of display"},
    )
    where = forms.TextField(label="Where should it go?", hint="Such as: on the lamp post outside number 12", required=False, rows=2)
    delivery = forms.ChoiceField(
        label="Who puts it up?",
        choices=SiteNotice.Delivery.choices,
        reveal={"internal_team": ["team_email"]},
        error_messages={"required": "Choose who puts it up"},
    )
    team_email = forms.EmailField(label="Email address of the team", required=False, says_optional=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("delivery") == "internal_team" and not cleaned.get("team_email") and "team_email" not in self.errors:
            self.add_error("team_email", "Enter the team’s email address")
        return cleaned


class DisplayForm(forms.Form):
    displayed_on = forms.DateField3(
        label="When was it displayed?", hint="For example, 27 3 2026", error_messages={"required": "Enter the date of display"}
    )
    where = forms.TextField(label="Where?", rows=2, error_messages={"required": "Say where it was displayed"})
    evidence = forms.MultipleFileField(label="Photographs", hint="JPEG or PNG", required=False)


class ModerateForm(forms.VersionedForm):
    decision = forms.ChoiceField(
        label="What happens with this comment?",
        choices=[("publish", "Publish it"), ("hold", "Do not publish it")],
        reveal={"publish": ["text"], "hold": ["reason"]},
        error_messages={"required": "Choose whether to publish the comment"},
    )
    text = forms.TextField(
        label="Text to publish",
        hint="Take out personal details, other people’s names and anything offensive",
        required=False,
        says_optional=False,
        rows=10,
    )
    reason = forms.CharField(label="Why not?", required=False, says_optional=False)


class CancelNoticeForm(forms.Form):
    reason = forms.CharField(label="Why is it cancelled?", error_messages={"required": "Say why the notice is cancelled"})


class PressNoticeForm(forms.Form):
    newspaper = forms.CharField(label="Newspaper", max_length=200, error_messages={"required": "Enter the name of the newspaper"})
    published_on = forms.DateField3(
        label="When was it published?", hint="For example, 27 3 2026", error_messages={"required": "Enter the date of publication"}
    )
