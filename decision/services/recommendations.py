"""The case officer's recommendation."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from applications.lifecycle import UNDER_ASSESSMENT, Block, Blocked, NotAllowedNow, guard, lock, move
from applications.models import PlanningApplication
from applications.projection import refresh
from assessment.models import Summary
from assessment.selectors import latest_summary
from audit.services import record
from core.errors import DomainError
from core.hosts import url_for
from core.services import check_version
from decision import events
from decision.models import Recommendation
from decision.notice import fault_of_notice
from decision.outcomes import label_of
from notifications.services import send_email
from validation.models import ValidationRequest


@transaction.atomic
def save_recommendation(
    *, application: PlanningApplication, outcome: str, reasons: str, private_note: str, version: int | None, by: Any, now: datetime
) -> Recommendation:
    """Draft what is recommended; every field may still be empty. StaleRecord when a colleague saved in between."""
    application = lock(application)
    if application.status not in UNDER_ASSESSMENT:
        raise NotAllowedNow(
            "A recommendation can be written while the application is in assessment. Take it back first if it is with the reviewer."
        )
    if outcome and outcome not in application.type.outcomes:
        raise DomainError("Choose a decision that this type of application can have.", "outcome")
    draft = _draft_to_write(application, version)
    draft.outcome, draft.reasons, draft.private_note, draft.by, draft.at = outcome, reasons, private_note, by, now
    draft.save()
    said = {"outcome": label_of(outcome) or "not chosen yet", "number": draft.number}
    record(events.RECOMMENDATION_SAVED, case=application.case, by=by, now=now, **said)
    refresh(application, now=now)
    return draft


def _draft_to_write(application: PlanningApplication, version: int | None) -> Recommendation:
    """The open draft, if it is the one that the page showed; a new one where none is open."""
    rows = Recommendation.objects.filter(case=application.case)
    draft = rows.select_for_update(of=("self",)).select_related("by").filter(state=Recommendation.State.DRAFT).first()
    if draft is None:
        last = rows.aggregate(last=Max("number"))["last"] or 0
        return Recommendation(authority_id=application.authority_id, case=application.case, number=last + 1)
    theirs = "\n\n".join(part for part in (label_of(draft.outcome), draft.reasons, draft.private_note) if part)
    check_version(draft, version, theirs=theirs, who=draft.by.name)
    return draft


def blocks_to_submit(application: PlanningApplication) -> list[Block]:
    """What must be done before the recommendation can go to the reviewer, each with its page."""
    blocks = []
    draft = Recommendation.objects.filter(case=application.case, state=Recommendation.State.DRAFT).first()
    if draft is None or not draft.outcome or not draft.reasons.strip():
        blocks.append(Block("Choose what you recommend and write the reasons that the notice will give.", "decision:recommend"))
    elif draft.outcome not in application.type.outcomes:
        blocks.append(Block("The type was corrected and cannot have this decision. Choose again.", "decision:recommend"))
    elif fault := fault_of_notice(application, draft.outcome):
        blocks.append(Block(f"No notice can be made for an application of this type: {fault}."))
    assessment = latest_summary(application.case, Summary.Category.ASSESSMENT)
    if assessment is None or not assessment.done:
        blocks.append(
            Block("Complete the assessment: the reviewer, and an inspector on appeal, will read it.", "assessment:assessment_text")
        )
    waiting = ValidationRequest.objects.filter(case=application.case, state="open").exclude(kind=ValidationRequest.Kind.TIME_EXTENSION)
    for request in waiting:
        blocks.append(Block(f"The applicant has not answered yet: {request}. Wait, or cancel it with a reason.", "validation:requests"))
    return blocks


@transaction.atomic
def submit_recommendation(*, application: PlanningApplication, by: Any, now: datetime) -> Recommendation:
    """Send the recommendation to the reviewer. Blocked lists all that must be done first."""
    application = lock(application)
    guard(application, "submit_recommendation")
    blocks = blocks_to_submit(application)
    if blocks:
        raise Blocked(blocks)
    draft = Recommendation.objects.select_for_update().get(case=application.case, state=Recommendation.State.DRAFT)
    draft.state, draft.submitted_at = Recommendation.State.SUBMITTED, now
    draft.save(update_fields=["state", "submitted_at"])
    move(application, "submit_recommendation", by=by, now=now)
    record(events.SUBMITTED, case=application.case, by=by, now=now, outcome=label_of(draft.outcome), number=draft.number)
    _tell_reviewers(application, draft, by, now)
    refresh(application, now=now)
    return draft


def _tell_reviewers(application: PlanningApplication, draft: Recommendation, by: Any, now: datetime) -> None:
    authority, case = application.case.authority, application.case
    if authority.reviewer_group_email:
        context = {
            "reference": case.reference,
            "address": case.address,
            "officer": by.name,
            "outcome": label_of(draft.outcome),
            "link": url_for(authority, "officers", "decision:review", reference=case.reference),
        }
        send_email(
            authority=authority,
            case=case,
            message="decision.recommendation_submitted",
            to=authority.reviewer_group_email,
            context=context,
            by=by,
            now=now,
        )


@transaction.atomic
def take_back_recommendation(*, application: PlanningApplication, by: Any, now: datetime) -> None:
    """Take a recommendation back that the reviewer has not answered; its text becomes the next draft."""
    application = lock(application)
    guard(application, "take_back_recommendation")
    sent = Recommendation.objects.select_for_update().filter(case=application.case, state=Recommendation.State.SUBMITTED).first()
    if sent is None:
        raise NotAllowedNow("The reviewer has already answered. Open the case again to see what they said.")
    sent.state = Recommendation.State.WITHDRAWN
    sent.save(update_fields=["state"])
    _draft_again(sent, by, now)
    move(application, "take_back_recommendation", by=by, now=now)
    record(events.TAKEN_BACK, case=application.case, by=by, now=now, number=sent.number)
    refresh(application, now=now)


def _draft_again(sent: Recommendation, by: Any, now: datetime) -> Recommendation:
    """A new draft with the words of one that came back."""
    return Recommendation.objects.create(
        authority_id=sent.authority_id,
        case_id=sent.case_id,
        number=sent.number + 1,
        outcome=sent.outcome,
        reasons=sent.reasons,
        private_note=sent.private_note,
        version=sent.version + 1,
        by=by,
        at=now,
    )
