"""What an open page of a case asks every few seconds."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from audit.selectors import events_since
from casework.presenters.lines import EventLine
from core.filters import show_time
from core.live import answer

MOST_TOLD = 3


@require_safe
@requires(Permission.VIEW_CASES)
def changes(request: Any, reference: str) -> HttpResponse:
    """Nothing, or what others did on the case since the page was drawn."""
    found = request.authority.applications.last_event_of(reference)
    if found is None:
        raise Http404(f"There is no case {reference} at this council.")

    def words(since: int) -> str:
        case = request.authority.applications.for_reference(reference).case
        others = events_since(case.pk, since).exclude(user=request.user)
        told = [f"{line.by}: {line.title}" for line in map(EventLine.of, others[:MOST_TOLD])]
        return f"Updated at {show_time(timezone.now())}. {' · '.join(told)}" if told else ""

    return answer(request, last_event=found, words=words)
