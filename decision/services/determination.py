"""The decision itself, and its notice."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.lifecycle import Block, Blocked, guard, lock, move
from applications.models import PlanningApplication
from applications.projection import refresh
from audit.services import record
from consultation.letter import LARGER_EXTENSION
from consultation.selectors import missing_publicity
from core.tasks import enqueue_on_commit
from decision import events
from decision.models import DecisionNotice
from decision.notice import notice_content
from decision.outcomes import label_of
from decision.selectors import accepted_recommendation
from decision.tasks import make_notice


def blocks_to_determine(application: PlanningApplication, *, on: date) -> list[Block]:
    """What stands in the way of a decision today: review, publicity that still runs or never began, a notice never displayed."""
    blocks = []
    if application.withdrawal_asked_at is not None:
        blocks.append(Block("The applicant has asked to withdraw the application. Answer that first.", "casework:withdrawal"))
    if accepted_recommendation(application.case) is None:
        blocks.append(Block("A reviewer must accept the recommendation first.", "decision:review"))
    earliest = application.dates.earliest_decision_on
    if earliest is not None and on < earliest:
        blocks.append(Block(f"People may still comment: the earliest day for a decision is {earliest:%-d %B %Y}.", "casework:case"))
    if application.case.site_notices.filter(displayed_on=None, cancelled_at=None).exists():
        blocks.append(Block("Record when and where the site notice was displayed.", "consultation:site_notice"))
    for missing in missing_publicity(application):
        blocks.append(Block(f"The law asks for {missing.words}, and none has been recorded.", missing.url_name))
    return blocks + _blocks_of_prior_approval(application, on)


def _blocks_of_prior_approval(application: PlanningApplication, on: date) -> list[Block]:
    """After silence the development may go ahead, and no decision can undo that; an objection of a neighbour who was told means that
    approval is required (GPDO Schedule 2, Part 1, paragraph A.4(7) and (10))."""
    if application.type.family != "prior_approval":
        return []
    blocks, expiry = [], application.dates.effective_expiry_on
    if application.dates.next_consequence in {"deemed_consent", "works_may_proceed"} and expiry is not None and on > expiry:
        words = f"The period ended on {expiry:%-d %B %Y} without a decision, so the development may go ahead. Close the case."
        blocks.append(Block(words, "casework:close"))
    accepted = accepted_recommendation(application.case)
    objections = application.case.comments.filter(sentiment="objection", neighbour__chosen=True).exclude(state="withdrawn")
    not_required = accepted is not None and accepted.outcome == "pa_not_required"
    if not_required and application.type.code == LARGER_EXTENSION and objections.exists():
        words = "A neighbour who was told has objected, so prior approval is required: give it or refuse it."
        blocks.append(Block(words, "decision:recommend"))
    return blocks


@transaction.atomic
def determine(*, application: PlanningApplication, by: Any, now: datetime) -> DecisionNotice:
    """Decide as the accepted recommendation says, today; freeze the notice's words and have its PDF made."""
    application = lock(application)
    guard(application, "determine")
    today = timezone.localdate(now)
    accepted = accepted_recommendation(application.case)
    blocks = blocks_to_determine(application, on=today)
    if blocks or accepted is None:
        raise Blocked(blocks)
    notice = DecisionNotice.objects.create(
        authority_id=application.authority_id,
        case=application.case,
        recommendation=accepted,
        outcome=accepted.outcome,
        decided_on=today,
        content=notice_content(application, outcome=accepted.outcome, reasons=accepted.reasons, decided_on=today),
        issued_by=by,
        issued_at=now,
        next_attempt_at=now,
    )
    application.outcome, application.determined_on, application.determined_at = accepted.outcome, today, now
    application.save(update_fields=["outcome", "determined_on", "determined_at"])
    move(application, "determine", by=by, now=now)
    record(events.DETERMINED, case=application.case, by=by, now=now, decided_on=today, outcome=label_of(accepted.outcome))
    refresh(application, now=now)
    enqueue_on_commit(make_notice, application.authority_id, notice.pk)
    return notice
