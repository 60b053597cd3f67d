"""Writing an email or letter by hand: choose a template, write, look at it, send."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from applications.presenters import CaseHeader
from applications.views import CaseTaskView
from casework import messages, services
from casework.forms_writing import WritingForm
from casework.letter import render_letter
from casework.services.writing import LETTER
from casework.templates_of_letters import filled, templates_of
from core.errors import DomainError
from documents.serving import PDF_POLICY
from notifications.letters import POST, way_to
from notifications.services import write


class Write(CaseTaskView):
    """The form; `preview` shows what would leave, `pdf` the letter on paper, `change` goes back, `send` sends."""

    permission = Permission.REGISTER
    form_class = WritingForm
    template_name = "casework/write.jinja"

    def form_kwargs(self) -> dict[str, Any]:
        parties = {party.role: party for party in self.case.parties.all()}
        people = {role: parties[role] for role in ("agent", "applicant") if role in parties}
        user: Any = self.request.user
        return {"people": people, "council": self.case.authority.email, "officer": user.email, "initial": self._start(people)}

    def _start(self, people: dict[str, Any]) -> dict[str, Any]:
        first = next(iter(people), "other")
        by_post = first in people and way_to(people[first]) == POST
        start = {"to": first, "channel": "letter" if by_post else "email", "reply_to": "council"}
        chosen = next((one for one in templates_of(self.case.authority) if one.code == self.request.GET.get("template")), None)
        if chosen is not None:
            start["subject"], start["text"] = filled(chosen, self.application, by=self.request.user)
        return start

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        action = request.POST.get("action")
        if action not in ("preview", "pdf", "change"):
            return super().post(request, **kwargs)
        form = self.form_class(request.POST, **self.form_kwargs())
        if not form.is_valid() or action == "change":
            return self.page(form)
        try:
            given = form.written()
            services.check_by_hand(channel=given["channel"], to=given["to"], subject=given["subject"], text=given["text"])
        except DomainError as refusal:
            form.refuse(refusal)
            return self.page(form)
        return self._pdf(form) if action == "pdf" else self._preview(form)

    def _words(self, form: Any) -> tuple[str, str]:
        given = form.written()
        words = {"subject": given["subject"].strip(), "text": given["text"].strip()}
        about = {
            "authority": self.case.authority,
            "case": self.case,
            "message": messages.BY_HAND.key,
            "to": "",
            "to_name": given["to"].name,
        }
        unsent = write(**about, context=words, by=self.request.user, now=self.now)
        return unsent.subject, unsent.body

    def _preview(self, form: Any) -> HttpResponse:
        subject, body = self._words(form)
        context = {
            "case": CaseHeader.of(self.application),
            "form": form,
            "to": form.addressee(),
            "is_letter": form.cleaned_data["channel"] == LETTER,
            "subject": subject,
            "body": body,
        }
        return render(self.request, "casework/write_preview.jinja", context)

    def _pdf(self, form: Any) -> HttpResponse:
        subject, body = self._words(form)
        to = form.addressee()
        letter = {"reference": self.case.reference, "to_name": to.name, "lines": to.lines, "subject": subject, "body": body}
        content = render_letter(authority=self.case.authority, **letter, written_on=timezone.localdate(self.now))
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = 'inline; filename="letter.pdf"'
        response["Content-Security-Policy"] = PDF_POLICY
        return response

    def perform(self, form: Any) -> None:
        self.sent = services.write_by_hand(application=self.application, **form.written(), by=self.request.user, now=self.now)

    def get_success_message(self) -> str:
        if self.sent.channel == LETTER:
            return f"The letter to {self.sent.to_name} waits to be printed: see “Print”."
        return f"The email to {self.sent.to} is on its way."

    def success_url(self) -> str:
        return reverse("casework:correspondence", kwargs={"reference": self.application.reference})

    def context(self) -> dict[str, Any]:
        return {"templates": templates_of(self.case.authority), "chosen": self.request.GET.get("template", "")}
