"""How dates, money and words are written for people, after the GOV.UK style."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from markupsafe import Markup, escape

NEAR_WORKING_DAYS = 10


def show_date(value: date | None, missing: str = "") -> str:
    """23 November 2026."""
    if value is None:
        return missing
    value = _local(value)
    return f"{value.day} {value:%B %Y}"


def show_time(value: datetime) -> str:
    """2:32pm, 9am, midday, midnight."""
    value = _local(value)
    if value.minute == 0 and value.hour in (0, 12):
        return "midday" if value.hour else "midnight"
    minutes = f":{value:%M}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


def show_datetime(value: datetime | None, missing: str = "") -> str:
    """23 November 2026 at 2:32pm."""
    return missing if value is None else f"{show_date(value)} at {show_time(value)}"


def near_date(value: date | None, missing: str = "", today: date | None = None) -> str:
    """23 November 2026, in 3 working days. A date more than ten working days off stands alone."""
    if value is None:
        return missing
    local = _local(value)
    on = local.date() if isinstance(local, datetime) else local
    words = _how_near(on, today or timezone.localdate())
    return f"{show_date(on)}, {words}" if words else show_date(on)


def _how_near(on: date, today: date) -> str:
    named = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    distance = (on - today).days
    if distance in named:
        return named[distance]
    if abs(distance) > 3 * NEAR_WORKING_DAYS:
        return ""
    days = _working_days_between()(min(on, today), max(on, today))
    if not 0 < days <= NEAR_WORKING_DAYS:
        return ""
    count = f"{days} working {plural(days, 'day')}"
    return f"in {count}" if distance > 0 else f"{count} ago"


@cache
def _working_days_between() -> Callable[[date, date], int]:
    """What counts working days is law, so settings name the function."""
    return import_string(settings.WORKING_DAYS_BETWEEN)


def money(value: Decimal | int | None, missing: str = "") -> str:
    """£548, £1,234.50."""
    if value is None:
        return missing
    pounds = Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP)
    sign, pounds = ("−" if pounds < 0 else ""), abs(pounds)
    return f"{sign}£{pounds:,.0f}" if pounds == pounds.to_integral_value() else f"{sign}£{pounds:,.2f}"


def number(value: int | float | Decimal | None, missing: str = "") -> str:
    """12,345."""
    return missing if value is None else f"{value:,}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """The word that goes with a number: `3|plural("letter")` is "letters", `1|plural("reply", "replies")` is "reply"."""
    return one if count == 1 else many or f"{one}s"


def paragraphs(text: str | None) -> Markup:
    """Text as somebody typed it: blank lines part paragraphs, single line ends are kept, nothing in it is markup."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", (text or "").replace("\r\n", "\n")) if block.strip()]
    lines = [Markup("<br>").join(escape(line) for line in block.split("\n")) for block in blocks]
    return Markup("\n").join(Markup('<p class="govuk-body">{}</p>').format(line) for line in lines)


def filesize(size: int | None, missing: str = "") -> str:
    """340 KB, 1.2 MB."""
    if size is None:
        return missing
    if size < 1000:
        return f"{size} {plural(size, 'byte')}"
    return f"{size / 1000:.0f} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def _local(value):
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
