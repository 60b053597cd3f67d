"""Many cases for one officer, calendars, and the council's figures of the law."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import LocalAuthority, User, hash_token
from applications import services as cases
from applications.models import LawFigure, PlanningApplication
from audit.services import record
from casework import events
from casework.models import CalendarFeed
from casework.tasks import recompute_open_cases
from core.tasks import enqueue_on_commit


@transaction.atomic
def assign_many(*, applications: Iterable[PlanningApplication], officer: User | None, by: Any, now: datetime) -> int:
    """Give several cases to one officer (None: to nobody), all of them or none. Answers how many there were."""
    # One order of locking, so that two people never wait for each other
    ordered = sorted(applications, key=lambda application: application.pk)
    for application in ordered:
        cases.assign(application=application, officer=officer, by=by, now=now)
    return len(ordered)


@transaction.atomic
def make_calendar_feed(*, authority: LocalAuthority, user: User, now: datetime) -> tuple[CalendarFeed, str]:
    """A secret address for an officer's calendar of deadlines, in place of any before: the row, and the token, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    feed, _ = CalendarFeed.objects.update_or_create(
        authority=authority, user=user, defaults={"token_hash": hash_token(token), "made_at": now, "revoked_at": None}
    )
    record(events.CALENDAR_MADE, authority=authority, by=user, now=now, officer=user.name)
    return feed, token


@transaction.atomic
def revoke_calendar_feed(*, authority: LocalAuthority, user: User, now: datetime) -> None:
    """End an officer's calendar address: from now on it shows nothing. Where there is none, nothing happens."""
    if CalendarFeed.objects.filter(authority=authority, user=user, revoked_at=None).update(revoked_at=now):
        record(events.CALENDAR_REVOKED, authority=authority, by=user, now=now, officer=user.name)


@transaction.atomic
def confirm_figure(*, authority: Any, by: Any, now: datetime, **entry: Any) -> LawFigure:
    """Enter a figure of the law for this council (applications.services.confirm_figure); every open case is computed again."""
    figure = cases.confirm_figure(authority=authority, by=by, now=now, **entry)
    enqueue_on_commit(recompute_open_cases, authority.pk, 0)
    return figure


@transaction.atomic
def withdraw_figure(*, entry: LawFigure, reason: str, by: Any, now: datetime) -> None:
    """Take back a figure of the law that the council entered; every open case is computed again."""
    cases.withdraw_figure(entry=entry, reason=reason, by=by, now=now)
    enqueue_on_commit(recompute_open_cases, entry.authority_id, 0)
