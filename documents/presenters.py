"""Documents as lists and galleries show them (contract: templates/components/documents.jinja)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from documents.kinds import JPEG, NAMES, PDF, PNG
from documents.models import Document, DocumentVersion
from documents.tags import GROUP_NAMES, group_of, kept_back_because, tag_name


@dataclass(frozen=True)
class ManyAction:
    """What can be done to ticked documents. title: over its page, with how many; note: what it means."""

    code: str
    button: str
    title: str
    done: str
    note: str = ""


ACTIONS = {
    action.code: action
    for action in [
        ManyAction("publish", "Make public", "Make {} public", "made public", "Anybody can see them once the case is public."),
        ManyAction("tag", "Tag", "Tag {}", "tagged"),
        ManyAction("number", "Number", "Number {}", "numbered", "A number that a file’s name tells is filled in: check it."),
        ManyAction("check", "Mark as checked", "Mark {} as checked", "marked as checked", "They are fit for their purpose."),
        ManyAction("receive", "Set the date received", "Set the date on which {} came", "given a date received"),
        ManyAction("share", "Show to consultees", "Show {} to consultees", "shown to consultees", "The public does not see them."),
        ManyAction(
            "unpublish", "Take off the public pages", "Take {} off the public pages", "taken off the public pages", "At once, everywhere."
        ),
        ManyAction("archive", "Archive", "Archive {}", "archived", "They are kept with the case. You can bring each back."),
    ]
}


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
    def can_be_opened(self) -> bool:
        """Whether anybody is given the file: not while it is being checked, and not when it was refused."""
        return self.version is not None and self.version.is_served

    @property
    def public(self) -> bool:
        return self.document.visibility == Document.Visibility.PUBLIC

    @property
    def archived(self) -> bool:
        return self.document.archived_at is not None

    @property
    def notes(self) -> list[tuple[str, str]]:
        """What an officer should know at a glance: (words, colour)."""
        document = self.document
        found = []
        if document.checked is False:
            found.append(("To be replaced", "red"))
        if document.visibility == Document.Visibility.CONSULTEES:
            found.append(("Consultees", "blue"))
        if kept_back_because(document.tags) and not self.public:
            found.append(("Kept back", "yellow"))
        if document.redaction_of_id is not None:
            found.append(("Redacted", "grey"))
        return found


def kind_of(version: DocumentVersion | None) -> str:
    """PDF, 2 pages · PNG picture · File lost (a document without a stored file)."""
    if version is None:
        return "File lost"
    if version.scan == version.Scan.REFUSED:
        return "Not kept"
    name = "PDF" if version.content_type == PDF else NAMES.get(version.content_type, version.content_type)
    name = name[0].upper() + name[1:]
    if version.scan == version.Scan.PENDING:
        return f"{name}, being checked"
    if not version.pages or version.content_type in {PNG, JPEG}:
        return name
    return f"{name}, {version.pages} page{'' if version.pages == 1 else 's'}"


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


def chips_of(form: Any) -> list[tuple[str, str]]:
    """What a list is narrowed by, for the chips above it: (words, name in the address)."""
    found = []
    for name, value in form.cleaned_data.items():
        if value and name != "sort":
            words = dict(getattr(form.fields[name], "choices", [])).get(value, value)
            found.append((f"{form.fields[name].label}: {words}", name))
    return found
