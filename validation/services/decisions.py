"""Valid or invalid."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

import statute.appeals
from applications.clock import clock_for
from applications.lifecycle import Blocked, lock, move
from applications.models import PlanningApplication
from applications.projection import refresh
from audit.services import record
from core.tasks import enqueue_on_commit
from notifications.letters import reached_at
from statute import StatuteError
from validation import events, messages
from validation.models import ValidationRequest
from validation.selectors import (
    blocks_to_invalidate,
    blocks_to_validate,
    correspondent,
    load_requests,
    people_to_tell,
    valid_from_answer,
)
from validation.services.appeals import until
from validation.services.links import email_with_link
from validation.services.overriding import cancel_what_is_not_needed, guard_override, keep_override
from validation.services.requests import send_list
from validation.tasks import keep_letter


@transaction.atomic
def invalidate(*, application: PlanningApplication, by: Any, now: datetime) -> bool:
    """Mark the application invalid and send every request that waits, in one email or letter. False when nobody could be told."""
    application = lock(application)
    blocks = blocks_to_invalidate(application)
    if blocks:
        raise Blocked(blocks)
    pending = [request for request in load_requests(application) if request.state == ValidationRequest.State.PENDING]
    party = correspondent(application)
    move(application, "invalidate", by=by, now=now)
    record(events.INVALIDATED, case=application.case, by=by, now=now, count=len(pending), to=reached_at(party))
    told = send_list(application, pending, message=messages.INVALID, by=by, now=now)
    refresh(application, now=now)
    enqueue_on_commit(keep_letter, application.authority_id, application.pk, messages.INVALID.key, "invalid-notice")
    return told


@transaction.atomic
def validate(
    *, application: PlanningApplication, in_spite_of: Sequence[str] = (), reason: str = "", by: Any, now: datetime
) -> PlanningApplication:
    """Mark the application valid: the clock starts on the day when the last required thing had come, and people are told.

    Blocked: something must be done first. `in_spite_of`: the reasons of the blocks, as they were shown, that somebody who may has
    considered; with a `reason`, and itemised in the history. What is hard to override, and what was not named, blocks all the same.
    """
    application = lock(application)
    blocks = blocks_to_validate(application)
    guard_override(blocks, in_spite_of=in_spite_of, reason=reason)
    if keep_override(application, "validate", blocks, reason=reason, by=by, now=now):
        cancel_what_is_not_needed(application, by=by, now=now)
    answer = valid_from_answer(application)
    application.valid_from_on, application.validated_at, application.validated_by = answer.value, now, by
    application.save(update_fields=["valid_from_on", "validated_at", "validated_by"])
    move(application, "validate", by=by, now=now)
    record(events.VALIDATED, case=application.case, by=by, now=now, valid_from=answer.value, because=answer.explain())
    dates = refresh(application, now=now)
    for party in people_to_tell(application):
        context = {
            "description": application.description,
            "received_on": application.received_on,
            "valid_from_on": application.valid_from_on,
            "expiry_on": dates.effective_expiry_on,
            "appeal": appeal_words(application),
        }
        email_with_link(application=application, party=party, message=messages.VALID, context=context, by=by, now=now)
    enqueue_on_commit(keep_letter, application.authority_id, application.pk, messages.VALID.key, "acknowledgement")
    return application


def appeal_words(application: PlanningApplication) -> str:
    """What the acknowledgement says of an appeal against silence; empty where there is none."""
    clock = clock_for(application)
    try:
        limit = statute.appeals.appeal_limit(clock.facts, outcome=statute.appeals.NON_DETERMINATION).value
    except StatuteError:
        return ""
    if not limit.applies:
        return ""
    return (
        "If by then you have not been told that the application is invalid or that your payment has failed, have not been given a "
        "decision in writing, and have not agreed in writing to a longer period, you can appeal to the "
        f"Secretary of State{until(limit)}. Appeals are made to the Planning Inspectorate: https://www.gov.uk/planning-inspectorate"
    )
