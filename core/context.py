"""What every page's template knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "authority": getattr(request, "authority", None),
        "site": getattr(request, "site", ""),
        "user": getattr(request, "user", None),
        "membership": getattr(request, "membership", None),
        "demo": settings.DEMO,
    }
