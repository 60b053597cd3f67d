"""The forms that the pages use."""

from typing import Any

from django import forms
from markupsafe import Markup

from core.errors import DomainError, StaleRecord
from core.forms.errors import error_summary
from core.forms.fields import IntegerField
from core.forms.options import look_of
from core.forms.rendering import GovukBoundField


class GovukForm:
    """Mixed into any Django form to draw it with GOV.UK components."""

    bound_field_class = GovukBoundField
    use_required_attribute = False
    says_optional = True  # "(optional)" behind the label of a field that may be left out; a filter's are all of that kind

    @property
    def error_summary(self) -> Markup:
        """The box that lists what is wrong; empty where nothing is."""
        return error_summary(self)

    @property
    def long_texts(self) -> list[str]:
        """The names of the fields that several lines are written in; pages keep them while somebody writes (core.drafts)."""
        return [name for name, field in self.fields.items() if isinstance(field.widget, forms.Textarea) and not field.disabled]

    stale: StaleRecord | None = None

    def refuse(self, error: DomainError) -> None:
        """Show a service's refusal beside the field that it names, or at the top of the form.

        A stale record's text is kept in `stale` for the page to show, and the form goes on from the version it has now.
        """
        self.add_error(error.field if error.field in self.fields else None, error.message)
        if isinstance(error, StaleRecord):
            self.stale = error
            if error.version is not None:
                self.data = self.data.copy()
                self.data[self.add_prefix("version")] = str(error.version)

    def __str__(self) -> str:
        """Every field in order; a field that a choice reveals is drawn inside it."""
        revealed = {name for field in self.fields.values() for names in look_of(field).reveal.values() for name in names}
        return Markup("\n").join(Markup(str(bound)) for bound in self if bound.name not in revealed)

    __html__ = __str__


class Form(GovukForm, forms.Form):
    """A form of ours. It only validates; a service does the work."""


class VersionedForm(Form):
    """A form that remembers which version of a record was on screen, so that two people do not overwrite each other.

    Made with `record=`; the service gets `cleaned_data["version"]` and raises `StaleRecord` when it has moved on.
    """

    version = IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, record: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if record is not None:
            self.initial.setdefault("version", record.version)


def require(form: forms.BaseForm, name: str, message: str) -> None:
    """Ask for a field that only matters after a certain choice; call it in `clean()`."""
    if form.cleaned_data.get(name) in (None, "", []) and name not in form.errors:
        form.add_error(name, message)
