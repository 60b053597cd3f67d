"""AddressBase Core, CSV with a header row (Ordnance Survey, technical specification of 2020 and later).

Columns are found by their names, so that their order and further ones do not matter. CHANGE_CODE I, U or D; without it the file is a
full supply.
"""

from collections.abc import Callable

from places.gazetteer.lines import CannotRead
from places.gazetteer.rows import Refused, Row, a_date, a_postcode, a_uprn, optional_uprn, place
from places.gazetteer.wording import as_written, postal_lines

COLUMNS = (
    "UPRN", "PARENT_UPRN", "UDPRN", "USRN", "TOID", "CLASSIFICATION_CODE", "EASTING", "NORTHING", "LATITUDE", "LONGITUDE", "RPC",
    "LAST_UPDATE_DATE", "SINGLE_LINE_ADDRESS", "PO_BOX", "ORGANISATION", "SUB_BUILDING", "BUILDING_NAME", "BUILDING_NUMBER", "STREET_NAME",
    "LOCALITY", "TOWN_NAME", "POST_TOWN", "ISLAND", "POSTCODE", "DELIVERY_POINT_SUFFIX", "GSS_CODE", "CHANGE_CODE",
)  # fmt: skip
NEEDED = {"UPRN", "EASTING", "NORTHING", "STREET_NAME", "POSTCODE", "SINGLE_LINE_ADDRESS"}


def is_header(columns: list[str]) -> bool:
    return {name.strip().upper() for name in columns} >= NEEDED


def reader(header: list[str], custodians: set[str]) -> Callable[[list[str]], Row | None]:
    """A function from a line's columns to its row; None for the line of another council (by GSS_CODE, where `custodians` says)."""
    if not is_header(header):
        raise CannotRead("Its first line does not name the columns of AddressBase Core.")
    where = {name.strip().upper(): number for number, name in enumerate(header)}
    width = len(header)
    index = [where.get(name, width) for name in COLUMNS]

    def read(columns: list[str]) -> Row | None:
        if len(columns) != width:
            raise Refused(f"It has {len(columns)} columns, the header {width}")
        columns.append("")
        return _row([columns[number] for number in index], custodians)

    return read


def _row(columns: list[str], custodians: set[str]) -> Row | None:
    (
        uprn, parent, _, usrn, _, code, easting, northing, latitude, longitude, _,
        updated, single, box, organisation, inside, building, number, street,
        locality, town_name, post_town, _, postcode, _, gss, change,
    ) = columns  # fmt: skip
    if custodians and gss not in custodians:
        return None
    own, town = a_uprn(uprn), post_town or town_name
    gone = change[:1].upper() == "D"
    lines = postal_lines(inside, building, number, [street], [locality, town_name], town, box) or _from_single(single, post_town, postcode)
    if not lines and not gone:
        raise Refused("It has no address")
    where = (None,) * 4 if gone and not easting else place(easting, northing, longitude, latitude)
    return Row(
        own, optional_uprn(parent), usrn, code, "current", as_written(organisation), lines, as_written(town), a_postcode(postcode),
        *where, a_date(updated), gone,
    )  # fmt: skip


def _from_single(single: str, town: str, postcode: str) -> str:
    parts = [part.strip() for part in single.split(",")]
    return ", ".join(as_written(part) for part in parts if part and part.upper() not in {town.upper(), postcode.upper()})
