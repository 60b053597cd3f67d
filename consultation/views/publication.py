from typing import Any

from applications.lifecycle import BEFORE_VALIDATION
from consultation import forms, services, tasklist
from consultation.views.base import PublicityView
from core.hosts import url_for
from documents.selectors import waiting_to_be_public


class MakePublicView(PublicityView):
    """Put the application on the public pages, with what the law asks beyond that."""

    task = tasklist.MAKE_PUBLIC
    form_class = forms.MakePublicForm
    sends_people_to_the_page = False
    template_name = "consultation/make_public.jinja"

    def can_edit(self) -> bool:
        """A decision stays on the register: also what has ended can be put there or taken off."""
        return self.application.status not in BEFORE_VALIDATION

    def initial(self) -> dict[str, Any]:
        return {"make_public": True if self.application.published_at else None}

    def perform(self, form: Any) -> None:
        who = {"application": self.application, "by": self.request.user, "now": self.now}
        if form.cleaned_data["make_public"]:
            services.make_public(**who)
        else:
            services.take_off_public(reason=form.cleaned_data["reason"], **who)

    def get_success_message(self) -> str:
        return "Saved."

    def context(self) -> dict[str, Any]:
        return {
            "duties": self.snapshot["duties"],
            "public_url": url_for(self.case.authority, "public", "applicant_portal:application", reference=self.case.reference),
            "documents": self.case.documents.filter(archived_at=None, visibility="public"),
        } | ({} if self.application.published_at else waiting_to_be_public(self.case))
