"""The print room's verbs: gather the letters that wait, post them, and write again what did not arrive."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from accounts.models import LocalAuthority
from applications.models import AccessLink
from applications.services import make_access_link
from audit.actors import actor_of
from audit.services import record
from casework import events
from casework.letter_tasks import RETRY_MINUTES, make_letter_run
from casework.models import LetterInRun, LetterRun
from casework.selectors.letters import MOST_IN_A_RUN, waiting_letters
from core.errors import DomainError
from core.filters import show_date
from core.hosts import url_for
from core.tasks import enqueue_on_commit
from notifications import fate
from notifications.catalogue import message_type
from notifications.letters import postal_lines
from notifications.models import Message
from notifications.rendering import HIDDEN

POSTED_BY = "post"
State, Channel = Message.State, Message.Channel


class NothingToPrint(DomainError):
    """No letter waits: none was written, or a colleague has just taken them all."""


@transaction.atomic
def ask_for_letter_run(*, authority: LocalAuthority, by: Any, now: datetime) -> LetterRun:
    """Have all letters that wait made into one PDF for the printer. NothingToPrint, also where a colleague was faster."""
    LocalAuthority.objects.select_for_update(no_key=True).get(pk=authority.pk)  # two people never take the same letter
    letters = list(waiting_letters(authority)[:MOST_IN_A_RUN])
    if not letters:
        raise NothingToPrint("No letter waits to be printed.")
    run = LetterRun.objects.create(authority=authority, asked_by=by, asked_at=now, next_attempt_at=now + timedelta(minutes=RETRY_MINUTES))
    rows = [LetterInRun(authority=authority, run=run, message=letter, position=place) for place, letter in enumerate(letters, start=1)]
    LetterInRun.objects.bulk_create(rows)
    record(events.LETTERS_GATHERED, authority=authority, by=by, now=now, count=len(letters))
    enqueue_on_commit(make_letter_run, authority.pk, run.pk)
    return run


@transaction.atomic
def record_posting(*, run: LetterRun, posted_on: date, spoilt: Collection[int] = (), by: Any, now: datetime) -> int:
    """Note that a run was printed and posted; how many letters. `spoilt`: positions of those that did not print: they wait again.

    What opens a door (links) is forgotten, and the PDF with it.
    """
    run = LetterRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    _guard_posting(run, posted_on, timezone.localdate(now))
    rows = list(run.letters.filter(taken_out_at=None).select_related("message__case"))
    gone = [row for row in rows if row.position not in spoilt]
    for row in rows:
        if row.position in spoilt:
            row.taken_out_at, row.taken_out_because = now, "Did not print"
            row.save(update_fields=["taken_out_at", "taken_out_because"])
            record(events.LETTER_SPOILT, case=row.message.case, authority=run.authority, by=by, now=now, **_which(row.message))
    moment = now if posted_on == timezone.localdate(now) else timezone.make_aware(datetime.combine(posted_on, time(12)))
    for row in gone:
        message = row.message
        message.state, message.sent_at, message.provider, message.provider_id = State.SENDING, moment, POSTED_BY, str(run.public_id)
        message.body, message.link = message.shown_body, ""
        message.save(update_fields=["state", "sent_at", "provider", "provider_id", "body", "link"])
        record(events.LETTER_POSTED, case=message.case, authority=run.authority, by=by, now=now, posted_on=posted_on, **_which(message))
    key, run.key, run.posted_on, run.posted_by, run.posted_at = run.key, "", posted_on, by, now
    run.save(update_fields=["key", "posted_on", "posted_by", "posted_at"])
    if key:
        transaction.on_commit(lambda: default_storage.delete(key))
    return len(gone)


def _guard_posting(run: LetterRun, posted_on: date, today: date) -> None:
    if run.state != LetterRun.State.MADE:
        raise DomainError("The letters are still being made. Wait for the PDF, print it and post it first.")
    if run.posted_on is not None:
        raise DomainError(f"These letters were already recorded as posted on {show_date(run.posted_on)}.")
    if posted_on > today:
        raise DomainError("The date must be today or in the past.", "posted_on")
    if posted_on < timezone.localdate(run.asked_at):
        raise DomainError("The letters cannot have been posted before they were made.", "posted_on")


def _which(message: Message) -> dict[str, str]:
    return {"subject": message.subject, "to": message.to_name or message.to}


@transaction.atomic
def write_instead(*, message: Message, by: Any, now: datetime) -> Message:
    """Write a letter in place of an email that did not arrive, or of a letter that was lost: the same words, and a new link for an old one.

    DomainError where there is no postal address, where it was done already, or where a code in it cannot be made anew.
    """
    old = Message.objects.select_for_update(of=("self",)).select_related("case__authority").get(pk=message.pk)
    _guard_instead(old)
    party = _party_of(old)
    lines = old.address.split("\n") if old.address else postal_lines(party) if party else []
    if not lines:
        raise DomainError(f"There is no postal address for {old.to_name or old.to}: add one, or call them.")
    body, link, note = old.body, "", _note(old)
    if HIDDEN in old.shown_body:
        link, words = fresh_link(old, party, now)
        body, note = old.shown_body.replace(HIDDEN, link), f"{note} {words}"
    letter = Message.objects.create(
        authority_id=old.authority_id,
        case=old.case,
        channel=Channel.LETTER,
        template=old.template,
        to=", ".join(lines)[:320],
        to_name=old.to_name,
        address="\n".join(lines),
        subject=old.subject,
        body=with_note(body, note),
        shown_body=with_note(old.shown_body, note),
        link=link,
        enclosures=old.enclosures,
        instead_of=old,
        sent_by=actor_of(by).name,
        created_at=now,
    )
    record(events.LETTER_INSTEAD, case=old.case, by=by, now=now, **_which(letter))
    fate.changed(old, now)
    return letter


def _guard_instead(old: Message) -> None:
    if old.replaced_by.exists():
        raise DomainError("A letter was written in its place already.")
    bounced = old.channel == Channel.EMAIL and old.state == State.FAILED
    posted = old.channel == Channel.LETTER and old.state == State.SENDING
    if old.case is None or not (bounced or posted):
        raise DomainError("Only an email that did not arrive, or a letter that was posted, is written again.")


def _party_of(old: Message) -> Any:
    """The applicant or agent to whom it went: by the address for email, or the name on a letter."""
    parties = list(old.case.parties.all()) if old.case else []
    by_email = [party for party in parties if party.email and party.email.lower() == old.to.lower()]
    return next(iter(by_email or [party for party in parties if old.address and party.name == old.to_name]), None)


def _note(old: Message) -> str:
    written = show_date(timezone.localdate(old.created_at))
    if old.channel == Channel.EMAIL:
        return f"We sent you this by email on {written}, but it did not reach you."
    return f"We posted this to you on {written} and write again because it may not have reached you."


def fresh_link(old: Message, party: Any, now: datetime) -> tuple[str, str]:
    """A new link in place of the one that was forgotten, and the words about it. The old one, and older ones, open nothing any more:
    whoever finds the letter must not come in."""
    if party is None or set(message_type(old.template).secret) != {"link"} or old.case is None:
        raise DomainError("The link or code in this message was forgotten when it left. Send a fresh link instead.")
    AccessLink.objects.filter(
        party=party, case=old.case, purpose=AccessLink.Purpose.APPLICANT, created_at__lte=old.created_at, used_at=None, revoked_at=None
    ).update(revoked_at=now)
    row, token = make_access_link(case=old.case, party=party, purpose=AccessLink.Purpose.APPLICANT, now=now)
    address = url_for(old.case.authority, "public", "applicant_portal:link", token=token)
    return address, f"The link in it is a new one: it works once, until {show_date(timezone.localdate(row.expires_at))}."


def with_note(body: str, note: str) -> str:
    """The note below the greeting, where there is one."""
    first, gap, rest = body.partition("\n\n")
    return f"{first}\n\n{note}\n\n{rest}" if gap and first.startswith("Dear ") else f"{note}\n\n{body}"
