"""Addresses of OS Places (Ordnance Survey, https://docs.os.uk/os-apis/accessing-os-apis/os-places-api): for councils without a gazetteer.

What it gives is read into addresses that are not saved. It is asked with a key, the operator's or a council's own (OS_PLACES_KEY).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry, Point

from accounts.models import LocalAuthority
from core.tenancy import current_authority_id
from places.gazetteer.rows import Refused, a_date, a_postcode, a_uprn, place
from places.gazetteer.wording import as_written, postal_lines
from places.models import Address
from places.outside import NotSetUp, OutsideError, Service, ask

A_PAGE = 100  # addresses that one answer holds at most
AT_MOST = 1000  # addresses that one polygon is asked for
LARGEST_RADIUS = 1000  # metres; the service takes no more


def probe() -> None:
    """A postcode that does not move: that of the Palace of Westminster."""
    find("SW1A 0AA", limit=1)


OS_PLACES = Service(
    "os-places",
    "OS Places",
    "Addresses, where the gazetteer has none",
    url="OS_PLACES_URL",
    secret="OS_PLACES_KEY",  # noqa: S106 - the name of a setting
    probe=probe,
)


def key_for(authority: LocalAuthority | None) -> str:
    """The key of a council: its own where OS_PLACES_KEY says "southwark=KEY", else the one that is everybody's; empty for none."""
    keys = {name.lower(): key for name, _, key in (part.rpartition("=") for part in settings.OS_PLACES_KEY.replace(",", " ").split())}
    return (keys.get(authority.subdomain, "") if authority else "") or keys.get("", "")


def is_for(authority: LocalAuthority | None) -> bool:
    """Whether this council may ask."""
    return OS_PLACES.is_set_up and bool(key_for(authority))


def find(text: str, limit: int = 20) -> list[Address]:
    """The addresses that answer what somebody typed, best first. OutsideError."""
    found = _asked("find", {"query": text, "maxresults": min(limit, A_PAGE), "output_srs": "EPSG:4258"})
    return list(_addresses(found))[:limit]


def near_point(point: Point, metres: int) -> list[Address]:
    """The addresses around a point in EPSG:4326, at most 100. OutsideError."""
    where = {"point": f"{point.y:.6f},{point.x:.6f}", "radius": min(metres, LARGEST_RADIUS), "srs": "EPSG:4258", "output_srs": "EPSG:4258"}
    return list(_addresses(_asked("radius", where)))


def inside(shape: GEOSGeometry) -> list[Address]:
    """The addresses inside a polygon in EPSG:27700, page after page, at most 1,000. OutsideError."""
    body = json.loads(shape.geojson)
    body.pop("crs", None)
    found: dict[str, Address] = {}
    for offset in range(0, AT_MOST, A_PAGE):
        answer = _asked("polygon", {"srs": "EPSG:27700", "output_srs": "EPSG:4258", "offset": offset}, method="POST", body=body)
        found |= {address.uprn: address for address in _addresses(answer)}
        if offset + A_PAGE >= _total(answer):
            break
    return list(found.values())


def _asked(path: str, params: dict[str, Any], *, method: str = "GET", body: Any = None) -> dict[str, Any]:
    key = key_for(LocalAuthority.objects.filter(pk=current_authority_id()).first())
    if not key and OS_PLACES.is_set_up:
        raise NotSetUp("OS Places is not set up for this council: OS_PLACES_KEY has no key for it.", again=False)
    answer = ask(OS_PLACES, path, params=params, method=method, body=body, headers={"key": key})
    if not isinstance(answer, dict) or not isinstance(answer.get("results", []), list):
        raise OutsideError("OS Places gave an answer without results.")
    return answer


def _total(answer: dict[str, Any]) -> int:
    header = answer.get("header")
    total = header.get("totalresults") if isinstance(header, dict) else None
    return total if isinstance(total, int) else 0


def _addresses(answer: dict[str, Any]) -> Iterator[Address]:
    """What can be read of the results; the rest is left out, as an address that has no place or no UPRN is of no use here."""
    for result in answer.get("results", []):
        inside_it = (result.get("DPA") or result.get("LPI")) if isinstance(result, dict) else None
        if isinstance(inside_it, dict):
            with suppress(Refused):
                yield read({name: str(value) for name, value in inside_it.items() if value is not None})


def read(said: dict[str, str]) -> Address:
    """An address, not saved. Refused where it has no UPRN, place or words."""
    get = lambda name: said.get(name, "")  # noqa: E731
    *_, longitude, latitude = place(get("X_COORDINATE"), get("Y_COORDINATE"), get("LNG"), get("LAT"))
    if longitude is None or latitude is None:
        raise Refused("It has no longitude and latitude")
    lines = postal_lines(
        get("SUB_BUILDING_NAME"),
        get("BUILDING_NAME"),
        get("BUILDING_NUMBER"),
        [get("DEPENDENT_THOROUGHFARE_NAME"), get("THOROUGHFARE_NAME")],
        [get("DOUBLE_DEPENDENT_LOCALITY"), get("DEPENDENT_LOCALITY")],
        get("POST_TOWN"),
        get("PO_BOX_NUMBER"),
    )
    lines = lines or _from_single(get("ADDRESS"), get("POST_TOWN"), get("POSTCODE"))
    if not lines:
        raise Refused("It has no address")
    return Address(
        authority_id=current_authority_id(),
        uprn=a_uprn(get("UPRN")),
        classification=get("CLASSIFICATION_CODE")[:6],
        organisation=as_written(get("ORGANISATION_NAME"))[:200],
        lines=lines[:300],
        town=as_written(get("POST_TOWN"))[:100],
        postcode=a_postcode(get("POSTCODE")),
        point=Point(longitude, latitude, srid=4326),
        updated_on=a_date(get("LAST_UPDATE_DATE")),
    )


def _from_single(single: str, *known: str) -> str:
    parts = [part.strip() for part in single.split(",")]
    return ", ".join(as_written(part) for part in parts if part and part.upper() not in {one.upper() for one in known})
