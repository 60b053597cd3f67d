"""One batch of published areas in the database: sent by COPY, judged and drawn there, hundreds in a statement.

`begin` makes the temporary tables, `send` fills them with a batch, `judge` says what cannot be drawn, `write` takes over the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection

BRITISH_GRID, WGS84 = 27700, 4326
DEGREES_IN_HALF_A_CIRCLE = 180  # larger numbers are metres, whatever a file says of itself
MOST_CORNERS = 128
SOUND = "Valid Geometry"  # how GEOS says it
GREAT_BRITAIN = {  # west, south, east, north
    WGS84: "ST_MakeEnvelope(-9.0, 49.0, 2.2, 61.5)",
    BRITISH_GRID: "ST_MakeEnvelope(-110000, -10000, 700000, 1300000)",
}

TABLES = """
DROP TABLE IF EXISTS pg_temp.sent_areas, pg_temp.judged_areas, pg_temp.areas_before, pg_temp.areas_kept;
CREATE TEMPORARY TABLE sent_areas (
    n integer, key text, name text, reference text, codes text, facts text, started_on date, ended_on date, digest text, told text
) ON COMMIT DROP;
CREATE TEMPORARY TABLE judged_areas (
    n integer, key text, fault text, unsound text, same boolean, area_id bigint, shape geometry
) ON COMMIT DROP;
CREATE TEMPORARY TABLE areas_kept (id bigint) ON COMMIT DROP;
CREATE TEMPORARY TABLE areas_before (id bigint PRIMARY KEY) ON COMMIT DROP;
CREATE OR REPLACE FUNCTION pg_temp.shape_as_told(told text) RETURNS geometry LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN ST_Force2D(told::geometry);
EXCEPTION WHEN others THEN
    RETURN NULL;
END $$;
INSERT INTO areas_before SELECT id FROM places_area WHERE data_set_id = %(data_set)s AND retired_at IS NULL;
"""
COPY = "COPY sent_areas FROM STDIN"
# What can be drawn of each, in degrees or on the British grid: a point as it is, of all else the polygons, mended where their edges cross.
JUDGE = f"""
INSERT INTO judged_areas
WITH told AS MATERIALIZED (
    SELECT s.n, s.key, s.told <> '' AS said, CASE WHEN s.told <> '' THEN pg_temp.shape_as_told(s.told) END AS shape,
        a.id AS area_id, coalesce(a.digest = s.digest AND a.retired_at IS NULL, false) AS same
    FROM sent_areas s
    LEFT JOIN LATERAL (SELECT id, digest, retired_at FROM places_area WHERE data_set_id = %(data_set)s AND key = s.key LIMIT 1) a ON true
), placed AS MATERIALIZED (
    SELECT t.*, GREATEST(-ST_XMin(t.shape), ST_XMax(t.shape), -ST_YMin(t.shape), ST_YMax(t.shape)) > {DEGREES_IN_HALF_A_CIRCLE} AS metres,
        GeometryType(t.shape) IN ('POINT', 'MULTIPOINT') AS is_point,
        GeometryType(t.shape) IN ('POLYGON', 'MULTIPOLYGON', 'GEOMETRYCOLLECTION') AS may_enclose
    FROM told t
), measured AS MATERIALIZED (
    SELECT p.*,
        CASE WHEN may_enclose AND NOT ST_IsEmpty(shape) THEN NULLIF(split_part(ST_IsValidReason(shape), '[', 1), '{SOUND}') END AS unsound
    FROM placed p
), sound AS MATERIALIZED (
    SELECT m.*, CASE WHEN is_point THEN shape
        WHEN may_enclose THEN ST_CollectionExtract(CASE WHEN unsound IS NULL THEN shape ELSE ST_MakeValid(shape) END, 3) END AS drawn
    FROM measured m
)
SELECT n, key,
    CASE WHEN NOT said THEN 'It has no shape.'
        WHEN shape IS NULL THEN 'Its shape cannot be read.'
        WHEN ST_IsEmpty(shape) THEN 'It has no shape.'
        WHEN NOT (shape @ CASE WHEN metres THEN {GREAT_BRITAIN[BRITISH_GRID]} ELSE {GREAT_BRITAIN[WGS84]} END)
            THEN 'It lies outside Great Britain, or longitude and latitude are swapped.'
        WHEN drawn IS NULL OR ST_IsEmpty(drawn) THEN 'It encloses nothing.' END,
    lower(trim(unsound)), same, area_id, ST_SetSRID(drawn, CASE WHEN metres THEN {BRITISH_GRID} ELSE {WGS84} END)
FROM sound
"""  # noqa: S608
REMARKS = """
SELECT n, coalesce(fault, ''), coalesce(unsound, '') FROM judged_areas WHERE fault IS NOT NULL OR unsound IS NOT NULL ORDER BY n
"""
CHANGED = "j.fault IS NULL AND NOT j.same AND j.n BETWEEN %(first)s AND %(last)s"
AREAS = f"""
WITH put AS (
INSERT INTO places_area (data_set_id, key, name, reference, codes, facts, started_on, ended_on, digest)
SELECT %(data_set)s, s.key, s.name, s.reference, s.codes::jsonb,
    s.facts::jsonb || CASE WHEN ST_Dimension(j.shape) = 0 THEN '{{"drawn-as": "point"}}' ELSE '{{}}' END::jsonb,
    s.started_on, s.ended_on, s.digest
FROM judged_areas j JOIN sent_areas s USING (n) WHERE {CHANGED}
ON CONFLICT (data_set_id, key) DO UPDATE SET (name, reference, codes, facts, started_on, ended_on, digest, retired_at) =
    (EXCLUDED.name, EXCLUDED.reference, EXCLUDED.codes, EXCLUDED.facts, EXCLUDED.started_on, EXCLUDED.ended_on, EXCLUDED.digest, NULL)
RETURNING id, key)
UPDATE judged_areas j SET area_id = put.id FROM put WHERE put.key = j.key
"""  # noqa: S608
# The array makes it go by the index, and what follows reads no table that grows: of such temporary tables the planner knows nothing.
NO_PIECES = f"""
DELETE FROM places_areapiece
WHERE area_id = ANY(ARRAY(SELECT j.area_id FROM judged_areas j WHERE {CHANGED}))
"""  # noqa: S608
PIECES = f"""
INSERT INTO places_areapiece (area_id, shape)
WITH grid AS MATERIALIZED (
    SELECT j.area_id, ST_Transform(j.shape, {BRITISH_GRID}) AS shape FROM judged_areas j WHERE {CHANGED}
), drawn AS MATERIALIZED (
    SELECT area_id, CASE WHEN ST_Dimension(shape) = 2 THEN shape ELSE ST_Buffer(shape, GREATEST(%(reach)s, 0.5), 4) END AS shape FROM grid
), sound AS MATERIALIZED (
    SELECT area_id, CASE WHEN ST_IsValid(shape) THEN shape ELSE ST_CollectionExtract(ST_MakeValid(shape), 3) END AS shape FROM drawn
)
SELECT area_id, (ST_Dump(part.shape)).geom FROM sound, LATERAL ST_Subdivide(sound.shape, {MOST_CORNERS}) AS part(shape)
"""  # noqa: S608
KEPT = """
INSERT INTO areas_kept SELECT area_id FROM judged_areas WHERE fault IS NULL AND n BETWEEN %(first)s AND %(last)s
"""
STILL_THERE = "SELECT count(DISTINCT b.id), count(DISTINCT k.id) FROM areas_before b LEFT JOIN areas_kept k ON k.id = b.id"
RETIRE = """
UPDATE places_area a SET retired_at = %(now)s
FROM areas_before b WHERE b.id = a.id AND NOT EXISTS (SELECT FROM areas_kept k WHERE k.id = b.id)
"""


class Batches:
    """The temporary tables of one import into the data set with this key in the database, in the transaction that is under way."""

    def __init__(self, data_set_id: int, reach: float) -> None:
        self.values: dict[str, Any] = {"data_set": data_set_id, "reach": reach}
        with connection.cursor() as cursor:
            cursor.execute(TABLES, self.values)

    def send(self, rows: Iterable[tuple[Any, ...]]) -> list[tuple[int, str, str]]:
        """In place of the batch before: rows as `sent_areas` has them, numbered from 1. What is to be said of them: (n, fault, unsound)."""
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE sent_areas, judged_areas")
            with cursor.cursor.copy(COPY) as copy:
                copy.write("".join("\t".join(map(_value, row)) + "\n" for row in rows).encode(errors="replace"))
            cursor.execute(JUDGE, self.values)
            cursor.execute(REMARKS)
            return cursor.fetchall()

    def write(self, first: int, last: int) -> int:
        """Take over the rows from `first` to `last` that can be drawn. How many of them are new or changed."""
        values = self.values | {"first": first, "last": last}
        with connection.cursor() as cursor:
            cursor.execute(AREAS, values)
            written = cursor.rowcount
            if written:
                cursor.execute(NO_PIECES, values)
                cursor.execute(PIECES, values)
            cursor.execute(KEPT, values)
        return written

    def still_there(self) -> tuple[int, int]:
        """How many areas counted before, and how many of them the file still has."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE areas_before, areas_kept")
            cursor.execute(STILL_THERE)
            before, kept = cursor.fetchone()
            return before, kept

    def retire_the_rest(self, now: datetime) -> int:
        """What the file has no more: the row stays, for cases name it; it is found no more."""
        with connection.cursor() as cursor:
            cursor.execute(RETIRE, {"now": now})
            return cursor.rowcount


def _value(value: Any) -> str:
    """As COPY reads it."""
    if value is None:
        return "\\N"
    text = str(value)
    if "\\" in text or "\t" in text or "\n" in text or "\r" in text:
        return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return text
