"""Reading a case's documents. Each list comes with its files, in two queries."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from documents.models import Document, DocumentVersion

PUBLIC = Document.Visibility.PUBLIC


def documents_of(case: Any) -> QuerySet[Document]:
    """The case's documents that are not archived, newest first."""
    return _all_of(case).filter(archived_at=None)


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


def versions_without_previews(authority: Any, *, since: datetime, until: datetime) -> list[int]:
    """Keys of versions stored in this time that have no pictures and no reason why not, oldest first."""
    waiting = DocumentVersion.objects.filter(authority=authority, previews_at=None, preview_error="", created_at__range=(since, until))
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def load_documents(application: Any) -> list[Document]:
    """Part of the case's snapshot, in one query: documents in use, without their files. `snapshot["documents"]`"""
    return list(documents_of(application.case).prefetch_related(None))


def _all_of(case: Any) -> QuerySet[Document]:
    return Document.objects.filter(authority_id=case.authority_id, case=case).prefetch_related("versions")
