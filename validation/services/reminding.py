"""Before and after the last day to answer: reminders, chasing, and silence where a council lets it count."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from accounts.policy import policy
from applications.law import closures_of
from applications.lifecycle import ENDED, lock
from applications.models import PlanningApplication
from audit.actors import System
from audit.services import record
from core.filters import plural
from notifications.letters import reached_at, tell
from notifications.selectors import messages_of, not_there
from statute.calendar import add_working_days
from validation import events, messages
from validation.kinds import SILENCE_AGREES, kind_of
from validation.models import ValidationRequest
from validation.selectors import correspondent, open_requests, summary_of
from validation.services.answers import AlreadyAnswered, close_request
from validation.services.links import email_with_link
from validation.services.requests import in_words, lock_both

State = ValidationRequest.State
ASKING = tuple(kind.key for kind in (messages.INVALID, messages.REQUESTS_SENT, messages.REMINDER, messages.CHASER))


def to_remind(authority: Any, requests: Iterable[ValidationRequest], today: date) -> list[ValidationRequest]:
    """Of open requests, those whose last day is near; never on the day on which they were sent."""
    days = policy(authority, "request_reminder_working_days")
    if not days:
        return []
    until = add_working_days(today, days, closures_of(authority))
    near = [r for r in requests if r.reminded_at is None and r.due_on is not None and today <= r.due_on <= until]
    return [r for r in near if r.sent_at is not None and timezone.localdate(r.sent_at) < today]


def to_chase(authority: Any, requests: Iterable[ValidationRequest], today: date) -> list[ValidationRequest]:
    """Of open requests, those whose last day passed the council's number of working days ago, or longer."""
    days = policy(authority, "request_chase_working_days")
    late = [r for r in requests if days and r.chased_at is None and r.due_on is not None and r.due_on < today]
    return [r for r in late if r.due_on and add_working_days(r.due_on, days, closures_of(authority)) <= today]


@transaction.atomic
def remind(*, application: PlanningApplication, by: Any, now: datetime) -> int:
    """Remind of all requests of a case whose last day is near, in one message and once each. How many; none for a case that has ended."""
    application = lock(application)
    due = _due(application, to_remind, now)
    for request in due:
        request.reminded_at = now
        request.save(update_fields=["reminded_at"])
    if due:
        _write(application, due, messages.REMINDER, events.REMINDED, "reminded", by, now)
    return len(due)


@transaction.atomic
def chase(*, application: PlanningApplication, by: Any, now: datetime) -> int:
    """Write once more about all requests of a case that are overdue, in one message and once each. How many; none for an ended case."""
    application = lock(application)
    due = _due(application, to_chase, now)
    for request in due:
        request.chased_at = now
        request.save(update_fields=["chased_at"])
    if due:
        _write(application, due, messages.CHASER, events.CHASED, "chased", by, now)
    return len(due)


def _due(application: PlanningApplication, chosen: Any, now: datetime) -> list[ValidationRequest]:
    """Read under the lock: another worker may just have written."""
    if application.status in ENDED:
        return []
    found: list[ValidationRequest] = chosen(application.case.authority, open_requests(application), timezone.localdate(now))
    return found


def _write(
    application: PlanningApplication,
    due: list[ValidationRequest],
    message: messages.MessageType,
    event: Any,
    done: str,
    by: Any,
    now: datetime,
) -> None:
    party, case = correspondent(application), application.case
    numbers = ", ".join(str(request.number) for request in due)
    record(event, case=case, by=by, now=now, numbers=numbers, to=reached_at(party))
    if party is not None:
        context = {"requests": [in_words(request) for request in due], "due_on": min(r.due_on for r in due if r.due_on)}
        email_with_link(application=application, party=party, message=message, context=context, by=by, now=now)
        return
    names = " and ".join(person.name for person in case.parties.all()) or "The applicant"
    line = f"{names} could not be {done} about {plural(len(due), 'request')} {numbers}: there is no address to write to. Call them."
    application.attention = "\n".join(part for part in (application.attention, line) if part)
    application.save(update_fields=["attention"])


@transaction.atomic
def let_silence_agree(*, request: ValidationRequest, now: datetime) -> bool:
    """Take a proposed description as agreed, its last day being over: only where the council's setting is on, and was on when the
    applicant was asked and told so, and only where that has reached them. False where that is not so, or somebody answered meanwhile.
    """
    application, request = lock_both(request)
    if application.status in ENDED or not silence_agrees(application.case.authority, request, timezone.localdate(now)):
        return False
    if not had_the_time(application, request, timezone.localdate(now)):
        return False
    by = System("No answer in time")
    try:
        close_request(request=request, agree=True, said={"text": "", "automatic": True}, party=None, by=by, now=now)
    except AlreadyAnswered:
        return False
    party, case = correspondent(application), application.case
    if party is not None:
        context = {"address": case.address, "what": summary_of(request), "proposed": request.payload["proposed"]}
        key = messages.SILENCE_AGREED.key
        tell(authority=case.authority, case=case, party=party, message=key, context=context, by=by, now=now)
    return True


def had_the_time(application: PlanningApplication, request: ValidationRequest, today: date) -> bool:
    """Whether silence may count: what told of the request has left, nothing of it came back, and all the days to answer have passed since
    it left. A letter counts from its posting, not from the day on which it was written."""
    if request.sent_at is None or not_there(*ASKING).filter(case=application.case, created_at__gte=request.sent_at).exists():
        return False
    asked = Q(created_at=request.sent_at) | Q(instead_of__created_at=request.sent_at)
    told = messages_of(application.case).filter(asked, template__in=ASKING).aggregate(last=Max("sent_at"))["last"]
    if told is None:
        return True
    days, authority = policy(application.case.authority, kind_of(request).days), application.case.authority
    return add_working_days(timezone.localdate(told), days, closures_of(authority)) < today


def silence_agrees(authority: Any, request: ValidationRequest, today: date) -> bool:
    """Whether a request may be closed by itself today. Never for a kind that does not name a setting of the council for it."""
    setting = kind_of(request).silence
    if not setting or not policy(authority, setting) or not request.payload.get(SILENCE_AGREES):
        return False
    return request.state == State.OPEN and request.due_on is not None and request.due_on < today
