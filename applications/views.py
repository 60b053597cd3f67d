"""The shape of a task page, written once."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from accounts.permissions import Permission, check
from applications.models import BreachReport, Case, PlanningApplication
from applications.presenters import CaseHeader
from applications.snapshot import CaseSnapshot
from applications.tasklist import Task
from core import drafts, forms
from core.errors import DomainError


def get_application(request: Any, reference: str) -> PlanningApplication:
    """The council's application with this reference; 404 for everything else."""
    try:
        return request.authority.applications.for_reference(reference)
    except PlanningApplication.DoesNotExist:
        raise Http404(f"There is no case {reference} at this council.") from None


def get_case(request: Any, reference: str) -> PlanningApplication | BreachReport:
    """The council's application, or else its report of a breach, with this reference; 404 for everything else.

    What was sent with a report, its papers and its history may tell who reported it: 403 for those who do not look into breaches.
    """
    try:
        return request.authority.applications.for_reference(reference)
    except PlanningApplication.DoesNotExist:
        report = get_breach(request, reference)
    check(request, Permission.ENFORCE)
    return report


def check_papers_of(request: Any, case: Case) -> None:
    """403 for the papers of a reported breach where somebody does not look into breaches: they may tell who reported it."""
    if case.kind == Case.Kind.ENFORCEMENT:
        check(request, Permission.ENFORCE)


def get_breach(request: Any, reference: str) -> BreachReport:
    """The council's report of a breach with this reference; 404 for everything else."""
    try:
        return request.authority.breaches.for_reference(reference)
    except BreachReport.DoesNotExist:
        raise Http404(f"There is no case {reference} at this council.") from None


class CaseTaskView(View):
    """Load → permission → form → one service → message → redirect.

    Set `task`, `permission`, `form_class`, `template_name`, and write `perform(form)`, which calls one service and may raise DomainError:
    then its words stand beside the field. `self.complete` says whether the task is to be closed: for "Save and mark complete", and for
    "Save and go to next task", which then opens the task that comes next.
    """

    task: ClassVar[Task]
    permission: ClassVar[Permission]
    form_class: ClassVar[type[forms.GovukForm]] = forms.Form
    template_name: ClassVar[str]
    success_message: ClassVar[str] = "Saved."
    draft_kept_at: datetime | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.application = get_application(request, kwargs["reference"])
        self.case = self.application.case
        self.snapshot = CaseSnapshot(self.application)
        self.complete = request.POST.get("action") != "draft"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form_class(**self.form_kwargs())
        self.draft_kept_at = drafts.restore(request, form)
        return self.page(form)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") == drafts.FORGET:
            drafts.forget(request)
            return redirect(request.get_full_path())
        form = self.form_class(request.POST, request.FILES, **self.form_kwargs())
        if drafts.is_draft(request):
            return drafts.keep(request, form, now=self.now)
        if not form.is_valid():
            return self.page(form)
        try:
            self.perform(form)
        except DomainError as refusal:
            form.refuse(refusal)
            return self.page(form)
        drafts.forget(request)
        messages.success(request, self.get_success_message())
        goes_on = request.POST.get("action") == "next"
        return redirect(reverse("casework:next", kwargs={"reference": self.application.reference}) if goes_on else self.success_url())

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": self.initial()}

    def initial(self) -> dict[str, Any]:
        return {}

    def perform(self, form: Any) -> None:
        raise NotImplementedError

    def can_edit(self) -> bool:
        """Whether the form is shown; otherwise the page is only read (block `read_only`). The service refuses anyway."""
        return True

    def context(self) -> dict[str, Any]:
        """What the template needs beyond case, task, form and application."""
        return {}

    def get_success_message(self) -> str:
        return self.success_message

    def success_url(self) -> str:
        """Completed: back to the list, where "Next" stands first. A draft: the page itself."""
        if not self.complete:
            return self.request.get_full_path()
        return reverse("casework:case", kwargs={"reference": self.application.reference})

    def page(self, form: Any) -> HttpResponse:
        status = self.task.status(self.snapshot) if hasattr(self, "task") else None
        context = {
            "case": CaseHeader.of(self.application),
            "application": self.application,
            "task": getattr(self, "task", None),
            "task_status": status,
            "form": form,
            "can_edit": self.can_edit(),
            "draft_kept_at": self.draft_kept_at,
            "writing_too": drafts.writing_too(self.request, now=self.now) if form.long_texts else [],
            **self.context(),
        }
        return render(self.request, self.template_name, context, status=422 if form.errors else 200)
