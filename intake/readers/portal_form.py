"""The application inside a Portal package (Application.json, or OneApp XML put in its shape) as the internal shape. Spec 4, section 7.3."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import Point
from django.utils import timezone

from intake.readers import portal_people as people
from intake.readers import portal_types as types
from intake.readers.boundary import read_boundary
from intake.readers.parts import Part
from intake.readers.portal_answers import in_words, read_answers
from intake.readers.portal_files import read_files
from intake.shape import (
    Boundary,
    Declaration,
    Fault,
    Fee,
    Proposal,
    RelatedCase,
    RequestedFiles,
    Site,
    SubmittedApplication,
)

SOURCE = "Planning Portal"
BRITISH_GRID = 27700
LARGEST_DEGREE = 180
ONLINE = "OnlineViaPortal"
CONVERTED = "was converted to"
EARLIER = re.compile(
    r"^(original|previous|outline|planning)?(application|permission|decision|consent)?(ref|reference)(num|number|no)?$", re.IGNORECASE
)


def read_form(document: dict[str, Any], contents: Any, schema: str) -> tuple[SubmittedApplication, list[Fault], list[Fault]]:
    """The application, the faults that stop it and notes for the officer. `contents`: what else the package holds."""
    root = Part(document)
    data, header = root.at("applicationData"), root.at("applicationHeader")
    number = header.text("formattedRefNum") or _with_prefix(header.text("refNum"))
    header.text("refNum")
    size, scenario = _size(data), _scenario(root.at("applicationScenario", "scenarioNumber"))
    boundary, notes = _boundary(root, contents)
    files, remarks = read_files(root, contents)
    code = types.type_of(scenario if scenario is not None else -1, size, data.flag("trees", "seekingConsentForTPO"))
    agent, applicant = people.read_person(data.at("agent")), people.read_person(data.at("applicant"))
    said = SubmittedApplication(
        kind="application",
        schema_name=schema,
        schema_version=root.text("schemaVersion"),
        source=SOURCE,
        source_id=number,
        organisation="",
        submitted_at=header.moment("dateSubmitted") or _start_of(header.day("dateSubmitted")),
        type_code=code,
        type_description=f"Planning Portal scenario {scenario}" if scenario is not None else "",
        user_role="agent" if agent else "applicant",
        applicant=applicant,
        agent=agent,
        site_contact=people.read_site_contact(data.at("siteVisit")),
        site=_site(data.at("siteLocation")),
        proposal=_proposal(data, header, scenario, size, boundary),
        fee=_fee(root, header),
        ownership=people.read_ownership(data.at("ownershipCertificates")),
        designations=(),
        designation_sources=(),
        declaration=_declaration(data),
        answers=(),
        pre_assessment=(),
        related=_related(data),
        files=files,
        requested_files=RequestedFiles(),
        service_url="",
        service_flow="",
        unknown={},
        alternative_reference=number,
    )
    faults = _faults(root, scenario, code)
    said = replace(said, answers=read_answers(root))
    return said, faults, notes + remarks + _remarks(said)


def _scenario(part: Part) -> int | None:
    number = part.number()
    return int(number) if number is not None and number >= 0 and number == int(number) else None


def _with_prefix(number: str) -> str:
    return f"PP-{number}" if number.isdigit() else number


def _start_of(day: date | None) -> datetime | None:
    """XML gives the day alone."""
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


def _faults(root: Part, scenario: int | None, code: str) -> list[Fault]:
    place = "/applicationScenario/scenarioNumber"
    if scenario is None:
        said = root.at("applicationScenario", "scenarioNumber").value
        return [Fault(place, f"The package does not say which form was filled in: the scenario number is {said!r:.40}.")]
    if not code:
        known = ", ".join(str(number) for number in types.scenarios())
        return [Fault(place, f"Scenario {scenario} of the Planning Portal is not one that we know. We know {known}.")]
    return []


def _remarks(said: SubmittedApplication) -> list[Fault]:
    remarks = []
    everybody = [person for person in (said.applicant, said.agent) if person]
    if not everybody:
        remarks.append(Fault("/applicationData/applicant", "Nobody is named as applicant or agent."))
    elif not any(person.email for person in everybody):
        remarks.append(Fault("/applicationData/applicant/emailAddress", "No email address was sent: write to the applicant by post."))
    if said.declaration.connection not in ("", "none"):
        more = f" ({said.declaration.connection_description[:200]})" if said.declaration.connection_description else ""
        remarks.append(Fault("/applicationData/declarationOfInterest", f"A connection with the council is declared{more}."))
    return remarks


def _size(data: Part) -> types.Size:
    """What the rules on size ask for. Reading it here leaves the parts for the officer to read as answers too."""
    place = Part(data.value)  # its own marks: what is read twice stays among the answers
    area = types.hectares(place.number("siteArea", "siteArea"), place.text("siteArea", "areaUnit"))
    floorspace = place.number("nonResidentialDevelopment", "floorspace", "totalGrossFloorspaceProposed")
    gained = place.number("existingProposedFloorArea", "totalGrossFloorAreaGained")
    return types.Size(area, floorspace if floorspace is not None else gained, place.count("residentialDevelopment", "proposedTotal"))


def _proposal(data: Part, header: Part, scenario: int | None, size: types.Size, boundary: Boundary | None) -> Proposal:
    on_the_form = types.words_are_on_the_form(scenario if scenario is not None else -1)
    places = [data.at("proposalDescription", "descriptionText"), header.at("description")]
    first, second = places if on_the_form else reversed(places)
    described = data.at("proposalDescription")
    homes = data.count("residentialDevelopment", "existingTotal")
    return Proposal(
        description=first.text() or second.text() or f"No description was sent (Planning Portal scenario {scenario})",
        start_on=described.day("startDate") or described.day("proposalStartDate"),
        completion_on=described.day("completionDate") or described.day("proposalCompletionDate"),
        scheme_name=data.text("developerInformation", "schemeName"),
        new_dwellings=None if size.dwellings is None else size.dwellings - (homes or 0),
        new_floor_square_metres=size.floorspace,
        boundary=boundary,
        site_hectares=size.site_hectares,
        floorspace_by_use=_floorspace_by_use(data.at("existingProposedFloorArea")),
    )


def _floorspace_by_use(part: Part) -> dict[str, dict[str, str]]:
    """Square metres of each use class: what is there, what is lost, what is gained. The rows stay among the answers."""
    rows = Part(part.value)
    found = {}
    for row in rows.items("existingProposedFloorAreaDetail"):
        figures = {
            "existing": row.number("existingGrossFloorArea"),
            "lost": row.number("grossFloorAreaToBeLost"),
            "gained": row.number("grossFloorAreaGained"),
        }
        if row.text("floorAreaUseClasses"):
            found[row.text("floorAreaUseClasses")] = {name: str(value) for name, value in figures.items() if value is not None}
    return found


def _boundary(root: Part, contents: Any) -> tuple[Boundary | None, list[Fault]]:
    """The red line: the polygon in the form, else one of the two files. One that cannot be used is a note: the form still counts."""
    notes: list[Fault] = []
    places = [("/polygon", root.whole("polygon")), *contents.shapes]
    for name, shape in places:
        if not shape:
            continue
        geometry, faults, remarks = read_boundary({f"EPSG:{_projection(shape)}": shape}, name)
        if geometry is None:
            notes += [Fault(fault.pointer, f"{fault.message} ({name})") for fault in faults or remarks]
            continue
        notes += [remark for remark in remarks if CONVERTED not in remark.message]
        data = Part(root.at("applicationData").value)
        area = types.hectares(data.number("siteArea", "siteArea"), data.text("siteArea", "areaUnit"))
        return Boundary(geometry, shape, hectares=area), notes
    return None, [*notes, Fault("/polygon", "No usable red line was sent: draw it from the location plan.")]


def _projection(shape: Any) -> int:
    """Metres on the British grid, unless the first number can only be a degree."""
    while isinstance(shape, (dict, list)) and shape:
        shape = shape[0] if isinstance(shape, list) else shape.get("features") or shape.get("geometry") or shape.get("coordinates")
    return 4326 if isinstance(shape, (int, float)) and abs(shape) <= LARGEST_DEGREE else BRITISH_GRID


def _site(part: Part) -> Site:
    number = f"{part.text('bs7666Number')}{part.text('bs7666Suffix')}"
    street = " ".join(text for text in (number, part.text("bs7666StreetDescription")) if text)
    other, easting, northing = part.text("otherLocation"), part.number("bs7666X"), part.number("bs7666Y")
    longitude, latitude = _degrees(easting, northing)
    uprn = part.text("bs7666UniquePropertyReferenceNumber")
    lines = ", ".join(text for text in (street, part.text("bs7666Locality")) if text)
    return Site(
        line1=lines or other,
        line2=part.text("bs7666Description"),
        town=part.text("bs7666Town"),
        postcode=part.text("bs7666PostCode").upper(),
        title=other if lines else "",
        uprn=uprn if uprn.isascii() and uprn.isdigit() and uprn.strip("0") else "",
        longitude=longitude,
        latitude=latitude,
        easting=float(easting) if easting else None,
        northing=float(northing) if northing else None,
        districts=part.texts("bs7666AdministrativeArea"),
    )


def _degrees(easting: Decimal | None, northing: Decimal | None) -> tuple[float | None, float | None]:
    """Longitude and latitude of a place on the British grid; None where it is not on it."""
    if not easting or not northing or not (0 < easting < 700_000 and 0 < northing < 1_300_000):
        return None, None
    point = Point(float(easting), float(northing), srid=BRITISH_GRID)
    try:
        point.transform(4326)
    except GDALException:
        return None, None
    return point.x, point.y


def _fee(root: Part, header: Part) -> Fee:
    """What is due and what was paid, in pounds. What the Portal worked out stands beside it, with the grounds for paying less."""
    summary, asked, paid = (
        root.at("feeCalculationSummary"),
        root.at("feeCalculationSummary", "calculation", "payment"),
        header.at("payment"),
    )
    due = asked.number("amountDue")
    if due is None or due == Part(paid.value).number("amountDue"):  # two that differ are both shown
        due = paid.number("amountDue")
    worked_out = [
        summary.number(name, "fee") for name in (summary.value if isinstance(summary.value, dict) else {}) if name.endswith("Fee")
    ]
    method = asked.text("paymentMethod") or paid.text("paymentMethod")
    return Fee(
        calculated=next((amount for amount in worked_out if amount is not None), None),
        payable=due,
        reference=asked.text("paymentRef") or paid.text("paymentRef"),
        exemptions=_claimed(summary.at("concessions", "exemptions")),
        reductions=_claimed(summary.at("concessions", "reductions")),
        paid=paid.number("amountPaid"),
        method="Planning Portal" if method == ONLINE else method,
    )


def _claimed(part: Part) -> tuple[str, ...]:
    names = part.value if isinstance(part.value, dict) else {}
    return tuple(in_words(name) for name in names if names[name] is True and part.flag(name))


def _declaration(data: Part) -> Declaration:
    interest = data.at("declarationOfInterest")
    related = interest.flag("isRelated")
    details = "; ".join(item for key in ("details", "relationDetails", "relationshipDetails") if (item := interest.text(key)))
    return Declaration(data.flag("declaration", "declarationMade"), "" if related is None else "related" if related else "none", details)


def _related(data: Part) -> tuple[RelatedCase, ...]:
    """The advice that was sought before, and the earlier application that conditions, reserved matters or an amendment belong to."""
    found = []
    advice = data.at("advice")
    if advice.flag("haveSoughtAdvice"):
        given = advice.at("adviceDetails") or advice
        found.append(
            RelatedCase(
                kind="preApp",
                reference=given.text("reference") or given.text("adviceReference") or given.text("referenceNumber"),
                on=given.day("adviceDate") or given.day("date"),
                officer=given.text("officerName") or given.text("officer"),
                summary=given.text("adviceText")
                or given.text("adviceSummary")
                or given.text("details")
                or given.text("summary")
                or "Advice",
            )
        )
    for section in data.value if isinstance(data.value, dict) else []:
        place = data.at(section)
        keys = [key for key in place.value if EARLIER.fullmatch(key)] if isinstance(place.value, dict) and section != "advice" else []
        found += [RelatedCase(kind="planningApp", reference=said, summary=in_words(section)) for key in keys if (said := place.text(key))]
    return tuple(found)
