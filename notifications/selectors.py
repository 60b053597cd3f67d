"""Reading the outbox."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from core.tenancy import across_authorities
from notifications.models import Message, MessageWording, NotifyAccount
from notifications.wording import Text

POLLED_FOR_DAYS = 7
FAILURES_SHOWN_FOR = timedelta(weeks=1)  # later nobody waits for them any more


def undelivered(case_id: int) -> QuerySet[Message]:
    """Emails about a case that did not arrive, that nothing was written in place of, and that still matter; newest first."""
    failed = Message.objects.filter(case_id=case_id, state=Message.State.FAILED, channel=Message.Channel.EMAIL)
    return failed.filter(settled_at=None, replaced_by=None).order_by("-created_at", "-pk")


def not_there(*templates: str) -> QuerySet[Message]:
    """Messages of these kinds that nobody can have read: they wait, are held or did not arrive, and nothing was written in their place."""
    gone_wrong = Q(state=Message.State.FAILED, settled_at=None)
    waits = Q(state__in=[Message.State.WAITING, Message.State.HELD])
    return Message.objects.filter(gone_wrong | waits, template__in=templates, replaced_by=None).order_by()


def messages_of(case: Any) -> QuerySet[Message]:
    """What was sent about a case, newest first. Show `shown_body`: `body` may hold a link that opens the applicant's page."""
    return Message.objects.filter(authority_id=case.authority_id, case_id=case.pk)


def recent_messages(authority: Any) -> QuerySet[Message]:
    return Message.objects.filter(authority=authority).select_related("case")


def held_count(authority: Any) -> int:
    return Message.objects.filter(authority=authority, state=Message.State.HELD).count()


def failed_messages(authority: Any, *, since: datetime) -> QuerySet[Message]:
    """Messages written since then that did not arrive, newest first."""
    failed = Message.objects.filter(
        authority=authority, state=Message.State.FAILED, created_at__gte=since, settled_at=None, replaced_by=None
    )
    return failed.select_related("case").order_by("-created_at", "-pk")


def failures_by_council(since: datetime) -> dict[int, int]:
    """How many messages written since then did not arrive, by the key of each council that the caller acts for."""
    failed = Message.objects.filter(state=Message.State.FAILED, created_at__gte=since, settled_at=None, replaced_by=None)
    return dict(failed.order_by().values_list("authority_id").annotate(Count("pk")))


def held_by_council() -> dict[int, int]:
    """How many messages are held, by the key of each council that the caller acts for."""
    held = Message.objects.filter(state=Message.State.HELD)
    return dict(held.order_by().values_list("authority_id").annotate(Count("pk")))


def held_key(authority_id: int) -> str:
    """Under which the cache keeps the count of a council."""
    return f"held-messages:{authority_id}"


def failures_key(authority_id: int) -> str:
    """Under which the cache keeps the count of a council."""
    return f"failed-messages:{authority_id}"


def message_of(case: Any, public_id: uuid.UUID) -> Message:
    """One message about the case; Message.DoesNotExist for every other."""
    return messages_of(case).get(public_id=public_id)


def due(now: datetime, *, with_held: bool) -> QuerySet[Message]:
    """Messages whose time has come, of every council that the caller acts for; the held ones too once there is a provider."""
    waiting = Q(state=Message.State.WAITING, next_attempt_at__lte=now)
    held = Q(state=Message.State.HELD) & (Q(next_attempt_at=None) | Q(next_attempt_at__lte=now))
    return Message.objects.filter(waiting | held if with_held else waiting).order_by("created_at")


def own_account(authority_id: int) -> NotifyAccount | None:
    """The council's own service at GOV.UK Notify, if it is in use."""
    return NotifyAccount.objects.filter(authority_id=authority_id, paused=False).first()


def any_own_account() -> bool:
    """Whether a council that the caller acts for has a service of its own."""
    return NotifyAccount.objects.filter(paused=False).exists()


def of_unknown_fate(since: datetime, provider: str) -> QuerySet[Message]:
    """Messages that a provider took since then and has not told the end of; without those that it does not know any more."""
    return Message.objects.filter(state=Message.State.SENDING, provider=provider, sent_at__gte=since, last_error="").order_by("pk")


def council_of_message(public_id: uuid.UUID) -> tuple[int, int] | None:
    """(authority id, message id) behind the reference that a provider quotes: its receipts name no council."""
    with across_authorities("A provider's receipt names a message and no council"):
        return Message.objects.filter(public_id=public_id).values_list("authority_id", "pk").first()


def wording_of(authority: Any, key: str) -> Text | None:
    """The council's own words for a message; None: the standard ones hold."""
    row = wordings_of(authority, key).first()
    return None if row is None or row.standard else Text(row.subject, row.body)


def wordings_of(authority: Any, key: str) -> QuerySet[MessageWording]:
    """Every wording that a message has had, the one that holds first."""
    return MessageWording.objects.filter(authority=authority, key=key).select_related("changed_by").order_by("-pk")


def latest_wordings(authority: Any) -> dict[str, MessageWording]:
    """By message, the last change of each whose words the council ever changed."""
    rows = MessageWording.objects.filter(authority=authority).order_by("key", "-pk").distinct("key").select_related("changed_by")
    return {row.key: row for row in rows}


def own_texts(authority: Any) -> dict[str, Text]:
    """The council's own words that hold, by message."""
    return {key: Text(row.subject, row.body) for key, row in latest_wordings(authority).items() if not row.standard}


def texts_by_council() -> dict[Any, dict[str, Text]]:
    """By council that the caller acts for, its own words that hold, by message."""
    rows = MessageWording.objects.order_by("authority_id", "key", "-pk").distinct("authority_id", "key").select_related("authority")
    found: dict[Any, dict[str, Text]] = {}
    for row in rows:
        if not row.standard:
            found.setdefault(row.authority, {})[row.key] = Text(row.subject, row.body)
    return found


def broken_key(authority_id: int) -> str:
    """Under which the cache keeps how many of a council's words cannot be used any more."""
    return f"broken-wordings:{authority_id}"
