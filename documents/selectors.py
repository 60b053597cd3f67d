"""Reading a case's documents. Each list comes with its files, in two queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import F, Max, Q, QuerySet

from applications.models import PlanningApplication
from documents.aside import aside_among, unsent_of
from documents.models import Document, DocumentPage, DocumentVersion, Measurement, Redaction
from documents.rendering.geometry import WHOLE
from documents.rendering.sandbox import WORDS
from documents.tags import CORRESPONDENCE, DRAWINGS, WITH_THE_CASE, default_of, group_of, kept_back_because

PUBLIC = Document.Visibility.PUBLIC
NONE = Q(pk__in=[])
FOUND_START, FOUND_END = "\x02", "\x03"  # no text that was read out of a file has them
MOST_FOUND = 50
NOT_ACCEPTED = "Nobody has accepted these plans"
PASSING = [WORDS["disk"], WORDS["store"]]  # faults that go away by themselves
CHAIN = ("case_id", "name", "number", "received_on", "archived_at", "replaces_id", "authority_id")


def documents_of(case: Any, also: Q = NONE) -> QuerySet[Document]:
    """The case's documents that are not archived, newest first. `also`: which of those that were not sent yet are among them."""
    return _all_of(case, also).filter(archived_at=None)


def of_letters() -> Q:
    """Letters and emails that were recorded for officers, and what came with them until an officer says what it is."""
    letter = Q(tags__contains=[CORRESPONDENCE])
    attached = Q(attached_to__tags__contains=[CORRESPONDENCE]) | Q(attached_to__attached_to__tags__contains=[CORRESPONDENCE])
    return letter | (attached & Q(tags=[]))


def archived_documents_of(case: Any) -> QuerySet[Document]:
    return _all_of(case).filter(archived_at__isnull=False)


def public_documents_of(case: Any) -> QuerySet[Document]:
    """What anybody may see once the case is public; ask applications.models.PlanningApplication.is_public first."""
    return documents_of(case).filter(visibility=PUBLIC)


def document_of(case: Any, public_id: UUID) -> Document:
    """One document of the case, archived or not; Document.DoesNotExist for everything else."""
    return _all_of(case).get(public_id=public_id)


def document_of_authority(authority: Any, public_id: UUID) -> Document:
    """One document of the council; Document.DoesNotExist for another council's."""
    return Document.objects.select_related("case").prefetch_related("versions").get(authority=authority, public_id=public_id)


def public_document_of(application: Any, public_id: UUID) -> Document:
    """A document that anybody may see; Document.DoesNotExist when it, or the case, is not public."""
    if not application.is_public:
        raise Document.DoesNotExist
    return public_documents_of(application.case).get(public_id=public_id)


def names_by_content(case: Any, hashes: Iterable[str]) -> dict[str, str]:
    """Names of the case's documents in use that have exactly these files, by SHA-256."""
    versions = DocumentVersion.objects.filter(document__case=case, document__archived_at=None, sha256__in=list(hashes))
    return dict(versions.order_by("-pk").values_list("sha256", "document__name"))


def versions_without_previews(authority: Any, *, until: datetime) -> list[tuple[int, datetime]]:
    """(key, when it was stored) of each version that has no pictures and no reason why not, oldest first. A full disk is no reason: what
    it stopped is tried again."""
    waiting = DocumentVersion.objects.filter(authority=authority, previews_at=None, preview_error__in=["", *PASSING], created_at__lt=until)
    return list(waiting.exclude(scan=DocumentVersion.Scan.REFUSED).order_by("pk").values_list("pk", "created_at"))


def versions_being_checked(authority: Any, *, until: datetime) -> list[DocumentVersion]:
    """Files stored before this that wait for their check, oldest first, with their documents and cases."""
    waiting = DocumentVersion.objects.filter(authority=authority, scan=DocumentVersion.Scan.PENDING, created_at__lt=until)
    return list(waiting.select_related("document__case__officer", "document__case__authority").order_by("pk"))


def versions_half_read(authority: Any, *, until: datetime) -> list[tuple[int, int]]:
    """(key, the page to go on with) of each version that has a picture and whose words are not all read."""
    rows = (
        DocumentVersion.objects.filter(authority=authority, read_at=None, previews_at__lt=until)
        .annotate(done=Max("page_rows__number", filter=~Q(page_rows__text="") | ~Q(page_rows__fault="")))
        .order_by("pk")
    )
    return [(version.pk, (version.done or 0) + 1) for version in rows]


def page_of(version: DocumentVersion, number: int) -> DocumentPage | None:
    """One page of a file; None when it is not known yet."""
    page = version.page_rows.filter(number=number).first()
    if page is not None:
        page.version = version
    return page


def pages_drawn(version: DocumentVersion, first: int, last: int) -> set[int]:
    """Which of these pages have a small picture."""
    return set(version.page_rows.filter(number__range=(first, last), drawn__contains=[WHOLE]).values_list("number", flat=True))


def drawn_documents_of(case: Any) -> list[Document]:
    """Documents with pages to be compared, archived ones too: an older revision is one of those."""
    documents = _all_of(case).exclude(versions=None).order_by(F("archived_at").asc(nulls_first=True), "number", "name", "pk")
    return list(dict.fromkeys(documents))


def decision_is_issued(case: Any) -> bool:
    """Whether the case's decision notice went out: what it lists stays public then."""
    notices = Document.objects.filter(case=case, source=Document.Source.MADE, archived_at=None, tags__contains=["internal.decisionNotice"])
    return PlanningApplication.objects.filter(pk=case.pk, status="determined").exists() or notices.exists()


def waiting_to_be_public(case: Any) -> dict[str, Any]:
    """What becomes public with the case, and what stays private, with the reason.

    {"becoming_public": [document], "staying_private": [(document, why)]}
    """
    becoming, staying = [], []
    private = documents_of(case).exclude(visibility=PUBLIC).select_related("case").prefetch_related("redactions")
    aside = aside_among(private)
    for document in private:
        if why := NOT_ACCEPTED if document.pk in aside else why_not_by_default(document):
            staying.append((document, why))
        else:
            becoming.append(document)
    return {"becoming_public": becoming, "staying_private": staying}


def why_not_by_default(document: Document) -> str:
    """Why a document does not become public with its case, in an officer's words; "" when it does. Uses a prefetch of `redactions`."""
    if copies := document.redactions.all():
        shown = any(copy.archived_at is None for copy in copies)
        return "Its redacted copy is shown instead" if shown else "A redacted copy of it was made, which is archived"
    if document.visibility == PUBLIC:
        return "It is public already"
    if document.visibility_chosen:
        return "An officer chose who sees it"
    if document.checked is False:
        return "It must be replaced"
    if document.source in {Document.Source.MADE, Document.Source.COMMENT}:
        return "Papers of this origin are published one by one"
    if why := kept_back_because(document.tags):
        return why
    if not document.tags:
        return "Nobody has said what it is"
    return "" if default_of(document.tags) == WITH_THE_CASE else "Papers of this kind are published one by one"


def numbers_beside(document: Document) -> list[tuple[str, str]]:
    """(name, drawing numbers) of the case's other documents in use; a redacted copy and its original share theirs."""
    pair = {document.pk, document.redaction_of_id}
    return [(one.name, one.number) for one in numbered_documents(document.case_id) if not pair & {one.pk, one.redaction_of_id} - {None}]


def numbered_documents(case_id: int) -> list[Document]:
    """The case's documents in use that have a number: name, number and pair only."""
    numbered = Document.objects.filter(case_id=case_id, archived_at=None).exclude(number="").order_by("pk")
    return list(numbered.only("pk", "name", "number", "redaction_of_id"))


def ticked_documents(case: Any, public_ids: Iterable[str]) -> list[Document]:
    """Those of the case's documents that were ticked, with their files and redacted copies; anything else is passed over."""
    wanted = {public_id for public_id in public_ids if _is_uuid(public_id)}
    found = _all_of(case).filter(public_id__in=wanted).select_related("case").prefetch_related("redactions")
    return list(found.order_by("number", "name", "pk"))


def chain_of(document: Document) -> list[Document]:
    """A document with what it replaces and what replaced it, newest first; only itself when it stands alone. One query."""
    rows = {one.pk: one for one in Document.objects.filter(case_id=document.case_id).only("pk", "public_id", *CHAIN)}
    following: dict[int, list[Document]] = {}
    for one in rows.values():
        if one.replaces_id is not None:
            following.setdefault(one.replaces_id, []).append(one)
    start = rows[document.pk]
    while start.replaces_id in rows:
        start = rows[start.replaces_id]
    chain = [start]
    for one in chain:
        chain.extend(sorted(following.get(one.pk, []), key=lambda row: row.pk))
    return chain[::-1]


def drawings_with_their_past(case: Any) -> list[Document]:
    """Every numbered paper of a case that came from outside, archived ones too, for the register of drawings. Two queries."""
    numbered = _all_of(case).exclude(number="").exclude(source=Document.Source.MADE)
    return list(numbered.order_by(F("archived_at").asc(nulls_first=True), "-received_on", "-pk"))


def unnumbered_drawings(case: Any) -> list[Document]:
    """Drawings in use that have no number: each needs one before a decision notice can list it."""
    return [one for one in documents_of(case).filter(number="", redaction_of=None).prefetch_related(None) if group_of(one.tags) == DRAWINGS]


def public_papers_of(application: Any) -> QuerySet[Document]:
    """What anybody may see of an application: nothing before it is public."""
    documents = public_documents_of(application.case)
    return documents if application.is_public else documents.none()


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page with the words in question, which stand between FOUND_START and FOUND_END in the snippet; page 0: found by its name."""

    document: Document
    page: int
    pages: int
    snippet: str


def search_papers(documents: QuerySet[Document], words: str) -> list[FoundPage]:
    """Of these documents those whose name or number has the words, then up to 50 pages that have them, best first.

    The pages are reached by the key of their file, through an index, whatever row-level security does to the words (ADR 0002): a case
    has hundreds of files at most.
    """
    words = words.replace("\x00", "")[:200]
    if not words:
        return []
    by_file = {one.current.pk: one for one in documents if one.current}
    named = [one for one in by_file.values() if words.lower() in f"{one.name}\n{one.number}".lower()]
    query = SearchQuery(words, config="english", search_type="websearch")
    snippet = SearchHeadline(
        "text", query, config="english", start_sel=FOUND_START, stop_sel=FOUND_END, max_words=30, min_words=12, max_fragments=2
    )
    pages = (
        DocumentPage.objects.filter(version_id__in=list(by_file), vector=query)
        .annotate(rank=SearchRank(F("vector"), query), snippet=snippet)
        .order_by("-rank", "version_id", "number")
        .values_list("version_id", "number", "snippet")[:MOST_FOUND]
    )
    return [
        *(FoundPage(one, 0, one.current.pages or 1, one.description) for one in named if one.current),
        *(FoundPage(by_file[file], number, by_file[file].current.pages or 1, text) for file, number, text in pages),  # type: ignore[union-attr]
    ]


def measurements_on(version: DocumentVersion, number: int) -> list[Measurement]:
    """What was measured on a page, oldest first, with who measured it."""
    return list(version.measurements.filter(page=number).select_related("created_by"))


def measurement_of(document: Document, measurement_id: int) -> Measurement | None:
    found = Measurement.objects.filter(version__document=document, pk=measurement_id)
    return found.select_related("version__document__case").first()


def copies_half_made(authority: Any, *, until: datetime) -> list[int]:
    """Keys of redactions whose copy was asked for before this and is not made."""
    rows = Redaction.objects.filter(authority=authority, state=Redaction.State.MAKING, asked_at__lt=until)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def redaction_of(document: Document) -> Redaction | None:
    """The boxes being drawn over a document's file; when there are none, the last that a copy was made of; None for neither."""
    rows = Redaction.objects.filter(file__document=document, file=document.current)
    return rows.select_related("file__document__case", "saved_by", "copy").order_by("-pk").first()


def load_documents(application: Any) -> list[Document]:
    """Part of the case's snapshot, in one query: documents in use, without their files. `snapshot["documents"]`"""
    return list(documents_of(application.case).prefetch_related(None))


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _all_of(case: Any, also: Q = NONE) -> QuerySet[Document]:
    """Without what somebody only puts together: nobody but them sees that before it is sent."""
    everything = Document.objects.filter(authority_id=case.authority_id, case=case)
    return everything.exclude(unsent_of(case) & ~also).prefetch_related("versions")
