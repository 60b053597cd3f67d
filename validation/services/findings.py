"""What an answer to a question of validation changes in the case. The caller has locked the application and refreshes it."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from applications.facts import facts_for
from applications.models import Development, PlanningApplication
from applications.payments import by_law
from applications.services import record_facts
from core.errors import DomainError
from validation import messages
from validation.models import ValidationCheck
from validation.questions import OWN_INTEREST, could_need_assessment
from validation.selectors import people_to_tell
from validation.services.links import email_with_link

Check = ValidationCheck.Check


def apply_finding(application: PlanningApplication, check: str, data: dict[str, Any], by: Any, now: datetime) -> None:
    """Carry an answer that changes something beyond itself into the case: fee, class of the returns, levy, environmental statement."""
    if effect := EFFECTS.get(check):
        effect(application, data, by, now)


def _fee(application: PlanningApplication, data: dict[str, Any], by: Any, now: datetime) -> None:
    """A sum other than the law's is what counts as due from now on; it needs a reason. The law's own sum is computed, never kept."""
    fee = Decimal(data["fee"]) if data.get("fee") else None
    because = str(data.get("because", "")).strip()
    answer, _ = by_law(application, facts_for(application))
    differs = fee is not None and (answer is None or answer.value != fee)
    if answer is not None and differs and not because:
        raise DomainError(f"Say why the fee is not £{answer.value:,.2f}, which is what the law gives", "because")
    application.fee_set = fee if differs else None
    application.fee_set_because = because if differs else ""
    application.save(update_fields=["fee_set", "fee_set_because"])


def _reporting(application: PlanningApplication, data: dict[str, Any], by: Any, now: datetime) -> None:
    if data.get("own_interest", "") not in ("", *OWN_INTEREST):
        raise DomainError("Select whether the council carries out the works", "carries_out")
    application.reporting_code, application.own_interest = data.get("code", ""), data.get("own_interest", "")
    application.save(update_fields=["reporting_code", "own_interest"])


def _levy(application: PlanningApplication, data: dict[str, Any], by: Any, now: datetime) -> None:
    application.cil_liable = data.get("liable")
    application.save(update_fields=["cil_liable"])


def _statement(application: PlanningApplication, data: dict[str, Any], by: Any, now: datetime) -> None:
    """An environmental statement gives the council longer to decide and the public longer to comment: the dates follow at once."""
    needed = bool(data.get("needed"))
    if not could_need_assessment(application.type):
        return
    development = Development.objects.filter(case=application.case).first()
    if needed != bool(development and development.is_eia):
        before = application.effective_expiry_on
        record_facts(application=application, values={"is_eia": needed}, version=None, by=by, now=now)
        _tell_of_the_day(application, needed, before, by, now)


def _tell_of_the_day(application: PlanningApplication, needed: bool, before: date | None, by: Any, now: datetime) -> None:
    """Once an application is valid its applicant and agent know the last day to decide: they hear of another one."""
    after = PlanningApplication.objects.get(pk=application.pk).effective_expiry_on
    if application.validated_at is None or before is None or after is None or before == after:
        return
    what = f"We have looked at it again: it {'needs' if needed else 'does not need'} an environmental statement."
    context = {"what": what, "before_on": before, "expiry_on": after}
    for party in people_to_tell(application):
        email_with_link(application=application, party=party, message=messages.STATEMENT_DECIDED, context=context, by=by, now=now)


EFFECTS: dict[str, Callable[[PlanningApplication, dict[str, Any], Any, datetime], None]] = {
    Check.FEE: _fee,
    Check.REPORTING: _reporting,
    Check.CIL: _levy,
    Check.EIA: _statement,
}
