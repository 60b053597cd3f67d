"""Reading what was checked, what was asked and what was answered."""

from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from applications.corrections import reason_of, received_because, standing
from applications.facts import facts_for
from applications.law import received_on
from applications.lifecycle import BEFORE_VALIDATION, ENDED, Block
from applications.models import DateCorrection, Party, SiteLookUp
from applications.payments import fee_received_on, position
from applications.snapshot import CaseSnapshot
from core.filters import money as show_money
from documents.models import Document
from documents.tags import CORRESPONDENCE
from notifications.letters import EMAIL, way_to
from notifications.models import Message
from statute import Answer
from statute.validity import valid_from
from validation import messages
from validation.amendments import not_accepted
from validation.kinds import SILENCE_AGREES, kind_of
from validation.models import ApplicantDraft, CaseMessage, RequestDocument, ValidationCheck, ValidationRequest
from validation.questions import CHECK_PAGES, checks_of, task_of

Check, State, Kind = ValidationCheck.Check, ValidationRequest.State, ValidationRequest.Kind
REQUESTS_PAGE = "validation:requests"


def load_checks(application: Any) -> dict[str, ValidationCheck]:
    """The officer's answers by check, each with when a look-up last changed the constraints. Snapshot part "checks"."""
    changed = SiteLookUp.objects.filter(case=OuterRef("case"), what=SiteLookUp.What.CONSTRAINTS).values("changed_at")[:1]
    checks = application.case.validation_checks.select_related("by").annotate(site_changed_at=Subquery(changed))
    return {check.check_name: check for check in checks}


def is_overtaken(check: ValidationCheck) -> bool:
    """Whether a look-up changed the constraints after an officer had checked them."""
    changed: datetime | None = getattr(check, "site_changed_at", None)
    return bool(check.check_name == Check.CONSTRAINTS and check.ok and changed and changed > check.at)


def load_requests(application: Any) -> list[ValidationRequest]:
    """Every request of the case in order, cancelled ones included. Snapshot part "requests"."""
    unread = CaseMessage.objects.filter(request=OuterRef("pk"), from_council=False, read_at=None).order_by()
    counted = unread.values("request").annotate(count=Count("pk")).values("count")
    requests = application.case.validation_requests.select_related("created_by", "seen_by", "cancelled_by")
    return list(requests.annotate(unread_messages=Coalesce(Subquery(counted), 0)))


def load_document_checks(application: Any) -> list[bool | None]:
    """Of each document that came in and stands: fit, not fit, or not looked at. Snapshot part "document_checks"."""
    return list(documents_to_check(application).values_list("checked", flat=True))


def documents_to_check(application: Any) -> Any:
    """What the applicant sent and nobody archived, newest first."""
    sources = [Document.Source.SUBMITTED, Document.Source.APPLICANT, Document.Source.OFFICER]
    ours = RequestDocument.objects.filter(from_council=True, request__case=application.case).values("document_id")
    papers = application.case.documents.filter(archived_at=None, redaction_of=None, source__in=sources)
    came_with_an_email = Q(attached_to__tags__contains=[CORRESPONDENCE], tags=[])  # until an officer says what it is
    papers = papers.exclude(pk__in=ours).exclude(came_with_an_email).exclude(tags__contains=[CORRESPONDENCE])
    return papers.exclude(pk__in=not_accepted(application.case))


def is_unseen(request: ValidationRequest) -> bool:
    """Answered, and no officer has dealt with the answer."""
    return request.state == State.CLOSED and request.seen_at is None


def is_live(request: ValidationRequest) -> bool:
    """Not sent yet, or waiting for the applicant."""
    return request.state in (State.PENDING, State.OPEN)


def count_unread_answers(application: Any) -> int:
    """How many answers of the applicant no officer has dealt with."""
    return int(application.case.validation_requests.filter(state=State.CLOSED, seen_at=None).count())


def count_unread_messages(application: Any) -> int:
    """How many messages of the people of a case no officer has read."""
    return int(application.case.conversation.filter(from_council=False, read_at=None).count())


def unread_messages(request: ValidationRequest) -> int:
    """How many messages of the applicant about a request nobody has read. Of a request that `load_requests` read: no query."""
    return int(getattr(request, "unread_messages", 0))


def thread_of(application: Any, request: ValidationRequest | None = None) -> Any:
    """The conversation about a request, or about the application as a whole, oldest first."""
    return application.case.conversation.filter(request=request)


def drafts_of(application: Any, writer: str) -> dict[str, ApplicantDraft]:
    """What somebody has begun to write on the applicants' pages, by what it is about."""
    return {draft.about: draft for draft in application.case.applicant_drafts.filter(writer=writer)}


def load_unread_messages(application: Any) -> int:
    """How many messages about the application as a whole no officer has read. Snapshot part "messages". No query where none is unread."""
    if not application.unread_messages:
        return 0
    return int(thread_of(application).filter(from_council=False, read_at=None).count())


def attachments_of(request: ValidationRequest) -> Any:
    """The council's own files with a request, as far as they stand."""
    theirs = request.request_documents.filter(from_council=True).values("document_id")
    return Document.objects.filter(case_id=request.case_id, archived_at=None, pk__in=theirs).order_by("pk")


def attachments_for_applicant(application: Any) -> Any:
    """The council's own files with every request that was sent: what the applicant may open beside their own and public ones."""
    sent = RequestDocument.objects.filter(from_council=True, request__case=application.case, request__sent_at__isnull=False)
    return Document.objects.filter(case=application.case, archived_at=None, pk__in=sent.values("document_id"))


def blocks_to_validate(application: Any) -> list[Block]:
    """All that stands between the application and being valid; empty when it can be marked valid."""
    snapshot = CaseSnapshot(application)
    if application.status not in BEFORE_VALIDATION:
        return [Block(f"The application is {application.get_status_display().lower()} already.", hard=True)]
    return [
        *_missing_altogether(application),
        *_unanswered_checks(snapshot),
        *_documents_in_the_way(snapshot),
        *_requests_in_the_way(snapshot),
        *_notices_in_the_way(snapshot),
    ]


def _missing_altogether(application: Any) -> list[Block]:
    """What no application can be without: nobody can decide in spite of it."""
    case, blocks = application.case, []
    if not (case.boundary or case.point or case.address_lines):
        words = "The case has no site: neither an address nor a place on the map. Draw the red line."
        blocks.append(Block(words, CHECK_PAGES[Check.RED_LINE][1], hard=True))
    if not application.description.strip():
        blocks.append(Block("It does not say what is proposed.", CHECK_PAGES[Check.DESCRIPTION][1], hard=True))
    return blocks


def _fee_is_missing(application: Any) -> str:
    """What should be paid, where nothing of it has arrived: an application is not valid in law without its fee. Else ""."""
    money = position(application, facts_for(application))
    return show_money(money.wanted) if money.wanted and not money.paid else ""


def _unanswered_checks(snapshot: CaseSnapshot) -> list[Block]:
    checks, requests = snapshot["checks"], snapshot["requests"]
    blocks = []
    for name in checks_of(snapshot):
        (words, page), check = CHECK_PAGES[name], checks.get(name)
        is_open = check is None or check.ok is None
        if name == Check.FEE and (missing := _fee_is_missing(snapshot.application)):
            missing = f"{missing} is due and nothing has arrived: it cannot be valid without its fee."
            blocks.append(Block(f"{words} {missing}" if is_open else missing, page, hard=True))
        elif is_open:
            blocks.append(Block(words, page))
        elif is_overtaken(check):
            blocks.append(Block("What touches the site changed after the constraints were checked.", page))
        elif not check.ok and not any(is_live(r) for r in requests if kind_of(r).task == task_of(name)):
            blocks.append(Block(f"{check.get_check_name_display()}: the answer was no. Check again, or ask the applicant.", page))
    return blocks


def _documents_in_the_way(snapshot: CaseSnapshot) -> list[Block]:
    page, found = CHECK_PAGES[Check.DOCUMENTS][1], snapshot["document_checks"]
    unlooked, unfit = found.count(None), found.count(False)
    blocks = [Block(f"{_documents(unlooked)} not looked at yet.", page)] if unlooked else []
    return blocks + ([Block(f"{_documents(unfit)} not fit for use.", page)] if unfit else [])


def _documents(count: int) -> str:
    return "1 document is" if count == 1 else f"{count} documents are"


def _requests_in_the_way(snapshot: CaseSnapshot) -> list[Block]:
    blocks = []
    for request in snapshot["requests"]:
        name = summary_of(request)
        if is_live(request) and kind_of(request).holds_up:
            state = "has not been sent" if request.state == State.PENDING else "has not been answered"
            blocks.append(Block(f"A request {state}: {name}.", REQUESTS_PAGE))
        elif is_unseen(request):
            blocks.append(Block(f"An answer has not been looked at: {name}.", REQUESTS_PAGE))
    return blocks


def _notices_in_the_way(snapshot: CaseSnapshot) -> list[Block]:
    unanswered = snapshot.status == "invalidated" and any(dispute.answered_at is None for dispute in snapshot["disputes"])
    words = "The applicant’s notice that something is not needed (article 12) has not been answered."
    return [Block(words, "validation:answer_dispute", hard=True)] if unanswered else []


def blocks_to_invalidate(application: Any) -> list[Block]:
    """What stands in the way of marking the application invalid: there must be something to ask for."""
    if application.status != "not_started":
        return [Block(f"The application is {application.get_status_display().lower()} already.", hard=True)]
    pending = [r for r in load_requests(application) if r.state == State.PENDING]
    return [] if pending else [Block("There is nothing to ask the applicant for. Add a request first.", REQUESTS_PAGE, hard=True)]


def checks_not_done(application: Any) -> list[Block]:
    """The checks without an answer: before the invalid notice goes, for there may be more to ask for in the one list. They stop nothing."""
    snapshot = CaseSnapshot(application)
    checks = snapshot["checks"]
    return [
        Block(*CHECK_PAGES[name])
        for name in checks_of(snapshot)
        if name not in checks or checks[name].ok is None or is_overtaken(checks[name])
    ]


def if_not_answered(request: ValidationRequest) -> str:
    """What happens without an answer, for the applicant to read."""
    if request.payload.get(SILENCE_AGREES):
        return "If we do not hear from you by then, the description that we propose counts as agreed."
    return kind_of(request).if_not


def summary_of(request: ValidationRequest) -> str:
    """One line of what a request is about, for lists, emails and the history."""
    about = request.payload.get("document_type") or request.payload.get("document_name") or ""
    title = kind_of(request).title
    return f"{title}, {about}" if about else title


def last_required_item_on(application: Any) -> date | None:
    """The day on which the last required answer counts as received: out of office hours it is the next working day."""
    answered: list[datetime] = [
        request.answered_at
        for request in load_requests(application)
        if request.state == State.CLOSED and kind_of(request).holds_up and request.answered_at and not request.post_validation
    ]
    return received_on(max(answered), application.case.authority) if answered else None


def open_requests(application: Any) -> list[ValidationRequest]:
    """What the applicant still has to answer, first due first."""
    found = [request for request in load_requests(application) if request.state == State.OPEN]
    return sorted(found, key=lambda request: request.due_on or timezone.localdate())


def sent_requests(application: Any) -> list[ValidationRequest]:
    """What the applicant may see: everything that was ever sent."""
    return [request for request in load_requests(application) if request.sent_at is not None]


def people_with_email(application: Any) -> list[Any]:
    """The agent and the applicant, as far as they are told by email; the agent first."""
    return [party for party in people_to_tell(application) if way_to(party) == EMAIL]


def people_to_tell(application: Any) -> list[Any]:
    """The agent and the applicant, as far as they can be told anything, by email or by post; the agent first."""
    people = [party for party in application.case.parties.all() if way_to(party)]
    return sorted(people, key=lambda party: party.role != "agent")


def correspondent(application: Any) -> Any:
    """Who answers for the application: the agent, else the applicant, of those to whom the applicants' pages are open; where they are
    closed to both, the agent all the same. None where nobody can be emailed or written to."""
    people = people_to_tell(application)
    return next((person for person in people if person.may_enter), next(iter(people), None))


def answer_files(request: ValidationRequest) -> Any:
    """The files that the applicant put to an answer and did not take back."""
    return Document.objects.filter(
        case_id=request.case_id, archived_at=None, pk__in=request.request_documents.filter(from_council=False).values("document_id")
    ).order_by("pk")


def files_of_others(request: ValidationRequest, writer: str) -> set[int]:
    """Keys of the documents that somebody else on the applicant's side put to an answer; `writer` (audit.actors.Actor.key): who looks."""
    added = request.request_documents.filter(from_council=False).exclude(writer__in=["", writer])
    return set(added.values_list("document_id", flat=True))


def valid_from_answer(application: Any) -> Answer[date]:
    """From which day the application counts as valid, with the reasons: what a person set, else receipt, last required item, fee."""
    computed = valid_from_computed(application)
    fixed = standing(application.case, DateCorrection.What.VALID_FROM)
    return Answer(fixed.day, (reason_of(fixed), *computed.because)) if fixed else computed


def valid_from_computed(application: Any) -> Answer[date]:
    """The same by what arrived when, whatever a person set."""
    answer = valid_from(
        received_on=application.received_on,
        last_required_item_on=last_required_item_on(application),
        fee_received_on=fee_received_on(application, facts_for(application)),
    )
    return Answer(answer.value, (*received_because(application.case), *answer.because))


def requests_of_task(snapshot: CaseSnapshot, task: str) -> list[ValidationRequest]:
    """The requests that one task asked, newest first, cancelled ones included."""
    return [request for request in reversed(snapshot["requests"]) if kind_of(request).task == task]


def request_of(application: Any, public_id: Any) -> ValidationRequest:
    """One request of this case; DoesNotExist for every other."""
    return application.case.validation_requests.get(public_id=public_id)


def sent_request_of(application: Any, public_id: Any) -> ValidationRequest:
    """One request that the applicant may see; DoesNotExist for one that was never sent, and for every other case's."""
    return application.case.validation_requests.get(public_id=public_id, sent_at__isnull=False)


def was_acknowledged(case: Any) -> bool:
    return bool(case.messages.filter(template=messages.RECEIVED.key).exists())


def not_acknowledged(authority: Any, *, since: datetime) -> Any:
    """New applications since then whose applicant or agent can be told and has not been told that they arrived, oldest first."""
    told = Message.objects.filter(case_id=OuterRef("pk"), template=messages.RECEIVED.key)
    by_post = ~Q(address_lines="") & ~Q(town="", postcode="")
    reachable = Party.objects.filter(~Q(email="") | by_post, case_id=OuterRef("pk"))
    fresh = authority.applications.filter(status="not_started", case__created_at__gte=since)
    return fresh.filter(Exists(reachable), ~Exists(told)).select_related("case").order_by("received_at")


def with_open_requests(authority: Any, *, due_by: date) -> Any:
    """Applications that have not ended and have an unanswered request whose last day is no later than `due_by`."""
    open_ones = ValidationRequest.objects.filter(case_id=OuterRef("pk"), state=State.OPEN, due_on__lte=due_by)
    return authority.applications.exclude(status__in=ENDED).filter(Exists(open_ones)).order_by("pk")
