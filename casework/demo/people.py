"""Makes the councils, their people and their address tables."""

import math
from collections.abc import Iterator
from functools import cache

from django.contrib.auth.hashers import make_password
from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from accounts.demo import PASSWORD
from accounts.models import LocalAuthority, Membership, User
from casework.demo.councils import COUNCILS, PEOPLE, STREETS, DemoCouncil
from places.models import Address

HOUSES = 60
# Around these places the demo has addresses too, so that applications sent to it find neighbours.
ELSEWHERE = [
    (-0.1043842, 51.3304155, "St James Road", "Purley", "CR8 2DL"),
    (-0.1185926, 51.4656522, "Stansfield Road", "London", "SW9 9RZ"),
    (-0.6463271, 51.6154458, "Blyton Close", "Beaconsfield", "HP9 2LX"),
]


def metres_east(longitude: float, latitude: float, metres: float) -> float:
    return longitude + metres / (111320 * math.cos(math.radians(latitude)))


def metres_north(latitude: float, metres: float) -> float:
    return latitude + metres / 111320


def plot(longitude: float, latitude: float, width: float = 9, depth: float = 26) -> MultiPolygon:
    """A house plot, width by depth in metres, around a point."""
    west, east = metres_east(longitude, latitude, -width / 2), metres_east(longitude, latitude, width / 2)
    south, north = metres_north(latitude, -depth / 2), metres_north(latitude, depth / 2)
    return MultiPolygon(Polygon(((west, south), (east, south), (east, north), (west, north), (west, south))))


@cache
def demo_password() -> str:
    """Hashed once: hashing is slow on purpose, and everybody in the demo has the same password."""
    return make_password(PASSWORD)


def make_council(demo: DemoCouncil) -> LocalAuthority:
    """A council with its nine people; the password of them all is the demo's."""
    council = LocalAuthority.objects.create(
        subdomain=demo.subdomain,
        council_code=demo.code,
        short_name=demo.short_name,
        council_name=demo.name,
        officer_host=f"{demo.subdomain}.bops.localhost",
        public_host=f"{demo.subdomain}.applicants.localhost",
        email=f"planning@{demo.subdomain}.example",
        phone="020 7946 0100",
        postal_address=f"Planning Service\nTown Hall\nHigh Street\n{demo.town}\n{demo.postcode_area} 1AA",
        signatory_name="Alex Morgan",
        signatory_job_title="Director of Planning",
        reviewer_group_email=f"reviewers@{demo.subdomain}.example",
    )
    for local, (name, title, roles) in PEOPLE.items():
        email = f"{local}@{demo.subdomain}.example"
        user = User.objects.create(email=email, password=demo_password(), name=name, job_title=title)
        Membership.objects.create(authority=council, user=user, roles=roles)
    return council


def make_people_between_councils() -> None:
    """One reviewer works for two councils, and one person looks after the whole system."""
    reviewer = User.objects.get(email="reviewer@southwark.example")
    Membership.objects.create(authority=LocalAuthority.objects.get(subdomain="lambeth"), user=reviewer, roles=["reviewer"])
    sky = User.objects.create_superuser("system@bops.example", PASSWORD, name="Sky Turner")
    home = LocalAuthority.objects.get(subdomain="southwark")  # in whose name the sign-in code is emailed
    Membership.objects.create(authority=home, user=sky, roles=["administrator"])


def _rows(council: LocalAuthority, demo: DemoCouncil) -> Iterator[Address]:
    first = 100_000_000_000 + (COUNCILS.index(demo) + 1) * 1_000_000
    longitude, latitude = demo.centre
    for street_number, street in enumerate(STREETS):
        for house in range(HOUSES):
            side = 1 if house % 2 else -1
            place = Point(
                metres_east(longitude, latitude, (house // 2) * 9 - HOUSES * 2.25), metres_north(latitude, street_number * 90 + side * 20)
            )
            postcode = f"{demo.postcode_area} {street_number % 9 + 1}{'ABDEFGHJLN'[street_number % 10]}{'QRSTUW'[house // 10]}"
            yield Address(authority=council, uprn=str(first), lines=f"{house + 1} {street}", town=demo.town, postcode=postcode, point=place)
            first += 1
    for east, north, street, town, postcode in ELSEWHERE:
        for house in range(16):
            place = Point(metres_east(east, north, (house - 8) * 9), metres_north(north, 0 if house % 2 else 34))
            yield Address(authority=council, uprn=str(first), lines=f"{house + 60} {street}", town=town, postcode=postcode, point=place)
            first += 1


def make_addresses(council: LocalAuthority, demo: DemoCouncil) -> list[Address]:
    return Address.objects.bulk_create(_rows(council, demo))
