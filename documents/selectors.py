"""Reading a case's documents. Each list comes with its files, in two queries."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from documents.models import Document, DocumentVersion

PRIVATE, CONSULTEES, PUBLIC = Document.Visibility.PRIVATE, Document.Visibility.CONSULTEES, Document.Visibility.PUBLIC


def documents_of(case: Any) -> QuerySet[Document]:
    """The case's documents that are not archived, newest first."""
    return _all_of(case).filter(archived_at=None)


def archived_documents_of(case: Any) -> QuerySet[Document]:
    return _all_of(case).filter(archived_at__isnull=False)


def public_documents_of(case: Any) -> QuerySet[Document]:
    """What anybody may see once the case is public; ask applications.models.PlanningApplication.is_public first."""
    return documents_of(case).filter(visibility=PUBLIC)


def consultee_documents_of(case: Any) -> QuerySet[Document]:
    """What a consultee may see: shared with consultees, or public."""
    return documents_of(case).filter(visibility__in=[CONSULTEES, PUBLIC])


def decision_documents_of(case: Any) -> QuerySet[Document]:
    """The plans and documents that the decision notice lists."""
    return documents_of(case).filter(in_decision_notice=True).order_by("number", "name")


def unchecked_documents_of(case: Any) -> QuerySet[Document]:
    """Documents from outside that nobody has said yes or no to."""
    return documents_of(case).filter(checked=None).exclude(source=Document.Source.MADE)


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


def same_content(case: Any, sha256: str) -> Document | None:
    """A document of the case that has exactly this file and is not archived."""
    version = (
        DocumentVersion.objects.filter(document__case=case, document__archived_at=None, sha256=sha256).select_related("document").first()
    )
    return version.document if version else None


def versions_without_previews(authority: Any, *, since: datetime, until: datetime) -> list[int]:
    """Keys of versions stored in this time that have no pictures and no reason why not, oldest first."""
    waiting = DocumentVersion.objects.filter(authority=authority, previews_at=None, preview_error="", created_at__range=(since, until))
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def counts_of(case: Any) -> dict[str, int]:
    """How many documents a case has, and how many of them are public."""
    visibilities = list(documents_of(case).prefetch_related(None).values_list("visibility", flat=True))
    return {"all": len(visibilities), "public": visibilities.count(PUBLIC)}


def load_documents(application: Any) -> list[Document]:
    """Part of the case's snapshot, in one query: documents in use, without their files. `snapshot["documents"]`"""
    return list(documents_of(application.case).prefetch_related(None))


def _all_of(case: Any) -> QuerySet[Document]:
    return Document.objects.filter(authority_id=case.authority_id, case=case).prefetch_related("versions")
