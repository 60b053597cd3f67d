"""What the pages of validation show."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from applications.facts import facts_for
from applications.models import PlanningApplication
from documents.presenters import officer_card
from intake.boards import layer_of
from statute import Reason, StatuteError
from statute.fees import fee_due
from validation.kinds import RequestKind, kind_of
from validation.models import ValidationRequest
from validation.selectors import fee_paid, is_unseen, summary_of

State = ValidationRequest.State
COLOURS = {State.PENDING: "grey", State.OPEN: "blue", State.CLOSED: "green", State.CANCELLED: ""}


@dataclass(frozen=True)
class RequestRow:
    """A request as officers see it."""

    request: ValidationRequest
    on: date

    @classmethod
    def all_of(cls, requests: list[ValidationRequest]) -> list["RequestRow"]:
        return [cls(request, timezone.localdate()) for request in requests]

    @property
    def kind(self) -> RequestKind:
        return kind_of(self.request)

    @property
    def title(self) -> str:
        return summary_of(self.request)

    @property
    def overdue(self) -> bool:
        return self.request.state == State.OPEN and self.request.due_on is not None and self.request.due_on < self.on

    @property
    def unseen(self) -> bool:
        return is_unseen(self.request)

    @property
    def label(self) -> str:
        if self.overdue:
            return "Overdue"
        return "New answer" if self.unseen else self.request.get_state_display()

    @property
    def colour(self) -> str:
        return "red" if self.overdue else "orange" if self.unseen else COLOURS[State(self.request.state)]

    @property
    def can_edit(self) -> bool:
        return self.request.state == State.PENDING

    @property
    def can_cancel(self) -> bool:
        return self.request.state in (State.PENDING, State.OPEN)

    @property
    def agreed(self) -> str:
        return {True: "Agreed", False: "Did not agree", None: ""}[self.request.approved]

    @property
    def text(self) -> str:
        return str(self.request.answer.get("text", ""))

    @property
    def files(self) -> list[str]:
        """Names of the files that came with the answer."""
        return list(self.request.answer.get("files", []))


@dataclass(frozen=True)
class FeePosition:
    """The fee by law against what was claimed and paid, in pounds. `fault` says why the law could not be asked (then `due` is None)."""

    due: Decimal | None
    because: tuple[Reason, ...]
    fault: str
    claimed: Decimal | None
    paid: Decimal
    reasons_claimed: list[str]
    payments: list[Any]

    @property
    def verdict(self) -> str:
        """The comparison in one sentence."""
        if self.due is None:
            return "Work the fee out yourself: it could not be computed."
        if self.paid == self.due:
            return "The fee by law is what was paid."
        short = self.due - self.paid
        return f"£{short:,.2f} more is due than was paid." if short > 0 else f"£{-short:,.2f} more was paid than is due."

    @property
    def is_right(self) -> bool:
        return self.due is not None and self.due == self.paid


def fee_position(application: PlanningApplication) -> FeePosition:
    """Ask the statute engine for the fee on the day of receipt, and set it beside what was claimed and paid."""
    due: Decimal | None = None
    because: tuple[Reason, ...] = ()
    fault = ""
    try:
        answer = fee_due(facts_for(application), on=application.received_on)
        due, because = answer.value, answer.because
    except StatuteError as error:
        fault = str(error)
    return FeePosition(
        due=due,
        because=because,
        fault=fault,
        claimed=application.fee_payable,
        paid=fee_paid(application),
        reasons_claimed=list(application.fee_reasons),
        payments=list(application.case.payments.all()),
    )


def site_geojson(application: PlanningApplication) -> dict[str, Any] | None:
    """The red line as GeoJSON (EPSG:4326), or None."""
    boundary: Any = application.case.boundary
    return json.loads(boundary.geojson) if boundary else None


def submitted_layers(case: Any) -> list[dict[str, Any]]:
    """The red line as it was submitted, to see under a corrected one; nothing where it was not corrected."""
    if not case.boundary_corrected or not case.boundary_submitted:
        return []
    return [layer_of(case.boundary_submitted, "As submitted")]


def review_rows(form: Any, reference: str) -> list[tuple[Any, Any, Any]]:
    """Of each document under review: its card, the question whether it is fit, and the reason why not."""
    return [(officer_card(document, reference), form[f"fit_{document.pk}"], form[f"reason_{document.pk}"]) for document in form.documents]
