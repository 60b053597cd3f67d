"""The tasks of assessment."""

from collections.abc import Callable
from typing import Any

from accounts.permissions import Permission
from applications import snapshot
from applications.lifecycle import BEFORE_VALIDATION, UNDER_ASSESSMENT
from applications.snapshot import CaseSnapshot
from applications.tasklist import Task, TaskStatus, marked
from assessment import selectors
from assessment.models import Summary

snapshot.register("visits", lambda application: list(application.case.site_visits.filter(removed_at=None).select_related("by")))
snapshot.register("summaries", lambda application: selectors.latest_summaries(application.case))
snapshot.register("conditions", lambda application: selectors.conditions_of(application.case))
snapshot.register("informatives", lambda application: selectors.informatives_of(application.case))


CLOSED = {TaskStatus.NOT_STARTED: TaskStatus.NOT_NEEDED, TaskStatus.IN_PROGRESS: TaskStatus.COMPLETED}  # nobody can go on with them


def after_validation(status: Callable[[CaseSnapshot], TaskStatus]) -> Callable[[CaseSnapshot], TaskStatus]:
    """Assessment waits for a valid application, and stands as it is once the recommendation has gone."""

    def guarded(case: CaseSnapshot) -> TaskStatus:
        if case.status in BEFORE_VALIDATION:
            return TaskStatus.CANNOT_START_YET
        now = status(case)
        return now if case.status in UNDER_ASSESSMENT else CLOSED.get(now, now)

    return guarded


@after_validation
def site_visit_status(case: CaseSnapshot) -> TaskStatus:
    if case["visits"] or case.mark("site_visit"):
        return TaskStatus.COMPLETED
    return TaskStatus.NOT_STARTED


def site_visit_line(case: CaseSnapshot) -> str:
    visits = case["visits"]
    if visits:
        return f"Visited on {visits[0].visited_on:%-d %B %Y}"
    return "Not needed, the officer says" if case.mark("site_visit") else ""


def summary_task(category: str, key: str, title: str, url: str) -> Task:
    """The task that writes one text of the assessment."""

    @after_validation
    def status(case: CaseSnapshot) -> TaskStatus:
        row = case["summaries"].get(category)
        if row is None or not (row.text or row.done):
            return TaskStatus.NOT_STARTED
        return TaskStatus.COMPLETED if row.done else TaskStatus.IN_PROGRESS

    def line(case: CaseSnapshot) -> str:
        row = case["summaries"].get(category)
        text = " ".join(row.text.split()) if row else ""
        return text if len(text) <= 80 else f"{text[:79].rsplit(' ', 1)[0]}…"

    return Task(key, title, url, Permission.ASSESS, status, line)


def count_line(part: str, one: str) -> Callable[[CaseSnapshot], str]:
    def line(case: CaseSnapshot) -> str:
        count = len(case[part])
        return f"{count} {one}{'s' if count != 1 else ''}" if count else ""

    return line


def listed(part: str, key: str) -> Callable[[CaseSnapshot], TaskStatus]:
    """The status of a task that keeps a list: done when somebody says so, begun when it holds anything."""

    @after_validation
    def status(case: CaseSnapshot) -> TaskStatus:
        done = marked(key)(case)
        if done is TaskStatus.NOT_STARTED and case[part]:
            return TaskStatus.IN_PROGRESS
        return done

    return status


SITE_VISIT = Task("site_visit", "Site visit", "assessment:site_visit", Permission.ASSESS, site_visit_status, site_visit_line)
SUMMARY_OF_WORKS = summary_task(Summary.Category.WORKS, "summary_of_works", "Summary of works", "assessment:summary_of_works")
SITE_DESCRIPTION = summary_task(Summary.Category.SITE, "site_description", "Site description", "assessment:site_description")
NEIGHBOUR_SUMMARY = summary_task(Summary.Category.NEIGHBOURS, "neighbour_summary", "Summary of comments", "assessment:neighbour_summary")
AMENITY = summary_task(Summary.Category.AMENITY, "amenity", "Amenity of neighbours", "assessment:amenity")
ASSESSMENT_TEXT = summary_task(Summary.Category.ASSESSMENT, "assessment_text", "Assessment", "assessment:assessment_text")
CONDITIONS = Task(
    "conditions",
    "Conditions",
    "assessment:conditions",
    Permission.ASSESS,
    listed("conditions", "conditions"),
    count_line("conditions", "condition"),
)
INFORMATIVES = Task(
    "informatives",
    "Informatives",
    "assessment:informatives",
    Permission.ASSESS,
    listed("informatives", "informatives"),
    count_line("informatives", "informative"),
)

SUMMARIES: dict[str, tuple[Task, Any]] = {
    "summary-of-works": (SUMMARY_OF_WORKS, Summary.Category.WORKS),
    "site-description": (SITE_DESCRIPTION, Summary.Category.SITE),
    "summary-of-comments": (NEIGHBOUR_SUMMARY, Summary.Category.NEIGHBOURS),
    "amenity": (AMENITY, Summary.Category.AMENITY),
    "assessment": (ASSESSMENT_TEXT, Summary.Category.ASSESSMENT),
}
