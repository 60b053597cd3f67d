"""What the officers' pages must say of messages that cannot leave."""

from typing import Any

from django.http import HttpRequest

from notifications import providers
from notifications.selectors import held_count


def held_messages(request: HttpRequest) -> dict[str, Any]:
    """`held_messages()`: how many messages wait for a provider. Asks the database only where none is set up, and only for officers."""

    def count() -> int:
        if getattr(request, "membership", None) is None or providers.choose() is not None:
            return 0
        return held_count(request.authority)  # type: ignore[attr-defined]

    return {"held_messages": count}
