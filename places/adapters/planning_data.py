"""Constraints from planning.data.gov.uk: the live look-up, and whole data sets for the import."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, Any

from django.contrib.gis.geos import GEOSException, GEOSGeometry, MultiPolygon

from places.data_sets import Meaning
from places.outside import MEGABYTE, OutsideError, Service, ask, fetch_into

ENTITY_PAGE = "https://www.planning.data.gov.uk/entity/"  # where people read about an entity
PAGE = 100
MOST_PAGES = 20
LONGEST_SHAPE = 3000  # characters of WKT that fit into an address


def probe() -> None:
    """The council of a code, the smallest question."""
    ask(PLANNING_DATA, "entity.json", params={"dataset": "local-authority", "limit": 1})


PLANNING_DATA = Service(
    "planning-data",
    "planning.data.gov.uk",
    "Constraints on a site, where no data set is imported",
    url="PLANNING_DATA_URL",
    seconds=10,
    probe=probe,
)
PLANNING_DATA_FILES = Service(
    "planning-data-files",
    "files.planning.data.gov.uk",
    "Whole data sets, when the operator imports them by name",
    url="PLANNING_DATA_FILES_URL",
    seconds=3600,
    most_bytes=8 * 1024 * MEGABYTE,
)


@dataclass(frozen=True)
class Entity:
    """One entity that touches the site."""

    data_set: str
    key: str
    name: str
    reference: str
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"{ENTITY_PAGE}{self.key}"


def entities_touching(site: MultiPolygon, data_sets: list[Meaning]) -> list[Entity]:
    """The current entities of these data sets that touch the red line, all pages. OutsideError when there is no complete answer."""
    if not data_sets:
        return []
    asked, is_wider = shape_for_address(site)
    params: list[tuple[str, Any]] = [("entries", "current"), ("geometry", asked), ("geometry_relation", "intersects"), ("limit", PAGE)]
    params += [("dataset", meaning.key) for meaning in data_sets]
    if not is_wider:
        params += [("exclude_field", "geometry,point")]
    found: dict[str, Entity] = {}
    for page in range(MOST_PAGES):
        rows, more = _read(ask(PLANNING_DATA, "entity.json", params=[*params, ("offset", page * PAGE)]))
        for row in rows:
            if not is_wider or _touches(row, site):
                entity = _entity(row)
                found[entity.key] = entity
        if not more:
            return list(found.values())
    raise OutsideError(
        f"planning.data.gov.uk found more than {MOST_PAGES * PAGE} entities on this site: import the data sets.", again=False
    )


def shape_for_address(site: MultiPolygon) -> tuple[str, bool]:
    """The red line as WKT short enough for an address, and whether it was widened for that. A widened one misses nothing."""
    text = _wkt(site)
    if len(text) <= LONGEST_SHAPE:
        return text, False
    for tolerance in (0.00001, 0.0001, 0.0005):  # degrees: about 1, 10 and 50 metres
        text = _wkt(site.simplify(tolerance, preserve_topology=True).buffer(tolerance, quadsegs=1))
        if len(text) <= LONGEST_SHAPE:
            return text, True
    return _wkt(site.envelope), True


def _wkt(shape: GEOSGeometry) -> str:
    from django.contrib.gis.geos import WKTWriter

    writer = WKTWriter(dim=2, trim=True, precision=6)
    return writer.write(shape).decode()


def _read(answer: Any) -> tuple[list[dict[str, Any]], bool]:
    """The entities of a page, and whether another one follows."""
    rows = answer.get("entities") if isinstance(answer, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) and row.get("entity") and row.get("dataset") for row in rows):
        raise OutsideError("planning.data.gov.uk gave an answer without entities.")
    links = answer.get("links")
    return rows, bool(rows) and isinstance(links, dict) and bool(links.get("next"))


def _entity(row: dict[str, Any]) -> Entity:
    facts = {key: value for key, value in row.items() if value not in ("", None) and key not in {"geometry", "point", "entity", "dataset"}}
    return Entity(str(row["dataset"]), str(row["entity"]), str(row.get("name") or ""), str(row.get("reference") or ""), facts)


def _touches(row: dict[str, Any], site: MultiPolygon) -> bool:
    """Whether an entity found by a widened red line touches the true one. One that cannot be read counts: an officer will look."""
    try:
        return bool(GEOSGeometry(str(row.get("geometry") or row.get("point"))).intersects(site))
    except (GEOSException, ValueError):
        return True


def download(data_set: str, file: IO[bytes]) -> str:
    """Write a whole data set as CSV into `file`; the address it came from. OutsideError when it did not arrive whole."""
    return fetch_into(PLANNING_DATA_FILES, f"dataset/{data_set}.csv", file)
