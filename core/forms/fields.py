"""Django's fields with the Design System's look. The Design System's patterns are the defaults: radios for one choice
of few, checkboxes for several, the right keyboard on a phone."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from core.forms.options import LookMixin


class CharField(LookMixin, forms.CharField):
    """One line of text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 255)
        super().__init__(*args, **kwargs)


class TextField(LookMixin, forms.CharField):
    """Several lines of text."""

    widget = forms.Textarea


class EmailField(LookMixin, forms.EmailField):
    look_defaults = {"autocomplete": "email", "spellcheck": False}
    default_error_messages = {"invalid": "Enter an email address in the correct format, like name@example.com"}

    default_validators = [EmailValidator(message=default_error_messages["invalid"])]


class PhoneField(LookMixin, forms.CharField):
    """A telephone number as people write it."""

    widget = forms.TextInput
    look_defaults = {"autocomplete": "tel", "width": 20, "attributes": {"type": "tel"}}

    def clean(self, value: Any) -> str:
        value = super().clean(value)
        digits = [character for character in value if character.isdigit()]
        if value and (len(digits) < 6 or set(value) - set("0123456789+()-. extEXT")):
            raise ValidationError("Enter a telephone number, like 01632 960 001 or +44 808 157 0192", code="invalid")
        return value


class PostcodeField(LookMixin, forms.CharField):
    """A postcode, kept in capitals with one space."""

    look_defaults = {"autocomplete": "postal-code", "width": 10, "spellcheck": False}

    def to_python(self, value: Any) -> str:
        squeezed = "".join(super().to_python(value).upper().split())
        if not squeezed:
            return ""
        if not 5 <= len(squeezed) <= 7 or not squeezed.isalnum():
            raise ValidationError("Enter a full UK postcode, like AA3 1AB", code="invalid")
        return f"{squeezed[:-3]} {squeezed[-3:]}"


class URLField(LookMixin, forms.URLField):
    default_error_messages = {"invalid": "Enter a web address in the correct format, like https://www.example.com"}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("assume_scheme", "https")
        super().__init__(**kwargs)


class IntegerField(LookMixin, forms.IntegerField):
    widget = forms.TextInput
    look_defaults = {"width": 5, "inputmode": "numeric", "spellcheck": False}
    default_error_messages = {"invalid": "Enter a whole number"}


class DecimalField(LookMixin, forms.DecimalField):
    widget = forms.TextInput
    look_defaults = {"width": 5, "inputmode": "decimal", "spellcheck": False}
    default_error_messages = {"invalid": "Enter a number"}


class MoneyField(DecimalField):
    """Pounds and pence. Accepts "£1,234.50"."""

    look_defaults = {"width": 10, "inputmode": "decimal", "spellcheck": False, "prefix": "£"}
    default_error_messages = {"invalid": "Enter an amount of money in pounds, like 548 or 120.50"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"max_digits": 10, "decimal_places": 2, "min_value": 0} | kwargs))

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace("£", "").replace(",", "").strip() if isinstance(value, str) else value)


class ChoiceField(LookMixin, forms.ChoiceField):
    """One of a few, as radios."""

    widget = forms.RadioSelect
    asks = "Select"


class TypedChoiceField(LookMixin, forms.TypedChoiceField):
    """One of a few, as radios, turned into a value by `coerce`."""

    widget = forms.RadioSelect
    asks = "Select"


class SelectField(LookMixin, forms.ChoiceField):
    """One of many, as a drop-down list. Radios are easier to use: prefer ChoiceField below ten choices."""

    widget = forms.Select
    asks = "Select"


class YesNoField(TypedChoiceField):
    """Yes or no, neither of them ticked for you. Gives True, False, or None where it may be left out."""

    look_defaults = {"inline": True}

    def __init__(self, *, yes: str = "Yes", no: str = "No", **kwargs: Any) -> None:
        super().__init__(choices=[("yes", yes), ("no", no)], coerce=lambda value: value == "yes", empty_value=None, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class MultipleChoiceField(LookMixin, forms.MultipleChoiceField):
    """Any of a few, as checkboxes."""

    widget = forms.CheckboxSelectMultiple
    asks = "Select"


class ModelChoiceField(LookMixin, forms.ModelChoiceField):
    """One record of a scoped query, as radios, or as a list with `widget=django.forms.Select`."""

    widget = forms.RadioSelect
    asks = "Select"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("widget", self.widget) is forms.RadioSelect:
            kwargs.setdefault("empty_label", None)
        super().__init__(*args, **kwargs)


class ModelMultipleChoiceField(LookMixin, forms.ModelMultipleChoiceField):
    """Any records of a scoped query, as checkboxes."""

    widget = forms.CheckboxSelectMultiple
    asks = "Select"


class BooleanField(LookMixin, forms.BooleanField):
    """One checkbox that stands for yes: a confirmation or an opt-in."""

    def what_to_do(self, label: str) -> str:
        return f"Tick “{label}” to go on"


class HiddenField(LookMixin, forms.CharField):
    widget = forms.HiddenInput


class FileField(LookMixin, forms.FileField):
    """One file."""

    asks = "Choose"


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class MultipleFileField(LookMixin, forms.FileField):
    """Any number of files; gives a list."""

    widget = ManyFilesInput
    asks = "Choose"

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, (list, tuple)) else [data]
        clean_one = super().clean
        if not any(files):
            clean_one(None, initial)
            return []
        return [clean_one(one, initial) for one in files]
