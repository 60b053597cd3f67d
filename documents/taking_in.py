"""What a worker does with a file that was kept: looks into it where that was left for later, takes an email apart, makes a PDF of an Office
file, has its pages drawn."""

import tempfile
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import structlog
from django.core.cache import cache
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from applications.models import BreachReport, PlanningApplication
from audit.actors import System
from audit.services import record
from core.tasks import bops_task
from documents import events, pdf, refusals, scanning, storage
from documents.checks import CheckedFile, FileRefused, NotNow, check_inside, room_on_disk
from documents.inspecting import TOO_MUCH, NoAnswer, inspect, on_disk
from documents.kinds import BY_KIND_ENDING, MAIL, PICTURES
from documents.models import Document, DocumentVersion
from documents.office import NotShown, as_pdf
from documents.rendering.sandbox import WORDS, RenderingFailed
from documents.tasks import make_previews

REFUSED_STAYS = timedelta(days=31)  # that its bytes lie in the store, served to nobody: a wrong refusal can be put right
ATTACHMENTS_SECONDS = 60  # of looking into those of one email: each of the rest is looked into by a task of its own
DEEPEST = 1  # an email inside an email is taken apart, one inside that is only kept


@bops_task
def take_in(authority_id: int, version_id: int) -> None:
    """Make a stored file ready to be looked at. Done once; what fails is written down for the officer; the sweep comes back to the rest."""
    try:
        _take_in(authority_id, version_id)
    finally:
        cache.delete(queued_key(version_id))


def queued_key(version_id: int) -> str:
    """The cache key that is there while the sweep has asked for a file and its task has not come to an end."""
    return f"taking-in-queued:{version_id}"


def _take_in(authority_id: int, version_id: int) -> None:
    version = DocumentVersion.objects.select_related("document__case").get(pk=version_id)
    if version.previews_at is not None or not look_inside(version):
        return  # done, refused, or left to the sweep
    try:
        make_shown(version)
        make_public_picture(version)
    except (NotNow, NoAnswer):  # an attachment waits for the virus scanner, or the machine is too busy: the sweep comes back
        return
    except (RenderingFailed, OSError) as failure:
        version.preview_error = RenderingFailed.of(failure).words
        version.save(update_fields=["preview_error"])
        return
    make_previews(authority_id, version_id)


def look_inside(version: DocumentVersion) -> bool:
    """Check a file that is kept but not served yet. Whether it may be served now: no, too, while the virus scanner does not answer and
    where the disk has no room to look."""
    if version.scan != DocumentVersion.Scan.PENDING:
        return version.is_served
    if not scanning.answers():
        return False
    called = f"“{version.document.name}”"
    try:
        with room_on_disk(called), storage.open_rendition(version, unchecked=True) as file:
            pages, result = check_inside(file, called, version.content_type)
    except NotNow as reason:
        structlog.get_logger().warning("file_not_checked_yet", key=version.key, reason=reason.message)
        return False
    except FileNotFoundError:
        _missing(version)
        return False
    except OSError as error:
        structlog.get_logger().warning("file_not_checked_yet", key=version.key, reason=str(error))
        return False
    except FileRefused as refusal:
        _let_go(version, refusal.message, timezone.now())
        return False
    _passed(version, pages, result)
    return version.is_served


@transaction.atomic
def _passed(version: DocumentVersion, pages: int, result: str) -> None:
    if not _still_pending(version):
        return
    waited = version.told_at is not None
    version.pages, version.scan, version.told_at = pages or None, result, None
    version.save(update_fields=["pages", "scan", "told_at"])
    if waited:
        tell_officer(version.document.case, forget=waiting_line(version.document))


@transaction.atomic
def _missing(version: DocumentVersion) -> None:
    """The store has lost the file: nobody tries again, and the officer reads so."""
    if not _still_pending(version):
        return
    structlog.get_logger().error("stored_file_missing", key=version.key)
    version.preview_error = WORDS["missing"]
    version.save(update_fields=["preview_error"])
    document = version.document
    tell_officer(
        document.case, f"The file {document.name} is missing from the store. Tell the administrators.", forget=waiting_line(document)
    )


def _still_pending(version: DocumentVersion) -> bool:
    """Read the version again under a lock, after its case and document as in every verb. False: another worker was faster."""
    _locked(version.document.case)
    Document.objects.select_for_update(of=("self",)).get(pk=version.document_id)
    version.refresh_from_db(from_queryset=DocumentVersion.objects.select_for_update(of=("self",)))
    return version.scan == DocumentVersion.Scan.PENDING


@transaction.atomic
def _let_go(version: DocumentVersion, why: str, now: datetime) -> None:
    """A file that was not fit after all: nobody gets it, its document is archived with the reason, and whoever must know is told."""
    if not _still_pending(version):
        return
    tell_officer(version.document.case, forget=waiting_line(version.document))
    document = Document.objects.select_related("case").get(pk=version.document_id)
    taken_back = document.archived_at is not None
    version.scan, version.preview_error, version.told_at = DocumentVersion.Scan.REFUSED, why[:300], None
    version.delete_file_at = now + REFUSED_STAYS
    version.save(update_fields=["scan", "preview_error", "told_at", "delete_file_at"])
    words = f"The file {document.name} was not kept: {why}{_given_back(document)}"
    document.visibility, document.published_at, document.published_by = Document.Visibility.PRIVATE, None, None
    document.archived_at, document.archive_reason = document.archived_at or now, (document.archive_reason or why)[:300]
    document.in_decision_notice = False
    document.version += 1
    document.save()
    record(events.NOT_KEPT, case=document.case, by=System(), now=now, name=document.name, document=str(document.public_id), why=why)
    if not taken_back:
        tell_officer(document.case, words)
        refusals.tell(document, why, now)


def _given_back(document: Document) -> str:
    """Undo what the file had taken over: the document that it replaced is in use again, as it was. Words for the officer."""
    old, original = document.replaces, document.redaction_of
    if original is not None and document.in_decision_notice:
        Document.objects.filter(pk=original.pk).update(in_decision_notice=True)
    if old is None or old.archived_at is None or old.replaced_by.exclude(pk=document.pk).filter(archived_at=None).exists():
        return ""
    old.archived_at, old.archived_by, old.archive_reason = None, None, ""
    old.version += 1
    old.save()
    record(events.RESTORED, case=document.case, by=System(), now=timezone.now(), name=old.name, document=str(old.public_id))
    return f" {old.name}, which it had replaced, is in use again."


def waiting_line(document: Document) -> str:
    """What the officer reads while a file waits for more than a day."""
    return f"The file {document.name} could not be checked for more than a day, so nobody can open it yet. It is tried again."


def tell_officer(case: Any, line: str = "", *, forget: str = "") -> None:
    """A line at the top of the case, and without the line that it makes untrue."""
    row = _locked(case)
    if row is not None:
        lines = [one for one in row.attention.splitlines() if one and one != forget]
        row.attention = "\n".join([*lines, line] if line and line not in lines else lines)
        row.save(update_fields=["attention"])


def _locked(case: Any) -> Any:
    """The application or report of a breach that this case is, under a lock; None for a case of another kind."""
    rows = (model.objects.select_for_update(of=("self",)).filter(pk=case.pk).first() for model in (PlanningApplication, BreachReport))
    return next((row for row in rows if row is not None), None)


def make_shown(version: DocumentVersion) -> None:
    """Make the PDF that stands for an Office file or an email on the pages. Done once. RenderingFailed."""
    if not version.is_shown_as_made or default_storage.exists(storage.rendition_key(version, storage.SHOWN)):
        return
    if version.content_type in MAIL:
        _take_apart(version)
        return
    try:
        with storage.open_rendition(version) as file, on_disk(file) as path:
            made = as_pdf(Path(path), version.content_type)
    except NotShown as failure:
        raise RenderingFailed(failure.cause) from None
    storage.put_rendition(version, storage.SHOWN, made)


def make_public_picture(version: DocumentVersion) -> None:
    """Have what the public gets lie beside a photograph: the picture without place, time, owner and small copies. RenderingFailed."""
    if version.content_type not in PICTURES or default_storage.exists(storage.rendition_key(version, storage.PUBLIC)):
        return
    with (
        storage.open_rendition(version) as file,
        on_disk(file) as path,
        tempfile.NamedTemporaryFile(prefix="bops-picture-") as made,
    ):
        fault = inspect(path, "strip", kind=version.content_type, made=made.name)["fault"]
        if fault:
            raise RenderingFailed({TOO_MUCH: "memory"}.get(fault, "damaged_picture"))
        storage.put_rendition(version, storage.PUBLIC, File(made.file))


def _take_apart(version: DocumentVersion) -> None:
    """Keep the attachments of an email as documents of their own, then its words as a PDF. A killed worker begins again: the attachments
    are kept all or none, and once."""
    document = Document.objects.select_related("case", "attached_to").get(pk=version.document_id)
    with (
        storage.open_rendition(version) as file,
        on_disk(file) as path,
        tempfile.TemporaryDirectory(prefix="bops-mail-") as folder,
        ExitStack() as opened,
    ):
        found = inspect(path, "mail", kind=BY_KIND_ENDING[version.content_type], folder=folder)
        if found["fault"]:
            raise RenderingFailed("email")
        lines = [f"{name} (not taken out)" for name in found["left_out"]]
        lines += [f"and {found['more_left_out']:,} more"] if found["more_left_out"] else []
        if _depth_of(document) > DEEPEST:
            too_deep = "an email inside an email inside an email is not taken apart: save it to read it"
            lines += [f"{one['name']} ({too_deep})" for one in found["attachments"]]
        else:
            fit, kept = _check_attachments(document, found["attachments"], Path(folder), opened)
            lines = kept + lines
            _keep_attachments(document, fit)
    context = {"found": found, "attachments": lines, "reference": document.case.reference, "heading": document.name}
    made = pdf.render("print/email.jinja", context, title=document.name)
    storage.put_rendition(version, storage.SHOWN, made)


def _depth_of(document: Document) -> int:
    depth = 0
    while document.attached_to is not None and depth <= DEEPEST:
        depth, document = depth + 1, document.attached_to
    return depth


def _check_attachments(
    document: Document, attachments: list[dict[str, str]], folder: Path, opened: ExitStack
) -> tuple[list[tuple[Any, CheckedFile]], list[str]]:
    """Those that are fit to be kept, and a line for each: its name, or why it is not kept. Nothing is locked meanwhile."""
    from documents.services.adding import NewFile, check_for  # which asks for this task

    fit, lines, since = [], [], monotonic()
    for attachment in attachments:
        late = monotonic() - since > ATTACHMENTS_SECONDS
        content, name = opened.enter_context((folder / attachment["file"]).open("rb")), attachment["name"]
        try:
            checked = check_for(case=document.case, content=content, name=name, source=document.source, deep=not late, hurry=late)
        except NotNow:
            raise
        except FileRefused as refusal:
            lines.append(f"{name}: not kept. {refusal.message}")
        else:
            fit.append((NewFile(checked.content, checked.name, description="Came with an email"), checked))
            lines.append(checked.name)
    return fit, lines


@transaction.atomic
def _keep_attachments(document: Document, fit: list[tuple[Any, CheckedFile]]) -> None:
    """All or none; none where another worker has kept them. The application is locked first, as in every verb."""
    from documents.services.adding import About, keep_checked

    _locked(document.case)
    Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if fit and not document.attachments.exists():
        about = About(document.source, document.received_on, Document.Visibility.PRIVATE, document)
        keep_checked(document.case, fit, about, by=System(), now=timezone.now())
