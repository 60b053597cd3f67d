"""The radar: what happens on which day if nobody acts."""

from django.db.models import QuerySet, Sum
from django.utils import timezone

from accounts.models import LocalAuthority, User
from applications.models import PlanningApplication
from casework.selectors.lists import LIST_COLUMNS

RADAR_COLUMNS = [*LIST_COLUMNS, "dates__next_consequence", "dates__next_consequence_words", "dates__next_consequence_on", "dates__money_at_stake"]


def ahead(authority: LocalAuthority, *, mine: User | None = None) -> QuerySet[PlanningApplication]:
    """Open cases for which the law does something by itself, the nearest first; of one officer, where `mine` is given."""
    cases = authority.applications.open().filter(dates__authority=authority, dates__next_consequence_on__isnull=False)
    if mine is not None:
        cases = cases.mine(mine)
    listed = cases.select_related("case", "type", "dates").only(*RADAR_COLUMNS)
    return listed.order_by("dates__next_consequence_on", "-dates__money_at_stake", "pk")


def at_stake(cases: QuerySet[PlanningApplication], *, days: int) -> dict[str, object]:
    """How many cases have their consequence within `days`, and the money in them."""
    last = timezone.localdate() + timezone.timedelta(days=days)
    near = cases.order_by().filter(dates__next_consequence_on__lte=last)
    return {"count": near.count(), "money": near.aggregate(total=Sum("dates__money_at_stake"))["total"]}
