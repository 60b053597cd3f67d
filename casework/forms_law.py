"""Forms about figures of the law. They only validate."""

from datetime import time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from applications.law import Kind
from core import forms


def value_field(kind: Kind, label: str, hint: str) -> Any:
    """The field that asks for a figure of this kind."""
    makers: dict[Kind, Any] = {
        Kind.YES_NO: forms.YesNoField,
        Kind.MONEY: forms.MoneyField,
        Kind.WHOLE: forms.IntegerField,
        Kind.NUMBER: forms.DecimalField,
        Kind.DAY: forms.DateField3,
        Kind.TIME: TimeField,
    }
    wide = {Kind.WHOLE: {"width": 10}, Kind.NUMBER: {"width": 10}}
    return makers[kind](label=label, hint=hint, error_messages={"required": f"Enter {kind.value}"}, **wide.get(kind, {}))


class TimeField(forms.CharField):
    """A time of day, such as 16:30."""

    look_defaults = {"width": 5, "spellcheck": False}

    def clean(self, value: Any) -> Any:
        try:
            return time.fromisoformat(super().clean(value).strip())
        except ValueError as error:
            raise ValidationError("Enter a time, such as 16:30") from error


class FigureForm(forms.Form):
    """What a figure is, from which day, and where that was read. Without `value` for a rule that is confirmed as it stands."""

    from_on = forms.DateField3(
        label="From which date",
        hint="It governs applications received on this day or later, and those that the law treats like them.",
        error_messages={"required": "Enter the date from which it counts"},
    )
    source = forms.CharField(
        label="Where you read it",
        hint="The web address of the law, or its title and article",
        max_length=400,
        error_messages={"required": "Enter where you read it"},
    )
    read_on = forms.DateField3(label="When you read it", latest=timezone.localdate, error_messages={"required": "Enter when you read it"})
    note = forms.TextField(label="Note for colleagues", required=False, rows=3)

    def __init__(self, *args: Any, kind: Kind, label: str, hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind is not Kind.RULE:
            self.fields["value"] = value_field(kind, label, hint)
            self.order_fields(["value", "from_on", "source", "read_on", "note"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        return {"value": None} | data


class WithdrawFigureForm(forms.Form):
    """Why an entry is taken back."""

    reason = forms.TextField(label="Why is it withdrawn?", rows=3, error_messages={"required": "Enter a reason"})
