"""The council's own lists behind requests: what it asks to be sent with an application, and words to start from."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from validation.models import LocalListItem, ReadyReason


def requirements_for(authority: Any, type_code: str, on: date) -> QuerySet[LocalListItem]:
    """Items of the lists that may be asked of an application of this type on that day, by name."""
    in_time = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
    of_type = Q(type_codes=[]) | Q(type_codes__contains=[type_code])
    return LocalListItem.objects.filter(in_time, of_type, authority=authority).order_by("name", "pk")


def ready_reasons(authority: Any, kind: str) -> QuerySet[ReadyReason]:
    """Words that the council keeps ready for a kind of request, by title."""
    return ReadyReason.objects.filter(authority=authority, kind=kind, withdrawn=False).order_by("title", "pk")
