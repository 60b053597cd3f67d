"""Several PDFs as one, tags kept: a print run that a screen reader can still read."""

import io
from collections.abc import Iterator, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf


def merge(documents: Sequence[bytes], *, title: str = "", duplex: bool = True, lang: str = "en-GB") -> bytes:
    """One file for the printer, in the order given; ValueError when there is nothing to merge.

    `duplex` puts a blank page behind a document of odd length, so that double-sided printing never gives two addressees one sheet.
    The pages are taken over exactly, with their tags: what `documents.pdf` made as PDF/UA-1 stays PDF/UA-1. Untagged pages from
    elsewhere can be among them, then the whole does not claim to be accessible. Bookmarks, forms and attachments are left out.
    """
    if not documents:
        raise ValueError("There is nothing to merge.")
    run = _Run()
    for content in documents:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            run.add(pdf)
            if duplex and len(pdf.pages) % 2:
                run.add_blank_page(pdf.pages[-1])
    return run.finish(title=title, lang=lang)


def page_count(content: bytes) -> int:
    """How many pages a PDF has; pikepdf.PdfError when it is none."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


class _Run:
    """The file that grows. Keys of the parent tree and ids of table headings are made unique by the document's number."""

    def __init__(self) -> None:
        self.pdf = pikepdf.new()
        self.parts: list[Object] = []
        self.parents: list[Object | int] = []
        self.next_key = 0
        self.tagged = True

    def add(self, source: Pdf) -> None:
        first = len(self.pdf.pages)
        self.pdf.pages.extend(source.pages)
        pages = [page.obj for page in self.pdf.pages[first:]]
        if "/StructTreeRoot" in source.Root:
            self._add_tags(self.pdf.copy_foreign(source.Root.StructTreeRoot), pages)
        else:
            self.tagged = False

    def add_blank_page(self, like: pikepdf.Page) -> None:
        box = like.mediabox
        self.pdf.add_blank_page(page_size=(float(box[2] - box[0]), float(box[3] - box[1])))

    def finish(self, *, title: str, lang: str) -> bytes:
        if self.tagged:
            self._write_structure()
        self.pdf.Root.Lang = lang
        self.pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        with self.pdf.open_metadata() as metadata:
            metadata["dc:title"] = title or "Print run"
            if self.tagged:
                metadata["pdfuaid:part"] = "1"
        output = io.BytesIO()
        self.pdf.save(output, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return output.getvalue()

    def _add_tags(self, root: Object, pages: list[Object]) -> None:
        nums = list(root.ParentTree.Nums)
        keys = {int(old): self.next_key + index for index, old in enumerate(nums[::2])}
        for old, parent in zip(nums[::2], nums[1::2], strict=True):
            self.parents += [keys[int(old)], parent]
        self.next_key += len(keys)
        for page in pages:
            _renumber(page, "/StructParents", keys)
            for annotation in page.get("/Annots", []):
                _renumber(annotation, "/StructParent", keys)
        prefix = f"{len(self.parts)}-"
        for part in _kids(root):
            for element in _elements(part):
                _make_ids_unique(element, prefix)
            self.parts.append(part)

    def _write_structure(self) -> None:
        root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        whole = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array(self.parts)))
        for part in self.parts:
            part.S = Name.Part
            part.P = whole
        root.K = Array([whole])
        root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(self.parents)))
        self.pdf.Root.StructTreeRoot = root
        self.pdf.Root.MarkInfo = Dictionary(Marked=True)


def _renumber(owner: Object, name: str, keys: dict[int, int]) -> None:
    if name in owner:
        owner[name] = keys[int(owner[name])]


def _kids(element: Object) -> list[Object]:
    kids = element.get("/K", [])
    return [kid for kid in (kids if isinstance(kids, Array) else [kids]) if isinstance(kid, Dictionary)]


def _elements(top: Object) -> Iterator[Object]:
    waiting = [top]
    while waiting:
        element = waiting.pop()
        yield element
        waiting.extend(_kids(element))


def _make_ids_unique(element: Object, prefix: str) -> None:
    if "/ID" in element:
        element.ID = pikepdf.String(prefix + str(element.ID))
    attributes = element.get("/A")
    if isinstance(attributes, Dictionary) and "/Headers" in attributes:
        attributes.Headers = Array([pikepdf.String(prefix + str(header)) for header in attributes.Headers])
