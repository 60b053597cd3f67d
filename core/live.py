"""Pages that bring themselves up to date: an open page asks every few seconds whether its case has changed since it was drawn.

The page carries the number of the case's newest event and the day it was drawn on (`stamp`). Its question is answered with 204 while
both stand, and otherwise with the next question, which holds what to tell the reader. Then static/src/parts/live.js fetches the page
again and puts its changed parts (`data-live-part`) in place, but never one in which somebody is typing.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

HEADER = "X-Live"  # tells an answer from the page that asks to sign in


def stamp(last_event: int | None) -> str:
    """What a page was drawn from: it changes with each event of the case, and at midnight, when what is due becomes overdue."""
    return f"{last_event or 0}-{timezone.localdate():%Y%m%d}"


def event_in(said: str) -> int | None:
    """The number of the event in a stamp that a browser sent; None for what is no stamp."""
    number = said.partition("-")[0]
    return int(number) if number.isdecimal() and number.isascii() and len(number) < 10 else None


def answer(request: Any, *, last_event: int, words: Callable[[int], str]) -> HttpResponse:
    """Answer an open page. `words(number)`: what to tell of what happened after the event with that number."""
    said, now = request.GET.get("at", ""), stamp(last_event)
    if said == now:
        return HttpResponse(status=204, headers={HEADER: "same", "Cache-Control": "no-store"})
    since = event_in(said)
    told = words(since) if since is not None and since < last_event else ""
    response = render(request, "layouts/live.jinja", {"live_url": f"{request.path}?at={now}", "live_words": told})
    response[HEADER], response["Cache-Control"] = "changed", "no-store"
    return response
