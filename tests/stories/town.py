"""A council of its own for each story, with people who sign in, a server to visit and a file host to fetch from."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.gis.geos import Point
from django.contrib.sessions.backends.db import SessionStore
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import ApiClient, LocalAuthority, hash_token
from core.tenancy import acting_for
from places.models import Address
from tests.factories.accounts import MembershipFactory

PASSWORD = "correct horse battery"


@dataclass
class Town:
    """The council, its addresses on the story's server, and its people by role."""

    council: LocalAuthority
    port: int
    files: Any
    people: dict[str, Any] = field(default_factory=dict)

    @property
    def officers(self) -> str:
        return f"http://{self.council.officer_host}:{self.port}"

    @property
    def public(self) -> str:
        return f"http://{self.council.public_host}:{self.port}"

    def person(self, role: str) -> Any:
        """The council's person with this one role, made when first asked for."""
        if role not in self.people:
            email = f"{role}@{self.council.subdomain}.example"
            self.people[role] = MembershipFactory.create(
                authority=self.council, roles=[role], user__email=email, user__name=f"The {role.replace('_', ' ')}", user__password=PASSWORD
            ).user
        return self.people[role]

    def token(self) -> str:
        """A token for PlanX, with the story's file host on its list."""
        token = ApiClient.new_token()
        ApiClient.objects.create(
            authority=self.council,
            name="PlanX",
            token_hash=hash_token(token),
            permissions=["planning_application:read", "planning_application:write"],
            file_hosts=["127.0.0.1"],
        )
        return token

    def addresses_around(self, place: Point, count: int) -> None:
        """Homes a metre apart around a point (EPSG:4326), so that they are near whatever the site's shape."""
        Address.objects.bulk_create(
            Address(
                authority=self.council,
                uprn=f"9{self.council.pk:05d}{house:06d}"[:12],
                lines=f"{house + 1} Story Street",
                town="Anytown",
                postcode="AN1 1AN",
                point=Point(place.x + house * 0.00001, place.y),
            )
            for house in range(count)
        )

    def cookie_for(self, role: str) -> dict[str, Any]:
        """The session cookie of somebody who has signed in with both factors."""
        user = self.person(role)
        device = TOTPDevice.objects.create(user=user, name="app", confirmed=True)
        session = SessionStore()
        session["_auth_user_id"] = str(user.pk)
        session["_auth_user_backend"] = "accounts.backends.StaffBackend"
        session["_auth_user_hash"] = user.get_session_auth_hash()
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session["host"] = f"{self.council.officer_host}:{self.port}"
        session.create()
        return {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": self.officers}

    def application(self, reference: str) -> Any:
        with acting_for(self.council):
            return self.council.applications.for_reference(reference)

    def history(self, reference: str) -> list[str]:
        """The types of the case's events, oldest first."""
        with acting_for(self.council):
            return list(self.application(reference).case.events.order_by("sequence").values_list("type", flat=True))

    def emails_to(self, address: str) -> list[Any]:
        from notifications.models import Message

        with acting_for(self.council):
            return list(Message.objects.filter(to=address).order_by("pk"))


def with_reachable_files(document: dict[str, Any], base: str) -> bytes:
    """A submission whose files are on the story's own host, for the ones that it names cannot be reached."""
    for number, file in enumerate(document["files"]):
        file["name"] = f"{base}/file/private/story-{number}/plan-{number}.jpg"
    return json.dumps(document).encode()
