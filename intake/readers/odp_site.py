"""The site in an ODP document: its address, position and designations."""

from __future__ import annotations

from intake.readers.parts import Part
from intake.shape import Designation, Entity, Site


def read_site(part: Part) -> Site:
    """The property: `line1` from its parts (flat, building, street), the title where there are none."""
    address, boundary = part.at("address"), part.at("boundary")
    longitude, latitude = _degrees(address.at("longitude"), 180), _degrees(address.at("latitude"), 90)
    title = address.text("title")
    return Site(
        line1=_first_line(address) or title,
        line2=address.text("organisation"),
        town=address.text("town"),
        postcode=address.text("postcode").upper(),
        title=title,
        single_line=address.text("singleLine"),
        source=address.text("source"),
        uprn=address.text("uprn"),
        usrn=address.text("usrn"),
        longitude=longitude if latitude is not None else None,
        latitude=latitude if longitude is not None else None,
        easting=_metres(address.at("x")),
        northing=_metres(address.at("y")),
        ward=part.text("ward"),
        districts=part.texts("localAuthorityDistrict"),
        region=part.text("region"),
        property_type=part.text("type", "value") or part.text("type"),
        property_type_words=part.text("type", "description"),
        title_boundary=boundary.value.get("site") if isinstance(boundary.value, dict) else None,
        title_area_hectares=boundary.number("area", "hectares"),
    )


def _first_line(address: Part) -> str:
    secondary = _range(address.text("sao"), address.text("saoEnd"))
    primary = _range(address.text("pao"), address.text("paoEnd"))
    street = address.text("street")
    if primary and primary[0].isdigit() and street:
        street, primary = f"{primary} {street}", ""
    return ", ".join(p for p in (secondary, primary, street) if p)


def _range(first: str, last: str) -> str:
    return f"{first}–{last}" if first and last else first or last


def _degrees(part: Part, most: int) -> float | None:
    number = part.number()
    return float(number) if number is not None and abs(number) <= most else None


def _metres(part: Part) -> float | None:
    number = part.number()
    return None if number is None else float(number)


def read_designations(part: Part) -> tuple[Designation, ...]:
    """Every designation, those that do not touch the site included."""
    found = (_designation(item) for item in part.items())
    return tuple(designation for designation in found if designation.value)


def _designation(part: Part) -> Designation:
    entities = tuple(_entity(item) for item in part.items("entities"))
    return Designation(part.text("value"), part.text("description"), bool(part.flag("intersects")), entities)


def _entity(part: Part) -> Entity:
    """What a designation rests on; its source is an address in old schemas, text and address in new ones."""
    source, url = part.text("source", "text"), part.text("source", "url")
    return Entity(part.text("name"), part.text("description"), source, url or part.text("source"))
