"""How each question of the example tables is put to the engine, and how its answer is written down."""

from collections.abc import Callable
from datetime import date
from typing import Any

import statute
from statute import Gateway, Habitat, Parent, StatuteError
from tests.statute.worked import Worked, facts, inputs


def shown(value: Any) -> str:
    """`2026-03-02`, `none`, `yes`, `528.00`."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def _closures(given: dict[str, Any]) -> tuple[date, ...]:
    closed = given.pop("closed", "")
    return (closed,) if isinstance(closed, date) else tuple(date.fromisoformat(day) for day in closed.split(",") if day)


def _consequence(case: str, given: dict[str, Any]) -> str:
    found = statute.consequence_if_missed(facts(case)).value
    return f"{found.kind} {shown(found.date)} {found.money_at_stake}"


def _publicity(case: str, given: dict[str, Any]) -> str:
    duties = statute.publicity_duties(facts(case)).value
    parts = []
    for name, duty in (
        ("site", duties.site_notice),
        ("letters", duties.neighbour_letters),
        ("press", duties.press),
        ("website", duties.website),
    ):
        if not duty.none:
            holidays = "" if duty.disregard_public_holidays else "+holidays"
            parts.append(f"{name} {duty.need} {duty.days}{holidays}{'' if duty.by == 'council' else ' by ' + duty.by}")
    return ", ".join(parts) or "none"


def _publicity_end(case: str, given: dict[str, Any]) -> str:
    return shown(statute.publicity_end(facts(case), **given).value)


def _earliest(case: str, given: dict[str, Any]) -> str:
    return shown(statute.earliest_decision(facts(case), ends=given).value)


def _appeal(case: str, given: dict[str, Any]) -> str:
    limit = statute.appeal_limit(facts(case), **given).value
    words = f"{limit.words}{' ' + shown(limit.last_on) if limit.last_on else ''}"
    return f"{words} expedited" if limit.expedited else words


def _fee_compared(case: str, given: dict[str, Any]) -> str:
    compared = statute.fee_compared(facts(case), **given).value
    return f"{compared.state} {compared.difference}"


def _route(case: str, given: dict[str, Any]) -> str:
    names = ("schedule", "dwellings", "floorspace")
    parent = {name: given.pop(f"parent_{name}") for name in names if f"parent_{name}" in given}
    return str(statute.delegation_route(facts(case), parent=Parent(**parent) if parent else None, **given).value.kind)


def _gateway(case: str, given: dict[str, Any]) -> str:
    record = {"officer": "", "member": "", "reasons": "", **given}
    return str(statute.gateway_outcome(Gateway(**record)).value)


def _band(case: str, given: dict[str, Any]) -> str:
    band = statute.time_band(facts(case)).value
    return f"{band.name}, {'in time' if band.in_time else 'late'}"


def _consultees(case: str, given: dict[str, Any]) -> str:
    return ", ".join(f"{each.key} {each.duty} {each.days}" for each in statute.statutory_consultees(facts(case)).value) or "none"


def _deemed(case: str, given: dict[str, Any]) -> str:
    subjects = tuple(word for word in given.pop("subjects", "").split(",") if word)
    found = statute.deemed_discharge(facts(case), subjects=subjects, **given).value
    return f"from {shown(found.notice_from)}, effect {shown(found.takes_effect_on)}" if found.available else "never"


def _deadline(case: str, given: dict[str, Any]) -> str:
    closures = _closures(given)
    return shown(statute.deadline(given["key"], given["start"], closures=closures).value)


def _working_days(case: str, given: dict[str, Any]) -> str:
    return shown(statute.add_working_days(given["start"], given["days"], _closures(given)))


def _receipt(case: str, given: dict[str, Any]) -> str:
    closures = _closures(given)
    return shown(statute.receipt_day(given["at"], closures).value)


def _dispute(case: str, given: dict[str, Any]) -> str:
    closures = _closures(given)
    return shown(statute.dispute_reply_by(facts(case), closures=closures, **given).value)


QUESTIONS: dict[str, Callable[[str, dict[str, Any]], str]] = {
    "statutory_expiry": lambda case, given: shown(statute.statutory_expiry(facts(case)).value),
    "effective_expiry": lambda case, given: shown(statute.effective_expiry(facts(case)).value),
    "determination_period": lambda case, given: shown(statute.determination_period(facts(case)).value),
    "expiry_of": lambda case, given: shown(statute.expiry_of(given["name"], received_on=given["received_on"]).value),
    "planning_guarantee": lambda case, given: shown(statute.planning_guarantee(facts(case)).value),
    "agreement_effect": lambda case, given: statute.agreement_effect(facts(case)).value,
    "consequence_if_missed": _consequence,
    "publicity_duties": _publicity,
    "publicity_end": _publicity_end,
    "reply_by": lambda case, given: shown(statute.reply_by(facts(case), **given).value),
    "earliest_decision": _earliest,
    "appeal_limit": _appeal,
    "fee_due": lambda case, given: shown(statute.fee_due(facts(case), **given).value),
    "fee_compared": _fee_compared,
    "delegation_route": _route,
    "gateway_outcome": _gateway,
    "committee_size": lambda case, given: shown(statute.committee_size_allowed(given["members"], on=given["on"]).value),
    "reporting_class": lambda case, given: statute.reporting_class(facts(case)).value,
    "time_band": _band,
    "performance": lambda case, given: shown(statute.performance_threshold(given["measure"], on=given["on"]).value),
    "consultees": _consultees,
    "deemed_discharge": _deemed,
    "deadline": _deadline,
    "lifetime": lambda case, given: shown(statute.lifetime(facts(case), **given).value),
    "add_working_days": _working_days,
    "working_days_between": lambda case, given: shown(statute.working_days_between(given["start"], given["end"], _closures(given))),
    "receipt_day": _receipt,
    "valid_from": lambda case, given: shown(statute.valid_from(**given).value),
    "may_be_disputed": lambda case, given: shown(statute.may_be_disputed(facts(case)).value),
    "dispute_reply_by": _dispute,
    "biodiversity_gain": lambda case, given: shown(statute.biodiversity_gain(facts(case), Habitat(**given)).value),
    "is_major": lambda case, given: shown(statute.is_major_by_definition(facts(case)).value),
    "is_large_scale": lambda case, given: shown(statute.is_large_scale_major(facts(case)).value),
}


def answered(row: Worked) -> str:
    """What the engine says to a row, or the error with the fact that it blames."""
    try:
        return QUESTIONS[row.question](row.case, inputs(row.inputs))
    except StatuteError as error:
        return f"{type(error).__name__}: {error.fact}"
