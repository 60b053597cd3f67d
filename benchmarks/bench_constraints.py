"""A red line against 1,000 and against 100,000 imported areas, and what importing them takes.

Works in a database of its own, made and dropped here. The areas are invented: polygons of 12 to 60 corners, 300 metres across, on a
country 95 by 95 kilometres, and one of 20,000 corners that lies under everything. Prints milliseconds (the best of several) and the ratio.
"""

import json
import math
import random
import tempfile
import time
from collections.abc import Callable
from datetime import date
from typing import IO

from benchmarks.scratch import Scratch, scaled

NAME = "bops_bench_constraints"


scratch = Scratch(NAME)

from django.contrib.gis.geos import MultiPolygon, Polygon  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from applications import tasks  # noqa: E402
from applications.models import CaseConstraint  # noqa: E402
from core.db.owner import as_owner  # noqa: E402
from core.tenancy import acting_for  # noqa: E402
from places.data_sets import meaning_of  # noqa: E402
from places.importing import import_areas  # noqa: E402
from places.models import AreaPiece  # noqa: E402
from places.published import read  # noqa: E402
from places.selectors import areas_touching  # noqa: E402
from tests.factories.accounts import LocalAuthorityFactory  # noqa: E402
from tests.factories.applications import PlanningApplicationFactory, SiteLookUpFactory  # noqa: E402

SIZES = (scaled(1_000, 20), scaled(100_000, 200))
TRIES = 15
WEST, SOUTH, SIDE = -1.3, 51.2, 0.85  # degrees
ON = date(2026, 11, 24)


def ring(x: float, y: float, radius: float, corners: int, dice: random.Random) -> list[tuple[float, float]]:
    """A crooked closed outline around a place; radius in degrees of latitude."""
    points = []
    for n in range(corners):
        angle, far = math.tau * n / corners, radius * dice.uniform(0.7, 1.0)
        points.append((round(x + far * 1.6 * math.cos(angle), 7), round(y + far * math.sin(angle), 7)))
    return [*points, points[0]]


def write_areas(file: IO[bytes], count: int) -> None:
    """A FeatureCollection of so many areas."""
    dice = random.Random(2026)
    file.write(b'{"type": "FeatureCollection", "features": [')
    for n in range(count):
        x, y = WEST + dice.random() * SIDE * 1.6, SOUTH + dice.random() * SIDE
        outline = ring(x, y, 0.0014, dice.randint(12, 60), dice) if n else smooth(WEST + 0.7, SOUTH + 0.4, 0.5, 20_000)
        feature = {"type": "Feature", "properties": {"entity": n + 1, "name": f"Area {n}"}}
        feature["geometry"] = {"type": "Polygon", "coordinates": [outline]}
        file.write((b",\n" if n else b"") + json.dumps(feature).encode())
    file.write(b"]}")
    file.seek(0)


def smooth(x: float, y: float, radius: float, corners: int) -> list[tuple[float, float]]:
    """A closed outline of very many corners, as coasts and rivers have it."""
    points = []
    for n in range(corners):
        angle = math.tau * n / corners
        far = radius * (0.9 + 0.08 * math.sin(37 * angle) + 0.02 * math.sin(911 * angle))
        points.append((round(x + far * 1.6 * math.cos(angle), 7), round(y + far * math.sin(angle), 7)))
    return [*points, points[0]]


def sites(count: int) -> list[MultiPolygon]:
    """Red lines of a house plot, spread over the country."""
    dice, found = random.Random(7), []
    for _ in range(count):
        x, y = WEST + dice.random() * SIDE * 1.6, SOUTH + dice.random() * SIDE
        found.append(MultiPolygon(Polygon(ring(x, y, 0.0002, 8, dice)), srid=4326))
    return found


def best(ask: Callable[[], object]) -> float:
    """Milliseconds of the fastest of several tries."""
    times = []
    for _ in range(TRIES):
        began = time.perf_counter()
        ask()
        times.append((time.perf_counter() - began) * 1000)
    return min(times)


def large_site() -> MultiPolygon:
    """A red line of 20,000 corners, 2 kilometres across."""
    return MultiPolygon(Polygon(smooth(WEST + 0.7, SOUTH + 0.4, 0.01, 20_000)), srid=4326)


def main() -> None:
    with as_owner():
        call_command("migrate", verbosity=0)
    call_command("load_reference_data", verbosity=0)
    council = LocalAuthorityFactory.create()
    with acting_for(council):
        application = PlanningApplicationFactory.create(authority=council, case__boundary_submitted=sites(1)[0])
        row = SiteLookUpFactory.create(case=application.case)
    plots, large = sites(40), large_site()
    measured: dict[str, list[float]] = {}
    for size in SIZES:
        with tempfile.TemporaryFile() as file:
            write_areas(file, size)
            began = time.perf_counter()
            meaning = meaning_of("conservation-area")
            outcome = import_areas(entities=read(file), meaning=meaning, source="invented", as_of=ON, now=timezone.now())
            taken = time.perf_counter() - began
        assert outcome.data_set.areas == size, outcome
        print(f"{size:,} areas imported in {taken:.1f} s, {size / taken:,.0f} a second; {AreaPiece.objects.count():,} pieces")
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        measured.setdefault("40 house plots, each", []).append(best(lambda: [areas_touching(plot, on=ON) for plot in plots]) / len(plots))
        measured.setdefault("red line of 20,000 corners", []).append(best(lambda: areas_touching(large, on=ON)))
        with acting_for(council):
            measured.setdefault("whole look-up of a case", []).append(best(lambda: tasks.answer(row, now=timezone.now())))
            assert CaseConstraint.objects.filter(case=application.case, found=True).exists()
    print(f"{'':32}{SIZES[0]:>12,}{SIZES[1]:>12,}   ratio")
    for title, (small, large_one) in measured.items():
        print(f"{title:32}{small:>9.2f} ms{large_one:>9.2f} ms{large_one / small:>8.1f}")


with scratch:
    main()
