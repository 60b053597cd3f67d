"""Migrations and the making of test databases run as the owner of the tables."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection


@contextmanager
def as_owner() -> Iterator[None]:
    """Reconnect as the owner for a while, then go back to the role without rights over the tables."""
    options = connection.settings_dict["OPTIONS"]
    before = options.get("assume_role")
    connection.close()
    options["assume_role"] = settings.DATABASE_OWNER_ROLE
    try:
        yield
    finally:
        connection.close()
        options["assume_role"] = before
