"""Reading recommendations and decisions."""

from typing import Any

from django.db.models import QuerySet, prefetch_related_objects

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
