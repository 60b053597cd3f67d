"""Nothing under a box survives, on whatever page: found by looking for it, in text, streams, bytes and pixels."""

import io
import re
import subprocess
import zlib
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name

from documents.redaction import tasks
from documents.redaction.boxes import Box
from documents.rendering.pages import words_on
from documents.rendering.sandbox import Room
from tests.factories.applications import CaseFactory
from tests.factories.documents import DocumentFactory

pytestmark = pytest.mark.slow
MM = 72 / 25.4
SECRET, OPEN = "Zanzibarsecret", "Openword"


def a_form(
    *,
    size: tuple[float, float] = (210, 297),
    turned: int = 0,
    cropped: float = 0,
    unit: float = 1,
    pages: int = 1,
    traps: bool = False,
    colour: bool = False,
) -> bytes:
    """A form with the secret at 40 mm from the left and 60 mm from the top of the unturned, uncropped page, and an open word below it."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number in range(1, pages + 1):
        page = pdf.add_blank_page(page_size=(size[0] * MM, size[1] * MM))
        page.Resources = Dictionary(Font=Dictionary(F1=font))
        secret = SECRET if number == 1 else f"Page{number}"
        page.Contents = pdf.make_stream(
            f"{'0.8 0.2 0.1' if colour else '0 0 0'} rg BT /F1 14 Tf {40 * MM:.2f} {(size[1] - 60) * MM:.2f} Td ({secret}) Tj ET "
            f"BT 3 Tr /F1 14 Tf {40 * MM:.2f} {(size[1] - 60) * MM:.2f} Td (Hidden{secret}) Tj ET "
            f"0 0 1 rg {80 * MM:.2f} {(size[1] - 110) * MM:.2f} {10 * MM:.2f} {10 * MM:.2f} re f 0 g "
            f"BT 0 Tr /F1 14 Tf {40 * MM:.2f} {(size[1] - 90) * MM:.2f} Td ({OPEN}{number}) Tj ET".encode()
        )
        if turned:
            page.Rotate = turned
        if cropped:
            page.CropBox = Array([cropped * MM, cropped * MM, (size[0] - cropped) * MM, (size[1] - cropped) * MM])
        if unit != 1:
            page.UserUnit = unit
    if traps:
        lay_traps(pdf)
    output = io.BytesIO()
    pdf.save(output)
    return _with_older_revision(output.getvalue()) if traps else output.getvalue()


def lay_traps(pdf: pikepdf.Pdf) -> None:
    """The secret wherever a PDF can hide it."""
    page = pdf.pages[0].obj
    words = pikepdf.String(SECRET)
    thumb = pdf.make_stream(SECRET.encode(), Width=1, Height=1, ColorSpace=Name.DeviceGray, BitsPerComponent=8)
    page.Thumb = thumb
    page.Metadata = pdf.make_stream(f"<x>{SECRET}</x>".encode(), Type=Name.Metadata, Subtype=Name.XML)
    page.PieceInfo = Dictionary(App=Dictionary(Private=words))
    seen = pdf.make_stream(f"BT /F1 9 Tf 1 2 Td ({SECRET}) Tj ET".encode(), Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 90, 12])
    seen.Resources = pdf.pages[0].Resources
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=words, V=words, TU=words, Rect=[80, 640, 240, 660], F=4)
    field.AP, field.P = Dictionary(N=seen), page
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Contents=words, T=words, Rect=[10, 10, 30, 30], F=4)
    fields = [pdf.make_indirect(field)]
    page.Annots = Array([*fields, pdf.make_indirect(note)])
    if len(pdf.pages) > 1:  # the second page shares the first one's resources, and has a hidden comment and a link to a person
        shared = Dictionary(Font=pdf.pages[0].Resources.Font, XObject=Dictionary(Sig=seen))
        pdf.pages[0].obj.Resources = shared
        pdf.pages[1].obj.Resources = shared
        mail = Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=[1, 1, 9, 9], A=Dictionary(S=Name.URI, URI=pikepdf.String(f"mailto:{SECRET}@x.org"))
        )
        web = Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=[1, 1, 9, 9], A=Dictionary(S=Name.URI, URI=pikepdf.String("https://marlbury.example/"))
        )
        goto = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[1, 1, 9, 9], Dest=Array([page, Name.Fit]), Contents=words)
        pdf.pages[1].obj.Annots = Array([pdf.make_indirect(one) for one in (mail, web, goto)])
    root = pdf.Root
    root.AcroForm = Dictionary(Fields=Array(fields), DR=Dictionary(Font=pdf.pages[0].Resources.Font), DA=pikepdf.String("/F1 9 Tf"))
    item = pdf.make_indirect(Dictionary(Title=words, Dest=Array([page, Name.Fit])))
    root.Outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, First=item, Last=item, Count=1))
    item.Parent = root.Outlines
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, ActualText=words, Alt=words, Pg=page, K=0))
    root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=element))
    root.MarkInfo = Dictionary(Marked=True)
    root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=words)]))
    root.Names = Dictionary(Dests=Dictionary(Names=Array([words, Array([page, Name.Fit])])))
    root.Metadata = pdf.make_stream(f"<x>{SECRET}</x>".encode(), Type=Name.Metadata, Subtype=Name.XML)
    pdf.docinfo["/Author"] = SECRET
    pdf.attachments["note.txt"] = SECRET.encode()


def _with_older_revision(content: bytes) -> bytes:
    """An incremental update: the first revision had the secret in plain sight, the second has not."""
    pdf = pikepdf.open(io.BytesIO(content))
    size = int(pdf.trailer.Size)
    root = re.search(rb"/Root (\d+ \d+ R)", content)
    start = re.findall(rb"startxref\s+(\d+)", content)[-1].decode()
    at = len(content)
    old = f"{size} 0 obj\n({SECRET}OldRevision)\nendobj\n".encode()
    if root is None:
        return content + b"% " + SECRET.encode() + b"\n"
    table = f"xref\n{size} 1\n{at:010d} 00000 n \ntrailer\n<</Size {size + 1} /Root {root[1].decode()} /Prev {start}>>\n"
    return content + old + f"{table}startxref\n{at + len(old)}\n%%EOF\n".encode()


def redacted(content: bytes, boxes: list[Box], tmp_path: Path, dpi: int = tasks.DPI) -> bytes:
    """As the worker does it, without a database."""
    file = tmp_path / "original"
    file.write_bytes(content)
    place = Room("application/pdf", file, tmp_path)
    pages = {str(n): [[b.left, b.top, b.right, b.bottom] for b in boxes if b.page == n] for n in sorted({b.page for b in boxes})}
    pages |= {str(line["page"]): [] for line in place.run("hiding", boxed=[int(number) for number in pages])}
    lines = place.run("burn", pages=pages, dpi=dpi)
    place.run("assemble", burnt=lines, largest=tasks.LARGEST_COPY)
    return place.picture("redacted", kind=b"%PDF")


def survivals(content: bytes, secret: str = SECRET) -> list[str]:
    """Where the secret can still be found."""
    found = [] if secret.encode() not in content else ["bytes"]
    text = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()
    found += ["pdftotext"] * (secret.lower() in text.lower())
    pdf = pypdfium2.PdfDocument(content)
    found += [f"pdfium {n}" for n in range(len(pdf)) if secret.lower() in pdf[n].get_textpage().get_text_bounded().lower()]
    with pikepdf.open(io.BytesIO(content)) as own:
        for thing in own.objects:
            head = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
            found += ["object"] * (secret.encode() in head.unparse(resolved=True))
            if isinstance(thing, pikepdf.Stream):
                found += ["stream"] * (secret.encode() in content_of(thing))
    return found


def content_of(stream: pikepdf.Stream) -> bytes:
    """Unpacked as far as it can be; that of a photograph as it is."""
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return stream.read_raw_bytes()


def page_picture(content: bytes, number: int = 0, scale: float = 2) -> Any:
    return pypdfium2.PdfDocument(content)[number].render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")


def mean_difference(one: Any, other: Any, region: tuple[int, int, int, int]) -> float:
    from PIL import ImageChops, ImageStat

    return max(ImageStat.Stat(ImageChops.difference(one.crop(region), other.crop(region))).mean)


def test_the_traps_are_traps() -> None:
    assert {"bytes", "pdftotext", "pdfium 0", "object", "stream"} <= set(survivals(a_form(traps=True, pages=2)))


def test_nothing_under_a_box_survives_anywhere(tmp_path: Path) -> None:
    content = redacted(a_form(traps=True, pages=3), [Box("a", 1, 25, 45, 110, 22)], tmp_path)

    assert survivals(content) == []
    assert survivals(content, "Hidden") == ["pdftotext", "pdfium 1", "pdfium 2", "stream", "stream"]  # of the other pages: Page2, Page3
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert set(pdf.Root.keys()) <= {"/Type", "/Pages", "/Version"}
        assert "/Info" not in pdf.trailer
        assert set(pdf.pages[0].obj.keys()) == {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}
        assert [str(link.A.URI) for link in pdf.pages[1].obj.Annots] == ["https://marlbury.example/"]
        assert not pdf.pages[1].obj.Resources.get("/XObject", {})


def test_the_rest_stays_text_and_only_the_boxed_pages_change(tmp_path: Path) -> None:
    original = a_form(pages=300)
    content = redacted(original, [Box("a", 1, 35, 50, 60, 15), Box("b", 200, 35, 50, 60, 15)], tmp_path)

    before, after = pypdfium2.PdfDocument(original), pypdfium2.PdfDocument(content)
    changed = [n + 1 for n in range(300) if before[n].get_textpage().get_text_bounded() != after[n].get_textpage().get_text_bounded()]
    assert (len(after), changed) == (300, [1, 200])
    with pikepdf.open(io.BytesIO(original)) as old, pikepdf.open(io.BytesIO(content)) as new:
        assert all(old.pages[n].Contents.read_bytes() == new.pages[n].Contents.read_bytes() for n in (1, 150, 298))


@pytest.mark.parametrize(
    "paper",
    [
        {},
        {"turned": 90},
        {"turned": 180},
        {"turned": 270},
        {"cropped": 15},
        {"cropped": 15, "turned": 90},
        {"unit": 2.5},
        {"size": (297, 210)},
        {"size": (841, 1189)},
        {"size": (5000, 300)},
        {"colour": True},
    ],
    ids=lambda paper: "-".join(f"{name}{value}" for name, value in paper.items()) or "A4",
)
def test_the_box_lies_where_it_was_drawn_on_every_kind_of_page(paper: dict[str, Any], tmp_path: Path, authority: Any) -> None:
    """The boxes are taken from where the words are said to stand; then pixels are compared with the original."""
    original = a_form(**paper)
    document = DocumentFactory.create(case=CaseFactory.create(authority=authority), file=original)
    words = words_on(document.current, 1)
    secret = next(word for word in words if SECRET in word.text)
    box = Box("a", 1, secret.left - 1, secret.top - 1, secret.right - secret.left + 2, secret.bottom - secret.top + 2)
    content = redacted(original, [box], tmp_path)

    assert survivals(content) == []
    before, after = page_picture(original), page_picture(content)
    assert before.size == after.size
    dots = 2 * 72 / 25.4 / paper.get("unit", 1)
    inside = tuple(round(side * dots) for side in (box.left + 0.7, box.top + 0.7, box.right - 0.7, box.bottom - 0.7))
    assert after.crop(inside).getextrema() == ((0, 0), (0, 0), (0, 0))  # type: ignore[arg-type]
    assert before.crop(inside).getextrema() != ((0, 0), (0, 0), (0, 0))  # type: ignore[arg-type]
    seen = next(word for word in words if OPEN in word.text)
    around = tuple(round(side * dots) for side in (seen.left - 2, seen.top - 2, seen.right + 2, seen.bottom + 2))
    assert mean_difference(before, after, around) < 12  # type: ignore[arg-type]
    assert min(low for low, _ in after.crop(around).getextrema()) < 120  # type: ignore[arg-type]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert float(pdf.pages[0].obj.get("/UserUnit", 1)) == paper.get("unit", 1)


@pytest.mark.parametrize("packed", [["/DCTDecode"], ["/FlateDecode", "/DCTDecode"]], ids=["in a list", "packed once more"])
def test_what_a_camera_wrote_goes_however_the_image_is_packed(tmp_path: Path, packed: list[str]) -> None:
    from PIL import Image

    exif = Image.Exif()
    exif[0x013B] = SECRET  # the artist
    photograph = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(photograph, "JPEG", exif=exif)
    content = photograph.getvalue()
    with pikepdf.open(io.BytesIO(a_form(pages=2))) as pdf:
        image = pdf.make_stream(
            b"", Type=Name.XObject, Subtype=Name.Image, Width=40, Height=30, ColorSpace=Name.DeviceRGB, BitsPerComponent=8
        )
        filters = Array([Name(name) for name in packed])
        image.write(zlib.compress(content) if len(packed) > 1 else content, filter=filters, decode_parms=Array([None] * len(packed)))
        pdf.pages[1].obj.Resources.XObject = Dictionary(Photo=image)
        pdf.pages[1].obj.Contents = pdf.make_stream(b"q 200 0 0 150 90 90 cm /Photo Do Q")
        output = io.BytesIO()
        pdf.save(output)

    clean = redacted(output.getvalue(), [Box("a", 1, 25, 45, 110, 22)], tmp_path)

    with pikepdf.open(io.BytesIO(clean)) as pdf:
        kept = pdf.pages[1].obj.Resources.XObject.Photo
        assert SECRET.encode() not in kept.read_raw_bytes()
        assert pikepdf.PdfImage(kept).as_pil_image().getpixel((20, 15))[1] > 100
