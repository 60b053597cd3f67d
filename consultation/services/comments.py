"""What people say."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.lifecycle import lock
from applications.models import PlanningApplication
from applications.projection import refresh
from audit.services import record
from consultation import events
from consultation.models import Comment, Consultation, Neighbour
from consultation.services.guards import NotYetPublic
from core.errors import DomainError
from core.hosts import url_for
from core.services import check_version
from notifications.services import send_email


class CommentsClosed(DomainError):
    """The decision has been made, or the application has ended otherwise."""


@transaction.atomic
def receive_comment(
    *,
    application: PlanningApplication,
    name: str,
    address: str,
    email: str,
    sentiment: str,
    topics: list[str],
    text: str,
    public_id: uuid.UUID | None = None,
    by: Any,
    now: datetime,
) -> Comment:
    """Keep a comment as it was written. It is shown to nobody but officers until one of them publishes it.

    `public_id`, where the sender chose one, makes a comment that is sent again arrive once: the first is given back.
    """
    application = lock(application)
    kept = Comment.objects.filter(case=application.case, public_id=public_id).first() if public_id else None
    if kept is not None:
        return kept
    if application.is_closed:
        raise CommentsClosed("This application has been decided or closed, so comments can no longer be sent.")
    if not application.is_public:
        raise NotYetPublic("Comments cannot be sent on this application yet.")
    case = application.case
    consultation = Consultation.objects.filter(case=case).first()
    late = bool(consultation and consultation.ends_on and timezone.localdate(now) > consultation.ends_on)
    comment = Comment.objects.create(
        authority_id=case.authority_id,
        public_id=public_id or uuid.uuid4(),
        case=case,
        neighbour=_neighbour(case, address),
        name=name,
        address=address,
        email=email,
        sentiment=sentiment,
        topics=topics,
        text=text,
        received_at=now,
        late=late,
    )
    record(
        events.COMMENT_RECEIVED,
        case=case,
        by=by,
        now=now,
        name=name,
        sentiment=comment.get_sentiment_display(),
        comment=str(comment.public_id),
    )
    if email:
        _receipt(comment, case, by, now)
    refresh(application, now=now)
    return comment


def _neighbour(case: Any, address: str) -> Neighbour:
    row = Neighbour.objects.filter(case=case, address__iexact=address).first()
    if row is None:
        row = Neighbour.objects.create(
            authority_id=case.authority_id, case=case, address=address, source=Neighbour.Source.COMMENT, chosen=False
        )
    return row


def _receipt(comment: Comment, case: Any, by: Any, now: datetime) -> None:
    context = {
        "reference": case.reference,
        "address": case.address,
        "text": comment.text,
        "link": url_for(case.authority, "public", "applicant_portal:application", reference=case.reference),
    }
    send_email(
        authority=case.authority,
        case=case,
        message="consultation.comment_receipt",
        to=comment.email,
        to_name=comment.name,
        context=context,
        by=by,
        now=now,
    )


def _moderate(comment: Comment, version: int, by: Any, now: datetime) -> Comment:
    row = Comment.objects.select_for_update(of=("self",)).select_related("case__application", "moderated_by").get(pk=comment.pk)
    if row.state == Comment.State.WITHDRAWN:
        raise DomainError("The writer has withdrawn this comment.")
    theirs = row.published_text or row.hold_reason
    check_version(row, version, theirs=theirs, who=row.moderated_by.name if row.moderated_by else "Somebody else")
    row.moderated_by, row.moderated_at = by, now
    return row


@transaction.atomic
def publish_comment(*, comment: Comment, text: str, version: int, by: Any, now: datetime) -> None:
    """Put a comment on the public page, in the words given: the writer's own with personal details taken out."""
    row = _moderate(comment, version, by, now)
    if not text.strip():
        raise DomainError("There is nothing to publish. To leave the comment out, choose not to publish it.", "text")
    row.published_text, row.state, row.hold_reason = text, Comment.State.PUBLISHED, ""
    row.save()
    record(events.COMMENT_PUBLISHED, case=row.case, by=by, now=now, name=row.name, redacted=text != row.text)
    refresh(row.case.application, now=now)


@transaction.atomic
def hold_comment(*, comment: Comment, reason: str, version: int, by: Any, now: datetime) -> None:
    """Keep a comment off the public page, with the reason; officers still see it."""
    row = _moderate(comment, version, by, now)
    if not reason.strip():
        raise DomainError("Say why it is not published.", "reason")
    row.published_text, row.state, row.hold_reason = "", Comment.State.HELD, reason
    row.save()
    record(events.COMMENT_HELD, case=row.case, by=by, now=now, name=row.name, reason=reason)
    refresh(row.case.application, now=now)
