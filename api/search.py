"""The register's search: what is asked for, as a query over public applications."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from redis.exceptions import RedisError

from applications.models import CaseReference
from applications.projection import squeeze
from casework.selectors.search import SHORTEST_REFERENCE, literal
from decision.outcomes import OUTCOMES

ON_A_PAGE, MOST_ON_A_PAGE, MOST_PAGES, MOST_FOUND = 10, 50, 1000, 5000
COUNTED_EACH_TIME, COUNT_KEPT_FOR = 5000, 300  # rows; seconds for which the size of a longer register is believed
MOST_WORDS = 20  # of a question
PUBLIC_WORDS = (
    "case__reference",
    "case__alternative_reference",
    "case__uprn",
    "case__address_lines",
    "case__town",
    "case__postcode",
    "case__ward",
    "description",
)
SORTS = {"receivedAt": "received_at", "publishedAt": "published_at"}
DAYS = {
    "receivedAt": "received_at",
    "validatedAt": "valid_from_on",
    "publishedAt": "published_at",
    "consultationEndDate": "consultation_end_on",
}
MOMENTS = {"received_at", "published_at"}
PARAMETERS = {
    "q": "Words, a reference or part of one, a UPRN or a postcode (also: query)",
    "page": "From 1 to 1000",
    "resultsPerPage": "From 1 to 50; 10 when it is missing (also: maxresults)",
    "sortBy": "publishedAt (as a rule) or receivedAt",
    "orderBy": "desc (as a rule) or asc",
    "applicationType[]": "ODP codes: repeated, or with commas between",
    "applicationStatus[]": "Statuses: repeated, or with commas between",
    "councilDecision": "granted, refused or not_required",
    "reference": "Part of the reference",
    "alternativeReference": "Part of the other reference",
    "description": "Words of the description",
    "postcode": "A whole postcode",
    **{f"{name}{end}": "A date (YYYY-MM-DD), inclusive" for name in DAYS for end in ("From", "To")},
}


@dataclass(frozen=True)
class Page:
    """One page of results: its rows and the figures that go with it."""

    rows: list[Any]
    number: int
    size: int
    pages: int
    results: int
    available: int

    def figures(self) -> dict[str, int]:
        return {
            "resultsPerPage": self.size,
            "currentPage": self.number,
            "totalPages": self.pages,
            "totalResults": self.results,
            "totalAvailableItems": self.available,
        }


def register(authority: Any) -> QuerySet[Any]:
    """What anybody may see of a council: applications that were made public. Advice before an application is nobody's business."""
    return authority.applications.public().filter(case__kind="application")


def find(request: HttpRequest) -> Page:
    """The page of the register that a request asks for. What cannot be read counts as not asked; a page past the end is the last."""
    asked = request.GET
    everything = register(request.authority)  # type: ignore[attr-defined]
    found = _filtered(everything, asked)
    size = _whole(asked.get("resultsPerPage") or asked.get("maxresults"), ON_A_PAGE, MOST_ON_A_PAGE)
    available = _size(request.authority, everything)  # type: ignore[attr-defined]
    results = available if found is everything else found.count()
    pages = max(1, -(-results // size))
    number = min(_whole(asked.get("page"), 1, MOST_PAGES), pages)
    rows = _with_relations(found.order_by(*_order(asked)))[(number - 1) * size : number * size]
    return Page(list(rows), number, size, pages, results, available)


def _size(authority: Any, everything: QuerySet[Any]) -> int:
    """How many the register holds. A long one is not counted afresh for each question."""
    count = everything.order_by()[: COUNTED_EACH_TIME + 1].count()
    if count <= COUNTED_EACH_TIME:
        return count
    try:
        return int(cache.get_or_set(f"register-size:{authority.pk}", everything.count, COUNT_KEPT_FOR))
    except RedisError:
        return everything.count()


def _with_relations(found: QuerySet[Any]) -> QuerySet[Any]:
    return found.select_related("type", "case__authority", "case__officer", "case__ownership", "case__consultation").prefetch_related(
        "case__parties"
    )


def one(authority: Any, reference: str) -> Any:
    """The public application with this reference, or None."""
    return _with_relations(register(authority)).filter(case__reference__iexact=reference.replace("~", "/")).first()


def renamed(authority: Any, reference: str) -> str:
    """The present reference of a public case that once had this one; "" where there is none."""
    former = register(authority).filter(case__former_references__reference__iexact=reference.replace("~", "/"))
    return former.values_list("case__reference", flat=True).first() or ""


def _whole(text: str | None, otherwise: int, most: int) -> int:
    number = int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else otherwise
    return min(number, most) if number > 0 else otherwise


def _order(asked: QueryDict) -> list[str]:
    """Ties are broken by the key, so that pages never overlap."""
    column = SORTS.get(asked.get("sortBy", ""), "published_at")
    sign = "" if asked.get("orderBy") == "asc" else "-"
    return [f"{sign}{column}", f"{sign}pk"]


def _filtered(found: QuerySet[Any], asked: QueryDict) -> QuerySet[Any]:
    types, statuses = _listed(asked, "applicationType"), _listed(asked, "applicationStatus")
    words = (asked.get("q") or asked.get("query") or "").replace("\x00", "").strip()
    if words:
        found = found.filter(_holding(words), pk__in=_found_by_words(words))
    if types:
        found = found.filter(type__code__in=types)
    if statuses:
        found = found.filter(status__in=statuses)
    if asked.get("councilDecision"):
        outcomes = [code for code, outcome in OUTCOMES.items() if outcome.v2 == asked["councilDecision"]]
        found = found.filter(outcome__in=outcomes, determined_on__isnull=False)
    for name, column in DAYS.items():
        first, last = _day(asked.get(f"{name}From")), _day(asked.get(f"{name}To"))
        found = found.filter(_between(column, first, last)) if first or last else found
    return _containing(found, asked)


def _containing(found: QuerySet[Any], asked: QueryDict) -> QuerySet[Any]:
    columns = {
        "reference": "case__reference__icontains",
        "alternativeReference": "case__alternative_reference__icontains",
        "description": "description__icontains",
    }
    for name, lookup in columns.items():
        text = asked.get(name, "").replace("\x00", "").strip()
        if text:
            found = found.filter(**{lookup: text})
    postcode = squeeze(asked.get("postcode", "").replace("\x00", ""))
    return found.filter(case__postcode__in=[postcode, f"{postcode[:-3]} {postcode[-3:]}"]) if postcode else found


def _holding(words: str) -> Q:
    """All words stand in what anybody may read. Names of people and references of payments find nothing here."""
    found = Q()
    for word in words[:500].replace(",", " ").split()[:MOST_WORDS]:
        found &= _holding_one(word)
    return found | _holding_one(squeeze(words)[:100])


def _holding_one(word: str) -> Q:
    found = Q(case__postcode__iexact=f"{word[:-3]} {word[-3:]}")
    found |= Q(pk__in=CaseReference.objects.filter(reference__icontains=word).values("case_id"))
    for column in PUBLIC_WORDS:
        found |= Q(**{f"{column}__icontains": word})
    return found


def _found_by_words(words: str) -> list[int]:
    part = squeeze(words)[:100]
    part = literal(part) if len(part) >= SHORTEST_REFERENCE else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT search_cases(%s, plainto_tsquery('simple', %s), %s, true)", [part, words[:500].replace(",", " "), MOST_FOUND]
        )
        return [row[0] for row in cursor.fetchall()]


def _listed(asked: QueryDict, name: str) -> list[str]:
    texts = asked.getlist(f"{name}[]") + asked.getlist(name)
    return [item.strip() for text in texts for item in text.replace("\x00", "").split(",") if item.strip()]


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _between(column: str, first: date | None, last: date | None) -> Q:
    """Both days inclusive, either may be missing."""
    found = Q()
    if first:
        found &= Q(**{f"{column}__gte": _start(first) if column in MOMENTS else first})
    if last:
        found &= Q(**{f"{column}__lt": _start(last + timedelta(days=1)) if column in MOMENTS else last + timedelta(days=1)})
    return found


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
