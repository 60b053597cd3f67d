"""Which documents an application needs, by the council's lists and its type, and which of them are there."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.text import slugify

from applications.facts import facts_for
from documents.tags import all_tags
from statute import CaseFacts, StatuteError, biodiversity_gain, local_list_binds
from validation.lists import requirements_for, usual
from validation.models import LocalListItem, RequestDocument, ValidationCheck, ValidationRequest
from validation.selectors import documents_to_check, is_live, load_requests

THERE, ASK, NOT_NEEDED = "there", "ask", "not_needed"
STATES = {THERE: "There", ASK: "Ask for it", NOT_NEEDED: "Not needed"}
NO_DOCUMENT = ("form", "certificate", "fee")  # grounds with a task of their own, or that came as data
ITEM = "item"  # in the payload of a request: which requirement it asks for


@dataclass(frozen=True)
class Requirement:
    """One thing that is needed. key: stable; what: for the applicant; when: for officers; documents: names of what could be it;
    state and why: what an officer said, else what is plain from the case ("" where it is not); asked: the request that waits;
    answered: the one whose answer nobody has looked at; doubt: why the applicant may not have to send it."""

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
    answered: ValidationRequest | None = None
    doubt: str = ""


def required_documents(application: Any, check: ValidationCheck | None) -> list[Requirement]:
    """Everything on the council's lists for this type on the day of receipt, each with what is known of it. Five queries.

    National requirements that the council's lists leave out are added. The form, the certificate and the fee have tasks of their own.
    """
    said = check.data.get("items", {}) if check else {}
    newest = _newest_requests(application)
    came = _what_came(list(newest.values()))
    there = list(documents_to_check(application).exclude(checked=False).values_list("tags", "name"))
    facts = facts_for(application)
    rows = []
    for base in _items(application):
        request, before = newest.get(base["key"]), said.get(base["key"], {})
        documents = [name for tags, name in there if base["tag"] and base["tag"] in tags]
        live = request if request is not None and is_live(request) else None
        if request is not None and live is None and check is not None and not _said_since(check, before, request):
            documents += [name for name in came[request.pk] if name not in documents]
            rows.append(Requirement(**base, documents=documents, answered=request))
            continue
        state, why = _known(base, documents, before, facts, live is not None)
        rows.append(Requirement(**base, documents=documents, state=state, why=why, asked=live))
    return rows


def doubt_about(item: LocalListItem, on: date) -> str:
    """Why an item of the local list may not bind the applicant of an application of that day; "" where it does."""
    if item.ground != "local_list":
        return ""
    answer = local_list_binds(published_on=item.published_on, application_on=on)
    return "" if answer.value else f"{answer.because[0].text}. {answer.because[1].text}. The applicant may dispute it."


def requirement_keys(application: Any) -> set[str]:
    """What the lists ask of an application of this type: the keys of its requirements."""
    return {row["key"] for row in _items(application)}


def _newest_requests(application: Any) -> dict[str, ValidationRequest]:
    """By requirement, the last request for it that was not cancelled."""
    found = [request for request in load_requests(application) if ITEM in request.payload]
    return {request.payload[ITEM]: request for request in found if request.state != ValidationRequest.State.CANCELLED}


def _what_came(requests: list[ValidationRequest]) -> dict[int, list[str]]:
    """The names of the files of each answer, by request."""
    answered: dict[int, list[str]] = {request.pk: [] for request in requests if not is_live(request)}
    if answered:
        files = RequestDocument.objects.filter(request__in=answered, from_council=False, document__archived_at=None).order_by("pk")
        for request, name in files.values_list("request_id", "document__name"):
            answered[request].append(name)
    return answered


def _said_since(check: ValidationCheck, said: dict[str, str], request: ValidationRequest) -> bool:
    """Whether an officer said something of this requirement once the answer was there."""
    return bool(said) and (said["state"] != ASK or request.answered_at is None or check.at > request.answered_at)


def _items(application: Any) -> list[dict[str, str]]:
    """The council's items for the type and day, and the national ones of which it has none, each under the name that both go by.
    A national one that the council had as an item of its own, and ended or keeps for other types, is not asked for.
    """
    names = ("name", "what", "when", "source", "ground")
    council = application.case.authority
    rows = {}
    for item in requirements_for(council, application.type.code, application.received_on).order_by("name", "valid_from", "pk"):
        base = {"key": _key(item.name), "tag": item.document_tag, **{name: getattr(item, name) for name in names}}
        base["doubt"] = doubt_about(item, application.received_on)
        rows[base["key"]] = base
    theirs = LocalListItem.objects.filter(authority=council, valid_from__lte=application.received_on)
    known = {_key(name) for name in theirs.values_list("name", flat=True)}
    for row in usual()["requirement"]:
        asked = row["ground"] != "local_list" and application.type.code in row.get("types", [application.type.code])
        if asked and _key(row["name"]) not in known:
            key = _key(row["name"])
            rows[key] = {"key": key, "tag": row.get("tag", ""), **{name: row.get(name, "") for name in names}}
    return [row for row in rows.values() if row["ground"] not in NO_DOCUMENT]


def _key(name: str) -> str:
    return slugify(name, allow_unicode=True) or name


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
