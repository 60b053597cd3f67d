"""Reading the plans that came unasked."""

from typing import Any

from applications.lifecycle import ENDED
from validation.models import AmendedPlan, Amendment


def not_accepted(case: Any) -> Any:
    """Documents of plans that came unasked and that no officer accepted."""
    plans = AmendedPlan.objects.filter(amendment__case=case).exclude(amendment__state=Amendment.State.ACCEPTED)
    return plans.values("document_id")


def amendment_in_hand(application: Any, sender: str) -> Amendment | None:
    """The plans that somebody puts together and has not sent; `sender` as the history names them."""
    return application.case.amendments.filter(state=Amendment.State.DRAFT, sent_by_name=sender).first()  # type: ignore[no-any-return]


def plans_of(amendment: Amendment) -> list[AmendedPlan]:
    """The files of a set, without those that were taken back or refused; all of one that was left aside."""
    plans = amendment.plans.select_related("document", "replaces").prefetch_related("document__versions")
    return list(plans if amendment.state == Amendment.State.LEFT_ASIDE else plans.filter(document__archived_at=None))


def amendments_of(application: Any) -> list[Amendment]:
    """Every set of plans that was sent unasked, the newest first."""
    sent = application.case.amendments.exclude(state=Amendment.State.DRAFT).select_related("decided_by", "case")
    return list(sent.order_by("-sent_at", "-pk"))


def amendment_of(application: Any, public_id: Any) -> Amendment:
    """One set of this case that was sent; DoesNotExist for every other."""
    found: Amendment = application.case.amendments.exclude(state=Amendment.State.DRAFT).get(public_id=public_id)
    return found


def count_plans_to_decide(application: Any) -> int:
    """How many sets of plans that came unasked wait for an officer; none once the case has ended."""
    return 0 if application.status in ENDED else int(application.case.amendments.filter(state=Amendment.State.SENT).count())
