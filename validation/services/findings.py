"""What an answer to a question of validation changes in the case. The caller has locked the application and refreshes it."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from applications.facts import facts_for
from applications.models import Development, PlanningApplication
from applications.payments import by_law
from applications.services import record_facts
from core.errors import DomainError
from validation.models import ValidationCheck
from validation.questions import OWN_INTEREST, could_need_assessment

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
        record_facts(application=application, values={"is_eia": needed}, version=None, by=by, now=now)


EFFECTS: dict[str, Callable[[PlanningApplication, dict[str, Any], Any, datetime], None]] = {
    Check.FEE: _fee,
    Check.REPORTING: _reporting,
    Check.CIL: _levy,
    Check.EIA: _statement,
}
