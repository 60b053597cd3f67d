"""What the pages of validation show."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from applications.facts import facts_for
from applications.models import PlanningApplication
from applications.payments import Position, position
from documents.presenters import officer_card
from intake.boards import layer_of
from validation.certificates import CERTIFICATES
from validation.grounds import ground_of
from validation.kinds import RequestKind, kind_of
from validation.models import ValidationRequest
from validation.selectors import is_unseen, summary_of, unread_messages

State, Kind = ValidationRequest.State, ValidationRequest.Kind
COLOURS = {State.PENDING: "grey", State.OPEN: "blue", State.CLOSED: "green", State.CANCELLED: ""}


@dataclass(frozen=True)
class Certificate:
    """An ownership certificate as people read it. Made from what an answer or a request says of one."""

    words: str
    tenants: str
    owners: list[dict[str, Any]]
    steps: str

    @classmethod
    def of(cls, said: dict[str, Any] | None) -> "Certificate | None":
        if said is None:
            return None
        owners = [{**owner, "told_on": date.fromisoformat(owner["told_on"]) if owner["told_on"] else None} for owner in said["owners"]]
        words = dict(CERTIFICATES).get(said["certificate"], "No certificate")
        return cls(words, said["agricultural_tenants"], owners, said["steps"])


class Proposal:
    """What a request proposes, for the pages of both sides. Expects `request`."""

    request: ValidationRequest

    @property
    def ground(self) -> str:
        return ground_of(self.request)

    @property
    def until(self) -> date | None:
        return self._day("proposed_until")

    @property
    def previous_until(self) -> date | None:
        return self._day("previous_until")

    @property
    def previous(self) -> Certificate | None:
        """The one that stood when the applicant was asked."""
        return Certificate.of(self.request.payload.get("previous")) if self.request.kind == Kind.OWNERSHIP else None

    @property
    def certificate(self) -> Certificate | None:
        """The one that was given in answer."""
        return Certificate.of(self.request.answer.get("certificate"))

    def _day(self, name: str) -> date | None:
        said = self.request.payload.get(name)
        return date.fromisoformat(said) if said else None


@dataclass(frozen=True)
class RequestRow(Proposal):
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
    def unread(self) -> int:
        return unread_messages(self.request)

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
        if self.request.answer.get("automatic"):
            return "Counts as agreed: nobody answered in time"
        if self.request.kind == Kind.OWNERSHIP:
            return {True: "A new certificate", False: "Keeps the certificate as it is", None: ""}[self.request.approved]
        return {True: "Agreed", False: "Did not agree", None: ""}[self.request.approved]

    @property
    def text(self) -> str:
        return str(self.request.answer.get("text", ""))

    @property
    def files(self) -> list[str]:
        """Names of the files that came with the answer."""
        return list(self.request.answer.get("files", []))

    @property
    def refused(self) -> list[dict[str, str]]:
        """Files of the answer that could not be kept: name, why."""
        return list(self.request.answer.get("refused", []))


def fee_position(application: PlanningApplication) -> Position:
    """The fee by law on the day of receipt beside what was claimed and paid."""
    return position(application, facts_for(application))


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
