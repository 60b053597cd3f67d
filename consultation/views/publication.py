from typing import Any

from accounts.permissions import Permission
from applications.views import CaseTaskView
from consultation import forms, services, tasklist
from core.hosts import url_for


class MakePublicView(CaseTaskView):
    """Put the application on the public pages, with what the law asks beyond that."""

    task, permission = tasklist.MAKE_PUBLIC, Permission.PUBLICISE
    form_class = forms.MakePublicForm
    template_name = "consultation/make_public.jinja"

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
        }
