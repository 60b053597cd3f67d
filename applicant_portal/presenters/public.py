"""A public application as anybody reads it."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone

from applicant_portal.selectors import comment_counts, public_documents
from applications.models import PlanningApplication
from core.filters import show_date
from core.hosts import url_for
from decision.outcomes import OUTCOMES, label_of
from decision.selectors import notice_of
from documents.models import Document
from documents.presenters import DocumentCard, public_card, public_cards

SENTIMENTS = {"supportive": ("Supports", "green"), "neutral": ("Neutral", "grey"), "objection": ("Objects", "red")}


@dataclass(frozen=True)
class PublicRow:
    """An application in the register."""

    application: PlanningApplication

    @property
    def reference(self) -> str:
        return self.application.reference

    @property
    def address(self) -> str:
        return self.application.case.address

    @property
    def description(self) -> str:
        return self.application.description

    @property
    def type_name(self) -> str:
        return self.application.type.name

    @property
    def url(self) -> str:
        return reverse("applicant_portal:application", kwargs={"reference": self.reference})

    @property
    def status_label(self) -> str:
        application = self.application
        if application.outcome and application.determined_on:
            return label_of(application.outcome)
        if application.is_closed:
            return application.get_status_display()
        return "Open for comments" if self.comment_until else "Being considered"

    @property
    def status_colour(self) -> str:
        outcome = OUTCOMES.get(self.application.outcome)
        if outcome:
            return outcome.colour
        return "grey" if self.application.is_closed else "blue" if self.comment_until else "teal"

    @property
    def comment_until(self) -> date | None:
        """The last day for comments, while it lies ahead."""
        end = self.application.consultation_end_on
        return end if end is not None and end >= timezone.localdate() and not self.application.is_closed else None


@dataclass(frozen=True)
class PublicApplication(PublicRow):
    """An application's own page."""

    @property
    def can_comment(self) -> bool:
        return not self.application.is_closed

    @property
    def comment_words(self) -> str:
        """Whether and until when one can comment, in a sentence."""
        end = self.application.consultation_end_on
        if self.application.is_closed:
            return "Comments can no longer be sent: the application has been decided or closed."
        if end is None:
            return "You can comment until the decision is made."
        if end >= timezone.localdate():
            return f"You can comment until {show_date(end)}."
        return f"The time for comments ended on {show_date(end)}. You can still comment, but we may decide before we have read it."

    @property
    def draft_url(self) -> str:
        return reverse("applicant_portal:comment_draft", kwargs={"reference": self.reference})

    @property
    def geojson(self) -> dict[str, Any] | None:
        boundary: Any = self.application.case.boundary
        return json.loads(boundary.geojson) if boundary else None

    @cached_property
    def documents(self) -> list[DocumentCard]:
        return public_cards(public_documents(self.application.case), self.reference)

    @cached_property
    def counts(self) -> list[tuple[str, str, int]]:
        """label, colour and number of published comments, by what they say of the proposal."""
        found = comment_counts(self.application.case)
        return [(label, colour, found.get(code, 0)) for code, (label, colour) in SENTIMENTS.items()]

    @staticmethod
    def sentiment(comment: Any) -> tuple[str, str]:
        return SENTIMENTS[comment.sentiment]

    @cached_property
    def notice(self) -> DocumentCard | None:
        """The decision notice, once it is made and public."""
        if self.application.determined_on is None:
            return None
        notice = notice_of(self.application.case)
        if notice is None or notice.document is None or notice.document.visibility != Document.Visibility.PUBLIC:
            return None
        return public_card(notice.document, self.reference)

    @property
    def outcome_words(self) -> str:
        application = self.application
        return f"{label_of(application.outcome)}, {show_date(application.determined_on)}" if application.determined_on else ""

    @property
    def stable_url(self) -> str:
        return url_for(self.application.case.authority, "public", "applicant_portal:application", reference=self.reference)

    @property
    def json_url(self) -> str:
        return f"/api/v2/public/planning_applications/{self.reference}"
