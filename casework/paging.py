"""Pages of lists that may be very long: the count stops at a cap, so that a page costs the same in a council of any size."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet

CAP = 10_000
SIZES = (25, 50, 100)


def capped_count(queryset: QuerySet[Any]) -> int:
    """How many rows there are, CAP + 1 at most."""
    return queryset.order_by().values("pk")[: CAP + 1].count()


def size_of(text: str | None) -> int:
    """The page size that an address asks for; the first of SIZES for anything else."""
    return int(text) if text in {str(size) for size in SIZES} else SIZES[0]


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts to CAP; `more` says that there are rows beyond, which a filter brings nearer."""

    def __init__(self, object_list: Any, per_page: int, **kwargs: Any) -> None:
        super().__init__(object_list, per_page, **kwargs)
        self._counted = capped_count(object_list) if isinstance(object_list, QuerySet) else len(object_list)

    @property
    def count(self) -> int:  # type: ignore[override]
        return min(self._counted, CAP)

    @property
    def more(self) -> bool:
        return self._counted > CAP
