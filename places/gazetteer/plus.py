"""AddressBase Plus, CSV (Ordnance Survey, technical specification v1.4 and later): 77 columns, no header row in the data, the names in a
file of their own. CHANGE_TYPE I, U or D."""

from places.gazetteer.rows import DEMOLISHED, Refused, Row, a_date, a_postcode, a_uprn, optional_uprn, place
from places.gazetteer.wording import Object, as_written, lines_of, postal_lines

COLUMNS = (
    "UPRN", "UDPRN", "CHANGE_TYPE", "STATE", "STATE_DATE", "CLASS", "PARENT_UPRN", "X_COORDINATE", "Y_COORDINATE", "LATITUDE", "LONGITUDE",
    "RPC", "LOCAL_CUSTODIAN_CODE", "COUNTRY", "LA_START_DATE", "LAST_UPDATE_DATE", "ENTRY_DATE", "RM_ORGANISATION_NAME", "LA_ORGANISATION",
    "DEPARTMENT_NAME", "LEGAL_NAME", "SUB_BUILDING_NAME", "BUILDING_NAME", "BUILDING_NUMBER", "SAO_START_NUMBER", "SAO_START_SUFFIX",
    "SAO_END_NUMBER", "SAO_END_SUFFIX", "SAO_TEXT", "ALT_LANGUAGE_SAO_TEXT", "PAO_START_NUMBER", "PAO_START_SUFFIX", "PAO_END_NUMBER",
    "PAO_END_SUFFIX", "PAO_TEXT", "ALT_LANGUAGE_PAO_TEXT", "USRN", "USRN_MATCH_INDICATOR", "AREA_NAME", "LEVEL", "OFFICIAL_FLAG",
    "OS_ADDRESS_TOID", "OS_ADDRESS_TOID_VERSION", "OS_ROADLINK_TOID", "OS_ROADLINK_TOID_VERSION", "OS_TOPO_TOID", "OS_TOPO_TOID_VERSION",
    "VOA_CT_RECORD", "VOA_NDR_RECORD", "STREET_DESCRIPTION", "ALT_LANGUAGE_STREET_DESCRIPTION", "DEPENDENT_THOROUGHFARE", "THOROUGHFARE",
    "WELSH_DEPENDENT_THOROUGHFARE", "WELSH_THOROUGHFARE", "DOUBLE_DEPENDENT_LOCALITY", "DEPENDENT_LOCALITY", "LOCALITY",
    "WELSH_DEPENDENT_LOCALITY", "WELSH_DOUBLE_DEPENDENT_LOCALITY", "TOWN_NAME", "ADMINISTRATIVE_AREA", "POST_TOWN", "WELSH_POST_TOWN",
    "POSTCODE", "POSTCODE_LOCATOR", "POSTCODE_TYPE", "DELIVERY_POINT_SUFFIX", "ADDRESSBASE_POSTAL", "PO_BOX_NUMBER", "WARD_CODE",
    "PARISH_CODE", "RM_START_DATE", "MULTI_OCC_COUNT", "VOA_NDR_P_DESC_CODE", "VOA_NDR_SCAT_CODE", "ALT_LANGUAGE",
)  # fmt: skip
WIDTH = len(COLUMNS)
_AT = {name: number for number, name in enumerate(COLUMNS)}
_SAO, _PAO = _AT["SAO_START_NUMBER"], _AT["PAO_START_NUMBER"]


def is_header(columns: list[str]) -> bool:
    return len(columns) == WIDTH and columns[0].strip().upper() == "UPRN"


def is_line(columns: list[str]) -> bool:
    return len(columns) == WIDTH and columns[0].strip().isdigit()


def read(columns: list[str], custodians: set[str]) -> Row | None:
    """The row of a line; None for another council's (by LOCAL_CUSTODIAN_CODE, where `custodians` says) and for a header in between."""
    if len(columns) != WIDTH:
        raise Refused(f"It has {len(columns)} columns; AddressBase Plus has {WIDTH}")
    if is_header(columns) or (custodians and columns[_AT["LOCAL_CUSTODIAN_CODE"]] not in custodians):
        return None
    get = lambda name: columns[_AT[name]]  # noqa: E731
    own, gone, code = a_uprn(columns[0]), get("CHANGE_TYPE") == "D", get("CLASS")
    town = get("POST_TOWN") or get("TOWN_NAME")
    lines = _lines(columns, code, town)
    if not lines and not gone:
        raise Refused("It has no address")
    where = (None,) * 4 if gone and not get("X_COORDINATE") else place(
        get("X_COORDINATE"), get("Y_COORDINATE"), get("LONGITUDE"), get("LATITUDE")
    )  # fmt: skip
    return Row(
        own,
        optional_uprn(get("PARENT_UPRN")),
        get("USRN"),
        code,
        "retired" if get("STATE") == DEMOLISHED else "current",
        as_written(get("LA_ORGANISATION") or get("RM_ORGANISATION_NAME")),
        lines,
        as_written(town),
        a_postcode(get("POSTCODE") or get("POSTCODE_LOCATOR")),
        *where,
        a_date(get("LAST_UPDATE_DATE")),
        gone,
    )


def _lines(columns: list[str], code: str, town: str) -> str:
    """From the council's own parts; from Royal Mail's where the council gave no street."""
    get = lambda name: columns[_AT[name]]  # noqa: E731
    if street := get("STREET_DESCRIPTION"):
        secondary, primary = Object(*columns[_SAO : _SAO + 5]), Object(*columns[_PAO : _PAO + 5])
        return lines_of(secondary, primary, street, get("LOCALITY"), town, code)
    streets = [get("DEPENDENT_THOROUGHFARE"), get("THOROUGHFARE")]
    localities = [get("DOUBLE_DEPENDENT_LOCALITY"), get("DEPENDENT_LOCALITY")]
    return postal_lines(
        get("SUB_BUILDING_NAME"), get("BUILDING_NAME"), get("BUILDING_NUMBER"), streets, localities, town, get("PO_BOX_NUMBER")
    )
