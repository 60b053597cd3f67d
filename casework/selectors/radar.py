"""The radar: what happens on which day if nobody acts."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from accounts.models import LocalAuthority, User
from applications.models import CaseDates, PlanningApplication
from casework.selectors.lists import LIST_COLUMNS

OF_THE_DATES = ["next_consequence", "next_consequence_words", "next_consequence_on", "money_at_stake"]
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


def at_stake(authority: LocalAuthority, *, days: int) -> dict[str, Any]:
    """How many cases have their consequence within `days`, and the money in them. A case that has ended has none."""
    last = timezone.localdate() + timedelta(days=days)
    near = CaseDates.objects.filter(authority=authority, next_consequence_on__lte=last)
    return near.aggregate(count=Count("pk"), money=Sum("money_at_stake"))
