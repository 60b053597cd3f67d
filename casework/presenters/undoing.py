"""What can be undone or corrected on a case, and what that would change, as its pages show it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.urls import reverse

from applications.facts import facts_for
from applications.lifecycle import Block, leads_to
from applications.models import ApplicationType, DateCorrection, PlanningApplication
from applications.payments import position
from applications.snapshot import CaseSnapshot
from applications.tasklist import TaskRow, stages_of
from casework.guards import (
    blocks_to_correct,
    blocks_to_reopen,
    blocks_to_retype,
    blocks_to_unvalidate,
    dates_after,
    refuse_day,
    warnings_about,
)
from casework.presenters.dates import LABELS, Line, answers, lines
from casework.selectors.foreseeing import DateChange, dates_of, dates_with
from casework.selectors.retyping import as_type, checks_to_repeat, dates_as
from casework.selectors.undoing import publicity_gone_out, refunds_of, requests_cancelled_by_the_ending
from core.filters import money, plural, show_date
from decision.models import Recommendation
from decision.outcomes import label_of

SHOWN_AS_DATES = {LABELS[name] for name in ("statutory_expiry", "effective_expiry", "planning_guarantee")}


@dataclass(frozen=True)
class Effects:
    """What an undo would change: the stage, the dates, and what somebody has to know."""

    status: str
    dates: list[DateChange]
    notes: list[str] = field(default_factory=list)
    gone_out: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Offer:
    """One thing that can be undone or corrected. `blocks`: why not now, each with what to do first."""

    title: str
    words: str
    url: str
    blocks: list[Block]
    look: Callable[[PlanningApplication], Effects] | None = None
    effects: Effects | None = None

    def foreseen(self, application: PlanningApplication) -> "Offer":
        """With what it would change, where that is known before anything is entered."""
        return replace(self, effects=self.look(application)) if self.look and not self.blocks else self


def _label(status: str) -> str:
    return str(PlanningApplication.Status(status).label)


def effects_of_unvalidating(application: PlanningApplication) -> Effects:
    """Where the application would stand, with which dates, and what people were told meanwhile."""
    status = leads_to(application, "unvalidate")
    after = dates_with(application, status=status, valid_from_on=None, validated_at=None)
    notes = ["What was checked, assessed and written stays, and can be used again once the application is valid."]
    if application.published_at is not None:
        notes.append("It leaves the public pages until it is valid again. Then it is public again by itself.")
    if application.time_agreements.exists():
        notes.append(
            "Agreements on time stay on record. Once it is valid they count again, as far as they run beyond the law’s own period."
        )
    return Effects(_label(status), dates_of(application).then(after), notes, publicity_gone_out(application))


def effects_of_reopening(application: PlanningApplication) -> Effects:
    """Where the case would stand again, and what its end changed for good."""
    status = leads_to(application, "reopen")
    notes = ["The time to decide was not stopped while the case was closed."] if application.valid_from_on else []
    if count := requests_cancelled_by_the_ending(application):
        were = plural(count, "was", "were")
        notes.append(
            f"{count} {plural(count, 'request')} to the applicant {were} cancelled when it ended. Ask again for what is still needed."
        )
    notes += [f"{words}: see “Payments and refunds”." for words in refunds_of(application)]
    return Effects(_label(status), dates_of(application).then(dates_with(application, status=status)), notes)


@dataclass(frozen=True)
class TypeEffects:
    """What another type would change."""

    law: list[Line]
    tasks_new: list[TaskRow]
    tasks_gone: list[TaskRow]
    repeat: list[str]
    dates: list[DateChange]
    notes: list[str]


def effects_of_type(application: PlanningApplication, type_: ApplicationType) -> TypeEffects:
    """The law, the tasks and the dates of the application as it is, against those of the other type."""
    then = as_type(application, type_)
    now_rows, then_rows = _tasks(application), _tasks(then)
    said = lines(answers(facts_for(application)), answers(facts_for(then)))
    law = [line for line in said if line.differs and line.label not in SHOWN_AS_DATES]
    return TypeEffects(
        law=law,
        tasks_new=[row for key, row in then_rows.items() if key not in now_rows],
        tasks_gone=[row for key, row in now_rows.items() if key not in then_rows],
        repeat=[check.get_check_name_display() for check in checks_to_repeat(application, type_)],
        dates=dates_of(application).then(dates_as(application, type_)),
        notes=_notes_on_type(application, then),
    )


def _tasks(application: PlanningApplication) -> dict[str, TaskRow]:
    return {row.task.key: row for stage in stages_of(CaseSnapshot(application)) for row in stage.rows}


def _notes_on_type(application: PlanningApplication, then: PlanningApplication) -> list[str]:
    notes = [f"The reference stays {application.reference}, with the ending of the type it came as."]
    fee = position(then, facts_for(then))
    if fee.due is None:
        notes.append("The fee of this type cannot be worked out from what is known. Check it.")
    elif fee.short:
        notes.append(
            f"{money(fee.short)} more is due than was paid. Ask the applicant for it; the application is not whole in law without its fee."
        )
    elif fee.over:
        notes.append(f"{money(fee.over)} more was paid than is due. Ask for a refund on the page of payments.")
    if application.published_at is not None:
        notes.append("It is public already: see whether people have to be told again, for as long as the law asks.")
    draft = application.case.recommendations.exclude(state__in=[Recommendation.State.WITHDRAWN]).order_by("-number").first()
    if draft is not None and draft.outcome and draft.outcome not in then.type.outcomes:
        notes.append(f"“{label_of(draft.outcome)}” is not a decision that this type can have: choose another in the recommendation.")
    return notes


def effects_of_day(application: PlanningApplication, what: str, day: date, now: datetime, lifting: DateCorrection | None = None) -> Effects:
    """What another day would change. DomainError where it cannot be meant. `lifting`: the correction that is taken back for it."""
    if lifting is None:
        refuse_day(application, what, day, now)
    after = dates_after(application, what, day)
    return Effects("", dates_of(application).then(after), warnings_about(application, what, day, now))


def offers_of(application: PlanningApplication) -> list[Offer]:
    """What can be undone or corrected, in the order of a case's life; what cannot be now says why."""
    received, valid_from = DateCorrection.What.RECEIVED, DateCorrection.What.VALID_FROM
    offers = [
        Offer(
            "Undo the validation",
            "The application was marked valid by mistake. It stands where it stood before, and the time to decide stops.",
            reverse("casework:undo_validation", kwargs=_of(application)),
            blocks_to_unvalidate(application),
            effects_of_unvalidating,
        ),
        Offer(
            "Open the case again",
            "It was withdrawn, returned or closed by mistake. It goes on where it stood.",
            reverse("casework:reopen", kwargs=_of(application)),
            blocks_to_reopen(application),
            effects_of_reopening,
        ),
        Offer(
            "Correct the received date",
            f"It counts as received on {show_date(application.received_on)}.",
            reverse("casework:correct_date", kwargs=_of(application, what="received")),
            blocks_to_correct(application, received),
        ),
        Offer(
            "Correct the valid-from date",
            f"It is valid from {show_date(application.valid_from_on)}." if application.valid_from_on else "",
            reverse("casework:correct_date", kwargs=_of(application, what="valid-from")),
            blocks_to_correct(application, valid_from),
        ),
        Offer(
            "Correct the type of application",
            f"It is dealt with as “{application.type.name}”.",
            reverse("casework:change_type", kwargs=_of(application)),
            blocks_to_retype(application),
        ),
    ]
    return [offer.foreseen(application) for offer in offers]


def _of(application: PlanningApplication, **more: str) -> dict[str, str]:
    return {"reference": application.reference, **more}
