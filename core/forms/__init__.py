"""Forms that look and read as the GOV.UK Design System says. Use them in place of `django.forms`:

    from core import forms

    class SiteNoticeForm(forms.Form):
        quantity = forms.IntegerField(label="How many notices?", min_value=1, max_value=20, width=2,
                                      error_messages={"required": "Enter how many notices you need"})
        delivery = forms.ChoiceField(label="Who puts them up?", choices=[("print", "I will print them"), ("email", "Email a team")],
                                     choice_hints={"print": "One PDF, A4"}, reveal={"email": ["team_email"]})
        team_email = forms.EmailField(label="Email address of the team", required=False)
        shown_on = forms.DateField3(label="Date the notice went up", hint="For example, 27 3 2026")

A template writes `{{ form.quantity }}` for the label, hint, error and control, or `{{ form }}` for every field. A field
named in `reveal` is drawn inside its choice and nowhere else. `{{ form.error_summary }}` is the box at the top of the
page, which the layouts already show for a form called `form`.

Every field takes, beside Django's own arguments: `hint` (the same as help_text), `is_page_heading`, `label_size` ("s" to
"xl"), `hide_label`, `says_optional=False` (may be empty in a draft, not in the end), `width` (2, 3, 4, 5, 10, 20, 30),
`prefix`, `suffix`, `inline`, `small`, `choice_hints`, `reveal`, `divider_before`, `rows`, `max_chars` (shows a character
count), `autocomplete`, `inputmode`, `spellcheck`, `autosave`, `attributes`.
"""

from core.forms.base import Form, GovukForm, VersionedForm, require
from core.forms.dates import DateField3
from core.forms.errors import error_summary
from core.forms.fields import (
    BooleanField,
    CharField,
    ChoiceField,
    DecimalField,
    EmailField,
    FileField,
    HiddenField,
    IntegerField,
    ModelChoiceField,
    ModelMultipleChoiceField,
    MoneyField,
    MultipleChoiceField,
    MultipleFileField,
    PhoneField,
    PostcodeField,
    SelectField,
    TextField,
    TypedChoiceField,
    URLField,
    YesNoField,
)
from core.forms.options import draw
from core.forms.rendering import GovukBoundField, GovukRenderer

__all__ = [
    "BooleanField",
    "CharField",
    "ChoiceField",
    "DateField3",
    "DecimalField",
    "EmailField",
    "FileField",
    "Form",
    "GovukBoundField",
    "GovukForm",
    "GovukRenderer",
    "HiddenField",
    "IntegerField",
    "ModelChoiceField",
    "ModelMultipleChoiceField",
    "MoneyField",
    "MultipleChoiceField",
    "MultipleFileField",
    "PhoneField",
    "PostcodeField",
    "SelectField",
    "TextField",
    "TypedChoiceField",
    "URLField",
    "VersionedForm",
    "YesNoField",
    "draw",
    "error_summary",
    "require",
]
