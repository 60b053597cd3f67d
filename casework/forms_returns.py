"""The form under the list of applications without a reply. It only validates."""

from collections.abc import Iterable

from core import forms


class ReturnForm(forms.Form):
    reason = forms.TextField(
        label="Why do they go back?",
        hint="The applicants read this.",
        rows=3,
        max_length=1000,
        initial="We asked for what is missing, reminded you and wrote again, and had no answer.",
        error_messages={"required": "Enter a reason: the applicants read it"},
    )

    @staticmethod
    def wanted(ticked: Iterable[str]) -> list[int]:
        """The keys that were ticked; what is none is left out."""
        return [int(key) for key in ticked if key.isdecimal() and len(key) < 19]
