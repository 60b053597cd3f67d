"""One invented case, taken by the officers' own verbs as far as the story goes."""

import io
import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

import statute
from applications import events as case_events
from applications import lifecycle
from applications.models import ApplicationType, Case, CaseConstraint, Development, Party, Payment, PlanningApplication
from applications.projection import deferred
from applications.references import next_reference
from applications.services import agree_extension, assign, mark_task
from applications.snapshot import CaseSnapshot
from applications.surroundings import look_up_site_now
from assessment import services as assessment
from assessment import tasklist as assessment_tasks
from audit.actors import Public, System
from audit.services import record
from casework.demo import files, texts
from casework.demo.areas import is_in_conservation_area
from casework.demo.councils import DemoCouncil
from casework.demo.people import plot
from consultation import services as consultation
from consultation.selectors import addresses_near, missing_publicity
from consultation.tasks import make_letters
from core.errors import DomainError
from decision import services as decision
from documents.services import add_document
from places.models import Address
from statute import StatuteError
from validation import services as validation
from validation.presenters_questions import classes_offered, suggested_class
from validation.questions import checks_of

NEAR_METRES = 60
MISTAKEN = 0.08  # applicants who declare what is not there, or nothing where something is
STAGES = [
    "received",
    "invalid",
    "valid",
    "public",
    "consulted",
    "assessed",
    "recommended",
    "returned",
    "accepted",
    "determined",
    "withdrawn",
]


@dataclass
class Plot:
    """What a story is made of."""

    council: Any
    demo: DemoCouncil
    people: dict[str, Any]
    site: Address
    type: ApplicationType
    stage: str
    received_at: datetime
    officer: Any
    dice: random.Random
    comments: int = 0
    with_files: bool = False


def tell(story: Plot) -> PlanningApplication:
    """Open a case and take it to its stage, days apart as officers would."""
    with deferred():
        application = _open(story)
        if story.officer is not None:
            assign(application=application, officer=story.officer, by=story.people["team.leader"], now=_after(story, hours=3))
        if STAGES.index(story.stage) in range(STAGES.index("valid"), STAGES.index("withdrawn")):
            checked_at = _after(story, days=story.dice.randint(1, 6))
            _check(application, story, checked_at)
    if story.stage == "invalid":
        _invalidate(application, story)
    elif story.stage == "withdrawn":
        _withdraw(application, story)
    elif story.stage != "received":
        validation.validate(application=application, by=story.people["validation"], now=checked_at)
        with deferred():
            _carry_on(application, story, STAGES.index(story.stage))
    if story.stage == "determined":
        decided = _decision_day(application, story)
        determined = PlanningApplication.objects.with_case().get(pk=application.pk)
        decision.determine(application=determined, by=story.people["reviewer"], now=decided)
    return application


def _after(story: Plot, days: int = 0, hours: int = 0) -> datetime:
    """So long after receipt, but never in the future."""
    return min(story.received_at + timedelta(days=days, hours=hours), timezone.now())


def _open(story: Plot) -> PlanningApplication:
    council, dice, now = story.council, story.dice, story.received_at
    case = Case.objects.create(
        authority=council,
        issued_by=council,
        reference=next_reference(council, suffix=story.type.suffix, received_at=now),
        kind="pre_application" if story.type.code == "preApp" else "application",
        address_lines=story.site.lines,
        town=story.site.town,
        postcode=story.site.postcode,
        uprn=story.site.uprn,
        point=story.site.point,
        boundary_submitted=plot(story.site.point.x, story.site.point.y),
        created_at=now,
    )
    application = PlanningApplication.objects.create(
        authority=council,
        case=case,
        type=story.type,
        status="pending",
        description=dice.choice(texts.PROPOSALS[story.type.code]),
        received_at=now,
        received_on=statute.receipt_day(now).value,
    )
    _people(case, dice)
    Development.objects.create(
        authority=council,
        case=case,
        projection=dice.choice([4.2, 5.5, 6]),
        maximum_height=dice.choice([3, 3.5, 3.9]),
        eaves_height=dice.choice([2.5, 2.8, 3]),
    )
    if is_in_conservation_area(story.demo, story.site.point) != (dice.random() < MISTAKEN):
        CaseConstraint.objects.create(
            authority=council,
            case=case,
            code="designated.conservationArea",
            name="Conservation area",
            source="PlanX",
            entities=[{"name": "Riverside"}],
            declared=True,
        )
    fee = _fee(application)
    if fee:
        Payment.objects.create(
            authority=council, case=case, amount=fee, method="GOV.UK Pay", reference=f"pay-{case.pk}", received_on=application.received_on
        )
        PlanningApplication.objects.filter(pk=application.pk).update(fee_calculated=fee, fee_payable=fee)
    record(case_events.CASE_CREATED, case=case, by=System("Demo"), now=now, source="PlanX")
    lifecycle.move(application, "accept", by=System("Demo"), now=now)
    look_up_site_now(case=case, now=now)
    if story.with_files:
        _files(case, story, now)
    return application


def _fee(application: PlanningApplication) -> Any:
    from applications.facts import facts_for

    try:
        return statute.fee_due(facts_for(application), on=application.received_on).value
    except StatuteError:
        return None


def _people(case: Case, dice: random.Random) -> None:
    first, last = dice.choice(texts.FIRST_NAMES), dice.choice(texts.LAST_NAMES)
    Party.objects.create(
        authority_id=case.authority_id,
        case=case,
        role="applicant",
        first_name=first,
        last_name=last,
        email=f"{first}.{last}@home.example".lower(),
        phone="020 7946 0777",
    )
    if dice.random() < 0.6:
        company = dice.choice(texts.AGENTS)
        mailbox = company.split()[0].lower()
        Party.objects.create(
            authority_id=case.authority_id,
            case=case,
            role="agent",
            first_name=dice.choice(texts.FIRST_NAMES),
            last_name=dice.choice(texts.LAST_NAMES),
            company=company,
            email=f"studio@{mailbox}.example",
            phone="020 7946 0888",
        )


def _files(case: Case, story: Plot, now: datetime) -> None:
    for name, title, tags, number in files.KINDS:
        content = io.BytesIO(files.drawing(title, story.dice.randrange(4)))
        document = add_document(
            case=case,
            content=content,
            name=name,
            source="submitted",
            by=System("Demo"),
            now=now,
            tags=tags,
            number=number,
            description=title,
        )
        document.in_decision_notice = True
        document.save(update_fields=["in_decision_notice"])


def _check(application: PlanningApplication, story: Plot, now: datetime) -> None:
    by = story.people["validation"]
    verdicts = {document.pk: (True, "") for document in application.case.documents.all()}
    validation.review_documents(application=application, verdicts=verdicts, complete=True, by=by, now=now)
    for check in checks_of(CaseSnapshot(application)):
        if check != "documents":
            data = _said(application).get(check)
            validation.record_check(application=application, check=check, ok=True, data=data, by=by, now=now)


def _said(application: PlanningApplication) -> dict[str, Any]:
    """What officers say beyond yes, by question."""
    code = suggested_class(application)[0] or classes_offered(application)[0][0]
    return {
        "reporting": {"code": code, "owns": False, "carries_out": None, "own_interest": ""},
        "cil": {"liable": False, "why": ""},
        "eia": {"needed": False, "why": ""},
        "services": {"services": ["written_advice"]},
    }


def _invalidate(application: PlanningApplication, story: Plot) -> None:
    by, now = story.people["validation"], _after(story, days=2)
    validation.create_request(
        application=application,
        kind="additional_document",
        reason="The drawings show no existing rear elevation.",
        payload={"document_type": "Existing elevations"},
        by=by,
        now=now,
    )
    validation.invalidate(application=application, by=by, now=now)


def _withdraw(application: PlanningApplication, story: Plot) -> None:
    from casework.services import withdraw

    withdraw(
        application=application, reason="The applicant asked for it by email.", by=story.people["case.officer"], now=_after(story, days=9)
    )


def _carry_on(application: PlanningApplication, story: Plot, steps: int) -> None:
    officer = story.officer or story.people["case.officer"]
    if steps >= STAGES.index("public"):
        consultation.make_public(application=application, by=officer, now=_after(story, days=7))
    if steps >= STAGES.index("consulted"):
        _consult(application, story, officer)
    if steps >= STAGES.index("assessed"):
        _assess(application, story, officer)
    if steps >= STAGES.index("recommended"):
        _decide(application, story, officer, steps)


def _consult(application: PlanningApplication, story: Plot, officer: Any) -> None:
    now = _after(story, days=7, hours=2)
    for missing in missing_publicity(application):
        if missing.url_name == "consultation:press_notice":
            consultation.record_press_notice(
                application=application, newspaper="The Riverside Echo", published_on=timezone.localdate(now), by=officer, now=now
            )
        elif missing.words == "letters to neighbours":
            _write_letters(application, officer, now)
        else:
            _display_notice(application, officer, now)
    for number in range(story.comments):
        _comment(application, story, officer, number)


def _display_notice(application: PlanningApplication, officer: Any, now: datetime) -> None:
    where, today = "On the lamp post outside the house", timezone.localdate(now)
    who = {"application": application, "by": officer, "now": now}
    notice = consultation.create_site_notice(quantity=1, where=where, delivery="print", team_email="", display_on=today, **who)
    consultation.record_display(notice=notice, displayed_on=today, where=where, **who)


def _write_letters(application: PlanningApplication, officer: Any, now: datetime) -> None:
    """Letters to the two nearest addresses, made at once: there is no worker yet when the demo is loaded."""
    today, who = timezone.localdate(now), {"application": application, "by": officer, "now": now}
    uprns = [address.uprn for address in addresses_near(application.case, NEAR_METRES)[:2]]
    typed = [] if uprns else [f"Next door, {application.case.town}, {application.case.postcode}"]
    neighbours = consultation.choose_neighbours(uprns=uprns, typed=typed, **who)
    run = consultation.ask_for_letters(neighbours=neighbours, letter_date=today, **who)
    make_letters(run.authority_id, run.pk)
    consultation.record_posting(run=run, posted_on=today, **who)


def _comment(application: PlanningApplication, story: Plot, officer: Any, number: int) -> None:
    dice, now = story.dice, _after(story, days=8 + number % 18, hours=number % 9)
    sentiment = dice.choices(["objection", "supportive", "neutral"], [5, 3, 1])[0]
    words = {"objection": texts.OBJECTIONS, "supportive": texts.SUPPORT, "neutral": texts.NEUTRAL}[sentiment]
    name = f"{dice.choice(texts.FIRST_NAMES)} {dice.choice(texts.LAST_NAMES)}"
    comment = consultation.receive_comment(
        application=application,
        name=name,
        address=f"{number + 1} {dice.choice(['Quarry Road', 'Mill Lane', 'Chapel Street'])}, {story.site.town}",
        email="",
        sentiment=sentiment,
        topics=[],
        text=dice.choice(words),
        by=Public(name),
        now=now,
    )
    if dice.random() < 0.8:
        consultation.publish_comment(comment=comment, text=comment.text, version=comment.version, by=officer, now=now + timedelta(hours=1))


def _assess(application: PlanningApplication, story: Plot, officer: Any) -> None:
    now = _after(story, days=18)
    who = {"application": application, "by": officer, "now": now}
    assessment.record_site_visit(visited_on=timezone.localdate(now), notes="Access from the street. Photographs are on the file.", **who)
    for category, text in [
        ("summary_of_work", texts.WORKS),
        ("site_description", texts.SITE),
        ("assessment", texts.ASSESSMENT),
        ("amenity", texts.ASSESSMENT),
    ]:
        assessment.save_summary(category=category, text=text, done=True, version=None, **who)
    if story.type.family == "planning_permission":
        assessment.add_standard_conditions(**who)
        mark_task(task=assessment_tasks.CONDITIONS, done=True, **who)
    mark_task(task=assessment_tasks.INFORMATIVES, done=True, **who)


def _decide(application: PlanningApplication, story: Plot, officer: Any, steps: int) -> None:
    application.refresh_from_db()
    decided = _decision_day(application, story)
    outcomes = application.type.outcomes
    outcome = outcomes[0] if story.dice.random() < 0.8 else outcomes[-1]
    reasons = texts.GRANT if outcome == outcomes[0] else texts.REFUSAL
    who = {"application": application, "by": officer, "now": decided}
    decision.save_recommendation(outcome=outcome, reasons=reasons, private_note="", version=None, **who)
    decision.submit_recommendation(**who)
    reviewer = story.people["reviewer"]
    if story.stage == "returned":
        decision.review(
            application=application, accepted=False, comment="Say more about the daylight of number 14.", by=reviewer, now=decided
        )
    elif steps >= STAGES.index("accepted"):
        decision.review(application=application, accepted=True, comment="", by=reviewer, now=decided)


def _decision_day(application: PlanningApplication, story: Plot) -> datetime:
    """After the consultation, mostly in time."""
    consultation_row = getattr(application.case, "consultation", None)
    earliest: date = (consultation_row.ends_on if consultation_row and consultation_row.ends_on else story.received_at.date()) + timedelta(
        days=1
    )
    first, last = (31, 41) if story.type.family == "prior_approval" else (30, 58)
    wanted = story.received_at + timedelta(days=first + application.pk % (last - first))
    late = wanted if wanted.date() > earliest else wanted + timedelta(days=(earliest - wanted.date()).days + 1)
    return min(late, timezone.now())


def extend(application: PlanningApplication, story: Plot, days: int) -> None:
    """Agree an extension of time with the applicant."""
    try:
        agree_extension(
            application=application,
            agreed_until_on=application.effective_expiry_on + timedelta(days=days),
            agreed_on=min(application.effective_expiry_on, timezone.localdate()),
            evidence="Email from the agent",
            by=story.people["case.officer"],
            now=timezone.now(),
        )
    except DomainError:
        return
