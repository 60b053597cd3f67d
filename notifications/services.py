"""Verbs of the outbox: a message is a row first and a task second, so that none is lost."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from audit.actors import actor_of
from audit.services import record
from core.errors import DomainError
from core.tasks import enqueue_on_commit
from notifications import catalogue, events, fate, selectors
from notifications.models import Announcement, Message
from notifications.rendering import render
from notifications.tasks import send_message

FIRST_LOOK_AFTER = timedelta(minutes=2)


@transaction.atomic
def send_email(
    *,
    authority: Any,
    case: Any = None,
    message: str,
    to: str,
    to_name: str = "",
    context: dict[str, Any] | None = None,
    reply_to: str = "",
    public_id: UUID | None = None,
    by: Any,
    now: datetime,
) -> Message:
    """Write an email and send it once the surrounding transaction is safe.

    `message` is the key of a declared MessageType ("validation.requests_sent"); `context` gives what that type needs. UnknownMessage,
    MissingContext, and TypeError when nobody is behind it. ValueError without an address: `letters.tell` chooses between email and post.
    """
    if not to:
        raise ValueError(f"{message}: no email address. Somebody without one gets a letter.")
    row = write(authority=authority, case=case, message=message, to=to, to_name=to_name, context=context or {}, by=by, now=now)
    row.reply_to, row.next_attempt_at = reply_to, now + FIRST_LOOK_AFTER
    row.public_id = public_id or row.public_id
    row.save()
    enqueue_on_commit(send_message, authority.pk, row.pk)
    return row


def write(*, authority: Any, case: Any, message: str, to: str, to_name: str, context: dict[str, Any], by: Any, now: datetime) -> Message:
    """The row of a message in its words, not kept yet."""
    given = {"authority": authority, "case": case, "to_name": to_name, "now": now}
    words = render(catalogue.message_type(message), context, given, selectors.wording_of(authority, message))
    return Message(
        authority=authority,
        case=case,
        template=message,
        to=to,
        to_name=to_name,
        subject=words.subject,
        body=words.body,
        shown_body=words.shown,
        sent_by=actor_of(by).name,
        created_at=now,
    )


@transaction.atomic
def announce(event: str, *, authority: Any, case: Any = None, data: dict[str, Any] | None = None, now: datetime) -> Announcement:
    """Note what the outside world should hear of, such as "application_determined"; `api` delivers it as a webhook."""
    return Announcement.objects.create(authority=authority, case=case, event=event, data=data or {}, created_at=now)


@transaction.atomic
def send_again(*, message: Message, by: Any, now: datetime) -> None:
    """Try a failed message once more. DomainError when it did not fail, or when its link or code was forgotten since."""
    row = Message.objects.select_for_update(of=("self",)).select_related("case", "authority").get(pk=message.pk)
    if row.channel == Message.Channel.LETTER:
        raise DomainError("A letter is not sent again from here: have it printed again.")
    if row.state not in {Message.State.FAILED, Message.State.HELD}:
        raise DomainError("This message has left already.")
    if catalogue.message_type(row.template).secret and row.body == row.shown_body:
        raise DomainError("The link or code in this message was forgotten when it left. Email a fresh link instead.")
    row.state, row.attempts, row.next_attempt_at, row.sent_by = Message.State.WAITING, 0, now + FIRST_LOOK_AFTER, actor_of(by).name
    row.save(update_fields=["state", "attempts", "next_attempt_at", "sent_by"])
    fate.changed(row, now)
    record(events.MESSAGE_SENT_AGAIN, case=row.case, authority=row.authority, by=by, now=now, subject=row.subject, to=row.to)
    enqueue_on_commit(send_message, row.authority_id, row.pk)


END_WORDS = {
    "permanent-failure": "The email address does not exist.",
    "temporary-failure": "The inbox did not take it, even after 72 hours: it may be full.",
    "technical-failure": "GOV.UK Notify had a technical failure.",
}


@transaction.atomic
def record_receipt(*, message_id: int, status: str, now: datetime) -> None:
    """Note what the provider says became of a message. Told twice, or told of a message that has ended, changes nothing."""
    row = Message.objects.select_for_update(of=("self",)).select_related("case").get(pk=message_id)
    if row.state != Message.State.SENDING:
        return
    if status == "delivered":
        row.state, row.delivered_at, row.last_error = Message.State.DELIVERED, now, ""
    elif status in END_WORDS:
        row.state, row.last_error = Message.State.FAILED, END_WORDS[status]
    else:
        return
    row.save(update_fields=["state", "delivered_at", "last_error"])
    if row.state == Message.State.FAILED:
        fate.failed(row, now)


@transaction.atomic
def record_no_receipt(*, message_id: int, why: str) -> None:
    """Note that the provider does not know the message any more: it may have arrived, and is not asked about again."""
    Message.objects.filter(pk=message_id, state=Message.State.SENDING).update(last_error=why)


@transaction.atomic
def settle(*, message: Message, how: str, by: Any, now: datetime) -> None:
    """Note that it matters no more that a message did not arrive, and why; done already: nothing happens.

    DomainError (`how`), and for a message that did not fail.
    """
    row = Message.objects.select_for_update(of=("self",)).select_related("case", "authority").get(pk=message.pk)
    if row.state != Message.State.FAILED:
        raise DomainError("This message did not fail.")
    if not how.strip():
        raise DomainError("Say how the person was told instead, or why they need not be.", "how")
    if row.settled_at is not None:
        return
    row.settled_at = now
    row.save(update_fields=["settled_at"])
    told = {"subject": row.subject, "to": row.to_name or row.to, "how": how.strip()}
    record(events.MESSAGE_SETTLED, case=row.case, authority=row.authority, by=by, now=now, **told)
    fate.changed(row, now)
