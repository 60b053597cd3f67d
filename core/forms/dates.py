"""A date in three boxes: day, month, year, as the Design System asks."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.forms.options import LookMixin

PARTS = ("day", "month", "year")
MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]


class DateWidget3(forms.Widget):
    """Reads `name-day`, `name-month` and `name-year`; also takes one ISO date under `name`, as filters send it."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        parts = {part: (data.get(f"{name}-{part}") or "").strip() for part in PARTS}
        return parts if any(parts.values()) else data.get(name) or parts

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and not any(f"{name}-{part}" in data for part in PARTS)

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return f"{id_}-day" if id_ else id_

    def parts(self, value: Any) -> dict[str, str]:
        """What stands in each box."""
        if isinstance(value, str):
            value = _from_iso(value) or {}
        if isinstance(value, date):
            return {part: str(getattr(value, part)) for part in PARTS}
        return value or dict.fromkeys(PARTS, "")

    def first_wrong_part(self, errors: Any) -> str:
        return next(iter(wrong_parts(errors)), "day")


class DateField3(LookMixin, forms.Field):
    """A date that must exist. `earliest` and `latest` take a date or a function that gives one (today, say).

    `what` names the date in the error texts: "Date of the visit must include a month".
    """

    widget = DateWidget3

    def __init__(self, *, what: str = "", earliest: Any = None, latest: Any = None, **kwargs: Any) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)
        label = str(self.label or "")
        self.what = what or ("The date" if not label or label.endswith("?") else label)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        if isinstance(value, str):
            value = _from_iso(value) or {"day": value, "month": "", "year": ""}
        if not any(value.values()):
            return None
        missing = [part for part in PARTS if not value[part]]
        if missing:
            raise ValidationError(f"{self.what} must include a {' and '.join(missing)}", code="incomplete", params={"parts": missing})
        return self._real_date(value)

    def _real_date(self, value: dict[str, str]) -> date:
        day, month, year = _number(value["day"]), _month(value["month"]), _number(value["year"])
        if len(value["year"]) != 4 or year is None:
            raise ValidationError("Year must include 4 numbers", code="invalid", params={"parts": ["year"]})
        wrong = [part for part, ok in (("day", day and 1 <= day <= 31), ("month", month)) if not ok]
        try:
            return date(year, month or 0, day or 0)
        except ValueError:
            raise ValidationError(f"{self.what} must be a real date", code="invalid", params={"parts": wrong or ["day"]}) from None

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is None:
            return
        earliest, latest = _now(self.earliest), _now(self.latest)
        if earliest and value < earliest:
            raise ValidationError(f"{self.what} must be on or after {_words(earliest)}", code="too_early")
        if latest and value > latest:
            raise ValidationError(f"{self.what} must be on or before {_words(latest)}", code="too_late")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.widget.parts(initial) != self.widget.parts(data)


def wrong_parts(errors: Any) -> list[str]:
    """The boxes that the errors of a date are about; all of them where none is named."""
    named = [part for error in errors.as_data() for part in (error.params or {}).get("parts", [])]
    return [part for part in PARTS if part in named] or list(PARTS)


def _from_iso(text: str) -> dict[str, str] | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return {part: str(getattr(found, part)) for part in PARTS}


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None


def _month(text: str) -> int | None:
    """4, 04, Apr or April."""
    number = _number(text)
    if number is not None:
        return number if 1 <= number <= 12 else None
    matches = [index for index, name in enumerate(MONTHS, 1) if len(text) >= 3 and name.startswith(text.lower())]
    return matches[0] if matches else None


def _now(limit: Any) -> date | None:
    return limit() if callable(limit) else limit


def _words(value: date) -> str:
    return f"{value.day} {value:%B %Y}"
