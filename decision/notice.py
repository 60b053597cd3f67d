"""What a decision notice says: gathered once, frozen as plain data, and rendered from that alone."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import statute
from accounts.policy import policy
from applications.facts import facts_for
from applications.models import Party, PlanningApplication
from assessment.selectors import conditions_of, informatives_of
from decision.outcomes import OUTCOMES
from decision.selectors import plans_of
from documents import pdf
from documents.letterhead import Letterhead
from statute import StatuteError

DATES = ("received_on", "valid_on", "decided_on")


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "notice.toml").read_text())


def notice_content(application: PlanningApplication, *, outcome: str, reasons: str, decided_on: date | None) -> dict[str, Any]:
    """Everything on the notice as JSON data (dates as ISO text); `decided_on` None makes a draft. Template: print/decision_notice.jinja."""
    case, facts = application.case, facts_for(application)
    conditions = conditions_of(case) if OUTCOMES[outcome].grants and application.type.family != "lawfulness_certificate" else []
    law = statute.notice_statute(facts, outcome, with_conditions=bool(conditions)).value
    content = {
        "outcome": outcome,
        "heading": law.heading,
        "legislation": list(law.legislation),
        "draft": decided_on is None,
        "reference": case.reference,
        "application_type": application.type.name,
        "site_address": case.address,
        "proposal": application.description,
        "applicant": _person(case, Party.Role.APPLICANT),
        "agent": _person(case, Party.Role.AGENT),
        "received_on": application.received_on.isoformat(),
        "valid_on": application.valid_from_on.isoformat() if application.valid_from_on else None,
        "decided_on": decided_on.isoformat() if decided_on else None,
        "subject": _subject(application),
        "reasons": [{"text": text, "policies": []} for text in _paragraphs(reasons)],
        "conditions": [
            {"title": row.title, "text": row.text, "reason": row.reason, "before_work_reason": row.reason if row.pre_commencement else ""}
            for row in conditions
        ],
        "informatives": [{"title": row.title, "text": row.text} for row in informatives_of(case)],
        "plans": _plans(case),
        "proactive": policy(case.authority, "positive_statement") if application.type.family == "planning_permission" else "",
        "statements": [],
        "signatory": {"name": case.authority.signatory_name, "job_title": case.authority.signatory_job_title, "signature": None},
        "appeal_notes": _appeal_notes(facts, outcome, decided_on, bool(conditions)),
        "letterhead": Letterhead.of(case.authority).as_data(),
    }
    if application.type.family == "lawfulness_certificate":
        content["certificate"] = _certificate(application, law)
    if application.type.family == "prior_approval":
        content["prior_approval"] = _words()["prior_approval"].get(application.type.code, _words()["prior_approval"]["general"])
    return content


def fault_of_notice(application: PlanningApplication, outcome: str) -> str:
    """Why the law's tables cannot give this case its notice, in words; "" when they can."""
    try:
        notice_content(application, outcome=outcome, reasons="", decided_on=None)
    except StatuteError as error:
        return str(error)
    return ""


def render_notice(content: dict[str, Any]) -> bytes:
    """The PDF of a notice from its frozen content."""
    context = dict(content)
    for name in DATES:
        context[name] = date.fromisoformat(content[name]) if content[name] else None
    context["plans"] = [plan | {"received_on": date.fromisoformat(plan["received_on"])} for plan in content["plans"]]
    context["letterhead"] = Letterhead.from_data(content["letterhead"])
    if "certificate" in content:
        context["certificate"] = content["certificate"] | {"certified_on": date.fromisoformat(content["certificate"]["certified_on"])}
    return pdf.render("print/decision_notice.jinja", context, title=f"Decision notice {content['reference']}")


def _person(case: Any, role: str) -> str:
    party = case.parties.filter(role=role).first()
    if party is None:
        return ""
    names = [party.name, party.company if party.company != party.name else ""]
    return "\n".join(line for line in [*names, party.address_lines, party.town, party.postcode] if line)


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def _subject(application: PlanningApplication) -> str:
    subjects = _words()["subject"]
    return str(subjects.get(application.type.code) or subjects.get(application.type.family) or application.type.name.lower())


def _plans(case: Any) -> list[dict[str, str]]:
    return [{"number": row.number, "title": row.name, "received_on": row.received_on.isoformat()} for row in plans_of(case)]


def _certificate(application: PlanningApplication, law: statute.NoticeStatute) -> dict[str, Any]:
    proposed = application.type.code == "ldc.proposed"
    section = f"section {law.section} of the Town and Country Planning Act 1990"
    return {
        "law": section,
        "use_or_operations": "use, operations or matter",
        "tense": "would have been" if proposed else "was",
        "certified_on": application.received_on.isoformat(),
        "first_schedule": application.description,
        "second_schedule": application.case.address,
        "plan_words": "edged red on the plan that accompanied the application",
        "notes": [note.format(law=section) for note in _words()["certificate"]["notes"]],
    }


def _appeal_notes(facts: Any, outcome: str, decided_on: date | None, with_conditions: bool) -> list[dict[str, Any]]:
    limit = statute.appeal_limit(facts, outcome=outcome, decided_on=decided_on or facts.law_on, with_conditions=with_conditions).value
    if not limit.applies:
        return []
    last = f"{limit.last_on:%-d %B %Y}" if limit.last_on and decided_on else ""
    by = f"That means by {last}." if last else ""
    values = {"words": limit.words, "by": by}
    notes = []
    for topic in limit.topics:
        entry = _words()["appeal_topics"][topic]
        notes.append({"heading": entry["heading"], "paragraphs": [text.format(**values).strip() for text in entry["paragraphs"]]})
    return notes
