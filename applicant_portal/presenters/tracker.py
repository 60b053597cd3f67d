"""Where an application is, in plain words, and what is needed from the applicant."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from applicant_portal.access import Access
from applicant_portal.presenters.whereabouts import Whereabouts
from applicant_portal.selectors import documents_of_applicant, messages_to
from applications.models import PlanningApplication
from core.filters import show_date
from decision.outcomes import label_of
from documents.models import Document
from documents.presenters import DocumentCard
from intake.boards import AS_SUBMITTED
from notifications.letters import EMAIL, POST, way_to
from validation.disputes import is_disputable, latest_about, may_dispute
from validation.kinds import RequestKind, kind_of
from validation.models import ValidationDispute, ValidationRequest
from validation.presenters import Proposal
from validation.selectors import drafts_of, if_not_answered, sent_requests, summary_of, thread_of

Status, State = PlanningApplication.Status, ValidationRequest.State
DONE, NOW, LATER = "done", "now", "later"
LABELS = {DONE: "Done", NOW: "Now", LATER: "Later"}
REACHED = {Status.PENDING: 1, Status.NOT_STARTED: 1, Status.INVALIDATED: 1, Status.DETERMINED: 5}
WITH_DECIDER = {Status.AWAITING_DETERMINATION, Status.IN_COMMITTEE}


@dataclass(frozen=True)
class Step:
    """One of the five steps. state: done, now or later."""

    title: str
    state: str
    words: str

    @property
    def label(self) -> str:
        return LABELS[self.state]


def reached_step(application: PlanningApplication, on: date) -> int:
    """The number of the step that is being done: 1 checking, 2 people are asked, 3 looked at, 4 deciding, 5 all done."""
    if application.status in REACHED:
        return REACHED[Status(application.status)]
    if application.status in WITH_DECIDER:
        return 4
    if application.valid_from_on is None:
        return 1
    end = application.consultation_end_on
    return 2 if application.is_public and end is not None and end >= on else 3


def applicant_card(document: Document) -> DocumentCard:
    """A document on the applicant's pages: its title opens the file."""
    version = document.current
    url = reverse("applicant_portal:my_document", kwargs={"public_id": document.public_id})
    has_pictures = version is not None and version.previews_at is not None
    pictures = [f"{url}{name}/" if has_pictures else "" for name in ("thumbnail", "page")]
    return DocumentCard(document, version, url=url, file_url=url, thumbnail_url=pictures[0], page_url=pictures[1])


@dataclass(frozen=True)
class RequestPage(Proposal):
    """One request as the applicant reads it."""

    request: ValidationRequest
    access: Access

    @property
    def kind(self) -> RequestKind:
        return kind_of(self.request)

    @property
    def title(self) -> str:
        about = self.request.payload.get("document_type") or self.request.payload.get("document_name") or ""
        return f"{self.kind.ask}: {about}" if about else self.kind.ask

    @property
    def what(self) -> str:
        return summary_of(self.request)

    @property
    def layers(self) -> list[dict[str, Any]]:
        """The outline as it stands, to see under the proposed one on the map."""
        shape = self.request.payload.get("previous_boundary")
        return [{"name": "As it stands", "geojson": shape, "colour": AS_SUBMITTED}] if shape else []

    @property
    def if_not(self) -> str:
        return if_not_answered(self.request)

    @property
    def is_open(self) -> bool:
        return self.request.state == State.OPEN and not self.access.application.is_closed

    @property
    def dispute(self) -> ValidationDispute | None:
        """The notice that this is not needed, answered or not."""
        return latest_about(self.request)

    @property
    def can_dispute(self) -> bool:
        """Whether they may say that it is not needed: while it holds an invalid application up."""
        application = self.access.application
        return self.is_open and is_disputable(self.request) and application.status == Status.INVALIDATED and may_dispute(application)

    @property
    def overdue(self) -> bool:
        return self.is_open and self.request.due_on is not None and self.request.due_on < timezone.localdate()

    @property
    def url(self) -> str:
        return reverse("applicant_portal:request", kwargs={"request_id": self.request.public_id})

    @property
    def messages_url(self) -> str:
        return reverse("applicant_portal:messages", kwargs={"request_id": self.request.public_id})

    @property
    def draft_url(self) -> str:
        return reverse("applicant_portal:request_draft", kwargs={"request_id": self.request.public_id})

    @property
    def state_label(self) -> str:
        if self.overdue:
            return "Overdue"
        return {State.OPEN: "To answer", State.CLOSED: "Answered", State.CANCELLED: "No longer needed"}[State(self.request.state)]

    @property
    def state_colour(self) -> str:
        return "red" if self.overdue else {State.OPEN: "yellow", State.CLOSED: "green", State.CANCELLED: "grey"}[State(self.request.state)]

    @property
    def agreed(self) -> str:
        if self.request.answer.get("automatic"):
            return "It counts as agreed: we had no answer in time"
        if self.request.kind == ValidationRequest.Kind.OWNERSHIP:
            return {True: "You sent a new certificate", False: "You keep the certificate as it is", None: ""}[self.request.approved]
        return {True: "You agreed", False: "You did not agree", None: ""}[self.request.approved]

    @property
    def text(self) -> str:
        return str(self.request.answer.get("text", ""))


@dataclass(frozen=True)
class Tracker:
    """The applicant's page of one case."""

    access: Access
    on: date

    @classmethod
    def of(cls, access: Access) -> "Tracker":
        return cls(access, timezone.localdate())

    @property
    def application(self) -> PlanningApplication:
        return self.access.application

    @cached_property
    def requests(self) -> list[RequestPage]:
        return [RequestPage(request, self.access) for request in sent_requests(self.application)]

    @property
    def to_answer(self) -> list[RequestPage]:
        return sorted((page for page in self.requests if page.is_open), key=lambda page: page.request.due_on or self.on)

    @property
    def dealt_with(self) -> list[RequestPage]:
        return [page for page in reversed(self.requests) if not page.is_open]

    @property
    def officer(self) -> str:
        officer = self.application.case.officer
        return officer.name if officer else ""

    @cached_property
    def whereabouts(self) -> Whereabouts:
        """Its time, dates and money. What several of them rest on is read once."""
        prefetch_related_objects([self.application], "case__constraints", "case__payments", "time_agreements")
        return Whereabouts(self.application, self.on)

    @cached_property
    def drafts(self) -> dict[str, Any]:
        """What this person has begun to write and not sent, by what it is about."""
        return drafts_of(self.application, self.access.writer)

    def begun_at(self, page: RequestPage) -> datetime | None:
        draft = self.drafts.get(str(page.request.public_id))
        return draft.kept_at if draft is not None else None

    @property
    def since(self) -> date:
        """Since when it has been with whoever has it."""
        application = self.application
        if self.to_answer:
            return min(timezone.localdate(page.request.sent_at) for page in self.to_answer)
        changed = application.status_changes.order_by("-pk").values_list("at", flat=True).first()
        return timezone.localdate(changed) if changed else application.received_on

    @cached_property
    def way(self) -> str:
        """How this person is told anything: by email, by post, or not at all (notifications.letters)."""
        return way_to(self.access.party)

    @property
    def by(self) -> str:
        return {EMAIL: " by email", POST: " by post"}.get(self.way, "")

    @property
    def send(self) -> str:
        return {EMAIL: "email", POST: "post"}.get(self.way, "send")

    @property
    def next(self) -> str:
        """What happens after what is happening now, in one sentence."""
        application = self.application
        if application.is_closed:
            return self.whereabouts.appeal
        if application.status == Status.INVALIDATED:
            first = "When you have answered everything, an officer" if self.to_answer else "An officer"
            return f"{first} checks what you sent and tells you{self.by} whether the application is valid."
        end = application.consultation_end_on
        return {
            1: f"When it is checked, we tell you{self.by} whether the application is valid and by when we must decide.",
            2: f"After {show_date(end)} an officer weighs the proposal, with what people said." if end else "",
            3: "The officer recommends a decision, and another person checks it.",
            4: f"We {self.send} you the decision notice as soon as the decision is made.",
        }.get(reached_step(application, self.on), "")

    @property
    def people(self) -> list[tuple[str, str]]:
        """(what they are, name) of everybody on the case."""
        parties = {party.role: party.name for party in self.application.case.parties.all()}
        rows = [("Case officer", self.officer or "Nobody yet"), ("Applicant", parties.get("applicant")), ("Agent", parties.get("agent"))]
        return [(role, name) for role, name in rows if name]

    @cached_property
    def thread(self) -> list[Any]:
        """What you and the council wrote to each other about the application as a whole, oldest first."""
        return list(thread_of(self.application))

    @property
    def conversation_url(self) -> str:
        return reverse("applicant_portal:conversation", kwargs={"reference": self.application.reference})

    @property
    def who_has_it(self) -> str:
        """Who must act next, in one sentence."""
        if self.application.is_closed:
            return f"Nobody has to do anything: the application is {self.application.get_status_display().lower()}."
        if self.to_answer:
            return "We are waiting for you: see what we need below."
        if self.application.status in WITH_DECIDER:
            return "It is with the person who makes the decision."
        return f"It is with {self.officer}, your case officer." if self.officer else "It is waiting to be given to a case officer."

    @property
    def steps(self) -> list[Step]:
        titles = ["Received", "Checked", "People are asked", "Looked at", "Decided"]
        words = [self._received(), self._checked(), self._asked(), self._assessed(), self._decided()]
        reached = reached_step(self.application, self.on)
        states = [DONE if n < reached else NOW if n == reached and not self.application.is_closed else LATER for n in range(5)]
        return [Step(*parts) for parts in zip(titles, states, words, strict=True)]

    def _received(self) -> str:
        return f"We received it on {show_date(self.application.received_on)}."

    def _checked(self) -> str:
        application = self.application
        if application.valid_from_on:
            return f"It is valid from {show_date(application.valid_from_on)}."
        if application.status == Status.INVALIDATED:
            return "It is not valid yet: something is missing. The time in which we must decide has not begun."
        return "An officer checks that we have everything that is needed."

    def _asked(self) -> str:
        end = self.application.consultation_end_on
        if end is None:
            return "Neighbours and others may be asked what they think, if the law asks for it."
        return f"People {'can' if end >= self.on else 'could'} comment until {show_date(end)}."

    def _assessed(self) -> str:
        return "An officer weighs the proposal against planning policy, and may visit the site."

    def _decided(self) -> str:
        application = self.application
        if application.determined_on:
            return f"{label_of(application.outcome)}, {show_date(application.determined_on)}."
        if application.effective_expiry_on and not application.is_closed:
            return f"We should decide by {show_date(application.effective_expiry_on)}."
        return "The time in which we must decide begins once the application is valid."

    @property
    def documents(self) -> list[DocumentCard]:
        return [applicant_card(document) for document in documents_of_applicant(self.application.case, self.access.writer)]

    @cached_property
    def messages(self) -> list[Any]:
        return messages_to(self.application.case, self.access.party)

    @property
    def public_url(self) -> str:
        if not self.application.is_public:
            return ""
        return reverse("applicant_portal:application", kwargs={"reference": self.application.reference})
