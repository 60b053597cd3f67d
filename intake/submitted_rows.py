"""The sections of the page "As submitted": a heading in the form's words, and its rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import unquote

from django.utils.html import format_html
from django.utils.text import slugify

from core.filters import money, show_date, show_datetime
from intake.readers.odp_details import catalogue, coded, cut
from intake.shape import Answer, Designation, Named, Owner, Person, SubmittedApplication

YES_OR_NO = {True: "Yes", False: "No", None: ""}
NOUGHT = re.compile(r"0(\.0+)?")
FIGURE = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Section:
    """A heading and its rows, as components/facts takes them. Rows without a value are left out."""

    title: str
    rows: list[dict[str, Any]]

    @property
    def anchor(self) -> str:
        return slugify(self.title)


def section(title: str, rows: Iterable[tuple[Any, ...]]) -> Section:
    """Rows are (words, value), or (words, value, what stands small under it)."""
    told = [(row[0], row[1], row[2] if len(row) > 2 else "") for row in rows]
    return Section(title, [_row(key, value, more) for key, value, more in told if value not in ("", None, ())])


def _row(key: Any, value: Any, more: str = "") -> dict[str, Any]:
    return {"key": key, "value": value, "why": _small(more)}


def _small(words: str) -> str:
    return format_html('<p class="govuk-hint govuk-!-font-size-16 govuk-!-margin-bottom-0">{}</p>', words) if words else ""


def _names(named: Iterable[Named]) -> str:
    return "; ".join(coded(name.value, name.description) for name in named)


def _day(day: date | None) -> str:
    return show_date(day) if day else ""


def _listed(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def details(said: SubmittedApplication, key: str, title: str = "") -> Section:
    """What has no column, of one section of the form. In the parking, what is nought takes one row together."""
    rows = [(detail.label, detail.value) for detail in said.details if detail.section == key]
    none = [label for label, value in rows if _is_nought(value)]
    if key == "parking" and len(none) > 1:
        rows = [row for row in rows if row[0] not in none] + [("None of these", "; ".join(none))]
    return section(title or catalogue().sections.get(key, key), rows)


def _is_nought(value: str) -> bool:
    figures = FIGURE.findall(value)
    return bool(figures) and all(NOUGHT.fullmatch(figure) for figure in figures)


def other_details(said: SubmittedApplication) -> list[Section]:
    """Details of sections that this page has no place for."""
    keys = dict.fromkeys(detail.section for detail in said.details if detail.section not in catalogue().sections)
    return [details(said, key, cut(key)) for key in keys]


def _merged(title: str, rows: Sequence[tuple[Any, ...]], said: SubmittedApplication, key: str) -> Section:
    """A section's own rows, then the details of the same section."""
    return section(title, [*rows, *((row["key"], row["value"]) for row in details(said, key).rows)])


def breach(said: SubmittedApplication) -> Section:
    """What is reported, for those who sent a report of a breach."""
    if said.breach is None:
        return Section("What is reported", [])
    reported = said.breach
    rows = [
        ("Allegation", reported.description),
        ("Kind", _names(reported.kinds)),
        ("Began", _day(reported.began_on)),
        ("Finished", _day(reported.completed_on)),
    ]
    return section("What is reported", rows)


def proposal(said: SubmittedApplication) -> Section:
    what, boundary = said.proposal, said.proposal.boundary
    figures = [
        (label, f"{measured.metres} m, from: {measured.said}" if measured else "")
        for label, measured in (
            ("Projection", what.projection),
            ("Height of the eaves", what.eaves_height),
            ("Greatest height", what.maximum_height),
        )
    ]
    area = [f"{boundary.hectares} hectares" if boundary and boundary.hectares is not None else ""]
    area += [f"{boundary.square_metres} m²" if boundary and boundary.square_metres is not None else ""]
    rows = [
        ("Type", coded(said.type_code, said.type_description)),
        ("Description", what.description),
        ("Works", _names(what.project_types)),
        ("Name of the scheme", what.scheme_name),
        ("Start", _day(what.start_on)),
        ("Completion", _day(what.completion_on)),
        ("Homes gained", what.new_dwellings),
        ("Homes lost", what.homes.lost),
        ("New floor space", _square_metres(what.new_floor_square_metres)),
        ("Extended by", _square_metres(what.extended_square_metres)),
        *figures,
        ("Adjoining properties", "; ".join(what.adjoining_addresses)),
        ("Site area", _listed(*area) or (f"{what.site_hectares} hectares" if what.site_hectares is not None else "")),
    ]
    return _merged("Proposal", rows, said, "proposal")


def _square_metres(area: Any) -> str:
    return "" if area is None else f"{area} m²"


def site(said: SubmittedApplication) -> Section:
    place = said.site
    parts = _listed(place.line2, place.line1, place.town, place.postcode)
    whole = place.single_line or parts
    apart = any(_bare(part) not in _bare(whole) for part in (place.line2, place.line1, place.town, place.postcode))
    rows: list[tuple[str, Any]] = [
        ("Address", whole),
        ("Its parts", parts if apart else ""),
        ("Title of the address", place.title if place.title not in whole else ""),
        ("Source of the address", place.source),
        ("UPRN", place.uprn),
        ("USRN", place.usrn),
        ("Position, degrees", f"{place.latitude}, {place.longitude}" if place.latitude is not None else ""),
        ("Position, British grid", _listed(_grid(place.easting), _grid(place.northing))),
        ("Property", coded(place.property_type, place.property_type_words)),
        ("Ward", place.ward),
        ("District", ", ".join(place.districts)),
        ("Region", place.region),
    ]
    return _merged("Site", rows, said, "site")


def _bare(text: str) -> str:
    return " ".join(text.replace(",", " ").upper().split())


def _grid(metres: float | None) -> str:
    return "" if metres is None else f"{metres:f}".rstrip("0").rstrip(".")


def person(title: str, who: Person | None) -> Section:
    if who is None:
        return Section(title, [])
    rows = [
        ("Name", who.name),
        ("Kind", who.kind),
        ("Company", who.company),
        ("Email", who.email),
        ("Telephone", _listed(who.phone, who.other_phone)),
        ("Address", _listed("The same as the site" if who.same_as_site else "", who.address.single_line)),
    ]
    return section(title, rows)


def contact(said: SubmittedApplication) -> Section:
    reach, declared = said.site_contact, said.declaration
    rows = [
        ("Sent by the", said.user_role),
        ("Contact for a site visit", _listed(reach.role, reach.name, reach.email, reach.phone) if reach else ""),
        ("Declared accurate", YES_OR_NO[declared.accurate]),
        ("Connection with the council", declared.connection),
        ("About the connection", declared.connection_description),
    ]
    return _merged("Contact and declaration", rows, said, "people")


def ownership(said: SubmittedApplication) -> Section:
    owned = said.ownership
    if owned is None:
        return Section("Ownership", [])
    rows = [
        ("Certificate", owned.certificate.upper()),
        ("Interest", " ".join(part for part in (owned.interest, owned.interest_description) if part)),
        ("Owners known", owned.owners_known),
        ("Notice given", YES_OR_NO[owned.notice_given]),
        ("Notice published", _listed(YES_OR_NO[owned.published], owned.newspaper, _day(owned.published_on))),
        ("Agricultural tenants", YES_OR_NO[owned.agricultural_tenants]),
        ("Declared accurate", YES_OR_NO[owned.declared_accurate]),
        *(("Owner", _owner(owner)) for owner in owned.owners),
    ]
    return section("Ownership", rows)


def _owner(owner: Owner) -> str:
    notice = {True: "notice given", False: "no notice given", None: ""}[owner.notice_given]
    return _listed(owner.name, owner.address.single_line, owner.interest, notice, _day(owner.notice_on), owner.no_notice_reason)


def fee(said: SubmittedApplication) -> Section:
    due = said.fee
    rows = [
        ("No fee applies", "Yes" if due.not_applicable else ""),
        ("Calculated", money(due.calculated) if due.calculated is not None else ""),
        ("Payable", money(due.payable) if due.payable is not None else ""),
        ("Paid", _listed(money(due.paid) if due.paid is not None else "", due.method)),
        ("Payment reference", due.reference),
        ("Exemptions", ", ".join(cut(name) for name in due.exemptions)),
        ("Reductions", ", ".join(cut(name) for name in due.reductions)),
        *((": ".join(cut(step) for step in name.split(".")), money(amount)) for name, amount in due.breakdown.items() if amount),
    ]
    return _merged("Fee and payment", rows, said, "money")


def designations(said: SubmittedApplication) -> Section:
    """Those that touch the site, each with what says so; the others together."""
    rows: list[tuple[Any, ...]] = [(coded(d.value, d.description), *_found(d)) for d in said.designations if d.intersects or d.entities]
    hosts = dict.fromkeys((source.split("/")[2] or source) if source.count("/") > 1 else source for source in said.designation_sources)
    others = [coded(d.value, d.description) for d in said.designations if not d.intersects and not d.entities]
    return section(
        "Designations",
        [*rows, ("Do not touch the site", "; ".join(others)), ("Looked up at", ", ".join(hosts), "; ".join(said.designation_sources))],
    )


def _found(designation: Designation) -> tuple[str, str]:
    entities = "; ".join(" ".join(p for p in (e.name, e.description, e.source, e.url) if p) for e in designation.entities)
    return "Touches the site" if designation.intersects else "Does not touch the site", entities


def before(said: SubmittedApplication, ours: Mapping[str, str]) -> Section:
    """What the applicant says came before. `ours`: addresses of the council's own cases among it, by the reference as it was sent."""
    rows = [
        {
            **_row("Advice before" if case.kind == "preApp" else "Earlier application", told),
            **({"href": ours[case.reference], "action": "Open"} if case.reference in ours else {}),
        }
        for case in said.related
        if (told := _listed(case.reference, _day(case.on), case.officer, case.authority, case.summary))
    ]
    rest = _merged("Before this", [(flag.value, flag.description or "Yes") for flag in said.pre_assessment], said, "before")
    return Section(rest.title, [*rows, *rest.rows])


def files(said: SubmittedApplication) -> Section:
    asked = said.requested_files
    rows = [
        (
            unquote(file.name or file.url.rsplit("/", 1)[-1]),
            _listed(_names(file.types), file.number, file.reference, file.description) or "No type given",
            file.url,
        )
        for file in said.files
    ]
    wanted = [("Required by the form", asked.required), ("Recommended by the form", asked.recommended), ("Optional", asked.optional)]
    return section("Files", [*rows, *((label, _names(names), "") for label, names in wanted)])


def answers(given: tuple[Answer, ...]) -> list[Section]:
    """The applicant's form by its own sections, in its order."""
    titles = list(dict.fromkeys(answer.section for answer in given))
    return [section(f"Answers: {title}" if title else "Answers", [_answer(a) for a in given if a.section == title]) for title in titles]


def _answer(answer: Answer) -> tuple[str, str, str]:
    extra = [*answer.flags, *answer.policies, *answer.tags, *(["Filled in by the form"] if answer.auto_answered else [])]
    extra += [f"offered: {', '.join(answer.options)}"] if answer.options else []
    extra += [answer.key] if answer.key else []
    return answer.question or "Answer", "; ".join(answer.values) or "No answer", "; ".join(extra)


def form(said: SubmittedApplication) -> Section:
    rows = [
        ("Sent", show_datetime(said.submitted_at) if said.submitted_at else ""),
        ("Sent with", " ".join(part for part in (said.source, said.schema_name, said.schema_version) if part)),
        ("Sender’s reference", said.source_id),
        ("Addressed to", said.organisation),
        ("Form", said.service_url),
        ("Flow", said.service_flow),
    ]
    return _merged("The form that was used", rows, said, "service")
