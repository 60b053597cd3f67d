"""Which council the running code acts for. No authority set means no rows: PostgreSQL's row-level security sees to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

NOBODY = ("", "")
EVERYBODY = ("", "on")

_wanted: ContextVar[tuple[str, str]] = ContextVar("bops_authority", default=NOBODY)


def wanted_setting() -> tuple[str, str]:
    """The pair (bops.authority_id, bops.across) that the database connection must carry."""
    return _wanted.get()


def current_authority_id() -> int | None:
    authority_id = _wanted.get()[0]
    return int(authority_id) if authority_id else None


@contextmanager
def acting_for(authority: Any) -> Iterator[None]:
    """Work for one council: a LocalAuthority or its primary key."""
    authority_id = getattr(authority, "pk", authority)
    token = _wanted.set((str(int(authority_id)), ""))
    try:
        yield
    finally:
        _wanted.reset(token)


@contextmanager
def across_authorities(reason: str) -> Iterator[None]:
    """Whole-system work (sweeps, migration of data). Only the modules that tests/test_repository.py names may call it."""
    if not reason:
        raise ValueError("Say why this work crosses councils.")
    token = _wanted.set(EVERYBODY)
    try:
        yield
    finally:
        _wanted.reset(token)
