"""What those who run the service for their council look after, on one page."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires


@dataclass(frozen=True)
class Place:
    """A page that looks after one thing, and who may see it."""

    title: str
    url_name: str
    what_for: str
    permission: Permission


PLACES = [
    Place(
        "Inbox of submissions",
        "intake:inbox",
        "What arrived, what waits for somebody, what could not be read.",
        Permission.MANAGE_SUBMISSIONS,
    ),
    Place(
        "Messages that did not arrive",
        "casework:failed_messages",
        "Emails that were refused or bounced, to be sent again.",
        Permission.VIEW_CASES,
    ),
    Place(
        "Addresses",
        "places:addresses",
        "The gazetteer: how many addresses it has, and when it was last imported.",
        Permission.MANAGE_COUNCIL,
    ),
    Place(
        "Files that are being checked",
        "documents:waiting",
        "Uploads that wait for the virus scanner, and whether it answers.",
        Permission.MANAGE_COUNCIL,
    ),
    Place("Outside services", "places:outside_services", "Each service that BOPS asks: when it last worked.", Permission.MANAGE_COUNCIL),
    Place(
        "Figures of the law",
        "casework:law_figures",
        "Periods, fees and limits, with their sources, and who confirmed each.",
        Permission.VIEW_CASES,
    ),
    Place(
        "Messages and their wording",
        "casework:wordings",
        "What each email and letter says, and the council's own words for it.",
        Permission.MANAGE_COUNCIL,
    ),
    Place(
        "Settings, people and lists",
        "council:index",
        "Officers and roles, machines with a key, lists of requirements, periods.",
        Permission.MANAGE_COUNCIL,
    ),
]


@require_safe
@requires(Permission.VIEW_CASES)
def running(request: Any) -> HttpResponse:
    """The pages behind the cases: each with what it is for."""
    places = [place for place in PLACES if request.membership.can(place.permission)]
    return render(request, "casework/running.jinja", {"places": places})
