"""Questions that are more than yes or no: required documents, returns, law, levy, environmental statement, certificate, services."""

from dataclasses import replace
from typing import Any, ClassVar

from accounts.permissions import Permission
from applications.facts import facts_for
from applications.views import CaseTaskView
from statute import StatuteError, screening, statutory_expiry
from validation import services, tasklist
from validation.forms_questions import (
    CertificateForm,
    LegislationForm,
    LevyForm,
    QuestionForm,
    ReportingForm,
    RequiredDocumentsForm,
    ServicesForm,
    StatementForm,
)
from validation.models import ValidationCheck
from validation.presenters import Certificate, RequestRow, site_geojson
from validation.presenters_questions import (
    classes_offered,
    legislation_of,
    levy_facts,
    said_about,
    screening_facts,
    suggested_class,
    with_measured_area,
)
from validation.questions import could_need_assessment
from validation.requirements import required_documents
from validation.selectors import requests_of_task
from validation.services.certificates import certificate_of
from validation.views.checks import CheckView

Check = ValidationCheck.Check


class RequiredDocuments(CaseTaskView):
    task = tasklist.REQUIRED_DOCUMENTS
    permission = Permission.VALIDATE
    form_class = RequiredDocumentsForm
    template_name = "validation/required_documents.jinja"

    def form_kwargs(self) -> dict[str, Any]:
        return {"items": required_documents(self.application, self.snapshot["checks"].get(Check.REQUIRED_DOCUMENTS))}

    def perform(self, form: RequiredDocumentsForm) -> None:
        services.check_required_documents(
            application=self.application, said=form.said(), complete=self.complete, by=self.request.user, now=self.now
        )

    def context(self) -> dict[str, Any]:
        return {"rows": RequestRow.all_of(requests_of_task(self.snapshot, self.task.key))}


class QuestionView(CaseTaskView):
    """A form whose answers are kept with the check; `suggestion()` is what the case itself shows, offered until somebody answers."""

    permission = Permission.VALIDATE
    form_class: ClassVar[type[QuestionForm]] = QuestionForm
    check: ClassVar[str]

    def form_kwargs(self) -> dict[str, Any]:
        found = self.snapshot["checks"].get(self.check)
        return {"initial": found.data if found and found.data else self.suggestion(), "complete": self.complete}

    def suggestion(self) -> dict[str, Any]:
        return {}

    def perform(self, form: QuestionForm) -> None:
        ok = True if self.complete else None
        services.record_check(
            application=self.application, check=self.check, ok=ok, data=form.answers(), by=self.request.user, now=self.now
        )


class Reporting(QuestionView):
    task = tasklist.REPORTING
    form_class = ReportingForm
    template_name = "validation/reporting.jinja"
    check = Check.REPORTING

    def form_kwargs(self) -> dict[str, Any]:
        return super().form_kwargs() | {"choices": classes_offered(self.application)}

    def suggestion(self) -> dict[str, Any]:
        return {"code": suggested_class(self.application)[0]}

    def context(self) -> dict[str, Any]:
        code, because = suggested_class(self.application)
        return {"code": code, "because": because}


class Legislation(QuestionView):
    task = tasklist.CHECK_LEGISLATION
    form_class = LegislationForm
    template_name = "validation/check_legislation.jinja"
    check = Check.LEGISLATION

    def context(self) -> dict[str, Any]:
        return {"legislation": legislation_of(self.application), "answers": said_about(self.application, [""])}


class Levy(QuestionView):
    task = tasklist.CHECK_CIL
    form_class = LevyForm
    template_name = "validation/check_cil.jinja"
    check = Check.CIL

    def context(self) -> dict[str, Any]:
        return {"facts": levy_facts(self.application), "answers": said_about(self.application, ["infrastructure levy", " cil"])}


class Statement(QuestionView):
    task = tasklist.CHECK_EIA
    form_class = StatementForm
    template_name = "validation/check_eia.jinja"
    check = Check.EIA

    def context(self) -> dict[str, Any]:
        facts = facts_for(self.application)
        place = with_measured_area(self.application, facts)
        return {
            "possible": could_need_assessment(self.application.type),
            "facts": screening_facts(self.application, facts),
            "screening": screening(place),
            "effect": self._effect(facts),
        }

    def _effect(self, facts: Any) -> list[tuple[str, Any]]:
        """The last day to decide without and with a statement, were it valid from the day of receipt."""
        valid = facts.valid_from_on or facts.received_on
        try:
            return [
                (words, statutory_expiry(replace(facts, valid_from_on=valid, is_eia=needed)))
                for words, needed in (("Without a statement", False), ("With a statement", True))
            ]
        except StatuteError:
            return []


class CheckCertificate(CheckView):
    task = tasklist.CHECK_CERTIFICATE
    form_class = CertificateForm
    template_name = "validation/check_certificate.jinja"
    check = Check.CERTIFICATE

    def evidence(self) -> dict[str, Any]:
        said = certificate_of(self.case)
        return {
            "certificate": Certificate.of(said),
            "geojson": site_geojson(self.application),
            "interest": getattr(getattr(self.case, "ownership", None), "interest", ""),
            "owners": list(self.case.land_owners.order_by("pk")),
        }


class RequestedServices(QuestionView):
    task = tasklist.CHECK_SERVICES
    form_class = ServicesForm
    template_name = "validation/check_services.jinja"
    check = Check.SERVICES

    def context(self) -> dict[str, Any]:
        return {"answers": said_about(self.application, ["service", "advice", "meeting", "visit"])}
