"""What every test stands on: a database made as the owner and used as bops_web, a council to act for, no way to the outside."""

import socket
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

LONDON = ZoneInfo("Europe/London")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_keepdb: bool,
    django_db_createdb: bool,
    django_db_modify_db_settings_parallel_suffix: None,
) -> Iterator[None]:
    """A test database, made and migrated as the owner of the tables; then everything runs as the role that row-level security binds.

    In place of pytest-django's own, which makes none for tests that ask for a server and not for a transaction (the stories).
    """
    from django.core.management import call_command
    from django.test.utils import setup_databases

    from core.db.owner import as_owner

    with django_db_blocker.unblock():
        with as_owner():
            keep = django_db_keepdb and not django_db_createdb
            setup_databases(verbosity=0, interactive=False, aliases={"default"}, serialized_aliases=set(), keepdb=keep)
        call_command("load_reference_data", verbosity=0)
    yield  # the database stays: the next run uses it again, or makes it anew with --create-db


@pytest.fixture(autouse=True)
def closed_to_the_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches for another machine fails."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> Any:
        if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "localhost", "::1"}:
            raise OSError(f"Tests stay on this machine; {address} is elsewhere.")
        return real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture
def now() -> datetime:
    """A Tuesday afternoon in term: 24 November 2026, 2pm in London."""
    return datetime(2026, 11, 24, 14, 0, tzinfo=LONDON)


@pytest.fixture
def authority(db: None) -> Iterator[Any]:
    """A council, and the test acting for it."""
    from core.tenancy import acting_for
    from tests.factories.accounts import LocalAuthorityFactory

    council = LocalAuthorityFactory.create()
    with acting_for(council):
        yield council


@pytest.fixture
def officer_client(db: None) -> Any:
    """`officer_client(authority, roles=["case_officer"])` → (Django client on the officers' site, the signed-in user)."""
    from django.test import Client
    from django_otp import DEVICE_ID_SESSION_KEY
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from tests.factories.accounts import MembershipFactory

    def sign_in(authority: Any, roles: list[str] | None = None, user: Any = None) -> tuple[Any, Any]:
        membership = MembershipFactory.create(authority=authority, roles=roles or ["case_officer"], **({"user": user} if user else {}))
        client = Client(HTTP_HOST=authority.officer_host)
        client.force_login(membership.user, backend="accounts.backends.StaffBackend")
        device = TOTPDevice.objects.create(user=membership.user, name="app", confirmed=True)
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session["host"] = authority.officer_host
        session.save()
        return client, membership.user

    return sign_in
