"""The reviewer's answer."""

from datetime import datetime
from typing import Any

from django.db import transaction

from applications.lifecycle import WITH_REVIEWER, NotAllowedNow, lock, move
from applications.models import PlanningApplication
from applications.projection import refresh
from audit.services import record
from core.errors import DomainError
from core.hosts import url_for
from decision import events
from decision.models import Recommendation, Review
from decision.selectors import makers_of
from decision.services.recommendations import _draft_again
from notifications.services import send_email


class SameOfficer(DomainError):
    """Nobody reviews their own recommendation."""


@transaction.atomic
def review(*, application: PlanningApplication, accepted: bool, comment: str, by: Any, now: datetime) -> Review:
    """Accept the recommendation, or return it with a comment that says what is to be done."""
    application = lock(application)
    sent = (
        Recommendation.objects.select_for_update(of=("self",))
        .select_related("by")
        .filter(case=application.case, state=Recommendation.State.SUBMITTED)
        .first()
    )
    if application.status not in WITH_REVIEWER or sent is None:
        raise NotAllowedNow("There is no recommendation waiting for a reviewer on this case.")
    if by.pk in makers_of(application, sent):
        raise SameOfficer("You made this recommendation, so somebody else must review it.")
    if not accepted and not comment.strip():
        raise DomainError("Say what the officer is to change.", "comment")
    answer = Review.objects.create(
        authority_id=application.authority_id, recommendation=sent, accepted=accepted, comment=comment, by=by, at=now
    )
    sent.state = Recommendation.State.ACCEPTED if accepted else Recommendation.State.RETURNED
    sent.save(update_fields=["state"])
    if accepted:
        record(events.ACCEPTED, case=application.case, by=by, now=now, number=sent.number)
    else:
        _draft_again(sent, sent.by, now)
        move(application, "return_recommendation", by=by, now=now, reason=comment)
        record(events.RETURNED, case=application.case, by=by, now=now, comment=comment, number=sent.number)
        _tell_officer(application, sent, comment, by, now)
    refresh(application, now=now)
    return answer


def _tell_officer(application: PlanningApplication, sent: Recommendation, comment: str, by: Any, now: datetime) -> None:
    case = application.case
    context = {
        "reference": case.reference,
        "address": case.address,
        "reviewer": by.name,
        "comment": comment,
        "link": url_for(case.authority, "officers", "casework:case", reference=case.reference),
    }
    send_email(
        authority=case.authority,
        case=case,
        message="decision.recommendation_returned",
        to=sent.by.email,
        to_name=sent.by.name,
        context=context,
        by=by,
        now=now,
    )
