"""Made-up content for the gallery of components."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest

from core import forms

LONG_ADDRESS = "Flat 3B, The Old Fire Station and Former Stables to the Rear of 127 to 131 Lower Marsh Road, Riverside, London, AA1 2BC"
SITE = {
    "type": "Polygon",
    "coordinates": [[[-0.0759, 51.5051], [-0.0755, 51.5052], [-0.0753, 51.5049], [-0.0757, 51.5047], [-0.0759, 51.5051]]],
}

PLAN = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='1200' height='850' viewBox='0 0 1200 850'%3E"
    "%3Cpath d='M100 700V350l250-200 250 200v350zM600 700V450h500v250z' fill='none' stroke='%23333' stroke-width='8'/%3E%3C/svg%3E"
)


def thing(**attributes: Any) -> SimpleNamespace:
    return SimpleNamespace(**attributes)


BARS = [thing(label=f"{day} December 2026", value=day * 7 % 5, colour={1: "red", 2: "amber"}.get(day, "")) for day in range(1, 31)]


class GalleryForm(forms.Form):
    """One field of each kind."""

    reference = forms.CharField(label="Reference on the notice", hint="For example, 26-00123-HAPP", width=20)
    quantity = forms.IntegerField(label="How many notices?", min_value=1, max_value=20, width=2, suffix="copies")
    fee = forms.MoneyField(label="Fee paid")
    email = forms.EmailField(label="Email address", required=False)
    delivery = forms.ChoiceField(
        label="Who puts them up?",
        choices=[("print", "I will print them"), ("team", "Email a team"), ("applicant", "Email the applicant")],
        choice_hints={"print": "One PDF, A4, a page for each notice"},
        reveal={"team": ["team_email", "team_note"]},
    )
    team_email = forms.EmailField(label="Email address of the team", required=False)
    team_note = forms.TextField(label="Note for the team", required=False, rows=3)
    lawful = forms.YesNoField(label="Is the use lawful?")
    issues = forms.MultipleChoiceField(
        label="What is missing", choices=[("plan", "Site plan"), ("fee", "Fee"), ("cert", "Ownership certificate")]
    )
    ward = forms.SelectField(label="Ward", choices=[("", "Choose a ward"), ("n", "North"), ("s", "South")])
    shown_on = forms.DateField3(label="Date the notice went up", hint="For example, 27 3 2026")
    assessment = forms.TextField(label="Assessment", max_chars=2000)
    files = forms.MultipleFileField(label="Photographs", required=False)
    confirm = forms.BooleanField(label="The notice can be read from the street")


class FilterForm(forms.Form):
    stage = forms.MultipleChoiceField(label="Stage", choices=[("v", "Validation"), ("c", "Consultation"), ("a", "Assessment")], small=True)
    officer = forms.SelectField(label="Case officer", choices=[("", "Anybody"), ("1", "Ann Other")], required=False)
    due = forms.DateField3(label="Due before", required=False)


WRONG = {
    f"wrong-{name}": value
    for name, value in {
        "quantity": "0",
        "delivery": "team",
        "team_note": "Two lines\nof text",
        "shown_on-day": "31",
        "shown_on-month": "2",
        "shown_on-year": "2026",
    }.items()
}

CASE = thing(
    live_url="",
    reference="26-00123-HAPP",
    address=LONG_ADDRESS,
    type_name="Householder application",
    status_label="In assessment",
    status_colour="blue",
    days_left=12,
    days_left_label="12 days left",
    days_left_colour="green",
    extended=True,
    next_title="Send 14 neighbour letters",
    next_url="#next",
    next_on=date(2026, 11, 26),
    officer_name="Ann Other",
    urls={"overview": "#overview", "documents": "#documents", "correspondence": "#messages", "history": "#history"},
)


def task(title: str, label: str, colour: str = "", note: str = "", url: str = "#task") -> SimpleNamespace:
    return thing(title=title, status_label=label, status_colour=colour, note=note, url=url)


STAGES = [
    thing(
        title="Validation",
        note="Valid from 2 November 2026",
        tasks=[
            task("Check the documents", "Completed", note="6 documents, all tagged"),
            task("Check the fee", "Completed", note="£258 paid on 1 November 2026, nothing owed"),
            task("Check the red line", "In progress", "blue", "Changed by Ann Other yesterday", "#next"),
        ],
    ),
    thing(
        title="Consultation",
        note="",
        tasks=[
            task("Neighbour letters", "Not started", "grey", "14 addresses chosen"),
            task("Site notice", "Returned", "orange", "The date on the photograph cannot be read"),
            task("Press notice", "Cannot start yet", url="", note="Waits for the validation"),
        ],
    ),
]
REASONS = [
    thing(
        text="A householder application has 8 weeks from its valid date.",
        citation="DMPO 2015, article 34(2)(b)",
        url="#law",
    ),
    thing(text="It became valid on 2 November 2026.", citation="", url=""),
]
DOCUMENTS = [
    thing(
        id=number, title=title, url="#document", thumbnail_url=PLAN if number < 3 else "", page_url=PLAN if number < 3 else "",
        number=drawing, tags=tags, received_on=date(2026, 11, 2), size=size, kind=kind, public=public, archived=False,
    )
    for number, title, drawing, tags, size, kind, public in [
        (1, "Existing and proposed elevations", "PL-201 rev B", ["Elevation", "Existing", "Proposed"], 1_240_000, "PDF, 2 pages", True),
        (2, "Site location plan", "PL-001", ["Location plan"], 348_000, "PDF, 1 page", False),
        (3, "Photograph of the rear of the house taken from the garden", "", [], 2_905_000, "JPEG", False),
    ]
]  # fmt: skip
COLUMNS = [
    {"text": "Case", "key": "case", "sort": "case", "wide": True},
    {"text": "Stage", "key": "stage"},
    {"text": "Next", "key": "next", "sort": "next"},
    {"text": "Officer", "key": "officer", "sort": "officer"},
    {"text": "Neighbours", "key": "neighbours", "numeric": True},
]
ROWS = [
    {
        "id": 1,
        "href": "#row-1",
        "case": "26-00123-HAPP",
        "stage": "Assessment",
        "next": "Write the report",
        "officer": "Ann Other",
        "neighbours": 14,
    },
    {"id": 2, "href": "#row-2", "case": "26-00124-FUL", "stage": "Validation", "next": "Check the fee", "officer": "", "neighbours": 0},
]
EVENTS = [
    thing(title="Marked as valid", by="Ann Other", at=datetime(2026, 11, 2, 14, 32, tzinfo=UTC), text="Valid from 2 November 2026"),
    thing(title="Received from PlanX", by="BOPS", at=datetime(2026, 11, 1, 9, 0, tzinfo=UTC), href="#submission", link="See what was sent"),
]
MESSAGES = [
    thing(subject="We need more from you", to="agent@example.com", at=datetime(2026, 11, 3, 9, 5, tzinfo=UTC), kind="Email",
          status_label="Delivered", status_colour="green", url="#message", incoming=False),
    thing(subject="Your neighbour at 127 Lower Marsh Road has applied", to="The occupier, 129 Lower Marsh Road",
          at=datetime(2026, 11, 4, 12, 0, tzinfo=UTC), kind="Letter", status_label="Returned", status_colour="red", url="", incoming=False),
]  # fmt: skip
RETURNED = thing(
    text="Say why the extension does not harm the light of number 129.",
    by_name="Rita Reviewer",
    at=datetime(2026, 11, 20, 10, 0, tzinfo=UTC),
)


def context(request: HttpRequest) -> dict[str, Any]:
    """What the gallery's template shows."""
    return {
        "case": CASE, "stages": STAGES, "reasons": REASONS, "documents": DOCUMENTS, "columns": COLUMNS, "rows": ROWS, "site_shape": SITE,
        "events": EVENTS, "messages_sent": MESSAGES, "returned": RETURNED, "filter_form": FilterForm(), "empty_form": GalleryForm(),
        "wrong_form": GalleryForm(WRONG, prefix="wrong"), "page": Paginator(range(480), 25).get_page(request.GET.get("page", 7)),
        "long_address": LONG_ADDRESS, "bars": BARS,
    }  # fmt: skip
