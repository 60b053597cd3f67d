"""The development in figures."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.permissions import Permission
from applications.clock import clock_for
from applications.development import WORDS
from applications.models import Development
from applications.services import record_facts
from applications.views import CaseTaskView
from casework.forms import FactsForm
from casework.presenters.figures import figure_rows


class Figures(CaseTaskView):
    """Put the development's figures right; everybody who may see the case may read them."""

    permission = Permission.VIEW_CASES
    form_class = FactsForm
    template_name = "casework/facts.jinja"
    changed = ""

    @property
    def may_edit(self) -> bool:
        member = self.request.membership  # type: ignore[attr-defined]
        return bool(member.can(Permission.VALIDATE) or member.can(Permission.ASSESS))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.may_edit:
            raise PermissionDenied(f"You need this permission: {Permission.VALIDATE.value}.")
        return super().post(request, **kwargs)

    def can_edit(self) -> bool:
        return self.may_edit and not self.application.is_closed

    @property
    def development(self) -> Development:
        return getattr(self.case, "development", None) or Development()

    def form_kwargs(self) -> dict[str, Any]:
        return {"record": self.development, "initial": self.initial()}

    def initial(self) -> dict[str, Any]:
        return {field: getattr(self.development, field) for field in WORDS}

    def perform(self, form: Any) -> None:
        values = {field: form.cleaned_data[field] for field in WORDS}
        self.changed = record_facts(
            application=self.application,
            values=values,
            version=form.cleaned_data["version"],
            by=self.request.user,
            now=self.now,
        )

    def get_success_message(self) -> str:
        return f"Saved. {self.changed}." if self.changed else "Nothing was different, so nothing was changed."

    def success_url(self) -> str:
        return reverse("casework:facts", kwargs={"reference": self.application.reference})

    def context(self) -> dict[str, Any]:
        return {"clock": clock_for(self.application), "rows": figure_rows(self.development), "may_edit": self.may_edit}
