"""The arguments that say how a field looks, kept apart from what it accepts."""

from dataclasses import dataclass, field, fields, replace
from typing import Any

from django.core import validators


@dataclass(frozen=True)
class Look:
    """How one field is drawn; every entry may be given to any field of `core.forms`."""

    is_page_heading: bool = False
    label_size: str = ""
    hide_label: bool = False
    says_optional: bool = True
    width: int | None = None
    prefix: str = ""
    suffix: str = ""
    inline: bool = False
    small: bool = False
    choice_hints: dict[str, str] = field(default_factory=dict)
    reveal: dict[str, list[str]] = field(default_factory=dict)
    divider_before: str = ""
    rows: int | None = None
    max_chars: int | None = None
    autocomplete: str = ""
    inputmode: str = ""
    spellcheck: bool | None = None
    autosave: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


LIMITS = {
    validators.MinValueValidator: "{name} must be %(limit_value)s or more",
    validators.MaxValueValidator: "{name} must be %(limit_value)s or less",
    validators.MinLengthValidator: "{name} must be %(limit_value)d characters or more",
    validators.MaxLengthValidator: "{name} must be %(limit_value)d characters or less",
}


def reworded(validator: Any, label: str) -> Any:
    """The same check, refusing in the Design System's words."""
    words = LIMITS.get(type(validator))
    if words is None:
        return validator
    name = "Your answer" if not label or label.endswith("?") else label
    return type(validator)(validator.limit_value, message=words.format(name=name.replace("%", "%%")))


NAMES = frozenset(entry.name for entry in fields(Look))


class LookMixin:
    """Gives a Django field its `look`, and `hint` as another name for help_text."""

    look_defaults: dict[str, Any] = {}
    asks = "Enter"

    def __init__(self, *args: Any, hint: str = "", **kwargs: Any) -> None:
        given = {name: kwargs.pop(name) for name in NAMES & kwargs.keys()}
        self.look = Look(**(self.look_defaults | given))
        if hint:
            kwargs["help_text"] = hint
        if self.look.max_chars:
            kwargs.setdefault("max_length", self.look.max_chars)
        super().__init__(*args, **kwargs)
        if "required" not in (kwargs.get("error_messages") or {}):
            self.error_messages["required"] = self.what_to_do(str(self.label or ""))
        self.validators = [reworded(validator, str(self.label or "")) for validator in self.validators]

    def what_to_do(self, label: str) -> str:
        """The error of an empty field: "Enter an email address". A label that is a question needs a text of the form's own."""
        if not label or label.endswith("?"):
            return f"{self.asks} an answer"
        return f"{self.asks} {label if label[1:2].isupper() else label[0].lower() + label[1:]}"


def look_of(form_field: Any) -> Look:
    return getattr(form_field, "look", Look())


def draw(form_field: Any, **changes: Any) -> Any:
    """Change how an existing field looks, for forms that are made at run time."""
    form_field.look = replace(look_of(form_field), **changes)
    return form_field
