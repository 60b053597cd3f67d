"""Pages of assessment."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from applications.lifecycle import UNDER_ASSESSMENT
from applications.models import PlanningApplication
from applications.presenters import CaseHeader
from applications.views import CaseTaskView, get_application
from assessment import forms, library, selectors, services, tasklist
from core.errors import DomainError
from documents.uploads import MANY, takes_files

WITH_COMMENTS = {"neighbour_summary", "amenity", "assessment"}  # texts that weigh what people said


class AssessmentView(CaseTaskView):
    """A page of the assessment: written on while the case is with its officer, read before and after."""

    permission = Permission.ASSESS

    def can_edit(self) -> bool:
        return self.application.status in UNDER_ASSESSMENT

    def context(self) -> dict[str, Any]:
        return {"returned": selectors.last_return(self.application)}


@takes_files(MANY)
class SiteVisitView(AssessmentView):
    task = tasklist.SITE_VISIT
    form_class = forms.SiteVisitForm
    template_name = "assessment/site_visit.jinja"
    success_message = "Site visit saved."

    def perform(self, form: Any) -> None:
        data = form.cleaned_data
        if data["needed"] == "no":
            services.finish_task(application=self.application, task=self.task, by=self.request.user, now=self.now)
            return
        services.record_site_visit(
            application=self.application,
            visited_on=data["visited_on"],
            notes=data["notes"],
            photographs=data["photographs"] or [],
            by=self.request.user,
            now=self.now,
        )

    def context(self) -> dict[str, Any]:
        return super().context() | {"visits": selectors.visits_of(self.case), "not_needed": self.snapshot.mark("site_visit")}


class SummaryView(AssessmentView):
    """One text of the assessment; `kind` in the address picks which."""

    form_class = forms.SummaryForm
    template_name = "assessment/summary.jinja"
    success_message = "Text saved."

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.task, self.category = tasklist.SUMMARIES[kwargs["kind"]]  # type: ignore[misc]
        super().setup(request, *args, **kwargs)
        self.latest = selectors.latest_summary(self.case, self.category)

    def initial(self) -> dict[str, Any]:
        return {"text": self.latest.text if self.latest else "", "version": self.latest.version if self.latest else 0}

    def perform(self, form: Any) -> None:
        services.save_summary(
            application=self.application,
            category=self.category,
            text=form.cleaned_data["text"],
            done=self.complete,
            version=form.cleaned_data["version"],
            by=self.request.user,
            now=self.now,
        )

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "latest": self.latest,
            "visits": selectors.visits_of(self.case),
            "others": [row for key, row in self.snapshot["summaries"].items() if key != self.category and row.text],
            "comments": [row for row in self.snapshot["comments"] if row.state != "withdrawn"] if self.category in WITH_COMMENTS else [],
            "documents": self.case.documents.filter(archived_at=None).prefetch_related("versions"),
        }


class ConditionsView(AssessmentView):
    """The list of conditions; the form at its foot adds one."""

    task = tasklist.CONDITIONS
    form_class = forms.NewConditionForm
    template_name = "assessment/conditions.jinja"
    success_message = "Condition added."

    def perform(self, form: Any) -> None:
        services.add_condition(application=self.application, by=self.request.user, now=self.now, **form.cleaned_data)

    def success_url(self) -> str:
        return self.request.path

    def context(self) -> dict[str, Any]:
        rows = selectors.conditions_of(self.case)
        there = {row.title for row in rows}
        left = [entry for entry in library.standard_conditions(self.application) if entry["title"] not in there]
        return super().context() | {"conditions": rows, "standard_left": len(left)}


class InformativesView(AssessmentView):
    task = tasklist.INFORMATIVES
    form_class = forms.NewInformativeForm
    template_name = "assessment/informatives.jinja"
    success_message = "Informative added."

    def perform(self, form: Any) -> None:
        services.add_informative(application=self.application, by=self.request.user, now=self.now, **form.cleaned_data)

    def success_url(self) -> str:
        return self.request.path

    def context(self) -> dict[str, Any]:
        rows = selectors.informatives_of(self.case)
        there = {row.title for row in rows}
        left = [entry for entry in library.suggested_informatives() if entry["title"] not in there]
        boxes = [{"value": entry["title"], "text": entry["title"], "hint": {"text": entry["text"]}} for entry in left]
        return super().context() | {"informatives": rows, "suggestions": boxes}


class EditItemView(AssessmentView):
    """Change one condition or informative."""

    template_name = "assessment/edit_item.jinja"
    success_message = "Saved."
    related: str
    list_url: str

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.item = getattr(self.case, self.related).filter(public_id=kwargs["public_id"], cancelled_at=None).first()
        if self.item is None:
            raise Http404

    def form_kwargs(self) -> dict[str, Any]:
        names = self.form_class.base_fields
        return {"initial": {name: getattr(self.item, name) for name in names if name != "version"}, "record": self.item}

    def success_url(self) -> str:
        return reverse(self.list_url, kwargs={"reference": self.application.reference})

    def context(self) -> dict[str, Any]:
        return super().context() | {"item": self.item}


class EditConditionView(EditItemView):
    task, form_class, related, list_url = tasklist.CONDITIONS, forms.ConditionForm, "conditions", "assessment:conditions"

    def perform(self, form: Any) -> None:
        services.edit_condition(application=self.application, condition=self.item, by=self.request.user, now=self.now, **form.cleaned_data)


class EditInformativeView(EditItemView):
    task, form_class, related, list_url = tasklist.INFORMATIVES, forms.InformativeForm, "informatives", "assessment:informatives"

    def perform(self, form: Any) -> None:
        services.edit_informative(
            application=self.application, informative=self.item, by=self.request.user, now=self.now, **form.cleaned_data
        )


def _item(application: PlanningApplication, related: str, public_id: str) -> Any:
    try:
        item = getattr(application.case, related).filter(public_id=public_id).first()
    except ValidationError:
        item = None
    if item is None:
        raise Http404
    return item


@requires(Permission.ASSESS)
@require_POST
def change_list(request: Any, reference: str, what: str) -> HttpResponse:
    """The small buttons of the two lists: standard conditions, suggested informatives, up, down, remove, done."""
    application = get_application(request, reference)
    action, _, public_id = request.POST.get("do", "").partition(":")
    who = {"application": application, "by": request.user, "now": timezone.now()}
    try:
        _change(action, what, public_id, request.POST.getlist("title"), who)
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect(f"assessment:{what}", reference=reference)
    return redirect("casework:case" if action == "done" else f"assessment:{what}", reference=reference)


def _change(action: str, what: str, public_id: str, titles: list[str], who: dict[str, Any]) -> None:
    """The one service that a button asks for."""
    conditions = what == "conditions"
    if action == "done":
        services.finish_task(task=tasklist.CONDITIONS if conditions else tasklist.INFORMATIVES, **who)
    elif action == "standard":
        services.add_standard_conditions(**who)
    elif action == "suggested":
        services.add_suggested_informatives(titles=titles, **who)
    elif action in {"up", "down"}:
        services.move_condition(condition=_item(who["application"], "conditions", public_id), up=action == "up", **who)
    elif action == "remove" and conditions:
        services.remove_condition(condition=_item(who["application"], what, public_id), **who)
    elif action == "remove":
        services.remove_informative(informative=_item(who["application"], what, public_id), **who)


@requires(Permission.ASSESS)
def remove_visit(request: Any, reference: str, pk: int) -> HttpResponse:
    """Ask once, then take a visit noted by mistake off the case."""
    application = get_application(request, reference)
    visit = application.case.site_visits.filter(pk=pk, removed_at=None).first()
    if visit is None:
        raise Http404
    if request.method == "POST":
        try:
            services.remove_site_visit(application=application, visit=visit, by=request.user, now=timezone.now())
            messages.success(request, "Site visit removed.")
        except DomainError as refusal:
            messages.error(request, refusal.message)
        return redirect("assessment:site_visit", reference=reference)
    return render(
        request, "assessment/remove_visit.jinja", {"case": CaseHeader.of(application), "visit": visit, "application": application}
    )
