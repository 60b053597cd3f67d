"""What a submission says, in one shape, whichever door it came through.

A reader (`intake.readers`) makes a `SubmittedApplication`; `intake.mapping` turns it into a case.
Nothing here knows a database. Texts are never None: an absent text is "".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Fault:
    """Something wrong with a submission: where (JSON pointer), and what to do about it.

    Of a check against a schema also the rule that was broken (`keyword`) and what it would take (`expected`).
    """

    pointer: str
    message: str
    keyword: str = ""
    expected: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        told: dict[str, Any] = {"pointer": self.pointer, "message": self.message}
        return told | ({"keyword": self.keyword, "expected": list(self.expected)} if self.keyword else {})


@dataclass(frozen=True)
class PostalAddress:
    line1: str = ""
    line2: str = ""
    town: str = ""
    county: str = ""
    postcode: str = ""
    country: str = ""

    @property
    def single_line(self) -> str:
        return ", ".join(p for p in (self.line1, self.line2, self.town, self.county, self.postcode, self.country) if p)


@dataclass(frozen=True)
class Person:
    """An applicant or an agent."""

    title: str = ""
    first_name: str = ""
    last_name: str = ""
    company: str = ""
    email: str = ""
    phone: str = ""
    other_phone: str = ""
    address: PostalAddress = PostalAddress()
    same_as_site: bool = False
    kind: str = ""  # individual, company, charity, public, parishCouncil

    @property
    def name(self) -> str:
        return " ".join(p for p in (self.title, self.first_name, self.last_name) if p)


@dataclass(frozen=True)
class SiteContact:
    role: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Site:
    """Where it is. `longitude` and `latitude` in EPSG:4326 degrees, `easting` and `northing` in EPSG:27700 metres."""

    line1: str = ""
    line2: str = ""
    town: str = ""
    postcode: str = ""
    title: str = ""
    single_line: str = ""
    source: str = ""
    uprn: str = ""
    usrn: str = ""
    longitude: float | None = None
    latitude: float | None = None
    easting: float | None = None
    northing: float | None = None
    ward: str = ""
    districts: tuple[str, ...] = ()
    region: str = ""
    property_type: str = ""
    property_type_words: str = ""
    title_boundary: Any = None
    title_area_hectares: Decimal | None = None


@dataclass(frozen=True)
class Boundary:
    """The red line: a GEOS MultiPolygon in EPSG:4326, and exactly what was sent."""

    geometry: Any
    as_submitted: Any
    hectares: Decimal | None = None
    square_metres: Decimal | None = None


@dataclass(frozen=True)
class Named:
    """A coded value with its words: a project type, a document type, a result."""

    value: str
    description: str = ""


@dataclass(frozen=True)
class Measurement:
    """A figure in metres with where it was read."""

    metres: Decimal
    pointer: str
    said: str


@dataclass(frozen=True)
class Homes:
    """Homes gained and lost, where each was read, and their floor space in square metres."""

    gained_where: str = ""
    lost: int | None = None
    lost_where: str = ""
    area_gained: Decimal | None = None
    area_lost: Decimal | None = None
    converted: bool = False  # a home by change of use


@dataclass(frozen=True)
class Proposal:
    description: str = ""
    project_types: tuple[Named, ...] = ()
    start_on: date | None = None
    completion_on: date | None = None
    scheme_name: str = ""
    new_dwellings: int | None = None
    new_floor_square_metres: Decimal | None = None
    extended_square_metres: Decimal | None = None
    projection: Measurement | None = None
    eaves_height: Measurement | None = None
    maximum_height: Measurement | None = None
    adjoining_addresses: tuple[str, ...] = ()
    boundary: Boundary | None = None
    site_hectares: Decimal | None = None  # as the form gives it, also where there is no red line
    floorspace_by_use: dict[str, dict[str, str]] = field(default_factory=dict)  # use class to existing, lost, gained in square metres
    homes: Homes = Homes()
    storeys: int | None = None


@dataclass(frozen=True)
class Fee:
    """Pounds. `breakdown` holds the other figures by their place, for example `category.sixAndSeven`."""

    not_applicable: bool = False
    calculated: Decimal | None = None
    payable: Decimal | None = None
    reference: str = ""
    exemptions: tuple[str, ...] = ()
    reductions: tuple[str, ...] = ()
    breakdown: dict[str, Decimal] = field(default_factory=dict)
    paid: Decimal | None = None
    method: str = ""


@dataclass(frozen=True)
class Owner:
    name: str = ""
    address: PostalAddress = PostalAddress()
    interest: str = ""
    notice_given: bool | None = None
    notice_on: date | None = None
    no_notice_reason: str = ""


@dataclass(frozen=True)
class OwnershipStatement:
    certificate: str = ""  # a, b, c, d
    interest: str = ""
    interest_description: str = ""
    owners_known: str = ""
    notice_given: bool | None = None
    published: bool | None = None
    newspaper: str = ""
    published_on: date | None = None
    agricultural_tenants: bool | None = None
    declared_accurate: bool | None = None
    owners: tuple[Owner, ...] = ()


@dataclass(frozen=True)
class Entity:
    name: str = ""
    description: str = ""
    source: str = ""
    url: str = ""


@dataclass(frozen=True)
class Designation:
    value: str
    description: str = ""
    intersects: bool = False
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True)
class Declaration:
    accurate: bool | None = None
    connection: str = ""
    connection_description: str = ""


@dataclass(frozen=True)
class Answer:
    """One question of the applicant's form and what was answered."""

    question: str
    values: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    section: str = ""
    auto_answered: bool = False
    policies: tuple[str, ...] = ()
    pointer: str = ""
    tags: tuple[str, ...] = ()  # what the form says of the answer, such as "Sensitive data"
    options: tuple[str, ...] = ()  # what could have been answered
    key: str = ""  # the question's own id in the form

    def as_dict(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            "question": self.question,
            "values": list(self.values),
            "flags": list(self.flags),
            "section": self.section,
            "auto_answered": self.auto_answered,
            "policies": list(self.policies),
        }
        more = {"tags": list(self.tags), "options": list(self.options), "id": self.key}
        return told | {name: value for name, value in more.items() if value}


@dataclass(frozen=True)
class RelatedCase:
    """An earlier application or advice that the applicant names."""

    kind: str  # preApp, planningApp
    reference: str = ""
    on: date | None = None
    officer: str = ""
    summary: str = ""
    authority: str = ""


@dataclass(frozen=True)
class SubmittedFile:
    url: str
    types: tuple[Named, ...] = ()
    description: str = ""
    number: str = ""
    name: str = ""  # where it is not the last part of the address
    package: int = 0  # the submission's package that holds it, from 1; 0: it is fetched from its own address
    entry: int | None = None  # its number in that package; None where the package is the file itself
    reference: str = ""
    checksum: str = ""  # of a file in a package: other content under the same name has another


@dataclass(frozen=True)
class RequestedFiles:
    required: tuple[Named, ...] = ()
    recommended: tuple[Named, ...] = ()
    optional: tuple[Named, ...] = ()


@dataclass(frozen=True)
class Detail:
    """Something that was sent and has no column: in which section of the form, its words, and where it stood.

    `section` is a key of the sections in readers/odp_parts.toml; `pointer` names the part to machines.
    """

    section: str
    label: str
    value: str
    pointer: str = ""

    def as_dict(self) -> dict[str, str]:
        return {"section": self.section, "label": self.label, "value": self.value, "pointer": self.pointer}


@dataclass(frozen=True)
class BreachReport:
    """What somebody says has been done against planning rules: in their words, with the kinds they chose and the days they gave."""

    description: str = ""
    kinds: tuple[Named, ...] = ()
    began_on: date | None = None
    completed_on: date | None = None


@dataclass(frozen=True)
class SubmittedApplication:
    kind: str  # application, pre_application, enforcement
    schema_name: str
    schema_version: str
    source: str
    source_id: str
    organisation: str
    submitted_at: datetime | None
    type_code: str
    type_description: str
    user_role: str
    applicant: Person | None
    agent: Person | None
    site_contact: SiteContact | None
    site: Site
    proposal: Proposal
    fee: Fee
    ownership: OwnershipStatement | None
    designations: tuple[Designation, ...]
    designation_sources: tuple[str, ...]
    declaration: Declaration
    answers: tuple[Answer, ...]
    pre_assessment: tuple[Named, ...]
    related: tuple[RelatedCase, ...]
    files: tuple[SubmittedFile, ...]
    requested_files: RequestedFiles
    service_url: str
    service_flow: str
    unknown: dict[str, Any]
    complainant: Person | None = None  # who reports a breach; None where nobody says who they are
    breach: BreachReport | None = None  # of kind enforcement alone
    details: tuple[Detail, ...] = ()  # what has no column, in the order of the form
    alternative_reference: str = ""  # the number by which the sender knows it, such as the Planning Portal's

    @property
    def boundary(self) -> Boundary | None:
        return self.proposal.boundary


@dataclass(frozen=True)
class Reading:
    """A reader's answer. `faults` stop the application; `notes` are for the officer and stop nothing.

    `waiting`: there is nothing to read yet, because the package that the submission names has not been fetched.
    """

    application: SubmittedApplication | None
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()
    source: str = ""
    source_id: str = ""
    waiting: bool = False
