"""Verbs on a council's own words for a message."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from audit.services import record
from core.errors import DomainError
from notifications import catalogue, events, selectors
from notifications.models import MessageWording
from notifications.wording import Fault, Text, faults_of, standard_text


class CannotBeSaid(DomainError):
    """The text does not fit its message; `faults`: why, each with its field."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults[0].words, faults[0].field)
        self.faults = faults


@transaction.atomic
def change_wording(*, authority: Any, key: str, text: Text, based_on: int | None, by: Any, now: datetime) -> MessageWording:
    """Use these words from now on. `based_on`: the change that the writer saw last (None: none).

    CannotBeSaid; DomainError when a colleague changed them meanwhile, or when nothing is different.
    """
    message_type = catalogue.message_type(key)
    text = Text(text.subject.strip(), text.body.replace("\r\n", "\n").strip())
    if faults := faults_of(message_type, text):
        raise CannotBeSaid(faults)
    before = _not_overtaken(authority, key, based_on)
    if text == before:
        raise DomainError("Nothing is different yet: change the words, then save.", "body")
    row = MessageWording.objects.create(authority=authority, key=key, subject=text.subject, body=text.body, changed_by=by, changed_at=now)
    _record(events.WORDING_CHANGED, row, before, text)
    return row


@transaction.atomic
def reset_wording(*, authority: Any, key: str, based_on: int | None, by: Any, now: datetime) -> MessageWording:
    """Go back to the standard words. DomainError when they hold already, or when somebody changed them meanwhile."""
    message_type = catalogue.message_type(key)
    before = _not_overtaken(authority, key, based_on)
    if selectors.wording_of(authority, key) is None:
        raise DomainError("The standard words hold already.")
    row = MessageWording.objects.create(authority=authority, key=key, standard=True, changed_by=by, changed_at=now)
    _record(events.WORDING_RESET, row, before, standard_text(message_type))
    return row


def _not_overtaken(authority: Any, key: str, based_on: int | None) -> Text:
    """The words that hold, under a lock that the next writer waits for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"wording:{authority.pk}:{key}"])
    latest = selectors.wordings_of(authority, key).first()
    if (latest.pk if latest else None) != based_on:
        who = latest.changed_by.name if latest else "Somebody"
        raise DomainError(f"{who} changed these words since you opened the page. Open it again and put your change into them.")
    own = None if latest is None or latest.standard else Text(latest.subject, latest.body)
    return own or standard_text(catalogue.message_type(key))


def _record(event: Any, row: MessageWording, before: Text, after: Text) -> None:
    title = catalogue.message_type(row.key).title
    texts = {"before": f"{before.subject}\n\n{before.body}", "after": f"{after.subject}\n\n{after.body}"}
    record(event, authority=row.authority, by=row.changed_by, now=row.changed_at, title=title, message=row.key, **texts)
