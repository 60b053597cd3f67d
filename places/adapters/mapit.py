"""Ward and parish from a MapIt server, by postcode or by position."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from places.outside import OutsideError, Service, ask

WARD_TYPES = {"LBW", "DIW", "MTW", "UTW", "UTE", "UTD", "COP"}
PARISH_TYPES = {"NCP", "CPC", "CPW"}  # unparished area, parish, parish ward


def probe() -> None:
    """A postcode that does not move: that of the Palace of Westminster."""
    by_postcode("SW1A 0AA")


MAPIT = Service(
    "mapit", "MapIt", "The ward and parish of a site, where no boundaries are imported", url="MAPIT_URL", seconds=5, probe=probe
)


@dataclass(frozen=True)
class WardAndParish:
    ward: str = ""
    parish: str = ""


def by_postcode(postcode: str) -> WardAndParish:
    """The ward and parish in which most of a postcode lies. OutsideError, or Nothing for a postcode that is not known."""
    return read(ask(MAPIT, f"postcode/{''.join(postcode.split()).upper()}"))


def by_position(longitude: float, latitude: float) -> WardAndParish:
    """The ward and parish around a position in degrees."""
    return read({"areas": ask(MAPIT, f"point/4326/{longitude:.6f},{latitude:.6f}")})


def read(answer: Any) -> WardAndParish:
    """From an answer with `areas` by id and, for postcodes, `shortcuts` that name the ward among them."""
    areas = answer.get("areas") if isinstance(answer, dict) else None
    if not isinstance(areas, dict) or not all(isinstance(area, dict) for area in areas.values()):
        raise OutsideError("MapIt gave an answer without areas.")
    shortcuts = answer.get("shortcuts")
    ward_id = shortcuts.get("ward") if isinstance(shortcuts, dict) else None
    if isinstance(ward_id, dict):  # a postcode on a border of two tiers
        ward_id = ward_id.get("district")
    ward = areas.get(str(ward_id)) or _first(areas, WARD_TYPES)
    return WardAndParish(_name(ward), _name(_first(areas, PARISH_TYPES)))


def _first(areas: dict[str, Any], types: set[str]) -> dict[str, Any]:
    return next((areas[key] for key in sorted(areas) if areas[key].get("type") in types), {})


def _name(area: dict[str, Any]) -> str:
    """As councils write it: without the word ward at its end."""
    return str(area.get("name") or "").removesuffix(" ward").strip()[:100]
