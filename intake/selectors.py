"""Reading the inbox."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from intake.models import FetchedFile, Submission


def inbox(authority: Any, state: str = "") -> QuerySet[Submission]:
    """The council's submissions, newest first, without their bodies; those in one state, or all."""
    submissions = Submission.objects.filter(authority=authority).defer("body").select_related("case", "client")
    return submissions.filter(state=state) if state else submissions


def state_counts(authority: Any) -> dict[str, int]:
    """How many submissions the council has in each state."""
    rows = Submission.objects.filter(authority=authority).order_by().values_list("state").annotate(Count("pk"))
    return dict(rows)


def submission(authority: Any, public_id: UUID) -> Submission:
    """One submission of the council; Submission.DoesNotExist for another council's."""
    return Submission.objects.select_related("case", "client").get(authority=authority, public_id=public_id)


def submission_of_client(client: Any, public_id: UUID) -> Submission | None:
    """What a client itself has sent, with its case and its files; None for what others sent."""
    own = Submission.objects.filter(authority_id=client.authority_id, client=client, public_id=public_id)
    return own.defer("body").select_related("case").prefetch_related("files").first()


def files_of(submission: Submission) -> QuerySet[FetchedFile]:
    """The files that a submission names, in its order."""
    return FetchedFile.objects.filter(submission=submission).order_by("position")


def submission_of(case: Any) -> Submission | None:
    """The submission that a case was made from; None for a case that was keyed in."""
    return Submission.objects.filter(case=case).order_by("revision").first()


def files_not_here(case: Any) -> QuerySet[FetchedFile]:
    """Files that the submission names and that are not documents of the case (yet), with what went wrong."""
    return FetchedFile.objects.filter(case=case).filter(~Q(state=FetchedFile.State.FETCHED)).order_by("position")
