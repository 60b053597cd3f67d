"""Gazetteer files for tests, in the published layouts; people, streets and numbers invented."""

import csv
import io
from pathlib import Path
from typing import Any

from places.gazetteer import core, plus


def text_of(rows: list[list[Any]]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows(rows)
    return file.getvalue()


def written(path: Path, rows: list[list[Any]], encoding: str = "utf-8") -> Path:
    path.write_bytes(text_of(rows).encode(encoding))
    return path


def core_row(**values: Any) -> list[Any]:
    usual = {
        "UPRN": "10000000001", "USRN": "20100001", "CLASSIFICATION_CODE": "RD04", "EASTING": "530000.00", "NORTHING": "180000.00",
        "LATITUDE": "51.5038", "LONGITUDE": "-0.1280", "RPC": "1", "LAST_UPDATE_DATE": "2025-01-05", "BUILDING_NUMBER": "14",
        "SINGLE_LINE_ADDRESS": "14, MILL LANE, ANYTOWN, AN1 3CD", "STREET_NAME": "MILL LANE", "TOWN_NAME": "ANYTOWN",
        "POST_TOWN": "ANYTOWN", "POSTCODE": "AN1 3CD", "GSS_CODE": "E09000028", "CHANGE_CODE": "I",
    }  # fmt: skip
    return [(usual | values).get(name, "") for name in core.COLUMNS]


def core_file(path: Path, *rows: dict[str, Any]) -> Path:
    return written(path, [list(core.COLUMNS), *(core_row(**row) for row in rows)])


def plus_row(**values: Any) -> list[Any]:
    usual = {
        "UPRN": "10000000001", "CHANGE_TYPE": "I", "STATE": "2", "CLASS": "RD06", "X_COORDINATE": "530000.00", "Y_COORDINATE": "180000.00",
        "LATITUDE": "51.5038", "LONGITUDE": "-0.1280", "LOCAL_CUSTODIAN_CODE": "5840", "LAST_UPDATE_DATE": "2025-01-05",
        "SAO_START_NUMBER": "2", "PAO_START_NUMBER": "14", "PAO_END_NUMBER": "16", "USRN": "20100001", "STREET_DESCRIPTION": "MILL LANE",
        "TOWN_NAME": "ANYTOWN", "POST_TOWN": "ANYTOWN", "POSTCODE": "AN1 3CD", "POSTCODE_LOCATOR": "AN1 3CD",
    }  # fmt: skip
    return [(usual | values).get(name, "") for name in plus.COLUMNS]


def header(day: str = "2025-01-10", clock: str = "09:00:00", version: str = "2.1", kind: str = "F") -> list[Any]:
    return [10, "AnyTown Council", 5840, day, 1, day, clock, version, kind]


def trailer(count: int) -> list[Any]:
    return [99, 0, count, "2025-01-10", "09:00:00"]


def street(usrn: int = 20100001, name: str = "MILL LANE", change: str = "I", order: int = 1, language: str = "ENG") -> list[Any]:
    return [15, change, order, usrn, name, "", "ANYTOWN", "ANYSHIRE", language, "2001-01-01", "", "2025-01-01", "2001-01-01"]


def blpu(uprn: int = 10000000001, change: str = "I", order: int = 2, **values: Any) -> list[Any]:
    """AddressBase Premium: 22 columns."""
    usual = {"status": 1, "state": 2, "parent": "", "custodian": 5840, "ended": "", "updated": "2025-01-05", "postcode": "AN1 3CD"} | values
    return [
        21, change, order, uprn, usual["status"], usual["state"], "2001-01-01", usual["parent"], "530000.00", "180000.00", "51.5038",
        "-0.1280", 1, usual["custodian"], "E", "2001-01-01", usual["ended"], usual["updated"], "2001-01-01", "D", usual["postcode"], 0,
    ]  # fmt: skip


def lpi(uprn: int = 10000000001, key: str = "5840L000000001", change: str = "I", order: int = 3, **values: Any) -> list[Any]:
    """AddressBase Premium: 26 columns."""
    usual = {"status": 1, "language": "ENG", "ended": "", "updated": "2025-01-05", "secondary": ["", "", "", "", ""], "official": "Y",
             "primary": ["14", "", "", "", ""], "usrn": 20100001} | values  # fmt: skip
    return [
        24, change, order, uprn, key, usual["language"], usual["status"], "2001-01-01", usual["ended"], usual["updated"], "2001-01-01",
        *usual["secondary"], *usual["primary"], usual["usrn"], 1, "", "", usual["official"],
    ]  # fmt: skip


def dtf_blpu(uprn: int = 10000000001, change: str = "I", order: int = 2, **values: Any) -> list[Any]:
    """DTF 7.3: 23 columns."""
    usual = {"status": 1, "class": "RD04", "organisation": "", "ended": "", "updated": "2025-01-05"} | values
    return [
        21, change, order, uprn, usual["status"], 2, "2001-01-01", usual["class"], "", "530000.00", "180000.00", 1, 5840, "2001-01-01",
        usual["ended"], usual["updated"], "2001-01-01", usual["organisation"], "E05000001", "", "", "", "",
    ]  # fmt: skip


def dtf_lpi(uprn: int = 10000000001, key: str = "5840L000000001", change: str = "I", order: int = 3, **values: Any) -> list[Any]:
    """DTF 7.3: 30 columns."""
    usual = {"secondary": ["", "", "", "", ""], "primary": ["14", "", "", "", ""], "postcode": "AN1 3CD", "town": "ANYTOWN"} | values
    return [
        24, change, order, uprn, key, "ENG", 1, "2001-01-01", "", "2001-01-01", "2025-01-05", *usual["secondary"], *usual["primary"],
        20100001, "", "Y", usual["postcode"], usual["town"], "Y", "", "", "",
    ]  # fmt: skip


def dpa(uprn: int = 10000000001, udprn: int = 50000001, change: str = "I", order: int = 4, postcode: str = "AN1 3CD") -> list[Any]:
    return [
        28, change, order, uprn, udprn, "", "", "", "", 14, "", "MILL LANE", "", "", "ANYTOWN", postcode, "S", "1A", "", "", "", "", "",
        "", "2025-01-01", "2001-01-01", "", "2025-01-01", "2001-01-01",
    ]  # fmt: skip


def organisation(uprn: int = 10000000001, name: str = "THE RED LION", change: str = "I", order: int = 5, ended: str = "") -> list[Any]:
    return [31, change, order, uprn, "5840O000000001", name, "", "2001-01-01", ended, "2025-01-01", "2001-01-01"]


def classification(uprn: int = 10000000001, code: str = "RD04", change: str = "I", order: int = 6) -> list[Any]:
    scheme = "AddressBase Premium Classification Scheme"
    return [32, change, order, uprn, "5840C000000001", code, scheme, "1.0", "2001-01-01", "", "2025-01-01", "2001-01-01"]


def parts_file(path: Path, *records: list[Any], **about: Any) -> Path:
    """A whole file: header, records, a trailer that counts them."""
    return written(path, [header(**about), *records, trailer(len([r for r in records if r[0] != 29]))])
