"""Plans that the applicant sends and nobody asked for: kept aside until an officer accepts them, or leaves them aside and says why."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from applications.lifecycle import lock, refuse_ended
from applications.models import PlanningApplication
from applications.projection import refresh
from audit.actors import actor_of
from audit.services import record
from core.errors import DomainError
from core.filters import plural
from core.hosts import url_for
from documents.models import Document
from documents.repeats import not_among
from documents.selectors import of_letters
from documents.services import NewFile, add_documents, archive_document, edit_document, put_in_place_of
from documents.tags import all_tags
from notifications.letters import tell
from notifications.services import send_email
from validation import events, messages
from validation.amendments import amendment_in_hand, not_accepted, plans_of
from validation.models import AmendedPlan, Amendment
from validation.selectors import people_to_tell
from validation.services.links import email_with_link

State = Amendment.State
MOST_PLANS = 30
MOST_WAITING = 5  # sets that wait for the council
LONGEST = 5000


@transaction.atomic
def add_plans(*, application: PlanningApplication, files: Sequence[Any], by: Any, now: datetime) -> list[str]:
    """Keep files for a set of plans that is not sent yet. Gives one sentence for each that could not be kept; the good ones stay."""
    application = lock(application)
    refuse_ended(application)
    if application.case.amendments.filter(state=State.SENT).count() >= MOST_WAITING:
        raise DomainError(
            f"{MOST_WAITING} sets of plans wait for our answer already. Write to the case officer before you send more.", "files"
        )
    who = actor_of(by)
    amendment = amendment_in_hand(application, who.key) or Amendment.objects.create(
        authority_id=application.authority_id, case=application.case, begun_at=now, writer=who.key, sent_by_name=who.name
    )
    here = plans_of(amendment)
    files = not_among(files, [version.sha256 for plan in here for version in plan.document.versions.all()])
    room = max(MOST_PLANS - len(here), 0)
    about = f"Sent unasked by {amendment.sent_by_name}: not accepted yet"
    taken = [NewFile(file, file.name, description=about) for file in files[:room]]
    added = add_documents(case=application.case, files=taken, source=Document.Source.APPLICANT, by=by, now=now)
    AmendedPlan.objects.bulk_create(
        AmendedPlan(authority_id=application.authority_id, amendment=amendment, document=document) for document in added.documents
    )
    too_many = [f"One set takes {MOST_PLANS} files: “{file.name}” was not kept." for file in files[room:]]
    return [words for _, words in added.refused] + too_many


@transaction.atomic
def remove_plan(*, application: PlanningApplication, public_id: str, by: Any, now: datetime) -> None:
    """Take back a file before the set is sent."""
    application = lock(application)
    amendment = amendment_in_hand(application, actor_of(by).key)
    plan = next((plan for plan in plans_of(amendment) if str(plan.document.public_id) == public_id), None) if amendment else None
    if plan is None:
        raise DomainError("That file is not with these plans any more.")
    archive_document(document=plan.document, reason="Taken back by its sender before it was sent", by=by, now=now)


@transaction.atomic
def send_plans(*, application: PlanningApplication, text: str, places: Mapping[UUID, str], party: Any, by: Any, now: datetime) -> Amendment:
    """Send the set in hand to the case officer. `places` says of each document what it is: "doc:<public id>" or "tag:<code>".

    DomainError beside `text`, `files` or `place-<public id>`. The sender (`party`) gets a receipt, the officer is told.
    """
    application = lock(application)
    refuse_ended(application)
    amendment = amendment_in_hand(application, actor_of(by).key)
    plans = plans_of(amendment) if amendment else []
    if amendment is None or not plans:
        raise DomainError("Choose at least one file to send", "files")
    _place(application, plans, places)
    if not text.strip():
        raise DomainError("Tell us what changed, and why", "text")
    if len(text.strip()) > LONGEST:
        raise DomainError(f"What changed must be {LONGEST} characters or fewer", "text")
    amendment.state, amendment.text, amendment.sent_at, amendment.sent_by_email = State.SENT, text.strip(), now, party.email
    amendment.sent_by_name = actor_of(by).name  # as they are called now
    amendment.save(update_fields=["state", "text", "sent_at", "sent_by_email", "sent_by_name"])
    names = [plan.document.name for plan in plans]
    record(events.PLANS_SENT, case=application.case, by=by, now=now, count=_files(names), names=", ".join(names))
    _tell_of_sending(application, amendment, names, party, by, now)
    refresh(application, now=now)
    return amendment


def _place(application: PlanningApplication, plans: list[AmendedPlan], places: Mapping[UUID, str]) -> None:
    """Write what each file is; no two take the place of one."""
    there = {str(document.public_id): document for document in replaceable(application)}
    taken: set[int] = set()
    for plan in plans:
        field = f"place-{plan.document.public_id}"
        kind, _, which = places.get(plan.document.public_id, "").partition(":")
        if kind == "doc" and which in there:
            if there[which].pk in taken:
                raise DomainError("Another of your files takes the place of this one already", field)
            taken.add(there[which].pk)
            plan.replaces, plan.tag = there[which], ""
        elif kind == "tag" and which in all_tags():
            plan.replaces, plan.tag = None, which
        else:
            raise DomainError(f"Say what “{plan.document.name}” is", field)
        plan.save(update_fields=["replaces", "tag"])


def replaceable(application: PlanningApplication) -> list[Document]:
    """What a file of the applicant may take the place of: what they sent, is in use, and is neither such a file itself nor a letter."""
    sources = [Document.Source.SUBMITTED, Document.Source.APPLICANT]
    documents = application.case.documents.filter(archived_at=None, source__in=sources, redaction_of=None)
    letters = application.case.documents.filter(of_letters())
    documents = documents.exclude(pk__in=not_accepted(application.case)).exclude(pk__in=letters.values("pk"))
    return list(documents.order_by("number", "name", "pk"))


@transaction.atomic
def accept_plans(
    *, amendment: Amendment, places: Mapping[UUID, str], words: str = "", may_withhold: bool = False, by: Any, now: datetime
) -> None:
    """Take a set into the application: each file in the place of another, or as a new document. `places` as in `send_plans`.

    `words`: what is said to the applicant with it. Whoever sent it, the applicant and the agent are told.
    """
    application, amendment = _lock_sent(amendment)
    refuse_ended(application)
    plans = plans_of(amendment)
    _place(application, plans, places)
    about = f"Sent unasked by {amendment.sent_by_name}; accepted by {actor_of(by).name}"
    for plan in plans:
        document = plan.document
        if plan.replaces is not None:
            document = put_in_place_of(document=plan.replaces, new=document, by=by, now=now, may_withhold=may_withhold)
        tags = document.tags if plan.replaces is not None else [plan.tag]
        edit_document(document=document, by=by, now=now, tags=tags, description=about, checked=True)
    _decide(application, amendment, State.ACCEPTED, words, by, now)


@transaction.atomic
def leave_plans_aside(*, amendment: Amendment, reason: str, by: Any, now: datetime) -> None:
    """Do not take a set into the application: its files are archived, and whoever sent it, the applicant and the agent are told why."""
    application, amendment = _lock_sent(amendment)
    if not reason.strip():
        raise DomainError("Say why the plans are left aside: the applicant will read it", "reason")
    for plan in plans_of(amendment):
        archive_document(document=plan.document, reason=f"Left aside: {reason.strip()}"[:300], by=by, now=now)
    _decide(application, amendment, State.LEFT_ASIDE, reason, by, now)


def _lock_sent(amendment: Amendment) -> tuple[PlanningApplication, Amendment]:
    application = lock(PlanningApplication(pk=amendment.case_id))
    row = Amendment.objects.select_for_update(of=("self",)).select_related("case", "decided_by").get(pk=amendment.pk)
    if row.state != State.SENT:
        who = row.decided_by.name if row.decided_by else "somebody"
        raise DomainError(f"These plans were {row.get_state_display().lower()} by {who} already. Open the page again.")
    return application, row


def _decide(application: PlanningApplication, amendment: Amendment, state: State, words: str, by: Any, now: datetime) -> None:
    amendment.state, amendment.reason, amendment.decided_at, amendment.decided_by = state, words.strip(), now, by
    amendment.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    accepted = state == State.ACCEPTED
    event = events.PLANS_ACCEPTED if accepted else events.PLANS_LEFT_ASIDE
    message = messages.PLANS_ACCEPTED if accepted else messages.PLANS_LEFT_ASIDE
    record(event, case=application.case, by=by, now=now, who=amendment.sent_by_name, reason=amendment.reason or "no comment")
    context = {"words": amendment.reason, "who": amendment.sent_by_name, "sent_on": localdate(amendment.sent_at)}
    told = set()
    for person in people_to_tell(application):
        email_with_link(application=application, party=person, message=message, context=context, by=by, now=now)
        told.add(person.email.lower())
    colleague = (
        application.case.colleagues.filter(email_key=amendment.sent_by_email.lower(), removed_at=None).select_related("party").first()
    )
    if colleague is not None and colleague.may_enter and colleague.email.lower() not in told:
        email_with_link(application=application, party=colleague, message=message, context=context, by=by, now=now)
    refresh(application, now=now)


def _files(names: Sequence[str]) -> str:
    return f"{len(names)} {plural(len(names), 'file')}"


def _tell_of_sending(application: PlanningApplication, amendment: Amendment, names: list[str], party: Any, by: Any, now: datetime) -> None:
    case = application.case
    context = {"address": case.address, "files": names, "text": amendment.text}
    told = {"authority": case.authority, "case": case, "by": by, "now": now}
    tell(message=messages.PLANS_RECEIVED.key, party=party, context=context, **told)
    if case.officer is not None:
        url = url_for(case.authority, "officers", "validation:plans", reference=case.reference)
        context |= {"who": amendment.sent_by_name, "url": url}
        send_email(message=messages.PLANS_ARRIVED.key, to=case.officer.email, to_name=case.officer.name, context=context, **told)
