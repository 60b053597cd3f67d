"""Forms of the desk. They only validate."""

from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.selectors import officers_of
from applications.development import USES, WORDS
from applications.models import ApplicationType
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


def _tick(name: str, hint: str = "") -> forms.BooleanField:
    return forms.BooleanField(label=WORDS[name], hint=hint, required=False, small=True, says_optional=False)


class FiguresForm(forms.Form):
    """The development in figures. The names are those of applications.models.Development."""

    says_optional = False
    figures = ("dwellings_gained", "floorspace_gained", "floorspace_not_homes", "site_area", "maximum_height", "storeys", "use")
    scale = ("is_major", "is_eia", "is_public_service_infrastructure", "is_minor_commercial")
    work = ("is_change_of_use", "is_demolition", "is_retrospective", "affects_exterior")
    place = ("is_departure", "affects_public_right_of_way", "prior_approval_required")

    dwellings_gained = forms.IntegerField(label=WORDS["dwellings_gained"], hint="With a minus where homes are lost", required=False)
    floorspace_gained = forms.DecimalField(
        label="Floor space gained", suffix="m²", min_value=0, max_digits=10, decimal_places=2, required=False
    )
    floorspace_not_homes = forms.DecimalField(
        label="Of it, floor space that is not homes",
        hint="The fee counts homes by their number and the rest by the square metre",
        suffix="m²",
        min_value=0,
        max_digits=10,
        decimal_places=2,
        required=False,
    )
    site_area = forms.DecimalField(label="Site area", suffix="hectares", min_value=0, max_digits=12, decimal_places=6, required=False)
    maximum_height = forms.DecimalField(
        label="Greatest height", suffix="metres", min_value=0, max_digits=6, decimal_places=2, required=False
    )
    storeys = forms.IntegerField(label=WORDS["storeys"], min_value=0, max_value=200, required=False)
    use = forms.SelectField(label=WORDS["use"], hint="As the returns count it", choices=[("", "Not given"), *USES.items()], required=False)
    is_major = _tick("is_major")
    is_eia = _tick("is_eia")
    is_public_service_infrastructure = _tick("is_public_service_infrastructure", "A hospital, school or prison, among others; always major")
    is_minor_commercial = _tick("is_minor_commercial", "Shorter time to appeal")
    is_change_of_use = _tick("is_change_of_use")
    is_demolition = _tick("is_demolition")
    is_retrospective = _tick("is_retrospective")
    affects_exterior = _tick("affects_exterior")
    is_departure = _tick("is_departure")
    affects_public_right_of_way = _tick("affects_public_right_of_way")
    prior_approval_required = _tick("prior_approval_required", "For a prior approval: the council has said so in time")

    def in_parts(self) -> list[tuple[str, list[Any]]]:
        """The fields under their headings."""
        parts = [("Figures", self.figures), ("Scale", self.scale), ("Work", self.work), ("Place and procedure", self.place)]
        return [(title, [self[name] for name in names]) for title, names in parts]


class FactsForm(FiguresForm, forms.VersionedForm):
    """The figures of one case, with the version that was on screen."""


class DatesForm(FiguresForm):
    """Facts of a case that may not exist: what would the law say? Sent by GET; `figures` of a loss count as none."""

    case = forms.HiddenField(required=False)
    type = forms.SelectField(label="Type of application")
    received_on = forms.DateField3(label="Received", error_messages={"required": "Enter the day of receipt"})
    valid_from_on = forms.DateField3(label="Valid from", required=False)
    extended_until_on = forms.DateField3(label="Agreed to decide by", required=False)
    agreed_on = forms.DateField3(label="Agreed on", required=False)
    fee_paid = forms.MoneyField(label="Fee paid", required=False)
    dates = ("type", "received_on", "valid_from_on", "extended_until_on", "agreed_on", "fee_paid")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = ApplicationType.objects.filter(active=True).values_list("code", "name")
        self.fields["type"].choices = [("", "Choose a type"), *types]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("extended_until_on") and "agreed_on" not in self.errors:
            forms.require(self, "agreed_on", "Enter the day on which it was agreed")
        return data

    def in_parts(self) -> list[tuple[str, list[Any]]]:
        return [("Type and days", [self[name] for name in self.dates]), *super().in_parts()]
