"""Reading recommendations and decisions."""

from datetime import date
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects

import statute
from applications.facts import facts_for
from applications.models import PlanningApplication
from assessment.selectors import conditions_of
from decision.models import DecisionNotice, Recommendation
from documents.models import Document


def recommendations_of(case: Any) -> list[Recommendation]:
    """Every recommendation of a case, oldest first, each with its review."""
    return list(Recommendation.objects.filter(case=case).select_related("by", "review", "review__by").order_by("number"))


def latest_recommendation(case: Any) -> Recommendation | None:
    rows = recommendations_of(case)
    return rows[-1] if rows else None


def accepted_recommendation(case: Any) -> Recommendation | None:
    """The recommendation that the reviewer accepted, if nothing came after it."""
    latest = latest_recommendation(case)
    return latest if latest is not None and latest.state == Recommendation.State.ACCEPTED else None


def last_return(case: Any) -> Any:
    """The reviewer's comment that sent the case back last, for the top of a returned task: text, by_name, at; or None."""
    for row in reversed(recommendations_of(case)):
        if row.state == Recommendation.State.RETURNED:
            return {"text": row.review.comment, "by_name": row.review.by.name, "at": row.review.at}
        if row.state in {Recommendation.State.SUBMITTED, Recommendation.State.ACCEPTED}:
            return None
    return None


def plans_of(case: Any) -> QuerySet[Document]:
    """The plans and documents that the notice lists, in its order."""
    return Document.objects.filter(case=case, archived_at=None, in_decision_notice=True).order_by("number", "pk")


def constraints_of(case: Any) -> list[str]:
    """The names of the constraints that touch the site; they stay with `case` for whoever asks after them next."""
    prefetch_related_objects([case], "constraints")
    return sorted(row.name for row in case.constraints.all() if row.removed_at is None and row.intersects)


def makers_of(application: Any, recommendation: Recommendation) -> set[int]:
    """Who wrote the recommendation and who sent it: neither may review it."""
    sent = application.status_changes.filter(verb="submit_recommendation").order_by("-pk").values_list("by_id", flat=True).first()
    return {pk for pk in (recommendation.by_id, sent) if pk}


def notice_of(case: Any) -> DecisionNotice | None:
    return DecisionNotice.objects.filter(case=case).select_related("document", "issued_by").first()


def right_of_appeal(application: PlanningApplication, *, on: date) -> statute.Answer[Any] | None:
    """The right of appeal (statute.AppealLimit) against the decision, or, once the time is over, against there being none.

    None while there is none, and where the law's tables cannot say.
    """
    facts, decided_on = facts_for(application), application.determined_on
    try:
        if decided_on is not None:
            conditions = bool(conditions_of(application.case))
            answer = statute.appeal_limit(facts, outcome=application.outcome, decided_on=decided_on, with_conditions=conditions)
        else:
            expiry = statute.effective_expiry(facts).value
            if application.is_closed or expiry is None or expiry >= on:
                return None
            answer = statute.appeal_limit(facts, outcome="not_determined")
    except statute.StatuteError:
        return None
    return answer if answer.value.applies else None
