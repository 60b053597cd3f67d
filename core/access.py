"""Who may open a page without a role of the council. Staff permissions and roles are in accounts/permissions.py."""

from collections.abc import Callable
from typing import Any

PUBLIC = "public"


class RequestPermission:
    """What a URL may name instead of a staff permission: who may come in without a role."""

    PUBLIC = PUBLIC
    SIGNED_IN = "signed in"
    LINK = "an emailed link"
    API = "an API token"
    ADMIN = "an admin site"


def open_to(who: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a function view that no staff permission guards: `RequestPermission.PUBLIC`, `SIGNED_IN`, `LINK` or `API`."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        view.bops_permission = who  # type: ignore[attr-defined]
        return view

    return decorate
