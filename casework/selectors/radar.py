"""The radar: what happens on which day if nobody acts."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from accounts.models import LocalAuthority, User, hash_token
from accounts.selectors import current_membership
from applications.models import CaseDates, PlanningApplication
from casework.models import CalendarFeed
from casework.selectors.lists import LIST_COLUMNS

OF_THE_DATES = ["next_consequence", "next_consequence_words", "next_consequence_on", "money_at_stake"]
EVENTS_AT_MOST = 1000  # in one calendar
RADAR_COLUMNS = [*LIST_COLUMNS, *(f"dates__{name}" for name in OF_THE_DATES)]


def ahead(authority: LocalAuthority, *, mine: User | None = None) -> QuerySet[CaseDates]:
    """The dates of cases for which the law does something by itself, the nearest first; of one officer, where `mine` is given.

    A case that has ended has nothing ahead of it, so that its dates are not among these.
    """
    dates = CaseDates.objects.filter(authority=authority, next_consequence_on__isnull=False)
    if mine is not None:
        dates = dates.filter(application__case__officer=mine)
    return dates.order_by("next_consequence_on", "pk")


def per_day(dates: QuerySet[CaseDates], *, days: int) -> dict[date, int]:
    """How many of these cases meet their consequence on each day from today on, up to `days` ahead; days with none are left out."""
    today = timezone.localdate()
    near = dates.order_by().filter(next_consequence_on__range=(today, today + timedelta(days=days - 1)))
    return dict(near.values_list("next_consequence_on").annotate(Count("pk")))


def of_page(dates: QuerySet[CaseDates]) -> list[PlanningApplication]:
    """The cases of one page of the radar, in its order."""
    ids = list(dates.values_list("pk", flat=True))
    found = PlanningApplication.objects.select_related("case", "type", "dates").only(*RADAR_COLUMNS).order_by().in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def at_stake(dates: QuerySet[CaseDates], *, days: int) -> dict[str, Any]:
    """How many of these cases have their consequence within `days`, and the money in them; those already past are counted too."""
    last = timezone.localdate() + timedelta(days=days)
    return dates.order_by().filter(next_consequence_on__lte=last).aggregate(count=Count("pk"), money=Sum("money_at_stake"))


def calendar_of(authority: LocalAuthority, user: User) -> CalendarFeed | None:
    """The secret calendar address that an officer has now, if there is one."""
    return CalendarFeed.objects.filter(authority=authority, user=user, revoked_at=None).first()


def owner_of_calendar(authority: LocalAuthority, token: str) -> User | None:
    """Whose calendar this address is: nobody's when it was taken back or renewed, or when the person has left the council."""
    feed = CalendarFeed.objects.filter(authority=authority, token_hash=hash_token(token), revoked_at=None).select_related("user").first()
    if feed is None or not feed.user.is_active:
        return None
    return feed.user if current_membership(feed.user, authority) else None


def for_calendar(authority: LocalAuthority, user: User) -> list[PlanningApplication]:
    """An officer's cases that something happens to in law, the nearest first, as far as a calendar shows them."""
    return of_page(ahead(authority, mine=user)[:EVENTS_AT_MOST])
