"""1,000,000 addresses imported from a file of AddressBase Core, and those near a red line found among them.

Works in a database of its own, made and dropped here; the file is made here too. Prints seconds, rows a second and the most memory that
the import took, and milliseconds of the look-ups, each beside the same with far fewer addresses.
"""

import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.scratch import Scratch, scaled

NAME = "bops_bench_addresses"
SIZES = (scaled(10_000, 1_000), scaled(100_000, 2_000), scaled(1_000_000, 5_000))
TRIES = 9
FOUND = 500
METRES = 1000  # from one hamlet to the next, so that a red line in one finds its own houses alone
STREETS = ("MILL LANE", "QUARRY ROAD", "ORCHARD CLOSE", "ST MARY'S STREET", "KING'S AVENUE", "STATION APPROACH", "THE GREEN", "CHAPEL ROW")


def start_django() -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "bops.settings.test"
    os.environ["LOG_LEVEL"] = "WARNING"
    django.setup()


def write_file(path: Path, size: int) -> None:
    """Hamlets of 1,000 houses on a grid across England, 32 by 32 houses eight metres apart; eight streets, a postcode for 20 houses."""
    from places.gazetteer.core import COLUMNS

    with path.open("w", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(COLUMNS)
        for number in range(size):
            hamlet, house = divmod(number, 1000)
            east = 400_000 + hamlet % 200 * METRES + house % 32 * 8
            north = 150_000 + hamlet // 200 * METRES + house // 32 * 8
            street, town = STREETS[house // 125], f"ANYTOWN {hamlet}"
            postcode = f"AN{hamlet % 90 + 1} {house // 20 % 10}{chr(65 + house // 200)}{chr(65 + hamlet // 90 % 26)}"
            at_home = f"{house % 125 + 1}, {street}, {town}, {postcode}"
            row = [
                10_000_000 + number,
                "",
                50_000_000 + number,
                20_000_000 + hamlet * 8 + house // 125,
                f"osgb{number}",
                "RD04",
                east,
                north,
            ]
            row += ["", "", 1, "2026-10-01", at_home, "", "", "", "", house % 125 + 1, street, "", town, town, "", postcode, "1A"]
            writer.writerow([*row, "E09000028", "I"])


def import_here(path: str, council: str) -> None:
    """The command itself, in a process of its own whose memory is measured: prints its seconds and its peak in MB."""
    start_django()
    from django.core.management import call_command

    began = time.perf_counter()
    call_command("import_addresses", path, "--authority", council, "--supplied-on", "2026-10-30", stderr=sys.stderr, stdout=sys.stderr)
    print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def best(ask: Callable[[], object]) -> float:
    """Milliseconds of the fastest of several tries."""
    times = []
    for _ in range(TRIES):
        began = time.perf_counter()
        ask()
        times.append((time.perf_counter() - began) * 1000)
    return min(times)


def look_ups() -> dict[str, Callable[[], list[object]]]:
    from django.contrib.gis.geos import Polygon

    from places.selectors import addresses_near, find_addresses

    corners = ((400_120, 150_100), (400_150, 150_100), (400_150, 150_140), (400_120, 150_140), (400_120, 150_100))
    site = Polygon(corners, srid=27700)
    site.transform(4326)
    return {
        f"{FOUND} near a red line": lambda: addresses_near(site, 200, FOUND),
        "a whole postcode": lambda: find_addresses("AN1 0AA"),
        "number and street": lambda: find_addresses("14 Mill Lane, Anytown 1"),
        "words that many have": lambda: find_addresses("mill lane"),
        "a UPRN": lambda: find_addresses("000010000500"),
    }


def main() -> None:
    start_django()
    from django.core.management import call_command
    from django.db import connection

    from core.db.owner import as_owner
    from core.tenancy import acting_for
    from tests.factories.accounts import LocalAuthorityFactory

    with as_owner():
        call_command("migrate", verbosity=0)
    measured: dict[str, list[float]] = {}
    imports: list[list[float]] = []
    for size in SIZES:
        council = LocalAuthorityFactory.create(subdomain=f"bench-{size}")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "core.csv"
            write_file(path, size)
            with as_owner(), connection.cursor() as cursor:
                cursor.execute("TRUNCATE places_address")
            told = subprocess.run(
                [sys.executable, __file__, "import", str(path), council.subdomain], check=True, capture_output=True, text=True
            )
            imports.append([float(figure) for figure in told.stdout.split()])
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE places_address")
        with acting_for(council):
            for title, ask in look_ups().items():
                assert ask(), title
                measured.setdefault(title, []).append(best(ask))
            assert len(look_ups()[f"{FOUND} near a red line"]()) == FOUND
    report(imports, measured)
    connection.close()


def report(imports: list[list[float]], measured: dict[str, list[float]]) -> None:
    print(f"{'import of addresses':28}{'seconds':>10}{'rows/s':>10}{'peak MB':>10}{'memory, ratio':>16}")
    for size, (seconds, peak) in zip(SIZES, imports, strict=True):
        print(f"{size:>28,}{seconds:>10.1f}{size / seconds:>10,.0f}{peak:>10.0f}{peak / imports[1][1]:>16.2f}")
    print(f"\n{'look-up among':28}{SIZES[0]:>14,}{SIZES[1]:>14,}{SIZES[2]:>14,}   ratio")
    for title, times in measured.items():
        print(f"{title:28}" + "".join(f"{one:>11.1f} ms" for one in times) + f"{times[-1] / times[0]:>8.1f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["import"]:
        import_here(*sys.argv[2:4])
        sys.exit()
    with Scratch(NAME, set_up=False):
        main()
