"""When something that could not be fetched is tried again."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

MINUTES_UNTIL_NEXT = (1, 5, 15, 60, 240)  # after the first, second … failure; then it is given up
SPREAD = 1.2  # up to so many times as long, so that all files of a host that was away do not come back in the same second


def next_try(attempts: int, now: datetime, *, after: float = 0) -> datetime | None:
    """When to try again after so many attempts, not before `after` seconds, where the host asked for that; None once they are used up."""
    if not 0 < attempts <= len(MINUTES_UNTIL_NEXT):
        return None
    wait = max(timedelta(minutes=MINUTES_UNTIL_NEXT[attempts - 1]), timedelta(seconds=after))
    return now + wait * random.uniform(1, SPREAD)  # noqa: S311
