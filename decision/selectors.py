"""Reading recommendations and decisions."""

from typing import Any

from decision.models import DecisionNotice, Recommendation


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


def notice_of(case: Any) -> DecisionNotice | None:
    return DecisionNotice.objects.filter(case=case).select_related("document").first()
