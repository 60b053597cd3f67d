"""Documents as lists and galleries show them (contract: templates/components/documents.jinja)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from documents.models import Document, DocumentVersion
from documents.tags import GROUP_NAMES, group_of, tag_name

KINDS = {"image/png": "PNG picture", "image/jpeg": "JPEG picture"}


@dataclass(frozen=True)
class DocumentCard:
    """One document. url: where its title leads; file_url: the file itself; thumbnail_url and page_url: pictures of it, or "";
    view_url: its pages in the viewer."""

    document: Document
    version: DocumentVersion | None
    url: str
    file_url: str
    thumbnail_url: str
    page_url: str
    view_url: str = ""

    @property
    def id(self) -> str:
        return str(self.document.public_id)

    @property
    def title(self) -> str:
        return self.document.name

    @property
    def number(self) -> str:
        return self.document.number

    @property
    def tags(self) -> list[str]:
        return [tag_name(code) for code in self.document.tags]

    @property
    def received_on(self) -> date:
        return self.document.received_on

    @property
    def size(self) -> int | None:
        return self.version.size if self.version else None

    @property
    def kind(self) -> str:
        return kind_of(self.version)

    @property
    def public(self) -> bool:
        return self.document.visibility == Document.Visibility.PUBLIC

    @property
    def archived(self) -> bool:
        return self.document.archived_at is not None


def kind_of(version: DocumentVersion | None) -> str:
    """PDF, 2 pages · PNG picture · File lost (a document without a stored file)."""
    if version is None:
        return "File lost"
    if version.content_type != "application/pdf":
        return KINDS.get(version.content_type, version.content_type)
    if not version.pages:
        return "PDF"
    return f"PDF, {version.pages} page{'' if version.pages == 1 else 's'}"


def officer_card(document: Document, reference: str) -> DocumentCard:
    """A document on the officers' site: its title leads to the page where it is looked at and changed."""
    version = document.current
    public_id = document.public_id
    pictures = {
        name: reverse("documents:rendition", kwargs={"public_id": public_id, "rendition": name}) if version and version.previews_at else ""
        for name in ("thumbnail", "page")
    }
    return DocumentCard(
        document,
        version,
        url=reverse("documents:document", kwargs={"reference": reference, "public_id": public_id}),
        file_url=reverse("documents:file", kwargs={"public_id": public_id}),
        thumbnail_url=pictures["thumbnail"],
        page_url=pictures["page"],
        view_url=reverse("documents:view", kwargs={"reference": reference, "public_id": public_id}) if version else "",
    )


def public_card(document: Document, reference: str) -> DocumentCard:
    """A document on the public host: its title opens the viewer, where phones get small pictures."""
    version = document.current
    where = {"reference": reference, "public_id": document.public_id}
    file_url = reverse("documents:public_file", kwargs=where)
    pictures = {
        name: reverse("documents:public_rendition", kwargs={**where, "rendition": name}) if version and version.previews_at else ""
        for name in ("thumbnail", "page")
    }
    view_url = reverse("documents:public_view", kwargs=where) if version else ""
    return DocumentCard(document, version, view_url or file_url, file_url, pictures["thumbnail"], pictures["page"], view_url)


def officer_cards(documents: Iterable[Document], reference: str) -> list[DocumentCard]:
    return [officer_card(document, reference) for document in documents]


def public_cards(documents: Iterable[Document], reference: str) -> list[DocumentCard]:
    return [public_card(document, reference) for document in documents]


def by_group(cards: Iterable[DocumentCard]) -> list[tuple[str, list[DocumentCard]]]:
    """Cards under the names of their groups, drawings first, each by drawing number, then by name; empty groups are left out."""
    groups: dict[str, list[DocumentCard]] = {group: [] for group in GROUP_NAMES}
    for card in sorted(cards, key=lambda card: (not card.number, card.number, card.title.lower())):
        groups[group_of(card.document.tags)].append(card)
    return [(GROUP_NAMES[group], members) for group, members in groups.items() if members]
