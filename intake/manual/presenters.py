"""Drafts as pages show them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from core.filters import filesize, money, show_date
from documents.tags import tag_name
from intake.manual.forms import CERTIFICATES, HOW, METHODS, PROPERTIES
from intake.manual.models import ManualFile
from intake.manual.pages import FILES, RED_LINE, Page, pages_of
from intake.manual.selectors import files_of
from intake.manual.types import name_of

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class DraftRow:
    """One line of the list of drafts, and the head of a draft's pages."""

    draft: Any

    @property
    def title(self) -> str:
        site = self.draft.answers.get("site", {})
        where = ", ".join(part for part in (site.get("address_lines"), site.get("town"), site.get("postcode")) if part)
        return where or "No address yet"

    @property
    def type_name(self) -> str:
        return name_of(self.draft.answers.get("type", ""))

    @property
    def href(self) -> str:
        return reverse("intake:manual_check", kwargs={"public_id": self.draft.public_id})

    @property
    def received_on(self) -> date | None:
        said = self.draft.answers.get("receipt", {}).get("received_on")
        return date.fromisoformat(said) if said else None


@dataclass(frozen=True)
class FileRow:
    file: ManualFile

    @property
    def size(self) -> str:
        return filesize(self.file.size)

    @property
    def tag(self) -> str:
        return self.file.tags[0] if self.file.tags else ""

    @property
    def tag_words(self) -> str:
        return tag_name(self.tag) if self.tag else "Not said yet"


def file_rows(draft: Any) -> list[FileRow]:
    return [FileRow(file) for file in files_of(draft)]


@dataclass(frozen=True)
class Step:
    number: int
    title: str
    href: str
    is_current: bool
    is_done: bool


def steps_of(draft: Any, current: Page) -> list[Step]:
    """All pages of the draft, for the line above the question."""
    done = set(draft.answers) | ({FILES.key} if draft.files.exists() else set())
    return [
        Step(
            number,
            page.title,
            reverse("intake:manual_page", kwargs={"public_id": draft.public_id, "page": page.key}),
            page == current,
            page.key in done,
        )
        for number, page in enumerate(pages_of(draft), 1)
    ]


@dataclass(frozen=True)
class Section:
    """One page's answers as the check shows them."""

    title: str
    href: str
    rows: Rows
    is_red_line: bool = False


def sections_of(draft: Any) -> list[Section]:
    """What was answered on every page but the files, as rows of components/facts."""
    made = []
    for page in pages_of(draft):
        if page.key in ROWS:
            href = reverse("intake:manual_page", kwargs={"public_id": draft.public_id, "page": page.key})
            said = draft.answers.get(page.key)
            rows = [{"key": key, "value": value} for key, value in ROWS[page.key](said) if value not in (None, "")] if said else []
            made.append(Section(page.title, href, rows, page == RED_LINE))
    return made


Pairs = Iterator[tuple[str, Any]]


def _day(text: Any) -> str:
    return show_date(date.fromisoformat(text)) if text else ""


def _joined(said: dict[str, Any], prefix: str, *keys: str, by: str = ", ") -> str:
    return by.join(str(said[f"{prefix}{key}"]) for key in keys if said.get(f"{prefix}{key}"))


def _receipt(said: dict[str, Any]) -> Pairs:
    yield "Received", _day(said.get("received_on"))
    yield "How it came", dict(HOW).get(said.get("how") or "", "")
    yield "Reference on the form", said.get("their_reference")
    yield "Description", said.get("description")
    for key, label in (("began_on", "Began"), ("completed_on", "Finished")):
        if key in said:
            yield label, _day(said[key])


def _site(said: dict[str, Any]) -> Pairs:
    yield "Address", _joined(said, "", "address_lines", "town", "postcode")
    yield "UPRN", said.get("uprn")
    if said.get("easting") is not None:
        yield "Easting and northing", f"{said['easting']}, {said['northing']}"


def _red_line(said: dict[str, Any]) -> Pairs:
    metres = said.get("square_metres")
    yield "Red line", f"Drawn: {metres / 10_000:.4f} hectares ({metres:,.0f} m²)" if metres else ""


def _people(said: dict[str, Any]) -> Pairs:
    agent = "agent_last_name" in said
    for prefix, name in (("", "Applicant" if agent else "Name"), ("agent_", "Agent")):
        if prefix and not agent:
            return
        yield name, _joined(said, prefix, "first_name", "last_name", by=" ") or _joined(said, prefix, "company")
        where = (
            "Lives at the site" if not prefix and said.get("same_as_site") else _joined(said, prefix, "address_lines", "town", "postcode")
        )
        yield f"{name}: address", where
        yield f"{name}: email and telephone", _joined(said, prefix, "email", "phone")


def _development(said: dict[str, Any]) -> Pairs:
    yield "On the site now", dict(PROPERTIES).get(said.get("property_type") or "", "")
    yield "New homes", "" if said.get("new_dwellings") is None else said["new_dwellings"]
    yield "New floor space", f"{said['floorspace']} m²" if said.get("floorspace") else ""
    heights = (("projection", "beyond the rear wall"), ("maximum_height", "high"), ("eaves_height", "to the eaves"))
    yield "Measurements", ", ".join(f"{said[key]} m {words}" for key, words in heights if said.get(key))
    yield "Begins and ends", " to ".join(_day(said[key]) for key in ("began_on", "completed_on") if said.get(key))


def _certificate(said: dict[str, Any]) -> Pairs:
    yield "Ownership certificate", dict(CERTIFICATES).get(said.get("certificate") or "", "")
    owners = [
        f"{owner['name']} (told {_day(owner['told_on'])})" if owner.get("told_on") else owner["name"] for owner in said.get("owners", [])
    ]
    yield "Owners", "; ".join(owners)
    tenants = said.get("agricultural_tenants")
    yield "Farm tenants", "" if tenants is None else "Yes" if tenants else "No"
    yield "Signed and dated", "Yes" if said.get("accurate") else "Not ticked"
    if said.get("connection"):
        yield "Connection with the council", said["connection"]


def _fee(said: dict[str, Any]) -> Pairs:
    paid = Decimal(said["paid"]) if said.get("paid") else None
    how = dict(METHODS).get(said.get("method") or "", "").lower()
    words = ", ".join(part for part in (money(paid), how, _day(said.get("paid_on")), said.get("payment_reference")) if part) if paid else ""
    yield "Paid", words
    claims = {"disability": "works for a disabled person", "parish_council": "parish or community council", "sports": "sports club"}
    yield "Exemption or reduction", ", ".join(label for key, label in claims.items() if said.get(key))


ROWS: dict[str, Any] = {
    "receipt": _receipt,
    "site": _site,
    "red_line": _red_line,
    "people": _people,
    "development": _development,
    "certificate": _certificate,
    "fee": _fee,
}
