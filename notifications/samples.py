"""Made-up facts, to see what a message looks like before it is sent."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.utils.timezone import localdate

from notifications.catalogue import MessageType
from notifications.wording import told_to_the_minute

LATER = timedelta(weeks=3)
REQUESTS: list[dict[str, Any]] = [
    {
        "title": "Send us a document",
        "about": "Elevations - proposed",
        "reason": "The drawings do not show the side that faces number 14.",
        "suggestion": "",
        "ground": "Plans and drawings that the application needs",
        "if_not": "If we do not hear from you by then, we may return the application to you.",
    },
    {
        "title": "Put the fee right",
        "about": "",
        "reason": "The fee that was paid is £60 too low.",
        "suggestion": "Pay the difference.",
        "ground": "The fee",
        "if_not": "If we do not hear from you by then, we may return the application to you.",
    },
]
WORDS: dict[str, Any] = {
    "about": "Heritage statement",
    "address": "12 Garden Street, Exampleton EX1 2MP",
    "after": "Lawful development certificate: proposed use",
    "amount": "£258.00",
    "answer": "Yes",
    "appeal": "If no decision is made in time, you can appeal to the Secretary of State.",
    "because": "Account closed",
    "before": "Householder application",
    "can_send": True,
    "changes": ["Last day to decide: 28 December 2026 before, 29 December 2026 now"],
    "came": "by phone",
    "code": "123456",
    "colleague": "Cora Colleague",
    "comment": "Please say more about overlooking.",
    "count": 3,
    "days": 7,
    "decided_on": "1 December 2026",
    "description": "Single-storey rear extension",
    "ended": "withdrawn",
    "files": ["side-elevation.pdf", "roof-plan.pdf"],
    "how": "withdrawn",
    "link": "https://planning.example/applications/example",
    "minutes": 10,
    "name": "side-elevation.pdf",
    "officer": "Olive Officer",
    "outcome": "Granted",
    "proposed": "Single-storey rear extension and porch",
    "quantity": 2,
    "reason": "The side faces a conservation area.",
    "reference": "26-00012-HAPP",
    "subject": "Visit to your site",
    "reviewer": "Rita Reviewer",
    "text": "Does the plan need a scale bar?",
    "valid": True,
    "reasons": "The house is not listed and not in a conservation area.",
    "url": "https://officers.planning.example/cases/26-00012-HAPP/",
    "what": "Elevations - proposed",
    "where": "On the lamp post in front of the house",
    "who": "Ada Applicant",
    "words": "Thank you for taking up what the neighbours said.",
    "why": "The fee was paid twice.",
}
TO = "Ada Applicant"
POSTAL = ["12 Garden Street", "Exampleton", "EX1 2MP"]


def sample_of(message_type: MessageType, authority: Any, now: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """(what the sender would give, what every message has) for a preview: dates lie a little after `now`."""
    today = localdate(now)
    past = dict.fromkeys(("received_on", "sent_on", "valid_from_on"), today)
    context = {name: now if name.endswith("_at") else past.get(name) or _sample(name, today) for name in message_type.needs}
    context |= {name: now + LATER for name in message_type.needs if told_to_the_minute(message_type, name)}
    case = SimpleNamespace(reference=WORDS["reference"])
    return context, {"authority": authority, "case": case, "to_name": TO, "now": now}


def _sample(name: str, today: Any) -> Any:
    if name == "requests":
        return [{**one, "due_on": today + LATER} for one in REQUESTS]
    if name in WORDS:
        return WORDS[name]
    if name.endswith(("_on", "_until", "_by")) or name == "until":
        return today + LATER
    return f"[{name.replace('_', ' ')}]"
