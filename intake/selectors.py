"""Reading the inbox."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum

from applications.models import Case, CaseReference
from documents.models import DocumentVersion
from intake.models import Difference, FetchedFile, Submission
from intake.readers import is_breach, number_at_the_portal
from intake.readers.parts import parse

State = Submission.State
WAITING_FOR_SOMEBODY = "waiting"
GIVEN_UP_AFTER = timedelta(days=1)  # what failed for a reason of ours is tried again until so long after it came


def waits_for_somebody(now: datetime) -> Q:
    """What no machine will mend: faults, what is held, and what failed for so long that it was given up."""
    given_up = Q(state=State.FAILED, received_at__lt=now - GIVEN_UP_AFTER)
    return Q(state__in=[State.FAULTY, State.HELD]) | given_up


def inbox(
    authority: Any,
    state: str = "",
    *,
    now: datetime | None = None,
    source: str = "",
    since: date | None = None,
    until: date | None = None,
    words: str = "",
) -> QuerySet[Submission]:
    """The council's submissions, newest first, without their bodies; those in one state, of one source, of some days, or about `words`.

    The state WAITING_FOR_SOMEBODY (needs `now`) gives the list of those given up, oldest first.
    """
    found = Submission.objects.filter(authority=authority).defer("body", "unknown").select_related("case", "client", "set_aside_by")
    if state == WAITING_FOR_SOMEBODY and now is not None:
        found = found.filter(waits_for_somebody(now)).order_by("received_at", "pk")
    elif state:
        found = found.filter(state=state)
    conditions = {"source": source, "received_at__date__gte": since, "received_at__date__lte": until}
    found = found.filter(**{name: value for name, value in conditions.items() if value})
    words = words.strip()
    number = number_at_the_portal(words)
    by_number = Q(source=Submission.Source.PLANNING_PORTAL, source_id__icontains=number) if number else Q()
    return found.filter(Q(source_id__icontains=words) | by_number | Q(case__reference__iexact=words)) if words else found


def state_counts(authority: Any) -> dict[str, int]:
    """How many submissions the council has in each state."""
    rows = Submission.objects.filter(authority=authority).order_by().values_list("state").annotate(Count("pk"))
    return dict(rows)


@dataclass(frozen=True)
class Waiting:
    """How many submissions wait for somebody, and since when the oldest does."""

    count: int
    since: datetime | None


def waiting(authority: Any, now: datetime) -> Waiting:
    """What somebody at the council should look at."""
    found = Submission.objects.filter(waits_for_somebody(now), authority=authority).order_by()
    figures = found.aggregate(count=Count("pk"), since=Min("received_at"))
    return Waiting(figures["count"], figures["since"])


def submission(authority: Any, public_id: UUID) -> Submission:
    """One submission of the council; Submission.DoesNotExist for another council's."""
    return Submission.objects.select_related("case", "client", "set_aside_by").get(authority=authority, public_id=public_id)


def own_cases(authority: Any, named: Collection[str]) -> dict[str, str]:
    """Which of these references, as people wrote them, are cases of the council (also by a reference of before): named → reference.

    Two queries.
    """
    forms = {name: ("".join(name.split()), "".join(name.split()).upper()) for name in named}
    wanted = {form for pair in forms.values() for form in pair}
    cases = Case.objects.filter(authority=authority, reference__in=wanted).order_by()
    former = CaseReference.objects.filter(authority=authority, reference__in=wanted).order_by()
    found = dict(former.values_list("reference", "case__reference"))
    found |= {reference: reference for reference in cases.values_list("reference", flat=True)}
    return {name: found[form] for name, pair in forms.items() for form in pair if form in found}


def reports_a_breach(submission: Submission) -> bool:
    """Whether it is a report of a breach, which says who sent it: by its case, or by its body where it is none (yet)."""
    if submission.case is not None:
        return submission.case.kind == Case.Kind.ENFORCEMENT
    document, _ = parse(bytes(submission.body))
    return document is not None and is_breach(document)


def submission_of_client(client: Any, public_id: UUID) -> Submission | None:
    """What a client itself has sent, with its case and its files; None for what others sent."""
    own = Submission.objects.filter(authority_id=client.authority_id, client=client, public_id=public_id)
    return own.defer("body").select_related("case").prefetch_related("files").first()


def sender_of(authority: Any, public_id: str) -> Any:
    """The client that sent one of the council's submissions; None where no client did, or there is no such submission."""
    try:
        UUID(public_id)
    except ValueError:
        return None
    found = Submission.objects.filter(authority=authority, public_id=public_id).select_related("client").only("client").first()
    return found.client if found else None


def versions_of(submission: Submission) -> QuerySet[Submission]:
    """The other contents under the same id, newest first."""
    same = Submission.objects.filter(authority_id=submission.authority_id, source=submission.source, source_id=submission.source_id)
    return same.exclude(pk=submission.pk).defer("body", "unknown").order_by("-revision")


def files_of(submission: Submission) -> QuerySet[FetchedFile]:
    """The files that a submission names, in its order."""
    return FetchedFile.objects.filter(submission=submission).order_by("position")


def submission_of(case: Any) -> Submission | None:
    """The submission that a case was made from; None for a case that was keyed in."""
    return Submission.objects.filter(case=case).order_by("understood_at", "revision").first()


def files_not_here(case: Any) -> QuerySet[FetchedFile]:
    """Files that the submission names and that are not documents of the case (yet), with what went wrong."""
    return FetchedFile.objects.filter(case=case).filter(~Q(state=FetchedFile.State.FETCHED)).order_by("position")


def later_versions(case: Any) -> QuerySet[Submission]:
    """The versions of a case's submission that came after the first, newest first; not those that were overtaken on their way."""
    told = Q(Exists(Difference.objects.filter(submission=OuterRef("pk")))) | ~Q(state=State.SUPERSEDED)
    return (
        Submission.objects.filter(told, case=case, revision__gt=1).defer("body", "unknown").select_related("client").order_by("-revision")
    )


def differences_of(submission: Submission) -> QuerySet[Difference]:
    """What a later version says differently, with who decided about it."""
    return Difference.objects.filter(submission=submission).select_related("decided_by", "submission__client").order_by("position")


def difference(case: Any, revision: int, position: int) -> Difference:
    """One difference of a case; Difference.DoesNotExist."""
    return Difference.objects.select_related("submission__client", "case").get(case=case, submission__revision=revision, position=position)


def bytes_fetched(submission: Submission) -> int:
    """How much the files of a submission that arrived have together."""
    kept = FetchedFile.objects.filter(submission=submission, document__isnull=False).values("document")
    total = DocumentVersion.objects.filter(document__in=kept).aggregate(total=Sum("size"))["total"]
    return int(total or 0)
