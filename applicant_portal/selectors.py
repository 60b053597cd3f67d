"""Reading what applicants and the public see."""

from typing import Any

from django.db.models import Count, QuerySet

from accounts.models import hash_token
from applications.models import AccessLink, PlanningApplication
from casework.selectors.search import Question, search
from consultation.models import Comment
from documents.models import Document
from documents.selectors import documents_of, public_documents_of
from notifications.models import Message


def link_by_token(authority: Any, token: str) -> AccessLink | None:
    """The applicant's link with this token; None for an unknown one, and for one that was made for something else."""
    links = AccessLink.objects.filter(authority=authority, purpose=AccessLink.Purpose.APPLICANT, party__isnull=False)
    return links.select_related("party", "case").filter(token_hash=hash_token(token)).first()


def link_of_session(authority: Any, link_id: int | None) -> AccessLink | None:
    """The link that a browser's session is tied to."""
    if link_id is None:
        return None
    links = AccessLink.objects.filter(authority=authority, purpose=AccessLink.Purpose.APPLICANT)
    return links.select_related("party", "case").filter(pk=link_id).first()


def documents_of_applicant(case: Any) -> list[Document]:
    """What the applicant may see of the case's documents: what they sent, and what is public; newest first."""
    theirs = {Document.Source.SUBMITTED, Document.Source.APPLICANT}
    return [document for document in documents_of(case) if document.source in theirs or document.visibility == Document.Visibility.PUBLIC]


def messages_to(case: Any, party: Any) -> list[Message]:
    """The emails that went to this person about the case, newest first."""
    return list(case.messages.filter(to__iexact=party.email, channel=Message.Channel.EMAIL)) if party.email else []


def public_applications(authority: Any, typed: str = "") -> QuerySet[PlanningApplication] | list[PlanningApplication]:
    """What anybody may see, newest first; with words, those whose reference, address or proposal holds all of them.

    The search of the officers' desk finds the candidates; names and other private words do not count here.
    """
    question = Question.of(typed)
    if not question.text:
        return authority.applications.public().with_case().order_by("-published_at", "-pk")
    words = question.text.replace(",", " ").lower().split()
    best_first = search(authority, question, published=True)
    found = authority.applications.public().with_case().in_bulk(best_first)
    rows = [found[pk] for pk in best_first if pk in found]
    return [application for application in rows if all(word in _public_words(application) for word in words)]


def _public_words(application: PlanningApplication) -> str:
    case = application.case
    postcode = f"{case.postcode} {case.postcode.replace(' ', '')}"
    return f"{case.reference} {case.address_lines} {case.town} {postcode} {application.description}".lower()


def public_documents(case: Any) -> list[Document]:
    return list(public_documents_of(case))


def published_comments(case: Any) -> QuerySet[Comment]:
    """The comments that officers published, newest first."""
    return Comment.objects.filter(case=case, state=Comment.State.PUBLISHED)


def comment_counts(case: Any) -> dict[str, int]:
    """How many published comments support, object, or do neither."""
    rows = published_comments(case).order_by().values_list("sentiment").annotate(count=Count("pk"))
    return dict(rows)
