"""Records in parts: kept, and addresses written anew for every UPRN that one of them touches."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.db import connection

from places.gazetteer import table
from places.gazetteer.parts import BLPU, CLASS, DPA, LPI, ORGANISATION, SCHEME, Part
from places.gazetteer.rows import DEMOLISHED, STATES, Refused, Row, a_date, a_postcode, place
from places.gazetteer.wording import Object, as_written, lines_of, postal_lines

AT_ONCE = 2000  # addresses put together at once
STAGED = """
DROP TABLE IF EXISTS pg_temp.staged_parts, pg_temp.touched_parts, pg_temp.touched_uprns;
CREATE TEMPORARY TABLE staged_parts (
    line integer, kind smallint, key text COLLATE "C", owner bigint, usrn bigint, deleted boolean, pro_order bigint, fields jsonb
) ON COMMIT DROP;
CREATE TEMPORARY TABLE touched_parts (kind smallint, owner bigint) ON COMMIT DROP;
"""
OF_OTHERS = """
DELETE FROM staged_parts WHERE kind <> 15 AND owner IN (
    SELECT owner FROM staged_parts WHERE kind = 21 AND fields ->> 'custodian' <> ALL(%(custodians)s)
)
"""
MOVED = """
INSERT INTO touched_parts SELECT r.kind, r.owner FROM places_gazetteerrecord r
JOIN staged_parts s ON s.kind = r.kind AND s.key = r.key AND s.owner <> r.owner WHERE r.authority_id = %(authority)s
"""
# A record that was taken away stays as such, so that an older file that comes late does not bring it back.
KEPT = """
WITH kept AS (
    INSERT INTO places_gazetteerrecord AS r (authority_id, kind, key, owner, usrn, deleted, supplied_at, pro_order, fields)
    SELECT DISTINCT ON (kind, key) %(authority)s, kind, key, owner, usrn, deleted, %(supplied_at)s::timestamptz, pro_order, fields
    FROM staged_parts ORDER BY kind, key, pro_order DESC, line DESC
    ON CONFLICT (authority_id, kind, key) DO UPDATE SET owner = excluded.owner, usrn = excluded.usrn, deleted = excluded.deleted,
        supplied_at = excluded.supplied_at, pro_order = excluded.pro_order, fields = excluded.fields
    WHERE excluded.supplied_at > r.supplied_at OR (excluded.supplied_at = r.supplied_at AND excluded.pro_order >= r.pro_order
        AND (excluded.owner, excluded.deleted, excluded.fields) IS DISTINCT FROM (r.owner, r.deleted, r.fields))
    RETURNING kind, owner
)
INSERT INTO touched_parts SELECT kind, owner FROM kept
"""
TOUCHED = """
CREATE TEMPORARY TABLE touched_uprns ON COMMIT DROP AS
SELECT owner AS uprn FROM touched_parts WHERE kind <> 15
UNION
SELECT r.owner FROM places_gazetteerrecord r JOIN touched_parts t ON t.kind = 15 AND t.owner = r.usrn
WHERE r.authority_id = %(authority)s AND r.kind = 24
"""
PARTS = """
SELECT r.owner, r.kind, r.key, r.deleted, r.usrn, r.fields, street.fields
FROM places_gazetteerrecord r
LEFT JOIN LATERAL (
    SELECT s.fields FROM places_gazetteerrecord s
    WHERE r.kind = 24 AND s.authority_id = r.authority_id AND s.owner = r.usrn AND s.kind = 15 AND NOT s.deleted
    ORDER BY s.fields ->> 'language' = r.fields ->> 'language' DESC, s.fields ->> 'language' = 'ENG' DESC, s.key LIMIT 1
) street ON true
WHERE r.authority_id = %(authority)s AND r.kind <> 15
  AND r.owner IN (SELECT uprn FROM touched_uprns WHERE uprn > %(after)s ORDER BY uprn LIMIT %(most)s)
ORDER BY r.owner, r.kind, r.key
"""
UP_TO = "SELECT max(uprn) FROM (SELECT uprn FROM touched_uprns WHERE uprn > %(after)s ORDER BY uprn LIMIT %(most)s) next_ones"


class Known(NamedTuple):
    kind: int
    key: str
    deleted: bool
    usrn: int | None
    fields: dict[str, Any]
    street: dict[str, Any]


def keep(parts: Iterable[tuple[int, Part]]) -> None:
    """Send the records into a temporary table."""
    with connection.cursor() as cursor:
        cursor.execute(STAGED)
        with cursor.cursor.copy("COPY staged_parts FROM STDIN") as copy:
            block: list[str] = []
            for line, part in parts:
                block.append(_as_text(line, part))
                if len(block) == table.BLOCK:
                    copy.write("".join(block))
                    block.clear()
            copy.write("".join(block))


def _as_text(line: int, part: Part) -> str:
    fields = json.dumps(part.fields, ensure_ascii=False, separators=(",", ":")).replace("\\", "\\\\")
    key = part.key.replace("\\", "\\\\").replace("\t", " ")
    usrn = "\\N" if part.usrn is None else part.usrn
    return f"{line}\t{part.kind}\t{key}\t{part.owner}\t{usrn}\t{'t' if part.deleted else 'f'}\t{part.pro_order}\t{fields}\n"


def merge(*, authority_id: int, supplied_at: datetime, custodians: set[str], refuse: Callable[[int, str], None]) -> table.Merged:
    """Keep the newer of each record, then write the addresses that they belong to."""
    values = {"authority": authority_id, "supplied_at": supplied_at, "custodians": sorted(custodians)}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE staged_parts")
        for statement in ([OF_OTHERS] if custodians else []) + [MOVED, KEPT, TOUCHED]:
            cursor.execute(statement, values)
        cursor.execute("ANALYZE touched_uprns")
    table.prepare()
    for rows in _batches(authority_id, refuse):
        table.stage((0, row) for row in rows)
    merged = table.merge(authority_id=authority_id, supplied_at=supplied_at, always=True)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE staged_parts, touched_parts, touched_uprns")
    return merged


def _batches(authority_id: int, refuse: Callable[[int, str], None]) -> Iterator[list[Row]]:
    after = 0
    while True:
        values = {"authority": authority_id, "after": after, "most": AT_ONCE}
        with connection.cursor() as cursor:
            cursor.execute(PARTS, values)
            found = cursor.fetchall()
            cursor.execute(UP_TO, values)
            last = cursor.fetchone()[0]
        if last is None:
            return
        after = last
        rows = []
        for uprn, group in groupby(found, key=lambda record: record[0]):
            try:
                row = assembled(str(uprn), [Known(*record[1:5], _json(record[5]), _json(record[6])) for record in group])
                rows += [table.fits(row)] if row else []
            except Refused as error:
                refuse(0, f"UPRN {uprn}: {error}")
        yield rows


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value or {}


def assembled(uprn: str, parts: list[Known]) -> Row | None:
    """The address that these records make; None where the BLPU itself is not known. Refused where no record names it."""
    blpu = next((part for part in parts if part.kind == BLPU), None)
    if blpu is None:
        return None
    if blpu.deleted:
        return Row(uprn, "", "", "", "retired", "", "", "", "", None, None, None, None, a_date(blpu.fields["updated"]), True)
    live = [part for part in parts if not part.deleted]
    name, post = _best_name(live, blpu.fields), next((part.fields for part in live if part.kind == DPA and not part.fields["ended"]), {})
    code = _code(live, blpu.fields)
    lines, town = _wording(name, post, code)
    if not lines:
        raise Refused("no record names it (LPI or delivery point)")
    fields = blpu.fields
    return Row(
        uprn,
        fields["parent"],
        str(name.usrn) if name and name.usrn else "",
        code[:6],
        _state(fields),
        as_written(_organisation(live, fields, post)),
        lines,
        as_written(town),
        a_postcode(post.get("postcode") or (name.fields.get("postcode") if name else "") or fields.get("postcode", "")),
        *place(fields["easting"], fields["northing"], fields.get("longitude", ""), fields.get("latitude", "")),
        max((day for day in (a_date(fields["updated"]), a_date(name.fields["updated"]) if name else None) if day), default=None),
        False,
    )


def _state(blpu: dict[str, Any]) -> str:
    if blpu["ended"] or blpu["state"] == DEMOLISHED:
        return "retired"
    return STATES.get(blpu["status"], "current")


RANK = {"1": 0, "6": 1, "3": 2, "8": 3}


def _best_name(parts: list[Known], blpu: dict[str, Any]) -> Known | None:
    """The LPI that is written on letters: approved before alternative, official before not, English, the newest."""

    def rank(lpi: Known) -> tuple[Any, ...]:
        fields = lpi.fields
        day = a_date(fields["updated"])
        status = RANK.get(fields["status"], 4) if not fields["ended"] else 5
        return (status, fields["official"] != "Y", fields["language"] != "ENG", -day.toordinal() if day else 0, lpi.key)

    return min((part for part in parts if part.kind == LPI and part.street), key=rank, default=None)


def _wording(name: Known | None, post: dict[str, Any], code: str) -> tuple[str, str]:
    if name:
        town = post.get("town") or name.fields.get("town") or name.street["town"]
        secondary, primary = Object(*name.fields["secondary"]), Object(*name.fields["primary"])
        return lines_of(secondary, primary, name.street["name"], name.street["locality"], town, code), town
    if post:
        town = post["town"]
        return postal_lines(
            post["inside"], post["building"], post["number"], post["streets"], post["localities"], town, post["po_box"]
        ), town
    return "", ""


def _code(parts: list[Known], blpu: dict[str, Any]) -> str:
    codes = [part.fields for part in parts if part.kind == CLASS and not part.fields["ended"]]
    codes.sort(key=lambda fields: (fields["scheme"] == SCHEME, fields["updated"]))
    return str(codes[-1]["code"] if codes else blpu.get("class", ""))


def _organisation(parts: list[Known], blpu: dict[str, Any], post: dict[str, Any]) -> str:
    names = [part.fields for part in parts if part.kind == ORGANISATION and not part.fields["ended"]]
    newest = max(names, key=lambda fields: str(fields["updated"]), default={"name": ""})
    return str(newest["name"] or blpu.get("organisation") or post.get("organisation", ""))
