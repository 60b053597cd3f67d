"""One effect: a file of a draft becomes a document of its case."""

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from applications.models import BreachReport, PlanningApplication
from core.tasks import bops_task
from documents.checks import FileRefused
from documents.models import Document
from documents.services import add_document
from documents.taking_in import tell_officer
from intake.manual.models import ManualFile

State = ManualFile.State


@bops_task
def attach_file(authority_id: int, file_id: int) -> None:
    """Put a file that was keyed in with its case. Does nothing where that is done: the row is locked until it is."""
    with transaction.atomic():
        files = ManualFile.objects.select_for_update(of=("self",)).filter(pk=file_id, state=State.WAITING)
        file = files.select_related("draft__case", "draft__saved_by").first()
        if file is None or file.draft.case is None:
            return
        try:
            file.document = _document_of(file)
            file.state = State.ATTACHED
        except (FileRefused, FileNotFoundError) as refusal:
            tell_officer(file.draft.case, f"The file {file.name} could not be added: {refusal}")
            file.state, file.error = State.REFUSED, str(refusal)[:500]
        file.save(update_fields=["state", "error", "document"])
        if file.state == State.ATTACHED:
            key = file.key
            transaction.on_commit(lambda: default_storage.delete(key))


def _document_of(file: ManualFile) -> Document:
    case = file.draft.case
    whole = PlanningApplication.objects.filter(pk=case.pk).first() or BreachReport.objects.filter(pk=case.pk).first()
    with default_storage.open(file.key) as content, transaction.atomic():
        return add_document(
            case=case,
            content=content,
            name=file.name,
            source=Document.Source.SUBMITTED,
            by=file.draft.saved_by,
            now=timezone.now(),
            tags=file.tags,
            number=file.number,
            received_on=whole.received_on if whole else None,
        )
