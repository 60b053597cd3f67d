"""What an open page of an application asks every few seconds."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from applicant_portal.access import by_link
from applicant_portal.selectors import people_of
from audit.actors import Applicant
from audit.selectors import events_since
from core.filters import show_time
from core.live import answer


@require_safe
@by_link
def changes(request: Any) -> HttpResponse:
    """Nothing, or that the page has changed since it was drawn. What the person at this page did themselves is not told."""
    who = request.access

    def words(since: int) -> str:
        others = events_since(who.application.pk, since)
        if [Applicant(person).name for person in people_of(who.application)].count(who.actor.name) == 1:
            others = others.exclude(actor_name=who.actor.name)
        return f"This page was brought up to date at {show_time(timezone.now())}." if others.exists() else ""

    return answer(request, last_event=who.application.last_event or 0, words=words)
