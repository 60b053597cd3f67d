"""Reading the gazetteer. Each question goes through a database function, which sees the council of the session alone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Max

from accounts.models import LocalAuthority
from core.tenancy import current_authority_id
from places.models import Address, AddressImport
from places.questions import AddressQuestion
from places.uprns import bare

AT_MOST = 500  # addresses that one question reads
SHOWN_IMPORTS = 50


def find_addresses(text: str, limit: int = 20) -> list[Address]:
    """The council's current addresses that answer `text`, in the order of streets and house numbers, at most `limit`.

    `text` is what somebody types: a postcode or its beginning, a house number with a postcode, words of the address, or a UPRN
    (with or without zeros in front). Empty where nothing answers. Ask for one more than you show to know whether there are more.
    """
    question = AddressQuestion.of(text)
    if not question:
        return []
    ids = _ask("SELECT find_addresses(%s, %s, %s::tsquery, %s)", [question.uprn, question.postcode, question.words, AT_MOST])
    return sorted(_addresses(ids).values(), key=in_street_order)[:limit]


def address_for(uprn: str) -> Address | None:
    """The address with this UPRN (zeros in front do not matter), retired ones included; None where the gazetteer has none."""
    wanted = bare(uprn)
    return Address.objects.filter(authority_id=current_authority_id(), uprn=wanted).first() if wanted else None


def addresses_near(site: Any, metres: float, at_most: int) -> list[Address]:
    """The current addresses within so many metres (EPSG:27700) of a shape or point in EPSG:4326, nearest first.

    A building or street as a whole (class P) is left out, for its flats and houses are addresses of their own.
    """
    ids = _ask("SELECT addresses_near(ST_GeomFromEWKB(%s), %s, %s)", [bytes(site.ewkb), metres, at_most])
    found = _addresses(ids)
    return [found[pk] for pk in ids if pk in found]


def in_street_order(address: Address) -> tuple[Any, ...]:
    """Street, then house number, then flat, numbers counted as numbers: 2 before 10, 14A after 14."""
    *inside, street = [part.strip() for part in address.lines.lower().split(",")]
    number, name = re.match(r"(\d[\w–-]*\s+)?(.*)", street, re.S).groups()  # type: ignore[union-attr]
    return (name, _natural(number or ""), [_natural(part) for part in reversed(inside)], address.postcode, address.uprn)


def _natural(text: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.findall(r"\d+|\D+", text)]


def _ask(sql: str, parameters: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [row[0] for row in cursor.fetchall()]


def _addresses(ids: Iterable[int]) -> dict[int, Address]:
    return Address.objects.filter(authority_id=current_authority_id()).defer("vector", "point_bng").in_bulk(list(ids))


@dataclass(frozen=True)
class Gazetteer:
    """What a council's administrators want to know of its addresses."""

    current: int
    retired: int
    newest: Any
    imports: list[AddressImport]


def gazetteer_of(authority: LocalAuthority) -> Gazetteer:
    rows = Address.objects.filter(authority=authority)
    retired = rows.filter(state=Address.State.RETIRED)
    return Gazetteer(
        current=rows.current().count(),
        retired=retired.count(),
        newest=rows.aggregate(newest=Max("supplied_at"))["newest"],
        imports=list(AddressImport.objects.filter(authority=authority)[:SHOWN_IMPORTS]),
    )
