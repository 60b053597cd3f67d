"""Which documents an application needs, by the council's lists and its type, and which of them are there."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.text import slugify

from applications.facts import facts_for
from documents.tags import all_tags
from statute import CaseFacts, StatuteError, biodiversity_gain
from validation.lists import requirements_for, usual
from validation.models import ValidationCheck, ValidationRequest
from validation.selectors import documents_to_check, is_live, load_requests

THERE, ASK, NOT_NEEDED = "there", "ask", "not_needed"
STATES = {THERE: "There", ASK: "Ask for it", NOT_NEEDED: "Not needed"}
NO_DOCUMENT = ("form", "certificate", "fee")  # grounds with a task of their own, or that came as data
ITEM = "item"  # in the payload of a request: which requirement it asks for


@dataclass(frozen=True)
class Requirement:
    """One thing that is needed. key: stable; what: for the applicant; when: for officers; documents: names of what could be it;
    state and why: what an officer said, else what is plain from the case ("" where it is not)."""

    key: str
    name: str
    what: str
    when: str
    source: str
    ground: str
    tag: str
    documents: list[str] = field(default_factory=list)
    state: str = ""
    why: str = ""
    asked: ValidationRequest | None = None


def required_documents(application: Any, check: ValidationCheck | None) -> list[Requirement]:
    """Everything on the council's lists for this type on the day of receipt, each with what is known of it. Three queries.

    A council without lists is offered the national ones. The form, the certificate and the fee have tasks of their own.
    """
    said = check.data.get("items", {}) if check else {}
    live = {request.payload[ITEM]: request for request in load_requests(application) if is_live(request) and ITEM in request.payload}
    there = list(documents_to_check(application).values_list("tags", "name"))
    facts = facts_for(application)
    rows = []
    for base in _items(application):
        documents = [name for tags, name in there if base["tag"] and base["tag"] in tags]
        state, why = _known(base, documents, said.get(base["key"], {}), facts, base["key"] in live)
        rows.append(Requirement(**base, documents=documents, state=state, why=why, asked=live.get(base["key"])))
    return rows


def _items(application: Any) -> list[dict[str, str]]:
    names = ("name", "what", "when", "source", "ground")
    found = list(requirements_for(application.case.authority, application.type.code, application.received_on))
    rows = [{"key": f"l{item.pk}", "tag": item.document_tag, **{name: getattr(item, name) for name in names}} for item in found]
    if not rows:
        rows = [
            {"key": slugify(row["name"]), "tag": row.get("tag", ""), **{name: row.get(name, "") for name in names}}
            for row in usual()["requirement"]
            if row["ground"] != "local_list" and application.type.code in row.get("types", [application.type.code])
        ]
    return [row for row in rows if row["ground"] not in NO_DOCUMENT]


def _known(base: dict[str, str], documents: list[str], said: dict[str, str], facts: CaseFacts, asked: bool) -> tuple[str, str]:
    """What was said before, unless it was asked for and has come since; else what the documents or the law show."""
    if said and (said["state"] != ASK or asked or not documents):
        return said["state"], said.get("why", "")
    if documents:
        return THERE, ""
    because = _not_needed_by_law(base["ground"], facts)
    return (NOT_NEEDED, because) if because else ("", "")


def _not_needed_by_law(ground: str, facts: CaseFacts) -> str:
    if ground == "access_statement" and _is_small_household_work(facts):
        return "A householder application outside a conservation area needs none"
    if ground != "biodiversity":
        return ""
    try:
        answer = biodiversity_gain(facts)
    except StatuteError:
        return ""
    return "" if answer.value else answer.because[-1].text


def _is_small_household_work(facts: CaseFacts) -> bool:
    return (facts.is_householder or ".householder" in facts.type_code) and not facts.in_conservation_area and not facts.is_major


def is_a_kind_of_document(tag: str) -> bool:
    return tag in all_tags()
