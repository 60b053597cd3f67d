"""Yes-or-no questions: documents, red line, constraints, description, fee."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from applications.lifecycle import ENDED
from applications.surroundings import look_up_again as look_up_site_again
from applications.views import CaseTaskView, get_application
from core.errors import DomainError
from documents.presenters import officer_cards
from documents.selectors import documents_of, waiting_to_be_public
from validation import services, tasklist
from validation.forms import CheckForm, ConstraintForm, DescriptionForm, DocumentReviewForm, RedLineForm
from validation.forms_questions import FeeForm
from validation.models import ValidationCheck
from validation.presenters import RequestRow, fee_position, review_rows, site_geojson, submitted_layers
from validation.presenters_questions import site_area
from validation.selectors import documents_to_check, is_live, requests_of_task
from validation.site import ConstraintsPage

Check = ValidationCheck.Check
CORRECTED = "Red line: corrected by the council. Blue: as submitted. Not to be used for measuring."
AS_SUBMITTED = "Red line: the site as submitted. Not to be used for measuring."
PLANS = {"locationPlan", "sitePlan.existing", "sitePlan.proposed"}


class ReviewDocuments(CaseTaskView):
    task = tasklist.REVIEW_DOCUMENTS
    permission = Permission.VALIDATE
    form_class = DocumentReviewForm
    template_name = "validation/review_documents.jinja"

    def form_kwargs(self) -> dict[str, Any]:
        return {"documents": documents_to_check(self.application).prefetch_related("versions")}

    def perform(self, form: DocumentReviewForm) -> None:
        services.review_documents(
            application=self.application, verdicts=form.verdicts(), complete=self.complete, by=self.request.user, now=self.now
        )

    def context(self) -> dict[str, Any]:
        becoming = [] if self.application.is_closed else waiting_to_be_public(self.case)["becoming_public"]
        public = [document for document in becoming if document.redaction_of_id is None]
        rows = RequestRow.all_of(requests_of_task(self.snapshot, self.task.key))
        return {"rows": rows, "documents": self.documents, "without_redaction": public}

    def page(self, form: DocumentReviewForm) -> HttpResponse:
        self.documents = review_rows(form, self.application.reference)
        return super().page(form)


class CheckView(CaseTaskView):
    """Questions that differ in their evidence and words only."""

    permission = Permission.VALIDATE
    form_class: ClassVar[type[CheckForm]] = CheckForm
    check: ClassVar[str]

    def form_kwargs(self) -> dict[str, Any]:
        found = self.snapshot["checks"].get(self.check)
        live = next((r for r in requests_of_task(self.snapshot, self.task.key) if is_live(r)), None)
        initial = {**(live.payload if live else {}), **({**found.data, "ok": found.ok, "note": found.note} if found else {})}
        return {"initial": initial, "complete": self.complete}

    def perform(self, form: CheckForm) -> None:
        ok = form.cleaned_data["ok"] if self.complete else None
        services.record_check(
            application=self.application,
            check=self.check,
            ok=ok,
            note="" if ok else form.cleaned_data["note"],
            payload=form.payload() if ok is False else None,
            data=form.kept(),
            by=self.request.user,
            now=self.now,
        )

    def context(self) -> dict[str, Any]:
        rows = RequestRow.all_of(requests_of_task(self.snapshot, self.task.key))
        return {"rows": rows, "asking": next((row for row in rows if is_live(row.request)), None), **self.evidence()}

    def evidence(self) -> dict[str, Any]:
        return {}


class CheckRedLine(CheckView):
    task = tasklist.CHECK_RED_LINE
    form_class = RedLineForm
    template_name = "validation/check_red_line.jinja"
    check = Check.RED_LINE

    def evidence(self) -> dict[str, Any]:
        plans = [document for document in documents_of(self.case) if PLANS & set(document.tags)]
        return {
            "geojson": site_geojson(self.application),
            "area": site_area(self.application),
            "plans": officer_cards(plans, self.application.reference),
            "submitted": submitted_layers(self.case),
            "caption": CORRECTED if self.case.boundary_corrected else AS_SUBMITTED,
            "may_redraw": self.application.status not in ENDED,
        }


class CheckDescription(CheckView):
    task = tasklist.CHECK_DESCRIPTION
    form_class = DescriptionForm
    template_name = "validation/check_description.jinja"
    check = Check.DESCRIPTION

    def form_kwargs(self) -> dict[str, Any]:
        given = super().form_kwargs()
        given["initial"].setdefault("proposed", self.application.description)
        return {**given, "current": self.application.description}


class CheckFee(CheckView):
    task = tasklist.CHECK_FEE
    form_class = FeeForm
    template_name = "validation/check_fee.jinja"
    check = Check.FEE

    def form_kwargs(self) -> dict[str, Any]:
        given, fee = super().form_kwargs(), fee_position(self.application)
        given["initial"] = {"fee": fee.wanted, "because": fee.agreed_because} | {k: v for k, v in given["initial"].items() if v != ""}
        return given | {"by_law": fee.due}

    def evidence(self) -> dict[str, Any]:
        return {"fee": fee_position(self.application), "may_record": self.request.membership.can(Permission.RECORD_PAYMENT)}


class CheckConstraints(CaseTaskView):
    task = tasklist.CHECK_CONSTRAINTS
    permission = Permission.VALIDATE
    template_name = "validation/check_constraints.jinja"

    def perform(self, form: Any) -> None:
        ok = True if self.complete else None
        services.record_check(application=self.application, check=Check.CONSTRAINTS, ok=ok, by=self.request.user, now=self.now)

    def context(self) -> dict[str, Any]:
        page = ConstraintsPage(self.application)
        return {"page": page, "add_form": ConstraintForm(), "geojson": site_geojson(self.application)}


@require_POST
@requires(Permission.VALIDATE)
def change_constraints(request: HttpRequest, reference: str) -> HttpResponse:
    """Add the designation `code`, or remove the one named `remove`."""
    application, now = get_application(request, reference), timezone.now()
    form = ConstraintForm(request.POST)
    try:
        if request.POST.get("remove"):
            services.remove_constraint(application=application, code=request.POST["remove"], by=request.user, now=now)
        elif form.is_valid():
            services.add_constraint(application=application, code=form.cleaned_data["code"], by=request.user, now=now)
        else:
            raise DomainError("Choose a constraint to add.")
        messages.success(request, "Constraints changed.")
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return redirect("validation:check_constraints", reference=reference)


@require_POST
@requires(Permission.VALIDATE)
def look_up_again(request: HttpRequest, reference: str) -> HttpResponse:
    """Compare the site once more with what is published."""
    application = get_application(request, reference)
    look_up_site_again(case=application.case, what="constraints", now=timezone.now())
    messages.success(request, "The site is being looked up. Look at this page again in a moment.")
    return redirect("validation:check_constraints", reference=reference)
