"""The council's own lists behind requests: what it asks to be sent with an application, and words to start from."""

import tomllib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from audit.services import record
from validation import events
from validation.models import LocalListItem, ReadyReason

LONGEST_NUMBER = 18  # digits of what may be a key of a row


def requirements_for(authority: Any, type_code: str, on: date) -> QuerySet[LocalListItem]:
    """Items of the lists that may be asked of an application of this type on that day, by name."""
    in_time = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
    of_type = Q(type_codes=[]) | Q(type_codes__contains=[type_code])
    return LocalListItem.objects.filter(in_time, of_type, authority=authority).order_by("name", "pk")


def ready_reasons(authority: Any, kind: str) -> QuerySet[ReadyReason]:
    """Words that the council keeps ready for a kind of request, by title."""
    return ReadyReason.objects.filter(authority=authority, kind=kind, withdrawn=False).order_by("title", "pk")


def requirements_of_case(application: Any) -> QuerySet[LocalListItem]:
    """Items of the lists that may be asked of this application: those in force on the day of receipt."""
    return requirements_for(application.case.authority, application.type.code, application.received_on)


def requirement_named(application: Any, number: str) -> LocalListItem | None:
    """The item of this number, if it may be asked of the application; None for all else, such as text from an address."""
    return requirements_of_case(application).filter(pk=number).first() if number.isdecimal() and len(number) < LONGEST_NUMBER else None


def words_of(authority: Any, kind: str, number: str) -> ReadyReason | None:
    """The ready-made words of this number, for a request of this kind; None for all else."""
    return ready_reasons(authority, kind).filter(pk=number).first() if number.isdecimal() and len(number) < LONGEST_NUMBER else None


@cache
def usual() -> dict[str, list[dict[str, Any]]]:
    """What most councils ask for ("requirement") and say ("reason"): rows of validation/data/usual.toml."""
    return tomllib.loads((Path(__file__).parent / "data" / "usual.toml").read_text())


@transaction.atomic
def add_usual_requirements(*, authority: Any, by: Any, now: datetime) -> int:
    """Add the usual requirements that the council has none of that name of, valid from today; how many."""
    known = set(LocalListItem.objects.filter(authority=authority).values_list("name", flat=True))
    missing = [row for row in usual()["requirement"] if row["name"] not in known]
    LocalListItem.objects.bulk_create(LocalListItem(authority=authority, valid_from=localdate(now), **_fields(row)) for row in missing)
    _note(events.USUAL_REQUIREMENTS_ADDED, [row["name"] for row in missing], authority=authority, by=by, now=now)
    return len(missing)


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    names = {"tag": "document_tag", "types": "type_codes"}
    return {names.get(name, name): value for name, value in row.items()}


@transaction.atomic
def add_usual_reasons(*, authority: Any, by: Any, now: datetime) -> int:
    """Add the usual ready-made reasons that the council has not; how many."""
    known = set(ReadyReason.objects.filter(authority=authority).values_list("kind", "title"))
    missing = [row for row in usual()["reason"] if (row["kind"], row["title"]) not in known]
    ReadyReason.objects.bulk_create(ReadyReason(authority=authority, **row) for row in missing)
    _note(events.USUAL_REASONS_ADDED, [row["title"] for row in missing], authority=authority, by=by, now=now)
    return len(missing)


def _note(event: Any, names: list[str], *, authority: Any, by: Any, now: datetime) -> None:
    if names:
        record(event, authority=authority, by=by, now=now, names="; ".join(names))
