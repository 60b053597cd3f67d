"""The form field of a red line, with its drawing board (templates/components/red_line.jinja, static/src/draw.js)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.template import engines
from markupsafe import Markup, escape

from core.forms.errors import as_html
from core.forms.options import LookMixin
from core.forms.rendering import GovukBoundField
from intake import red_line
from intake.red_line import NotARedLine, RedLine


class RedLineWidget(forms.Widget):
    """Reads `name` (coordinates as text, which the drawing board fills) and `name_file` (an upload, which wins)."""

    needs_multipart_form = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, Any]:
        return (data.get(name) or "").replace("\r\n", "\n"), files.get(f"{name}_file")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}_file" not in files


class RedLineBoundField(GovukBoundField):
    """The whole board: map, buttons, coordinates as text, upload."""

    def render_govuk(self, **changes: Any) -> str:
        params = {"id": self.auto_id, "name": self.html_name, "label": self.label, "hint": self.help_text, **changes}
        # line ends as references, for the macros indent what is nested in them
        params["text"] = Markup(str(escape(self.text())).replace("\n", "&#10;"))
        params["error"] = as_html(self.errors) if self.errors else ""
        params["optional"] = self.look.says_optional and not self.field.required
        params["hide_label"] = self.look.hide_label
        params["drawn"] = self.drawn()
        params.update(self.field.board)
        template: Any = engines["jinja2"]
        return Markup(template.env.get_template("components/red_line.jinja").module.red_line(params))

    def text(self) -> str:
        """What stands in the text box: as sent, else the line as it is."""
        value = self.value()
        if isinstance(value, tuple):
            return str(value[0])
        return red_line.as_text(value.geometry) if value else ""

    def drawn(self) -> dict[str, Any] | None:
        """The line that the form began with, for the drawing that needs no script."""
        first = self.initial
        return first.geojson if first else None


class RedLineField(LookMixin, forms.Field):
    """A red line: gives a `RedLine`, or None where it may be left out. `initial`: the RedLine as it stands.

    The board's own arguments: `point` (longitude, latitude) to begin at, `layers` to see under it (as components/site_map has them),
    `tiles` of a map where the council has a key, `map_label`.
    """

    widget = RedLineWidget
    asks = "Draw"

    def __init__(self, *, point: Any = None, layers: Any = (), tiles: str = "", map_label: str = "the site", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.board = {"point": point, "layers": list(layers), "tiles": tiles, "map_label": map_label}

    def get_bound_field(self, form: Any, field_name: str) -> BoundField:
        return RedLineBoundField(form, self, field_name)

    def _clean_bound_field(self, bound: Any) -> RedLine | None:
        return self.clean(bound.data, bound.initial)

    def clean(self, value: Any, initial: RedLine | None = None) -> RedLine | None:
        """The line as given; the very one that stands, where its coordinates were not touched."""
        text, upload = value if isinstance(value, tuple) else ("", None)
        if not text.strip() and upload is None:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if initial is not None and upload is None and text.strip() == red_line.as_text(initial.geometry):
            return initial
        try:
            return red_line.read_file(upload) if upload is not None else red_line.read_text(text)
        except NotARedLine as refusal:
            raise ValidationError(refusal.message, code="invalid") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return True
