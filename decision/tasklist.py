"""The tasks of deciding."""

from accounts.permissions import Permission
from applications import snapshot
from applications.lifecycle import BEFORE_VALIDATION, WITH_REVIEWER
from applications.snapshot import CaseSnapshot
from applications.tasklist import Task, TaskStatus
from decision import selectors
from decision.outcomes import label_of

snapshot.register("recommendations", lambda application: selectors.recommendations_of(application.case))
snapshot.register("review_constraints", lambda application: selectors.constraints_of(application.case))
snapshot.register("plans_on_notice", lambda application: selectors.plans_of(application.case).count())
snapshot.register("decision_notice", lambda application: selectors.notice_of(application.case))


def recommend_status(case: CaseSnapshot) -> TaskStatus:
    if case.status in BEFORE_VALIDATION:
        return TaskStatus.CANNOT_START_YET
    if case.status == "to_be_reviewed":
        return TaskStatus.ACTION_REQUIRED
    rows = case["recommendations"]
    if not rows:
        return TaskStatus.NOT_STARTED
    return TaskStatus.IN_PROGRESS if rows[-1].state == "draft" else TaskStatus.COMPLETED


def recommend_line(case: CaseSnapshot) -> str:
    rows = case["recommendations"]
    return label_of(rows[-1].outcome) if rows else ""


def review_status(case: CaseSnapshot) -> TaskStatus:
    rows = case["recommendations"]
    state = rows[-1].state if rows else ""
    if state == "accepted":
        return TaskStatus.COMPLETED
    return TaskStatus.NOT_STARTED if state == "submitted" and case.status in WITH_REVIEWER else TaskStatus.CANNOT_START_YET


def review_line(case: CaseSnapshot) -> str:
    reviewed = [row for row in case["recommendations"] if row.state in {"accepted", "returned"}]
    return f"{reviewed[-1].review} by {reviewed[-1].review.by.name}" if reviewed else ""


def determine_status(case: CaseSnapshot) -> TaskStatus:
    if case.status == "determined":
        return TaskStatus.COMPLETED
    rows = case["recommendations"]
    accepted = bool(rows) and rows[-1].state == "accepted" and case.status in WITH_REVIEWER
    return TaskStatus.NOT_STARTED if accepted else TaskStatus.CANNOT_START_YET


def determine_line(case: CaseSnapshot) -> str:
    notice = case["decision_notice"]
    if notice is None:
        return ""
    made = "notice sent" if notice.document_id else "notice being made"
    return f"{label_of(notice.outcome)}, {notice.decided_on:%-d %B %Y}, {made}"


RECOMMEND = Task("recommend", "Recommendation", "decision:recommend", Permission.ASSESS, recommend_status, recommend_line)
REVIEW = Task("review", "Review the recommendation", "decision:review", Permission.REVIEW, review_status, review_line)
DETERMINE = Task(
    "determine", "Determine and issue the notice", "decision:determine", Permission.DETERMINE, determine_status, determine_line
)
