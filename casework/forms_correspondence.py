"""What of a case's correspondence is looked for."""

from core import forms


class FilterForm(forms.Form):
    """Sent by GET. What it cannot understand is as if it were not there."""

    says_optional = False

    direction = forms.SelectField(
        label="Show", choices=[("", "Everything"), ("in", "What came in"), ("out", "What went out")], required=False
    )
    words = forms.CharField(label="With these words", max_length=100, required=False, width=20)

    def chosen(self) -> dict[str, str]:
        """As casework.selectors.correspondence.timeline takes it."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in ("direction", "words")}

    def chips(self) -> list[tuple[str, str]]:
        """What is chosen, to be taken away again: (words, name in the address)."""
        chosen = self.chosen()
        direction = dict(self.fields["direction"].choices).get(chosen["direction"], "") if chosen["direction"] else ""
        words = f"“{chosen['words']}”" if chosen["words"] else ""
        return [(label, name) for label, name in ((direction, "direction"), (words, "words")) if label]
