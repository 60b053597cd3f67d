"""A draft's answers as an Open Digital Planning document (v0.7.7, source "Any"), so that it takes the way of every other door.

Spec 4, section 12.
"""

from typing import Any

from applications.models import ApplicationType
from intake.manual.types import BREACH, BREACH_NAME

SCHEMA = "https://theopensystemslab.github.io/digital-planning-data-schemas/v0.7.7/schemas/{name}.json"
SOURCE = "Any"
REDUCTIONS = {"parish_council": "parishCouncil", "sports": "sports"}
EXEMPTIONS = {"disability": "disability"}
Answers = dict[str, Any]


def body_of(answers: Answers, *, id: str, council_code: str, kind: ApplicationType | None, fee_due: float | None = None) -> dict[str, Any]:
    """The document. `kind`: the type of application, None for a report of a breach; `fee_due`: what the law asks, in pounds."""
    page = {name: answers.get(name, {}) for name in ("receipt", "site", "red_line", "people", "development", "certificate", "fee")}
    site = _property(page["site"], page["development"])
    if kind is None:
        data = {"application": {"type": {"value": BREACH, "description": BREACH_NAME}}, "property": site, "report": _report(page)}
        if complainant := _person(page["people"], ""):
            data["complainant"] = complainant
        name = "enforcement"
    else:
        data = {
            "application": _application(page, kind, fee_due),
            "user": {"role": "agent" if _person(page["people"], "agent_") else "applicant"},
            "applicant": _applicant(page["people"], page["certificate"]),
            "property": site,
            "proposal": _proposal(page, kind),
        }
        name = "preApplication" if kind.family == "pre_application" else "application"
    metadata = {"id": id, "organisation": council_code, "source": SOURCE, "schema": SCHEMA.format(name=name)}
    metadata["submittedAt"] = f"{page['receipt'].get('received_on')}T12:00:00Z"
    return {"data": data, "responses": [], "files": [], "preAssessment": [], "metadata": metadata}


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty: an absent key says nothing, an empty one says that it is empty."""
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}


def _property(site: Answers, development: Answers) -> dict[str, Any]:
    address = _filled(
        {
            "title": ", ".join(part for part in (site.get("address_lines"), site.get("town"), site.get("postcode")) if part),
            "street": site.get("address_lines"),
            "town": site.get("town"),
            "postcode": site.get("postcode"),
            "uprn": site.get("uprn"),
            "longitude": site.get("longitude"),
            "latitude": site.get("latitude"),
            "x": site.get("easting"),
            "y": site.get("northing"),
            "source": "Keyed in by an officer",
        }
    )
    kind = development.get("property_type")
    return {"address": address, **({"type": {"value": kind, "description": kind}} if kind else {})}


def _application(page: dict[str, Answers], kind: ApplicationType, fee_due: float | None) -> dict[str, Any]:
    fee, certificate = page["fee"], page["certificate"]
    claims = {
        "reduction": {name: True for key, name in REDUCTIONS.items() if fee.get(key)},
        "exemption": {name: True for key, name in EXEMPTIONS.items() if fee.get(key)},
    }
    money = _filled({"calculated": fee_due, "payable": fee_due, **claims})
    connection = certificate.get("connection")
    words = {"value": "related" if connection else "none", "description": connection}
    declaration = {"accurate": bool(certificate.get("accurate")), "connection": _filled(words)}
    return _filled({"type": {"value": kind.code, "description": kind.name}, "fee": money, "declaration": declaration})


def _applicant(people: Answers, certificate: Answers) -> dict[str, Any]:
    applicant = _person(people, "")
    if people.get("same_as_site"):
        applicant["address"] = {"sameAsSiteAddress": True}
    if agent := _person(people, "agent_"):
        applicant["agent"] = agent
    if ownership := _ownership(certificate):
        applicant["ownership"] = ownership
    return applicant


def _person(people: Answers, prefix: str) -> dict[str, Any]:
    said = {key: people.get(f"{prefix}{key}") for key in ("first_name", "last_name", "company", "email", "phone")}
    address = _filled({"line1": people.get(f"{prefix}address_lines"), **{k: people.get(f"{prefix}{k}") for k in ("town", "postcode")}})
    if not any(said.values()) and not address:
        return {}
    person = {
        "type": "company" if said["company"] else "individual",
        "name": _filled({"first": said["first_name"], "last": said["last_name"]}),
        "company": _filled({"name": said["company"]}),
        "email": said["email"],
        "phone": _filled({"primary": said["phone"]}),
        "address": address,
    }
    return _filled(person)


def _ownership(certificate: Answers) -> dict[str, Any]:
    letter = certificate.get("certificate") or ""
    owners = [
        _filled(
            {
                "name": owner["name"],
                "address": _filled({"line1": owner.get("address")}),
                "noticeGiven": bool(owner.get("told_on")),
                "noticeDate": owner.get("told_on"),
            }
        )
        for owner in certificate.get("owners", [])
    ]
    said = {"certificate": letter if letter in "abcd" else "", "owners": owners}
    tenants = certificate.get("agricultural_tenants")
    return _filled(said) | ({} if tenants is None else {"agriculturalTenants": tenants})


def _boundary(red_line: Answers) -> dict[str, Any]:
    """The red line as it counts, and beside it what was typed or pasted."""
    if not red_line:
        return {}
    site = {"type": "Feature", "geometry": red_line["geojson"], "properties": _filled({"keyed in as": red_line.get("given")})}
    metres = red_line["square_metres"]
    return {"boundary": {"site": site, "area": {"squareMetres": metres, "hectares": round(metres / 10_000, 6)}}}


def _dates(page: Answers) -> dict[str, Any]:
    dates = _filled({"start": page.get("began_on"), "completion": page.get("completed_on")})
    return {"date": dates} if dates else {}


def _report(page: dict[str, Answers]) -> dict[str, Any]:
    receipt = page["receipt"]
    return {"description": receipt.get("description", ""), **_boundary(page["red_line"]), **_dates(receipt)}


def _proposal(page: dict[str, Answers], kind: ApplicationType) -> dict[str, Any]:
    development = page["development"]
    metres = {name: _number(development.get(name)) for name in ("projection", "maximum_height", "eaves_height", "floorspace")}
    extend = _filled(
        {
            "projection": _filled({"metres": metres["projection"]}),
            "height": _filled({"max": _filled({"metres": metres["maximum_height"]}), "eaves": _filled({"metres": metres["eaves_height"]})}),
        }
    )
    homes = development.get("new_dwellings")
    new = _filled({"area": _filled({"squareMetres": metres["floorspace"]})})
    if homes is not None:
        new["count"] = {"dwellings": homes}
    said = {"description": page["receipt"].get("description", ""), "extend": extend, "new": new}
    return {**_filled(said), **_boundary(page["red_line"]), **_dates(development)}


def _number(text: Any) -> float | None:
    return None if text in (None, "") else float(text)
