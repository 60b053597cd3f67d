"""The questions of manual entry, a form for each page. Only what no case can do without must be answered."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from core import forms
from intake.manual.types import families_for
from intake.red_line_field import RedLineField

HOW = [("post", "By post"), ("hand", "By hand"), ("email", "By email")]
METHODS = [("card", "By card"), ("bank_transfer", "By bank transfer (BACS)"), ("cheque", "By cheque"), ("cash", "In cash")]
PROPERTIES = [
    ("", "Not known"),
    ("residential.house.terrace", "House, terraced"),
    ("residential.house.semiDetached", "House, semi-detached"),
    ("residential.house.detached", "House, detached"),
    ("residential.flat", "Flat"),
    ("residential", "Residential, other"),
    ("commercial", "Commercial"),
    ("land", "Land"),
    ("other", "Other"),
]
CERTIFICATES = [
    ("a", "A: the applicant owns all the land"),
    ("b", "B: all other owners were told"),
    ("c", "C: some of the other owners were told"),
    ("d", "D: none of the other owners is known"),
    ("none", "There is no certificate"),
]
TYPED = "typed"
LONG = 10_000


class PageForm(forms.VersionedForm):
    """One page of a draft."""

    def __init__(self, *args: Any, draft: Any, **kwargs: Any) -> None:
        super().__init__(*args, record=draft, **kwargs)
        self.draft = draft
        for field in self.fields.values():
            forms.draw(field, autocomplete="off")  # it is never about whoever types it

    def answers(self) -> dict[str, Any]:
        """What is kept of the page."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class TypeForm(forms.Form):
    """What has come in. `groups` for the page: titles with their choices."""

    type = forms.ChoiceField(label="What has come in?", error_messages={"required": "Select what has come in"})

    def __init__(self, *args: Any, authority: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.families = families_for(authority)
        self.fields["type"].choices = [choice for family in self.families for choice in family.types]


class ReceiptForm(PageForm):
    received_on = forms.DateField3(
        label="When was it received?",
        hint="The day on which it reached the council: the clock runs from it. It is filled in with today.",
        what="The date of receipt",
        latest=timezone.localdate,
        error_messages={"required": "Enter the day on which it was received"},
    )
    how = forms.ChoiceField(
        label="How did it come?", choices=HOW, inline=True, small=True, required=False, says_optional=False, initial="post"
    )
    their_reference = forms.CharField(
        label="Reference on the form", hint="The sender’s own, or a PP- number", max_length=80, width=20, required=False
    )
    description = forms.TextField(
        label="Description of the proposal",
        hint="As the form words it",
        rows=4,
        max_length=LONG,
        error_messages={"required": "Enter the description"},
    )


class BreachForm(ReceiptForm):
    description = forms.TextField(
        label="What is reported?",
        hint="In the words of whoever reports it",
        rows=4,
        max_length=LONG,
        error_messages={"required": "Enter what is reported"},
    )
    began_on = forms.DateField3(label="When did it begin?", required=False, latest=timezone.localdate)
    completed_on = forms.DateField3(label="When was it finished?", required=False, latest=timezone.localdate)


class SiteForm(PageForm):
    """The address, chosen from those that were found (`found`: places.Address rows) or typed."""

    uprn = forms.ChoiceField(
        label="Address of the site",
        required=False,
        says_optional=False,
        reveal={TYPED: ["address_lines", "town", "postcode", "typed_uprn", "easting", "northing"]},
    )
    address_lines = forms.CharField(label="Address", hint="Building and street, or where the land is", max_length=300, required=False)
    town = forms.CharField(label="Town", max_length=100, required=False, width=20)
    postcode = forms.PostcodeField(label="Postcode", required=False)
    typed_uprn = forms.CharField(label="UPRN", max_length=12, required=False, width=10, inputmode="numeric")
    easting = forms.IntegerField(label="Easting", min_value=0, max_value=700_000, required=False, width=5)
    northing = forms.IntegerField(label="Northing", min_value=0, max_value=1_300_000, required=False, width=5)

    def __init__(self, *args: Any, found: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_uprn = {address.uprn: address for address in found}
        self.fields["uprn"].choices = [(a.uprn, a.single_line) for a in found] + [(TYPED, "It is not in the list: I will type it")]
        if found:
            forms.draw(self.fields["uprn"], divider_before=TYPED)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("typed_uprn") and not cleaned["typed_uprn"].isdigit():
            self.add_error("typed_uprn", "A UPRN has digits only")
        if (cleaned.get("easting") is None) != (cleaned.get("northing") is None):
            self.add_error("easting", "Enter both easting and northing, or neither")
        placed = cleaned.get("address_lines") or cleaned.get("easting") is not None
        if cleaned.get("uprn") == TYPED and not placed and not self.errors:
            self.add_error("address_lines", "Enter the address, or an easting and northing")
        if not cleaned.get("uprn") and "uprn" not in self.errors:
            self.add_error("uprn", "Find the address and select it, or choose to type it")
        return cleaned

    def answers(self) -> dict[str, Any]:
        address = self.by_uprn.get(self.cleaned_data["uprn"])
        if address is None:
            said = super().answers()
            return {**said, "uprn": said.pop("typed_uprn"), "typed": True}
        kept = {"uprn": address.uprn, "address_lines": address.lines, "town": address.town, "postcode": address.postcode}
        return kept | {"longitude": address.point.x, "latitude": address.point.y}


class RedLineForm(PageForm):
    boundary = RedLineField(
        label="Red line", hide_label=True, required=False, hint="Around all the land that the application is about, and its access."
    )

    def __init__(self, *args: Any, board: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["boundary"].board.update(board)

    def answers(self) -> dict[str, Any]:
        line = self.cleaned_data["boundary"]
        return {"geojson": line.geojson, "given": line.given[:LONG], "square_metres": round(line.square_metres, 2)} if line else {}


class PeopleForm(PageForm):
    first_name = forms.CharField(label="First name", max_length=150, required=False, width=20)
    last_name = forms.CharField(label="Last name", max_length=150, required=False, width=20, says_optional=False)
    company = forms.CharField(label="Company or organisation", max_length=200, required=False)
    email = forms.EmailField(label="Email address", required=False)
    phone = forms.PhoneField(label="Telephone", max_length=40, required=False, width=20)
    same_as_site = forms.BooleanField(label="Lives at the site", required=False)
    address_lines = forms.CharField(label="Address", max_length=300, required=False)
    town = forms.CharField(label="Town", max_length=100, required=False, width=20)
    postcode = forms.PostcodeField(label="Postcode", required=False)
    agent_first_name = forms.CharField(label="Agent’s first name", max_length=150, required=False, width=20)
    agent_last_name = forms.CharField(label="Agent’s last name", max_length=150, required=False, width=20)
    agent_company = forms.CharField(label="Agent’s company", max_length=200, required=False)
    agent_email = forms.EmailField(label="Agent’s email address", required=False)
    agent_phone = forms.PhoneField(label="Agent’s telephone", max_length=40, required=False, width=20)
    agent_address_lines = forms.CharField(label="Agent’s address", max_length=300, required=False)
    agent_town = forms.CharField(label="Agent’s town", max_length=100, required=False, width=20)
    agent_postcode = forms.PostcodeField(label="Agent’s postcode", required=False)

    says_optional = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("last_name") and not cleaned.get("company") and not {"last_name", "company"} & self.errors.keys():
            self.add_error("last_name", "Enter the applicant’s last name, or a company")
        return cleaned


class ReporterForm(PageForm):
    """Who reports a breach. Nobody need say who they are."""

    first_name = forms.CharField(label="First name", max_length=150, required=False, width=20)
    last_name = forms.CharField(label="Last name", max_length=150, required=False, width=20)
    email = forms.EmailField(label="Email address", required=False)
    phone = forms.PhoneField(label="Telephone", max_length=40, required=False, width=20)
    address_lines = forms.CharField(label="Address", max_length=300, required=False)
    town = forms.CharField(label="Town", max_length=100, required=False, width=20)
    postcode = forms.PostcodeField(label="Postcode", required=False)

    says_optional = False


class DevelopmentForm(PageForm):
    property_type = forms.SelectField(label="What is on the site now?", choices=PROPERTIES, required=False, says_optional=False)
    new_dwellings = forms.IntegerField(label="New homes", min_value=0, max_value=100_000, required=False, width=4, says_optional=False)
    floorspace = forms.DecimalField(
        label="New floor space", suffix="m²", min_value=0, max_value=10_000_000, max_digits=10, decimal_places=2, required=False, width=5
    )
    projection = forms.DecimalField(
        label="How far it extends beyond the rear wall", suffix="m", min_value=0, max_digits=6, decimal_places=2, required=False, width=4
    )
    maximum_height = forms.DecimalField(
        label="Greatest height", suffix="m", min_value=0, max_digits=6, decimal_places=2, required=False, width=4
    )
    eaves_height = forms.DecimalField(
        label="Height of the eaves", suffix="m", min_value=0, max_digits=6, decimal_places=2, required=False, width=4
    )
    began_on = forms.DateField3(label="When does the work begin, or when did it?", what="The beginning", required=False)
    completed_on = forms.DateField3(label="When is it finished, or when was it?", what="The end", required=False)

    says_optional = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        began, completed = cleaned.get("began_on"), cleaned.get("completed_on")
        if began and completed and completed < began:
            self.add_error("completed_on", "The end must be on or after the beginning")
        return cleaned


class CertificateForm(PageForm):
    certificate = forms.ChoiceField(label="Ownership certificate", choices=CERTIFICATES, required=False, says_optional=False, small=True)
    agricultural_tenants = forms.YesNoField(
        label="Is any of the land let to a farm tenant?", required=False, says_optional=False, small=True
    )
    accurate = forms.BooleanField(label="The form is signed and dated", required=False)
    connection = forms.CharField(
        label="Connection with the council",
        hint="If the applicant or agent is a member or one of the staff, or related to one: who and how",
        required=False,
        width=30,
    )
    ROWS = 3

    def __init__(self, *args: Any, rows: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = max(self.ROWS, rows)
        for number in range(self.rows):
            self.fields[f"owner_{number}"] = forms.CharField(label="Name", max_length=300, required=False, says_optional=False)
            self.fields[f"owner_address_{number}"] = forms.CharField(label="Address", max_length=500, required=False, says_optional=False)
            self.fields[f"owner_told_on_{number}"] = forms.DateField3(
                label="Notice was given on", required=False, says_optional=False, latest=timezone.localdate
            )

    def owner_rows(self) -> list[tuple[int, Any, Any, Any]]:
        """For the page: number, and the three fields of each owner."""
        return [
            (number + 1, self[f"owner_{number}"], self[f"owner_address_{number}"], self[f"owner_told_on_{number}"])
            for number in range(self.rows)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(self.rows):
            said = cleaned.get(f"owner_address_{number}") or cleaned.get(f"owner_told_on_{number}")
            if said and not cleaned.get(f"owner_{number}"):
                self.add_error(f"owner_{number}", f"Enter the name of owner {number + 1}")
        return cleaned

    def answers(self) -> dict[str, Any]:
        kept = super().answers()
        rows = [(kept.pop(f"owner_{n}"), kept.pop(f"owner_address_{n}"), kept.pop(f"owner_told_on_{n}")) for n in range(self.rows)]
        return {**kept, "owners": [{"name": name, "address": where, "told_on": when} for name, where, when in rows if name]}


class FeeForm(PageForm):
    paid = forms.MoneyField(
        label="Amount received",
        hint="Leave empty if nothing was paid",
        max_value=Decimal(1_000_000),
        required=False,
        says_optional=False,
    )
    method = forms.ChoiceField(label="How was it paid?", choices=METHODS, required=False, says_optional=False, inline=True, small=True)
    paid_on = forms.DateField3(
        label="When did the money arrive?", hint="Filled in with the date of receipt", what="The date of payment", required=False,
        says_optional=False, latest=timezone.localdate,
    )  # fmt: skip
    payment_reference = forms.CharField(label="Cheque number or payment reference", max_length=100, required=False, width=20)
    disability = forms.BooleanField(label="Exempt: works for a disabled person", required=False)
    parish_council = forms.BooleanField(label="Half fee: a parish or community council applies", required=False)
    sports = forms.BooleanField(label="Flat fee: a sports club’s playing field", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("paid"):
            forms.require(self, "method", "Select how it was paid")
            forms.require(self, "paid_on", "Enter the day on which the money arrived")
        return cleaned


class FilesForm(forms.Form):
    files = forms.MultipleFileField(
        label="Add files",
        hint="PDF, PNG or JPEG. You can choose several at once.",
        attributes={"accept": ".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"},
        required=False,
        says_optional=False,
    )
