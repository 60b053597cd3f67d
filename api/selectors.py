"""Reading what the register shows beside the case itself."""

from typing import Any

from applications.models import ApplicationType, AuthorityApplicationType
from documents.models import Document
from documents.selectors import public_documents_of


def types_of(authority: Any) -> list[dict[str, str]]:
    """The types that a council takes, by code, with its own suffixes."""
    own = {row.type_id: row for row in AuthorityApplicationType.objects.filter(authority=authority)}
    types = [kind for kind in ApplicationType.objects.filter(active=True).order_by("code") if kind.pk not in own or own[kind.pk].active]
    return [
        {"code": kind.code, "name": kind.name, "suffix": own[kind.pk].suffix or kind.suffix if kind.pk in own else kind.suffix}
        for kind in types
    ]


def public_documents(case: Any) -> list[Document]:
    """Documents of a public case that anybody may see, newest first; those whose file is not made yet are left out."""
    rows = public_documents_of(case).select_related("case__authority")
    return [document for document in rows if document.current is not None]


def decision_notice(application: Any) -> Document | None:
    """The decision notice's document once it is issued, made and public."""
    notice = getattr(application.case, "decision_notice", None)
    if notice is None or notice.document is None or application.determined_on is None:
        return None
    document = notice.document
    return document if document.visibility == Document.Visibility.PUBLIC and document.current is not None else None
