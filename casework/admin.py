"""A council's own words for the letters and emails that its officers write often."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from accounts.admin_sites import council_admin
from accounts.tenant_admin import TenantAdmin, TenantForm
from casework.models import CorrespondenceTemplate
from casework.templates_of_letters import PLACEHOLDERS, unknown_placeholders, usual_templates

HELP = "What can be filled in: " + "; ".join(f"(({name})): {words}" for name, words in PLACEHOLDERS.items()) + "."


class TemplateForm(TenantForm):
    class Meta:
        model = CorrespondenceTemplate
        fields = ["code", "name", "subject", "text", "active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "text" in self.fields:
            self.fields["text"].help_text = f"An empty line between paragraphs. {HELP}"
        if "code" in self.fields:
            usual = ", ".join(usual_templates())
            self.fields["code"].help_text = f"A short name. With one of these it stands in place of the usual template: {usual}."

    def clean_subject(self) -> str:
        return self._known("subject")

    def clean_text(self) -> str:
        return self._known("text")

    def _known(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        if unknown := unknown_placeholders(text):
            names = ", ".join(f"(({one}))" for one in unknown)
            raise ValidationError(f"Nothing can be filled in for {names}. Check the spelling, or write it out.")
        return text


@admin.register(CorrespondenceTemplate, site=council_admin)
class Templates(TenantAdmin):
    form = TemplateForm
    list_display = ["name", "code", "subject", "active"]
    list_filter = ["active"]
    search_fields = ["name", "subject", "text"]

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kwargs.setdefault("widgets", {"text": forms.Textarea(attrs={"rows": 18, "cols": 90})})
        return super().get_form(request, obj, change, **kwargs)
