"""Reading the plans that came unasked."""

from typing import Any

from django.db.models import Prefetch

from applications.lifecycle import ENDED
from validation.models import AmendedPlan, Amendment


def not_accepted(case: Any) -> Any:
    """Documents of plans that came unasked and that no officer accepted."""
    plans = AmendedPlan.objects.filter(amendment__case=case).exclude(amendment__state=Amendment.State.ACCEPTED)
    return plans.values("document_id")


def unsent(case: Any, writer: str = "") -> Any:
    """Documents of plans that somebody only puts together; `writer`: who."""
    plans = AmendedPlan.objects.filter(amendment__case=case, amendment__state=Amendment.State.DRAFT)
    return (plans.filter(amendment__writer=writer) if writer else plans).values("document_id")


def amendment_in_hand(application: Any, writer: str) -> Amendment | None:
    """The plans that somebody puts together and has not sent; `writer`: audit.actors.Actor.key."""
    return application.case.amendments.filter(state=Amendment.State.DRAFT, writer=writer).first()  # type: ignore[no-any-return]


def plans_of(amendment: Amendment) -> list[AmendedPlan]:
    """The files of a set, without those that were taken back or refused; all of one that was left aside. Of a set that `amendments_of`
    read: no query."""
    read = "plans" in getattr(amendment, "_prefetched_objects_cache", {})
    plans = amendment.plans.all() if read else _whole(amendment.plans.all())
    return [plan for plan in plans if plan.document.archived_at is None or amendment.state == Amendment.State.LEFT_ASIDE]


def _whole(plans: Any) -> Any:
    return plans.select_related("document", "replaces").prefetch_related("document__versions")


def amendments_of(application: Any) -> list[Amendment]:
    """Every set of plans that was sent unasked, the newest first, with its files: four queries, however many there are."""
    sent = application.case.amendments.exclude(state=Amendment.State.DRAFT).select_related("decided_by", "case")
    with_plans = sent.prefetch_related(Prefetch("plans", _whole(AmendedPlan.objects.order_by("pk"))))
    return list(with_plans.order_by("-sent_at", "-pk"))


def amendment_of(application: Any, public_id: Any) -> Amendment:
    """One set of this case that was sent; DoesNotExist for every other."""
    found: Amendment = application.case.amendments.exclude(state=Amendment.State.DRAFT).get(public_id=public_id)
    return found


def count_plans_to_decide(application: Any) -> int:
    """How many sets of plans that came unasked wait for an officer; none once the case has ended."""
    return 0 if application.status in ENDED else int(application.case.amendments.filter(state=Amendment.State.SENT).count())
