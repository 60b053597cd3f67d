"""Lists of cases by stored columns, with a constant number of queries and no heavy columns."""

from typing import Any

from django.db.models import Case as When_
from django.db.models import F, IntegerField, QuerySet, Value, When

from accounts.models import LocalAuthority, User
from applications.models import PlanningApplication
from applications.querysets import CLOSED, OPEN
from casework.paging import capped_count

TABS = ("mine", "unassigned", "all", "closed")
LIFE_ORDER = [*OPEN, *CLOSED]
LIST_COLUMNS = [
    "pk", "authority_id", "status", "description", "outcome", "received_on", "valid_from_on", "determined_on", "next_task", "next_action",
    "next_action_on", "unread_answers", "unread_messages", "unread_comments", "unread_plans", "undelivered",
    "effective_expiry_on", "consultation_end_on",
    "officer_name",
    "case__reference", "case__address_lines", "case__town", "case__postcode", "case__uprn", "case__officer_id",
    "type__name", "type__code", "dates__extended", "dates__statutory_expiry_on",
]  # fmt: skip
IN_LIFE_ORDER = When_(*(When(status=status, then=Value(n)) for n, status in enumerate(LIFE_ORDER)), default=99, output_field=IntegerField())
SORTS: dict[str, Any] = {
    "reference": F("reference_sort"),
    "address": F("address_sort"),
    "type": F("type__name"),
    "status": IN_LIFE_ORDER,
    "next": F("next_action_on"),
    "expiry": F("effective_expiry_on"),
    "consultation": F("consultation_end_on"),
    "unread": F("unread_answers") + F("unread_messages") + F("unread_comments") + F("undelivered") + F("unread_plans"),
    "officer": F("officer_name"),
    "received": F("received_at"),
    "decided": F("determined_on"),
}
DEFAULT_SORT = {"mine": "next", "unassigned": "received", "all": "expiry", "closed": "-received"}


def of_tab(authority: LocalAuthority, tab: str, user: User) -> QuerySet[PlanningApplication]:
    """The cases of one tab of the work list."""
    applications = authority.applications
    if tab == "closed":
        return applications.closed()
    if tab == "mine":
        return applications.open().mine(user)
    return applications.open().filter(officer_name="") if tab == "unassigned" else applications.open()


def tab_counts(authority: LocalAuthority, user: User) -> dict[str, int]:
    """How many cases each tab holds, counted up to a cap."""
    return {tab: capped_count(of_tab(authority, tab, user)) for tab in TABS}


def for_list(applications: QuerySet[PlanningApplication]) -> QuerySet[PlanningApplication]:
    """Only what a list shows: geometry and submitted answers stay in the database."""
    return applications.select_related("case", "type", "dates").only(*LIST_COLUMNS)


def sort_key(asked: str | None, default: str) -> str:
    """The sort that the address asks for, or the default when there is no such sort."""
    return asked if asked and asked.removeprefix("-") in SORTS else default


def in_order(applications: QuerySet[PlanningApplication], sort: str) -> QuerySet[PlanningApplication]:
    """Sorted by a key of SORTS, "-" in front for downwards, with the key of the case among equals.

    Each order is one that an index gives, read from its start or from its end. Where there is no date, it counts as the furthest off;
    a case that ended without a decision comes after those that were decided.
    """
    name, down = sort.removeprefix("-"), sort.startswith("-")
    expression = SORTS[name]
    if name == "decided":
        first = expression.desc(nulls_last=True) if down else expression.asc(nulls_first=True)
    else:
        first = expression.desc() if down else expression.asc()
    return applications.order_by(first, "-pk" if down else "pk")


def of_page(ordered: QuerySet[PlanningApplication] | list[int]) -> list[PlanningApplication]:
    """The cases of one page, as lists show them. First the keys in order, by an index alone; then the rest of these few rows."""
    ids = ordered if isinstance(ordered, list) else list(ordered.values_list("pk", flat=True))
    found = for_list(PlanningApplication.objects.filter(pk__in=ids).order_by()).in_bulk()
    return [found[pk] for pk in ids if pk in found]
