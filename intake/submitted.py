"""Everything that an applicant sent, as an officer reads it: what became a column of the case, what did not, and what nobody knows.

Read from the kept body each time, so that nothing has to be copied to be seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.filters import money, show_date, show_datetime
from intake import readers
from intake.models import Submission
from intake.shape import Answer, Named, Owner, Person, SubmittedApplication

YES_OR_NO = {True: "Yes", False: "No", None: ""}


@dataclass(frozen=True)
class Section:
    """A heading and its rows, as components/facts takes them. Rows without a value are left out."""

    title: str
    rows: list[dict[str, Any]]


def sections_of(submission: Submission) -> list[Section]:
    """The whole submission in sections; only its faults where it could not be read."""
    reading = readers.read(submission)
    notes = _section("For the officer", [(note.pointer, note.message) for note in (*reading.faults, *reading.notes)])
    said = reading.application
    if said is None:
        return [section for section in [notes] if section.rows]
    sections = [
        notes,
        _breach(said),
        _proposal(said),
        _site(said),
        *_people(said),
        _ownership(said),
        _money(said),
        _designations(said),
        _before(said),
    ]
    sections += [_files(said), *_answers(said.answers), _section("Parts that BOPS does not know", said.unknown.items())]
    return [section for section in sections if section.rows]


def _section(title: str, rows: Iterable[tuple[str, Any]]) -> Section:
    return Section(title, [{"key": key, "value": value} for key, value in rows if value not in ("", None, ())])


def _names(named: Iterable[Named]) -> str:
    return "; ".join(_coded(name.value, name.description) for name in named)


def _coded(value: str, description: str) -> str:
    """Words with their code behind them: the code is what other systems ask about."""
    return f"{description} ({value})" if value and description else description or value


def _day(day: date | None) -> str:
    return show_date(day) if day else ""


def _proposal(said: SubmittedApplication) -> Section:
    proposal, figures = said.proposal, []
    for label, measured in (
        ("Projection", proposal.projection),
        ("Height of the eaves", proposal.eaves_height),
        ("Greatest height", proposal.maximum_height),
    ):
        figures.append((label, f"{measured.metres} m, from: {measured.said}" if measured else ""))
    return _section(
        "Proposal",
        [
            ("Type", _coded(said.type_code, said.type_description)),
            ("Description", proposal.description),
            ("Works", _names(proposal.project_types)),
            ("Name of the scheme", proposal.scheme_name),
            ("Start", _day(proposal.start_on)),
            ("Completion", _day(proposal.completion_on)),
            ("New dwellings", proposal.new_dwellings),
            ("New floor space, square metres", proposal.new_floor_square_metres),
            ("Extended by, square metres", proposal.extended_square_metres),
            *figures,
            ("Adjoining properties", "; ".join(proposal.adjoining_addresses)),
            ("Site area, hectares", proposal.boundary.hectares if proposal.boundary else ""),
            ("Sent", show_datetime(said.submitted_at) if said.submitted_at else ""),
            ("Sent with", " ".join(part for part in (said.source, said.schema_name, said.schema_version, said.service_url) if part)),
            ("Form used", said.service_flow),
            ("Addressed to", said.organisation),
        ],
    )


def _breach(said: SubmittedApplication) -> Section:
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
    return _section("What is reported", rows)


def _site(said: SubmittedApplication) -> Section:
    site = said.site
    return _section(
        "Site",
        [
            ("Address", site.single_line or ", ".join(part for part in (site.line2, site.line1, site.town, site.postcode) if part)),
            ("Its parts", "; ".join(part for part in (site.line2, site.line1, site.town, site.postcode) if part)),
            ("Title of the address", site.title),
            ("Source of the address", site.source),
            ("UPRN", site.uprn),
            ("USRN", site.usrn),
            ("Position, degrees", f"{site.latitude}, {site.longitude}" if site.latitude is not None else ""),
            ("Position, British grid", f"{site.easting:g}, {site.northing:g}" if site.easting and site.northing else ""),
            ("Property", _coded(site.property_type, site.property_type_words)),
            ("Ward", site.ward),
            ("District", ", ".join(site.districts)),
            ("Region", site.region),
            ("Area of the title, hectares", site.title_area_hectares),
        ],
    )


def _people(said: SubmittedApplication) -> list[Section]:
    contact, declared = said.site_contact, said.declaration
    others = [
        ("Sent by the", said.user_role),
        (
            "Contact for a site visit",
            ", ".join(p for p in (contact.role, contact.name, contact.email, contact.phone) if p) if contact else "",
        ),
        ("Declared accurate", YES_OR_NO[declared.accurate]),
        ("Connection with the council", declared.connection),
        ("About the connection", declared.connection_description),
    ]
    return [
        _person("Complainant", said.complainant),
        _person("Applicant", said.applicant),
        _person("Agent", said.agent),
        _section("Contact and declaration", others),
    ]


def _person(title: str, person: Person | None) -> Section:
    if person is None:
        return Section(title, [])
    rows = [
        ("Name", person.name),
        ("Kind", person.kind),
        ("Company", person.company),
        ("Email", person.email),
        ("Telephone", ", ".join(part for part in (person.phone, person.other_phone) if part)),
        ("Address", "The same as the site" if person.same_as_site else person.address.single_line),
    ]
    return _section(title, rows)


def _ownership(said: SubmittedApplication) -> Section:
    owned = said.ownership
    if owned is None:
        return Section("Ownership", [])
    rows = [
        ("Certificate", owned.certificate.upper()),
        ("Interest", " ".join(part for part in (owned.interest, owned.interest_description) if part)),
        ("Owners known", owned.owners_known),
        ("Notice given", YES_OR_NO[owned.notice_given]),
        ("Notice published", " ".join(p for p in (YES_OR_NO[owned.published], owned.newspaper, _day(owned.published_on)) if p)),
        ("Agricultural tenants", YES_OR_NO[owned.agricultural_tenants]),
        ("Declared accurate", YES_OR_NO[owned.declared_accurate]),
        *(("Owner", _owner(owner)) for owner in owned.owners),
    ]
    return _section("Ownership", rows)


def _owner(owner: Owner) -> str:
    notice = {True: "notice given", False: "no notice given", None: ""}[owner.notice_given]
    return ", ".join(
        part
        for part in (owner.name, owner.address.single_line, owner.interest, notice, _day(owner.notice_on), owner.no_notice_reason)
        if part
    )


def _money(said: SubmittedApplication) -> Section:
    fee = said.fee
    rows = [
        ("No fee applies", "Yes" if fee.not_applicable else ""),
        ("Calculated", money(fee.calculated) if fee.calculated is not None else ""),
        ("Payable", money(fee.payable) if fee.payable is not None else ""),
        ("Payment reference", fee.reference),
        ("Exemptions", ", ".join(fee.exemptions)),
        ("Reductions", ", ".join(fee.reductions)),
        *((f"Part of it: {name}", money(amount)) for name, amount in fee.breakdown.items() if amount),
    ]
    return _section("Fee", rows)


def _designations(said: SubmittedApplication) -> Section:
    rows = []
    for found in said.designations:
        entities = "; ".join(" ".join(p for p in (e.name, e.description, e.source, e.url) if p) for e in found.entities)
        answer = "Yes" if found.intersects else "No"
        rows.append((_coded(found.value, found.description), f"{answer}: {entities}" if entities else answer))
    return _section("Designations", [*rows, ("Looked up at", "; ".join(said.designation_sources))])


def _before(said: SubmittedApplication) -> Section:
    rows = [
        (
            "Advice before" if case.kind == "preApp" else "Earlier application",
            ", ".join(part for part in (case.reference, _day(case.on), case.officer, case.authority, case.summary) if part),
        )
        for case in said.related
    ]
    return _section("Before this", [*rows, *((flag.value, flag.description or "Yes") for flag in said.pre_assessment)])


def _files(said: SubmittedApplication) -> Section:
    asked = said.requested_files
    rows = [
        (file.url.rsplit("/", 1)[-1], "; ".join(p for p in (_names(file.types), file.number, file.description, file.url) if p))
        for file in said.files
    ]
    wanted = [("Required", asked.required), ("Recommended", asked.recommended), ("Optional", asked.optional)]
    return _section("Files", [*rows, *((label, _names(names)) for label, names in wanted)])


def _answers(answers: tuple[Answer, ...]) -> list[Section]:
    """The applicant's form by its own sections, in its order."""
    titles = list(dict.fromkeys(answer.section for answer in answers))
    return [_section(f"Answers: {title or 'no section'}", [_answer(a) for a in answers if a.section == title]) for title in titles]


def _answer(answer: Answer) -> tuple[str, str]:
    extra = [*answer.flags, *answer.policies, *(["filled in by the form"] if answer.auto_answered else [])]
    value = "; ".join(answer.values) or "No answer"
    return answer.question or "Answer", f"{value} ({'; '.join(extra)})" if extra else value
