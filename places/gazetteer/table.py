"""From rows to the address table: COPY into a temporary table, compare with what is there, write what differs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from places.gazetteer.rows import Refused, Row

BLOCK = 2000  # rows sent to the database at once
LONGEST = (("lines", 300), ("organisation", 200), ("town", 100), ("usrn", 8), ("classification", 6))
STAGED = """
DROP TABLE IF EXISTS pg_temp.staged_addresses, pg_temp.judged_addresses;
CREATE TEMPORARY TABLE staged_addresses (
    line integer, uprn text COLLATE "C", parent_uprn text, usrn text, classification text, state text, organisation text, lines text,
    town text, postcode text, easting float8, northing float8, longitude float8, latitude float8, updated_on date, gone boolean
) ON COMMIT DROP;
"""
COPY = "COPY staged_addresses FROM STDIN"
# One row a UPRN: what a file takes away and brings again is brought; of two lines the later counts. Then each is judged: a line older than
# what is there changes nothing, whatever order the files come in.
JUDGED = """
CREATE TEMPORARY TABLE judged_addresses ON COMMIT DROP AS
SELECT s.*, old.id AS old_id, old.supplied_at AS old_supplied_at,
    CASE
        WHEN old.id IS NULL THEN CASE WHEN s.gone THEN 'nothing' ELSE 'added' END
        WHEN NOT (%(always)s OR old.supplied_at IS NULL OR %(supplied_at)s > old.supplied_at OR (%(supplied_at)s = old.supplied_at
            AND (s.gone OR coalesce(s.updated_on, '-infinity') >= coalesce(old.updated_on, '-infinity')))) THEN 'older'
        WHEN s.gone THEN CASE WHEN old.state = 'retired' THEN 'same' ELSE 'retired' END
        WHEN (old.parent_uprn, old.usrn, old.classification, old.state, old.organisation, old.lines, old.town, old.postcode, old.updated_on)
            IS DISTINCT FROM (s.parent_uprn, s.usrn, s.classification, s.state, s.organisation, s.lines, s.town, s.postcode, s.updated_on)
            OR NOT old.point = s.point THEN CASE WHEN s.state = 'retired' AND old.state <> 'retired' THEN 'retired' ELSE 'changed' END
        ELSE 'same'
    END AS verdict
FROM (
    SELECT DISTINCT ON (uprn) *,
        CASE WHEN longitude IS NOT NULL AND latitude IS NOT NULL THEN ST_SetSRID(ST_MakePoint(longitude, latitude), 4326)
             ELSE ST_Transform(ST_SetSRID(ST_MakePoint(easting, northing), 27700), 4326) END AS point
    FROM staged_addresses ORDER BY uprn, gone, line DESC
) s LEFT JOIN places_address old ON old.authority_id = %(authority)s AND old.uprn = s.uprn
"""
ADD = """
INSERT INTO places_address (authority_id, uprn, parent_uprn, usrn, classification, state, organisation, lines, town, postcode, point,
    updated_on, supplied_at)
SELECT %(authority)s, uprn, parent_uprn, usrn, classification, state, organisation, lines, town, postcode, point,
    updated_on, %(supplied_at)s
FROM judged_addresses WHERE verdict = 'added'
"""
CHANGE = """
UPDATE places_address a SET parent_uprn = j.parent_uprn, usrn = j.usrn, classification = j.classification, state = j.state,
    organisation = j.organisation, lines = j.lines, town = j.town, postcode = j.postcode, point = j.point, updated_on = j.updated_on,
    supplied_at = GREATEST(a.supplied_at, %(supplied_at)s)
FROM judged_addresses j WHERE a.id = j.old_id AND j.verdict IN ('changed', 'retired') AND NOT j.gone
"""
RETIRE = """
UPDATE places_address a SET state = 'retired', updated_on = GREATEST(a.updated_on, j.updated_on), supplied_at = %(supplied_at)s
FROM judged_addresses j WHERE a.id = j.old_id AND j.verdict = 'retired' AND j.gone
"""
SEEN_AGAIN = """
UPDATE places_address a SET supplied_at = %(supplied_at)s
FROM judged_addresses j WHERE a.id = j.old_id AND j.verdict = 'same' AND (a.supplied_at IS NULL OR a.supplied_at < %(supplied_at)s)
"""


@dataclass(frozen=True)
class Merged:
    added: int = 0
    changed: int = 0
    retired: int = 0


def prepare() -> None:
    """An empty temporary table for rows."""
    with connection.cursor() as cursor:
        cursor.execute(STAGED)


def stage(rows: Iterable[tuple[int, Row]]) -> None:
    """Send rows, each with the number of its line, into the temporary table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")  # tells the connection which council it works for, before COPY goes past that
        with cursor.cursor.copy(COPY) as copy:
            block: list[str] = []
            for line, row in rows:
                block.append(as_text(line, row))
                if len(block) == BLOCK:
                    copy.write("".join(block))
                    block.clear()
            copy.write("".join(block))


def newest_line() -> datetime | None:
    """The newest date of a staged line: when the file was supplied, where neither it nor its name says."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(updated_on)::timestamp AT TIME ZONE 'UTC' FROM staged_addresses")
        found: datetime | None = cursor.fetchone()[0]
        return found


def merge(*, authority_id: int, supplied_at: datetime, always: bool = False) -> Merged:
    """Write what is staged into the address table. `always`: the rows are the present truth, whatever their date."""
    values = {"authority": authority_id, "supplied_at": supplied_at, "always": always}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE staged_addresses")
        cursor.execute(JUDGED, values)
        cursor.execute("SELECT verdict, count(*) FROM judged_addresses GROUP BY verdict")
        counts = dict(cursor.fetchall())
        for statement in (ADD, CHANGE, RETIRE, SEEN_AGAIN):
            cursor.execute(statement, values)
        cursor.execute("DROP TABLE staged_addresses, judged_addresses")
    return Merged(counts.get("added", 0), counts.get("changed", 0), counts.get("retired", 0))


def fits(row: Row) -> Row:
    """The row, if every part has room in its column; Refused."""
    for name, most in LONGEST:
        if len(getattr(row, name)) > most:
            raise Refused(f"Its {name} has more than {most} characters")
    return row


def as_text(line: int, row: Row) -> str:
    """One line of PostgreSQL's COPY text format."""
    return "\t".join([str(line), *map(_value, row)]) + "\n"


def _value(value: Any) -> str:
    if value is None:
        return "\\N"
    if value.__class__ is str:
        if "\\" in value or "\t" in value or "\n" in value or "\r" in value:
            return value.replace("\\", "\\\\").replace("\t", " ").replace("\n", " ").replace("\r", " ")
        return value  # type: ignore[no-any-return]
    return ("t" if value else "f") if value.__class__ is bool else str(value)
