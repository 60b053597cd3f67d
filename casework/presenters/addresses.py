"""Emails that did not arrive, with what can be done about each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from applications.models import Party
from notifications import selectors


@dataclass(frozen=True)
class Failure:
    """party_role: whose registered address it went to; empty for somebody else's, or one that was corrected since."""

    subject: str
    who: str
    to: str
    at: datetime
    why: str
    party_role: str
    correct_url: str
    letter_url: str
    settle_url: str

    @property
    def sentence(self) -> str:
        return f"An email to {self.who} could not be delivered: “{self.subject}”. {self.why}"


def failures_of(application: Any) -> list[Failure]:
    """What of the case did not arrive and still matters, newest first. No query where the case counts none."""
    if not application.undelivered:
        return []
    case = application.case
    roles = {party.email.lower(): party.role for party in case.parties.all() if party.email and party.role != Party.Role.COMPLAINANT}
    return [_failure(message, case.reference, roles.get(message.to.lower(), "")) for message in selectors.undelivered(application.pk)]


def _failure(message: Any, reference: str, role: str) -> Failure:
    of_message = {"reference": reference, "message_id": message.public_id}
    return Failure(
        subject=message.subject,
        who=message.to_name or message.to,
        to=message.to,
        at=message.created_at,
        why=message.last_error,
        party_role=role,
        correct_url=reverse("casework:email", kwargs={"reference": reference, "role": role}) if role else "",
        letter_url=reverse("casework:write_instead", kwargs=of_message),
        settle_url=reverse("casework:settle", kwargs=of_message),
    )
