"""The only place where a case becomes facts for the statute engine."""

from typing import Any

from applications.models import Development, PlanningApplication
from statute import CaseFacts, Extension

FLAGS = {
    "designated.conservationArea": "in_conservation_area",
    "listed": "affects_listed_building_setting",
}


def facts_for(application: PlanningApplication) -> CaseFacts:
    """What the law needs to know of this application: its type, days, agreements, place and figures."""
    case = application.case
    development = getattr(case, "development", None) or Development()
    codes = {constraint.code for constraint in case.constraints.all() if constraint.removed_at is None and constraint.intersects}
    flags: dict[str, Any] = {flag: code in codes for code, flag in FLAGS.items()}
    paid = sum((p.amount for p in case.payments.all() if p.state == "received"), start=0) or None
    return CaseFacts(
        type_code=application.type.code,
        received_on=application.received_on,
        valid_from_on=application.valid_from_on,
        is_major=development.is_major,
        is_eia=development.is_eia,
        is_public_service_infrastructure=development.is_public_service_infrastructure,
        extensions=tuple(Extension(a.agreed_until_on, a.agreed_on) for a in application.time_agreements.all()),
        determined_on=application.determined_on,
        dwellings=development.dwellings_gained,
        floorspace=development.floorspace_gained,
        site_area_hectares=development.site_area,
        fee_paid=paid,
        **flags,
    )
