"""From a bound Django field to a GOV.UK component: which one, and with which parameters."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from markupsafe import Markup, escape

from core.forms.dates import PARTS, DateWidget3, wrong_parts
from core.forms.errors import as_html
from core.forms.options import Look, look_of
from core.jinja import govuk_component

Params = dict[str, Any]


class GovukRenderer(DjangoTemplates):
    """Draws the fields of `core.forms` with the GOV.UK macros; Django's own forms (the admin's) keep Django's look."""


class GovukBoundField(forms.BoundField):
    """A field that writes itself whole: label, hint, error and control."""

    def __str__(self) -> str:
        return self.render_govuk()

    __html__ = __str__

    def render_govuk(self, **changes: Any) -> str:
        """The component's markup. `changes` are GOV.UK parameters that win over ours: `form.name.render_govuk(classes="…")`."""
        if self.is_hidden:
            return Markup(self.as_widget())
        component, build = _component_for(self.field.widget)
        return govuk_component(component, build(self, look_of(self.field)) | changes)

    @property
    def look(self) -> Look:
        return look_of(self.field)

    def choose(self) -> list[tuple[str, str, bool]]:
        """value, label, ticked: one for each choice, groups flattened."""
        chosen = self.value()
        chosen = [str(value) for value in chosen] if isinstance(chosen, (list, tuple, set)) else [str(chosen)]
        choices = self.field.widget.choices
        flat = [pair for value, label in choices for pair in (label if isinstance(label, (list, tuple)) else [(value, label)])]
        return [(str(value), str(label), str(value) in chosen and value is not None) for value, label in flat]


def _component_for(widget: forms.Widget) -> tuple[str, Callable[[GovukBoundField, Look], Params]]:
    for kind, component, build in (
        (DateWidget3, "date-input", _date),
        (forms.CheckboxSelectMultiple, "checkboxes", _checkboxes),
        (forms.RadioSelect, "radios", _choices),
        (forms.CheckboxInput, "checkboxes", _tick),
        (forms.Select, "select", _select),
        (forms.FileInput, "file-upload", _file),
        (forms.PasswordInput, "password-input", _password),
    ):
        if isinstance(widget, kind):
            return component, build
    if isinstance(widget, forms.Textarea):
        return ("character-count", _long_text) if widget.attrs.get("maxlength") else ("textarea", _long_text)
    return "input", _input


# What every component shares


def _shared(bound: GovukBoundField) -> Params:
    params: Params = {"name": bound.html_name, "errorMessage": {"html": as_html(bound.errors)} if bound.errors else None}
    if bound.help_text:
        params["hint"] = {"text": str(bound.help_text)}
    if bound.field.disabled:
        params["disabled"] = True
    return params


def _question(bound: GovukBoundField, look: Look, kind: str) -> Params:
    """The label of one control, or the legend of several."""
    size = look.label_size or ("l" if look.is_page_heading else "")
    classes = f"govuk-{kind}--{size}" if size else ""
    if look.hide_label:
        classes = "govuk-visually-hidden"
    says_optional = look.says_optional and getattr(bound.form, "says_optional", True) and not look.hide_label
    optional = " (optional)" if says_optional and not bound.field.required and "(optional)" not in str(bound.label) else ""
    return {"text": f"{bound.label}{optional}", "classes": classes, "isPageHeading": look.is_page_heading}


def _one_control(bound: GovukBoundField, look: Look) -> Params:
    label = _question(bound, look, "label")
    attributes = _html_attributes(bound, look)
    return _shared(bound) | {
        "id": bound.auto_id,
        "label": label,
        "attributes": attributes,
        "autocomplete": look.autocomplete or attributes.pop("autocomplete", None),
        "spellcheck": look.spellcheck,
    }


def _fieldset(bound: GovukBoundField, look: Look) -> Params:
    return _shared(bound) | {"idPrefix": bound.auto_id, "fieldset": {"legend": _question(bound, look, "fieldset__legend")}}


def _html_attributes(bound: GovukBoundField, look: Look) -> dict[str, str]:
    mine = {"class", "type", "rows", "cols", "maxlength", "inputmode", "required", "multiple", "accept"}
    attributes = {name: value for name, value in bound.field.widget.attrs.items() if name not in mine and value not in (False, None)}
    attributes |= {name: value for name, value in look.attributes.items() if name != "type"}
    if look.autosave:
        attributes["data-autosave-url"] = look.autosave
    return attributes


# Each component


def _input(bound: GovukBoundField, look: Look) -> Params:
    widget = bound.field.widget
    kind = look.attributes.get("type") or getattr(widget, "input_type", "text")
    value = widget.format_value(bound.value())
    return _one_control(bound, look) | {
        "type": "text" if kind in ("number", "date") else kind,
        "value": "" if value is None else str(value),
        "classes": f"govuk-input--width-{look.width}" if look.width else "",
        "inputmode": look.inputmode or widget.attrs.get("inputmode"),
        "prefix": {"text": look.prefix} if look.prefix else None,
        "suffix": {"text": look.suffix} if look.suffix else None,
    }


def _long_text(bound: GovukBoundField, look: Look) -> Params:
    widget = bound.field.widget
    rows = look.rows or widget.attrs.get("rows")
    params = _one_control(bound, look) | {"value": _typed(bound.value()), "rows": "5" if rows in (None, "10") else str(rows)}
    if widget.attrs.get("maxlength"):
        params["maxlength"] = int(widget.attrs["maxlength"])
    return params


def _typed(value: Any) -> Markup:
    """Text for a textarea. Line ends are written as references, because the macros indent what is nested in a choice."""
    text = "" if value is None else str(value)
    return Markup(str(escape(text.replace("\r\n", "\n"))).replace("\n", "&#10;"))


def _select(bound: GovukBoundField, look: Look) -> Params:
    items = [{"value": value, "text": label, "selected": ticked} for value, label, ticked in bound.choose()]
    return _one_control(bound, look) | {"items": items, "value": None}


def _file(bound: GovukBoundField, look: Look) -> Params:
    many = getattr(bound.field.widget, "allow_multiple_selected", False)
    params = _one_control(bound, look) | {"multiple": many}
    if bound.field.widget.attrs.get("accept"):
        params["attributes"]["accept"] = bound.field.widget.attrs["accept"]
    return params


def _password(bound: GovukBoundField, look: Look) -> Params:
    known = look.autocomplete or bound.field.widget.attrs.get("autocomplete", "current-password")
    return _one_control(bound, look) | {"autocomplete": known}


def _choices(bound: GovukBoundField, look: Look) -> Params:
    items = [_item(bound, look, *choice) for choice in bound.choose() if choice[0]]
    if look.divider_before:
        position = next((index for index, item in enumerate(items) if item["value"] == look.divider_before), len(items))
        items.insert(position, {"divider": "or"})
    classes = [f"govuk-radios--{name}" for name in ("inline", "small") if getattr(look, name)]
    return _fieldset(bound, look) | {"items": items, "classes": " ".join(classes)}


def _checkboxes(bound: GovukBoundField, look: Look) -> Params:
    params = _choices(bound, look)
    return params | {"classes": "govuk-checkboxes--small" if look.small else ""}


def _tick(bound: GovukBoundField, look: Look) -> Params:
    """One checkbox: its label is the question, so there is no legend."""
    item: Params = {"value": "on", "text": str(bound.label), "checked": bool(bound.value()), "id": bound.auto_id}
    if bound.help_text:
        item["hint"] = {"text": str(bound.help_text)}
    item["conditional"] = _revealed(bound, look, "on")
    params = _shared(bound) | {"idPrefix": bound.auto_id, "items": [item], "classes": "govuk-checkboxes--small" if look.small else ""}
    params.pop("hint", None)
    return params


def _item(bound: GovukBoundField, look: Look, value: str, label: str, ticked: bool) -> Params:
    item: Params = {"value": value, "text": label, "checked": ticked}
    if value in look.choice_hints:
        item["hint"] = {"text": look.choice_hints[value]}
    item["conditional"] = _revealed(bound, look, value)
    return item


def _revealed(bound: GovukBoundField, look: Look, value: str) -> Params | None:
    names = look.reveal.get(value)
    return {"html": Markup("").join(Markup(str(bound.form[name])) for name in names)} if names else None


def _date(bound: GovukBoundField, look: Look) -> Params:
    values = bound.field.widget.parts(bound.value())
    wrong = wrong_parts(bound.errors) if bound.errors else []
    birthday = {part: f"bday-{part}" for part in PARTS} if look.autocomplete == "bday" else {}
    items = [
        {
            "name": part,
            "label": part.capitalize(),
            "value": values[part],
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}" + (" govuk-input--error" if part in wrong else ""),
            "autocomplete": birthday.get(part),
        }
        for part in PARTS
    ]
    legend = _question(bound, look, "fieldset__legend")
    shared = _shared(bound)
    shared.pop("name")
    return shared | {"id": bound.auto_id, "namePrefix": bound.html_name, "items": items, "fieldset": {"legend": legend, "role": "group"}}
