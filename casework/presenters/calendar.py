"""An officer's deadlines in the form that calendar programs read (RFC 5545)."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from applications.models import PlanningApplication
from core.hosts import url_for

ONE_DAY = timedelta(days=1)
OCTETS = 75  # of one line, by RFC 5545
REFRESH = "PT6H"


def _escaped(text: str) -> str:
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        text = text.replace(plain, written)
    return text


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, each piece after the first with a space in front; no letter is cut in two."""
    piece, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > OCTETS:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + width
    yield piece


def _event(authority: Any, application: PlanningApplication, now: datetime) -> list[str]:
    case, dates = application.case, application.dates
    happens_on: Any = dates.next_consequence_on
    last_day = happens_on - ONE_DAY  # the last day on which a decision prevents it
    address = url_for(authority, "officers", "casework:case", reference=case.reference)
    words = "\n".join((dates.next_consequence_words, application.type.name, address))
    return [
        "BEGIN:VEVENT",
        f"UID:case-{application.pk}@{authority.officer_host.partition(':')[0]}",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{last_day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{happens_on:%Y%m%d}",
        f"SUMMARY:{_escaped(f'Last day to decide {case.reference}, {case.address}')}",
        f"DESCRIPTION:{_escaped(words)}",
        f"URL:{address}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def calendar_text(authority: Any, name: str, applications: Iterable[PlanningApplication], *, now: datetime) -> str:
    """A calendar with one whole-day event for each case, on the last day on which a decision prevents what the law does by itself."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//BOPS//Deadlines//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
    ]
    for application in applications:
        lines += _event(authority, application, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{piece}\r\n" for line in lines for piece in _folded(line))
