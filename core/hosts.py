"""Addresses that leave the system: in letters, emails and QR codes."""

from typing import Any

from django.conf import settings
from django.urls import reverse

URLCONFS = {"officers": "bops.urls_officers", "public": "bops.urls_public"}


def base_url(authority: Any, site: str) -> str:
    host = authority.officer_host if site == "officers" else authority.public_host
    port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT and ":" not in host else ""
    return f"{settings.PUBLIC_SCHEME}://{host}{port}"


def url_for(authority: Any, site: str, name: str, **kwargs: Any) -> str:
    """The full address of a named page on a council's "officers" or "public" site."""
    return base_url(authority, site) + reverse(name, urlconf=URLCONFS[site], kwargs=kwargs or None)
