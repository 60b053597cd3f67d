"""Reading the assessment of a case."""

from datetime import datetime
from typing import Any

from assessment.models import Condition, Informative, SiteVisit, Summary


def latest_summary(case: Any, category: str) -> Summary | None:
    return Summary.objects.filter(case=case, category=category).select_related("by").order_by("-edition").first()


def latest_summaries(case: Any) -> dict[str, Summary]:
    """The newest edition of each text, by category, in the order in which a report has them; one query."""
    newest = {row.category: row for row in Summary.objects.filter(case=case).select_related("by").order_by("edition")}
    return {category: newest[category] for category in Summary.Category.values if category in newest}


def last_return(application: Any) -> dict[str, Any] | None:
    """The reviewer's comment with which the case came back (text, by_name, at), while it is with the officer because of that."""
    if application.status != "to_be_reviewed":
        return None
    change = application.status_changes.filter(to_status="to_be_reviewed").order_by("-pk").first()
    return {"text": change.reason, "by_name": change.by_name, "at": change.at} if change else None


def returned_at(application: Any) -> datetime | None:
    """When the reviewer last sent the case back, if it is with the officer because of that."""
    comment = last_return(application)
    return comment["at"] if comment else None


def conditions_of(case: Any) -> list[Condition]:
    return list(Condition.objects.filter(case=case, cancelled_at=None).order_by("position", "pk"))


def informatives_of(case: Any) -> list[Informative]:
    return list(Informative.objects.filter(case=case, cancelled_at=None).order_by("position", "pk"))


def visits_of(case: Any) -> list[SiteVisit]:
    return list(SiteVisit.objects.filter(case=case, removed_at=None).select_related("by").prefetch_related("photographs__versions"))
