"""What would the dates and the fee be with other facts? A tool that keeps nothing."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from applications.development import FACTS, FIELDS, WORDS, facts_of
from applications.facts import facts_for
from applications.law import overrides_of
from applications.models import Development, PlanningApplication
from applications.presenters import CaseHeader
from applications.views import get_application
from casework.forms import DatesForm
from casework.presenters.dates import answers, lines
from statute import CaseFacts, ContradictoryFacts, Extension

OTHER_FIELDS = {"type_code": "type", "extensions": "extended_until_on"}


@require_safe
@requires(Permission.VIEW_CASES)
def dates(request: Any) -> HttpResponse:
    """All dates, the fee and the duties of the facts entered, beside those of a case as it is (`?case=reference`)."""
    reference = request.GET.get("case", "")
    application = get_application(request, reference) if reference else None
    asked = "type" in request.GET
    form = DatesForm(request.GET) if asked else DatesForm(initial=_initial(application))
    now = facts_for(application) if application else None
    then = _entered(request, form, now) if asked and form.is_valid() else None if asked else now
    said = answers(then) if then else None
    if said and asked:
        _beside_their_fields(form, said)
    context = {
        "form": form,
        "case": CaseHeader.of(application) if application else None,
        "compared": application is not None and asked,
        "lines": lines(answers(now) if now and asked else None, said) if said else [],
    }
    return render(request, "casework/dates.jinja", context)


def _initial(application: PlanningApplication | None) -> dict[str, Any]:
    """What the form begins with: the case as it is, or an application received today."""
    development = getattr(application.case, "development", None) if application else None
    figures = {field: getattr(development or Development(), field) for field in WORDS}
    if application is None:
        today = timezone.localdate()
        return figures | {"received_on": today, "valid_from_on": today}
    agreement = application.time_agreements.order_by("agreed_on", "agreed_until_on").last()
    return figures | {
        "case": application.reference,
        "type": application.type.code,
        "received_on": application.received_on,
        "valid_from_on": application.valid_from_on,
        "extended_until_on": agreement.agreed_until_on if agreement else None,
        "agreed_on": agreement.agreed_on if agreement else None,
        "fee_paid": facts_for(application).fee_paid,
    }


def _entered(request: Any, form: DatesForm, now: CaseFacts | None) -> CaseFacts:
    """The facts of the form; what it does not ask for (constraints, claims on the fee) is the case's."""
    data = form.cleaned_data
    base = now or CaseFacts(data["type"], None, None, overrides=overrides_of(request.authority.pk))
    until, agreed = data["extended_until_on"], data["agreed_on"]
    return replace(
        base,
        type_code=data["type"],
        received_on=data["received_on"],
        valid_from_on=data["valid_from_on"],
        extensions=(Extension(until, agreed),) if until else (),
        determined_on=None,
        fee_paid=data["fee_paid"],
        is_householder=base.is_householder or "householder" in data["type"].split("."),
        **facts_of(Development(**{field: data[field] for field in FACTS})),
    )


def _beside_their_fields(form: DatesForm, said: dict[str, Any]) -> None:
    """Facts that cannot both be true are said beside the field to put right, as well as in the table."""
    for error in said.values():
        field = FIELDS.get(error.fact) or OTHER_FIELDS.get(error.fact, error.fact) if isinstance(error, ContradictoryFacts) else None
        if field in form.fields and not form.errors:
            form.add_error(field, error.message)
