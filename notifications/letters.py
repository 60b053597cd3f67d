"""Who is told by email and who by post, and the letters that wait to be printed.

A letter is a row of the outbox like an email; `casework` gathers the waiting ones into a print run. It says the same words. Where an email
has a link, the letter has it too, as an address and as a code for a telephone: as purpose-bound and good for one use as the email's.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from notifications.models import Message
from notifications.services import send_email, write

EMAIL, POST, NOWHERE = "email", "post", ""
HOME = {"", "uk", "gb", "united kingdom", "england", "wales", "great britain"}


def postal_lines(person: Any) -> list[str]:
    """The address of a party as the lines of an envelope, without the name; empty where too little is known to post anything."""
    street = [line.strip() for line in person.address_lines.replace("\n", ",").split(",") if line.strip()]
    if not street or not (person.postcode or person.town):
        return []
    company = [person.company] if person.company and person.company != person.name else []
    country = [] if person.country.strip().lower() in HOME else [person.country]
    return [*company, *street, *(part for part in (person.town, person.county, person.postcode) if part), *country]


def way_to(person: Any) -> str:
    """EMAIL, POST for those without an address for email or who asked for letters, or NOWHERE."""
    can_be_posted = bool(postal_lines(person))
    if person.email and not (person.prefers_post and can_be_posted):
        return EMAIL
    return POST if can_be_posted else NOWHERE


def reached_at(person: Any) -> str:
    """Where somebody is written to, for the history."""
    if person is None:
        return "nobody, for there is no address"
    return {EMAIL: person.email, POST: f"{person.name} by post", NOWHERE: "nobody, for there is no address"}[way_to(person)]


@transaction.atomic
def tell(
    *, authority: Any, case: Any, party: Any, message: str, context: dict[str, Any], enclosures: Sequence[int] = (), by: Any, now: datetime
) -> Message | None:
    """Write a declared message to a party: by email, else by letter. None where they can be reached by neither.

    `enclosures`: keys of documents of the case that a letter is posted with; an email has a link to them in its words.
    """
    way = way_to(party)
    if way == EMAIL:
        return send_email(
            authority=authority, case=case, message=message, to=party.email, to_name=party.name, context=context, by=by, now=now
        )
    if way == NOWHERE:
        return None
    return send_letter(
        authority=authority,
        case=case,
        message=message,
        to_name=party.name,
        lines=postal_lines(party),
        context=context,
        enclosures=enclosures,
        by=by,
        now=now,
    )


@transaction.atomic
def send_letter(
    *,
    authority: Any,
    case: Any,
    message: str,
    to_name: str,
    lines: Sequence[str],
    context: dict[str, Any],
    enclosures: Sequence[int] = (),
    public_id: UUID | None = None,
    by: Any,
    now: datetime,
) -> Message:
    """Write a letter; it waits for the next print run. `lines`: the address, without the name. ValueError without one."""
    if not lines:
        raise ValueError(f"{message}: no postal address.")
    row = write(
        authority=authority, case=case, message=message, to=", ".join(lines)[:320], to_name=to_name, context=context, by=by, now=now
    )
    row.channel, row.address, row.enclosures = Message.Channel.LETTER, "\n".join(lines), list(enclosures)
    row.link = str(context.get("link", ""))
    row.public_id = public_id or row.public_id
    row.save()
    return row
