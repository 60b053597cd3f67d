"""The time of an application, its dates with their reasons, and its money, in the applicant's words."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import statute
from applications.clock import Clock, clock_for
from applications.corrections import received_because
from applications.law import receipt
from applications.models import PlanningApplication
from applications.payments import Position, position
from consultation.selectors import publicity_dates
from core.filters import plural, show_date
from decision.selectors import right_of_appeal
from statute import Answer
from validation.selectors import valid_from_answer

Because = tuple[statute.Reason, ...]
ISSUED = statute.Reason("The day on which we issued the decision notice")


@dataclass(frozen=True)
class Reason:
    """Why a date or a fee is what it is: words, and where the law says so."""

    text: str
    citation: str
    url: str

    @classmethod
    def all_of(cls, because: Any) -> list["Reason"]:
        return [cls(str(reason.text), str(reason.citation or ""), str(reason.url or "")) for reason in because]


@dataclass(frozen=True)
class Line:
    """One date or sum: label, value, and the reasons where the law gave it."""

    label: str
    value: Any
    reasons: list[Reason]


@dataclass(frozen=True)
class Whereabouts:
    application: PlanningApplication
    on: date

    @cached_property
    def clock(self) -> Clock:
        return clock_for(self.application)

    @property
    def expiry(self) -> date | None:
        return self.clock.day("effective_expiry")

    @property
    def standing_still_since(self) -> date | None:
        """Since when the time to decide stands still, because a payment bounced."""
        facts = self.clock.facts
        return facts.fee_dishonoured_on if facts is not None and facts.fee_made_good_on is None else None

    @property
    def days(self) -> str:
        """How much of the time to decide is used and left, in one sentence; "" where no time is set or the application has ended."""
        start, application = self.application.valid_from_on, self.application
        if application.is_closed:
            return ""
        if start is None:
            return "The time in which we must decide has not begun: it begins when we have everything that is needed."
        stopped = self.standing_still_since
        if stopped is not None:
            used = max((stopped - start).days, 0)
            return f"The time in which we must decide stands still since {show_date(stopped)}, after {_days(used)}: your payment bounced."
        if self.expiry is None:
            return "The law sets no time in which this must be decided."
        total, used = (self.expiry - start).days, (self.on - start).days
        if used > total:
            return f"We had {_days(total)} to decide and are {_days(used - total)} over."
        if used < 0:
            return f"We have {_days(total)} to decide, from {show_date(start)}."
        return f"{_days(used)} of {total} used, {_days(total - used)} left."

    @property
    def share(self) -> int | None:
        """How much of the time is used, in hundredths; None where no time runs."""
        start = self.application.valid_from_on
        if start is None or self.expiry is None or self.application.is_closed or self.standing_still_since or self.expiry <= start:
            return None
        return min(max(100 * (self.on - start).days // (self.expiry - start).days, 0), 100)

    @property
    def dates(self) -> list[Line]:
        """Every date there is, in the order in which they come, each with its reasons."""
        application, clock = self.application, self.clock
        dates = getattr(application, "dates", None)
        publicity = publicity_dates(application, clock.facts)
        earliest = dates.earliest_decision_on if dates else None
        found = [
            ("We received your application", application.received_on, self._received_because),
            ("It counts as valid from", application.valid_from_on, self._valid_because),
            ("People can comment until", application.consultation_end_on, _of(publicity.last_comments, application.consultation_end_on)),
            ("We cannot decide before", earliest, _of(publicity.earliest_decision, earliest)),
            ("The law gives us until", clock.day("statutory_expiry"), clock.reasons("statutory_expiry")),
            ("You agreed that we may take until", self.expiry if clock.extended else None, clock.reasons("effective_expiry")),
            ("If we have not decided by then, your fee is due back", self._guarantee, clock.reasons("guarantee")),
            ("Decided", application.determined_on, (ISSUED,)),
        ]
        return [Line(label, value, Reason.all_of(because)) for label, value, because in found if value]

    @property
    def _received_because(self) -> Because:
        """What a person put right, else the hours of the council and when it came in."""
        application = self.application
        return received_because(application.case) or _of(
            receipt(application.received_at, application.case.authority), application.received_on
        )

    @property
    def _valid_because(self) -> Because:
        application = self.application
        return _of(valid_from_answer(application), application.valid_from_on) if application.valid_from_on else ()

    @property
    def _guarantee(self) -> date | None:
        return None if self.application.is_closed else self.clock.day("guarantee")

    @cached_property
    def fee(self) -> Position:
        return position(self.application, self.clock.facts)

    @property
    def money(self) -> list[Line]:
        """What is due, what was paid and paid back, and what is left; empty where nothing is due and nothing was paid."""
        fee = self.fee
        if not fee.wanted and not fee.paid and not fee.refunded:
            return []
        found = [("Fee", fee.wanted, fee.because if fee.wanted == fee.due else ()), ("Paid", fee.paid, ())]
        found += [("Paid back to you", fee.refunded, ())] if fee.refunded else []
        found += [("Still to pay", fee.short, ())] if fee.short else [("Paid too much", fee.over, ())] if fee.over else []
        return [Line(label, value, Reason.all_of(because)) for label, value, because in found]

    @property
    def appeal(self) -> str:
        """How and until when the decision, or that there is none, can be appealed against; "" while it cannot."""
        answer = right_of_appeal(self.application, on=self.on)
        if answer is None:
            return ""
        last = answer.value.last_on
        if last is not None and last < self.on:
            return f"The last day to appeal was {show_date(last)}."
        about = "If you do not agree with the decision" if self.application.determined_on else "Because we have not decided in time"
        return f"{about}, you can appeal to the Planning Inspectorate{f' until {show_date(last)}' if last else ''}."


def _of(answer: Answer[Any], day: date | None) -> Because:
    """The reasons, where they are reasons for this day: one that came with an old case may be another than the law works out today."""
    return answer.because if answer.value == day else ()


def _days(number: int) -> str:
    return f"{number} {plural(number, 'day')}"
