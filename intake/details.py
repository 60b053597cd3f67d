"""What a submission says in fields of its own shape that no column of a case holds: kept beside the rest (Development.details)."""

from __future__ import annotations

from collections.abc import Iterator

from core.filters import money, show_date
from intake.shape import Detail, Person, SubmittedApplication

YES_OR_NO = {True: "Yes", False: "No", None: ""}
APPLICATION = "/data/application"
APPLICANT = "/data/applicant"


def details_of(said: SubmittedApplication) -> list[Detail]:
    """Everything of a submission that has no column, by the section of the form; what is empty is left out."""
    rows = [*_works(said), *_place(said), *_people(said), *_fee(said), *_before(said), *_form(said)]
    return [*said.details, *(Detail(*row) for row in rows if row[2])]


Row = tuple[str, str, str, str]


def _works(said: SubmittedApplication) -> Iterator[Row]:
    proposal = said.proposal
    yield "proposal", "Start", show_date(proposal.start_on) if proposal.start_on else "", "/data/proposal/date/start"
    yield "proposal", "Completion", show_date(proposal.completion_on) if proposal.completion_on else "", "/data/proposal/date/completion"
    yield "proposal", "Name of the scheme", proposal.scheme_name, "/data/proposal/schemeName"
    for address in proposal.adjoining_addresses:
        yield "proposal", "Adjoining property", address, "/responses"


def _place(said: SubmittedApplication) -> Iterator[Row]:
    site = said.site
    at = "/data/property"
    yield "site", "USRN", site.usrn, f"{at}/address/usrn"
    yield "site", "Source of the address", site.source, f"{at}/address/source"
    yield "site", "Property", site.property_type_words, f"{at}/type/description"
    yield "site", "District", ", ".join(site.districts), f"{at}/localAuthorityDistrict"
    yield "site", "Region", site.region, f"{at}/region"
    yield "site", "Designations looked up at", " ".join(said.designation_sources), f"{at}/planning/sources"
    yield (
        "line",
        "Area of the title",
        f"{site.title_area_hectares} hectares" if site.title_area_hectares is not None else "",
        f"{at}/boundary",
    )


def _people(said: SubmittedApplication) -> Iterator[Row]:
    people: list[tuple[str, str, Person | None]] = [("Applicant", APPLICANT, said.applicant), ("Agent", f"{APPLICANT}/agent", said.agent)]
    for who, at, person in people:
        yield "people", f"{who}: other telephone", person.other_phone if person else "", f"{at}/phone/secondary"
        yield "people", f"{who} lives at the site", "Yes" if person and person.same_as_site else "", f"{at}/address/sameAsSiteAddress"
    contact, declared = said.site_contact, said.declaration
    reach = ", ".join(part for part in (contact.role, contact.name, contact.email, contact.phone) if part) if contact else ""
    yield "people", "Contact for a site visit", reach, f"{APPLICANT}/siteContact"
    yield "people", "Declared accurate", YES_OR_NO[declared.accurate], f"{APPLICATION}/declaration/accurate"
    connection = ", ".join(part for part in (declared.connection, declared.connection_description) if part)
    yield "people", "Connection with the council", connection, f"{APPLICATION}/declaration/connection"


def _fee(said: SubmittedApplication) -> Iterator[Row]:
    for name, amount in said.fee.breakdown.items():
        yield "money", f"Part of the fee: {name}", money(amount) if amount else "", f"{APPLICATION}/fee/{name.replace('.', '/')}"


def _before(said: SubmittedApplication) -> Iterator[Row]:
    for case in said.related:
        words = ", ".join(
            p for p in (case.reference, show_date(case.on) if case.on else "", case.officer, case.authority, case.summary) if p
        )
        yield "before", "Advice before" if case.kind == "preApp" else "Earlier application", words, f"{APPLICATION}/{case.kind}"


def _form(said: SubmittedApplication) -> Iterator[Row]:
    asked = said.requested_files
    for label, names in (("required", asked.required), ("recommended", asked.recommended), ("optional", asked.optional)):
        yield "service", f"Files {label}", ", ".join(name.value for name in names), f"/metadata/service/files/{label}"
    yield "service", "Form", said.service_url, "/metadata/service/url"
    yield "service", "Flow", said.service_flow, "/metadata/service/flowId"
