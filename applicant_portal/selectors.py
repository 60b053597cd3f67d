"""Reading what applicants and the public see."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from accounts.models import hash_token
from applications.models import AccessLink, Colleague, EmailProof, Party, PlanningApplication
from applications.querysets import CLOSED, OPEN
from casework.selectors.search import Question, search
from consultation.models import Comment
from documents.models import Document
from documents.selectors import documents_of, of_letters, public_documents_of
from notifications.letters import postal_lines
from notifications.models import Message
from validation.amendments import unsent
from validation.messages import MESSAGE_FROM_OFFICER, MESSAGE_RECEIVED
from validation.models import CaseMessage, ValidationRequest

CARRIERS = [MESSAGE_FROM_OFFICER.key, MESSAGE_RECEIVED.key]


def link_by_token(authority: Any, token: str) -> AccessLink | EmailProof | None:
    """The link with this token, to one case or to all of an address; None for an unknown one, and for one made for something else."""
    hashed = hash_token(token)
    link: AccessLink | EmailProof | None = _portal_links(authority).filter(token_hash=hashed).first()
    return link or EmailProof.objects.filter(authority=authority, token_hash=hashed).first()


def _portal_links(authority: Any) -> QuerySet[AccessLink]:
    links = AccessLink.objects.filter(authority=authority, purpose=AccessLink.Purpose.APPLICANT)
    return links.exclude(party=None, colleague=None).select_related("party", "colleague__party", "case")


def links_of(authority: Any, keys: Iterable[int], case_id: int | None = None) -> list[AccessLink]:
    """The links that a browser's session is tied to, newest first; of one case where `case_id` says so."""
    links = _portal_links(authority).filter(pk__in=list(keys)).order_by("-used_at", "-pk")
    return list(links.filter(case_id=case_id) if case_id else links)


def proof_of(authority: Any, key: int | None) -> EmailProof | None:
    return EmailProof.objects.filter(authority=authority, pk=key).first() if key else None


def person_by_email(authority: Any, case_id: int, email: str) -> Party | Colleague | None:
    """Who of a case's people may come in at this address: the agent before the applicant, both before a colleague."""
    here = {"authority": authority, "case_id": case_id, "email_key": email}
    people: list[Party | Colleague] = [*Party.objects.filter(**here).order_by("role")]
    people += Colleague.objects.filter(**here, removed_at=None).select_related("party") if not people else []
    return next((person for person in people if person.may_enter), None)


def cases_of_email(authority: Any, email: str) -> list[int]:
    """Keys of the cases that somebody at this address (in small letters) may open, as applicant, agent or colleague. Two queries."""
    roles = [Party.Role.APPLICANT, Party.Role.AGENT]
    parties = Party.objects.filter(authority=authority, email_key=email, access_closed_at=None, role__in=roles)
    added = Colleague.objects.filter(authority=authority, email_key=email, removed_at=None)
    theirs = added.filter(party__access_closed_at=None, party__email_key=F("party_email"))
    return sorted({*parties.values_list("case_id", flat=True), *theirs.values_list("case_id", flat=True)})


def applications_of_email(authority: Any, email: str) -> QuerySet[PlanningApplication]:
    """The applications of an address at this council, with what is owed: `to_answer`, `first_due_on` and `written` (1 where the last
    word in a conversation is the council's); what needs them first comes first."""
    waiting = ValidationRequest.objects.filter(case_id=OuterRef("pk"), state=ValidationRequest.State.OPEN).order_by()
    count = waiting.values("case_id").annotate(count=Count("pk")).values("count")
    last_word = CaseMessage.objects.filter(case_id=OuterRef("pk")).order_by("-written_at", "-pk").values("from_council")[:1]
    return (
        authority.applications.with_case()
        .filter(pk__in=cases_of_email(authority, email))
        .annotate(
            to_answer=Case(When(status__in=OPEN, then=Coalesce(Subquery(count), 0)), default=0),
            first_due_on=Case(When(status__in=OPEN, then=Subquery(waiting.order_by("due_on").values("due_on")[:1]))),
            written=Case(When(status__in=OPEN, then=Coalesce(Subquery(last_word), False)), default=False),
            expires_on=Case(When(status__in=OPEN, then=F("effective_expiry_on"))),
            ended=Q(status__in=CLOSED),
        )
        .order_by(F("first_due_on").asc(nulls_last=True), "-written", "ended", F("expires_on").asc(nulls_last=True), "-received_at", "-pk")
    )


def with_words(applications: QuerySet[PlanningApplication], typed: str) -> QuerySet[PlanningApplication]:
    """Those whose reference, address or proposal holds all the words."""
    for word in typed.replace(",", " ").split()[:10]:
        here = ["case__reference", "case__address_lines", "case__town", "case__postcode", "description"]
        applications = applications.filter(reduce(or_, (Q(**{f"{column}__icontains": word}) for column in here)))
    return applications


def people_of(application: PlanningApplication) -> list[Party | Colleague]:
    """Who may see the application's pages: the applicant, the agent, and the colleagues whom they added."""
    roles = [Party.Role.APPLICANT, Party.Role.AGENT]
    parties = Party.objects.filter(case=application.case, role__in=roles, access_closed_at=None).order_by("-role")
    colleagues = Colleague.objects.filter(case=application.case, removed_at=None).select_related("party")
    return [*parties, *(colleague for colleague in colleagues if colleague.may_enter)]


def colleague_of(application: PlanningApplication, public_id: UUID) -> Colleague:
    """A colleague who has not been removed; DoesNotExist for everybody else."""
    return Colleague.objects.select_related("party").get(case=application.case, public_id=public_id, removed_at=None)


def application_by_reference(authority: Any, reference: str) -> PlanningApplication | None:
    """With what its pages show at the top, and the number of its newest event."""
    found = authority.applications.filter(case__authority=authority, case__reference__in=[reference, reference.upper()])
    return found.with_case().with_last_event().first()


def case_of_request(authority: Any, public_id: UUID) -> int | None:
    return ValidationRequest.objects.filter(authority=authority, public_id=public_id).values_list("case_id", flat=True).first()


def case_of_document(authority: Any, public_id: UUID) -> int | None:
    return Document.objects.filter(authority=authority, public_id=public_id).values_list("case_id", flat=True).first()


def documents_of_applicant(case: Any, writer: str) -> list[Document]:
    """What the applicant's side may see of the case's documents: what they sent, and what is public; newest first.

    Not what one of them wrote to the council alone: a recorded letter or email is for officers, whoever it came from. And not what
    another of them has not sent yet; `writer` (audit.actors.Actor.key): who looks.
    """
    in_hand = unsent(case, writer)
    documents = documents_of(case, also=Q(pk__in=in_hand) | Q(attached_to__in=in_hand))
    sent_in = Q(source__in=[Document.Source.SUBMITTED, Document.Source.APPLICANT])
    letters = Document.objects.filter(of_letters(), case=case).values("pk")
    return list(documents.filter((sent_in & ~Q(pk__in=letters)) | Q(visibility=Document.Visibility.PUBLIC)))


def messages_to(case: Any, person: Any) -> list[Message]:
    """The emails and letters to this person about the case, newest first; without those that only carry a message of the conversation.

    A letter is theirs by name and address: somebody of the same name may have been written to as well.
    """
    theirs = Q(channel=Message.Channel.EMAIL, to__iexact=person.email) if person.email else Q(pk=None)
    if lines := postal_lines(person):
        theirs |= Q(channel=Message.Channel.LETTER, to_name=person.name, address="\n".join(lines))
    return list(case.messages.filter(theirs).exclude(template__in=CARRIERS))


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
