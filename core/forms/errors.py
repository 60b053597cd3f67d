"""The box at the top of a page that lists what is wrong and leads to each field."""

from django.forms import BaseForm
from markupsafe import Markup, escape

from core.jinja import govuk_component


def error_summary(*forms: BaseForm | None, focus: bool = True) -> Markup:
    """The GOV.UK error summary of one form or several; empty where nothing is wrong. It takes the cursor unless told not to."""
    items = [item for form in forms if form is not None for item in _items(form)]
    if not items:
        return Markup("")
    return govuk_component("error-summary", {"titleText": "There is a problem", "errorList": items, "disableAutoFocus": not focus})


def _items(form: BaseForm) -> list[dict[str, str]]:
    if not form.is_bound:
        return []
    general = [{"text": str(error)} for error in form.non_field_errors()]
    return general + [
        {"text": str(error), "href": f"#{error_target(bound)}"} for bound in form if bound.name in form.errors for error in bound.errors
    ]


def error_target(bound) -> str:
    """The id of the control that the summary's link puts the cursor in."""
    find = getattr(bound.field.widget, "first_wrong_part", None)
    return f"{bound.auto_id}-{find(bound.errors)}" if find else bound.auto_id


def as_html(errors) -> Markup:
    """The errors of one field, each on a line of its own."""
    return Markup("<br>").join(escape(error) for error in errors)
