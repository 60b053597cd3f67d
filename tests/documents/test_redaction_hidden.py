"""What a page holds and does not show goes too: beyond its edge, on layers that are off, in lists that pages share, in pictures."""

import io
import struct
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from documents.redaction import jpeg2000
from documents.redaction.boxes import Box
from documents.rendering.sandbox import Room
from tests.documents.test_redaction_burning import MM, OPEN, SECRET, a_form, page_picture, redacted, survivals

pytestmark = pytest.mark.slow
BOX = Box("a", 1, 25, 45, 110, 22)


def saved(pdf: pikepdf.Pdf) -> bytes:
    output = io.BytesIO()
    pdf.save(output)
    return output.getvalue()


def open_form(pages: int = 3) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(a_form(pages=pages)))


def an_element(pdf: pikepdf.Pdf, words: str = SECRET, **more: Any) -> Any:
    """A form (a drawing within a page) that writes the words."""
    form = pdf.make_stream(f"BT /F1 12 Tf 5 5 Td ({words}) Tj ET".encode())
    for key, value in {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array([0, 0, 200, 20]), **more}.items():
        form[f"/{key}"] = value
    form.Resources = Dictionary(Font=pdf.pages[0].Resources.Font)
    return form


def are_images(content: bytes) -> list[int]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [number for number, page in enumerate(pdf.pages, 1) if "/Font" not in page.obj.Resources]


def test_a_sheet_cut_into_pages_that_share_its_content_keeps_nothing_of_the_boxed_one(tmp_path: Path) -> None:
    """Both halves are the same drawing, each with an edge of its own; the box lies on the first."""
    with open_form(2) as pdf:
        first, second = (page.obj for page in pdf.pages)
        second.Contents = first.Contents
        first.CropBox, second.CropBox = Array([0, 150 * MM, 210 * MM, 297 * MM]), Array([0, 0, 210 * MM, 150 * MM])
        content = saved(pdf)

    clean = redacted(content, [BOX], tmp_path, dpi=50)

    assert survivals(content) and survivals(clean) == []
    assert are_images(clean) == [1, 2]


@pytest.mark.parametrize("inside", [False, True], ids=["on the page", "in a form"])
def test_what_lies_beyond_the_edge_of_another_page_goes(tmp_path: Path, inside: bool) -> None:
    with open_form() as pdf:
        page = pdf.pages[1].obj
        page.CropBox = Array([0, 0, 210 * MM, 280 * MM])
        if inside:
            page.Resources = Dictionary(Font=page.Resources.Font, XObject=Dictionary(Form=an_element(pdf)))
            page.Contents = pdf.make_stream(f"q 1 0 0 1 90 {288 * MM:.0f} cm /Form Do Q".encode())
        else:
            page.Contents = pdf.make_stream(f"BT /F1 12 Tf 90 {288 * MM:.0f} Td ({SECRET}) Tj ET".encode())
        content = saved(pdf)

    clean = redacted(content, [BOX], tmp_path, dpi=50)

    assert survivals(clean) == []
    assert are_images(clean) == [1, 2]


def test_a_note_beyond_the_edge_of_another_page_goes(tmp_path: Path) -> None:
    with open_form(2) as pdf:
        page = pdf.pages[1].obj
        page.CropBox = Array([0, 0, 595, 700])
        note = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([90, 750, 290, 770]), F=4, AP=Dictionary(N=an_element(pdf)))
        page.Annots = Array([pdf.make_indirect(note)])
        content = saved(pdf)

    clean = redacted(content, [BOX], tmp_path, dpi=50)

    assert survivals(clean) == []
    assert are_images(clean) == [1, 2]


@pytest.mark.parametrize("inside", [False, True], ids=["on the page", "in a form"])
@pytest.mark.parametrize(
    "drawn",
    [
        "BT /F1 12 Tf 90 90 Td (Own) Tj ET % {secret}\n",
        "/Span <</ActualText ({secret})>> BDC BT /F1 12 Tf 90 90 Td (Own) Tj ET EMC",
        "/Mark <</Note ({secret})>> DP BT /F1 12 Tf 90 90 Td (Own) Tj ET",
    ],
    ids=["a comment", "words for screen readers", "a mark"],
)
def test_what_is_written_beside_the_drawing_of_an_open_page_goes(tmp_path: Path, drawn: str, inside: bool) -> None:
    with open_form(2) as pdf:
        page, words = pdf.pages[1].obj, drawn.format(secret=SECRET)
        page.Contents = pdf.make_stream(words.encode())
        if inside:
            form = an_element(pdf, BBox=Array([0, 0, 595, 842]))
            form.write(words.encode())
            page.Resources = Dictionary(XObject=Dictionary(Form=form))
            page.Contents = pdf.make_stream(b"/Form Do")
        content = saved(pdf)

    clean = redacted(content, [BOX], tmp_path, dpi=50)

    assert survivals(content) and survivals(clean) == []
    with pikepdf.open(io.BytesIO(clean)) as pdf:
        assert any(b"(Own)" in thing.read_bytes() for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and "/Width" not in thing)


def test_notes_of_programs_in_settings_of_a_drawing_go(tmp_path: Path) -> None:
    with open_form(2) as pdf:
        page = pdf.pages[1].obj
        page.Resources.ExtGState = Dictionary(Thin=Dictionary(Type=Name.ExtGState, LW=1, Note=String(SECRET)))
        page.Group = Dictionary(S=Name.Transparency, Note=String(SECRET))
        page.Contents = pdf.make_stream(b"/Thin gs BT /F1 12 Tf 90 90 Td (Own) Tj ET")
        content = saved(pdf)

    clean = redacted(content, [BOX], tmp_path, dpi=50)

    assert survivals(content) and survivals(clean) == []
    with pikepdf.open(io.BytesIO(clean)) as pdf:
        assert pdf.pages[1].obj.Resources.ExtGState.Thin.LW == 1


def an_image(pdf: pikepdf.Pdf) -> Any:
    return pdf.make_stream(
        SECRET.encode() * 90, Type=Name.XObject, Subtype=Name.Image, Width=20, Height=21, BitsPerComponent=8, ColorSpace=Name.DeviceRGB
    )


def drawing_one_element(*elements: Any, pdf: pikepdf.Pdf, clip: str, matrix: str) -> bytes:
    """A file whose pages draw these elements, one each, the second through a clip, beside words of their own."""
    for number, (page, element) in enumerate(zip(pdf.pages, elements, strict=True)):
        page.obj.Resources = Dictionary(Font=page.obj.Resources.Font, XObject=Dictionary(One=element))
        drawn = f"q {clip if number else ''} {matrix} cm /One Do Q BT /F1 12 Tf 90 90 Td (Own) Tj ET"
        page.obj.Contents = pdf.make_stream(drawn.encode())
    return saved(pdf)


IN_PLACE = f"1 0 0 1 {28 * MM:.0f} {240 * MM:.0f}"


@pytest.mark.parametrize("twice", [False, True], ids=["one for both", "written twice"])
@pytest.mark.parametrize("kind", ["form", "image"])
def test_what_another_page_shows_through_a_clip_goes_with_the_boxed_one(tmp_path: Path, kind: str, twice: bool) -> None:
    """As programs write it that lay a drawing or a scan out over several sheets: each has it whole, and shows a part."""
    make, matrix = (an_element, IN_PLACE) if kind == "form" else (an_image, "500 0 0 800 20 20")
    with open_form(2) as pdf:
        first = make(pdf)
        second = make(pdf) if twice else first
        content = drawing_one_element(first, second, pdf=pdf, clip="0 0 595 400 re W n", matrix=matrix)

    clean = redacted(content, [BOX], tmp_path, dpi=50)

    assert survivals(content) and survivals(clean) == []
    assert are_images(clean) == [1, 2]


@pytest.mark.parametrize("how", ["frame of a form", "slanted", "nothing"])
def test_what_clips_in_other_ways_hide_goes_too(tmp_path: Path, how: str) -> None:
    clip = {"slanted": "0 0 m 595 0 l 0 400 l h W n", "nothing": "0 0 0 0 re W n"}.get(how, "")
    with open_form(2) as pdf:
        element = an_element(pdf)
        second = element
        if how == "frame of a form":
            second = pdf.make_stream(b"/Inner Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 20, 20])
            second.Resources = Dictionary(XObject=Dictionary(Inner=element))
        content = drawing_one_element(element, second, pdf=pdf, clip=clip, matrix=IN_PLACE)

    assert survivals(redacted(content, [BOX], tmp_path, dpi=50)) == []


@pytest.mark.parametrize("clip", ["", "0 0 595 842 re W n"])
def test_a_page_that_shows_the_whole_of_what_it_shares_stays_text(tmp_path: Path, clip: str) -> None:
    """A letterhead is the same on each sheet, and many programs put a clip as large as the sheet around everything."""
    with open_form(2) as pdf:
        element = an_element(pdf, "Letterhead", BBox=Array([0, 0, 90, 16]))
        content = drawing_one_element(element, element, pdf=pdf, clip=clip, matrix=IN_PLACE)

    assert are_images(redacted(content, [BOX], tmp_path, dpi=50)) == [1]


def test_pages_that_only_share_how_they_begin_stay_text(tmp_path: Path) -> None:
    """Programs that stamp pages put the same short beginning and end around each."""
    with open_form() as pdf:
        begin, end = pdf.make_stream(b"q\n"), pdf.make_stream(b"\nQ\n")
        for page in pdf.pages:
            page.obj.Contents = Array([begin, page.obj.Contents, end])
        content = saved(pdf)

    assert are_images(redacted(content, [BOX], tmp_path, dpi=50)) == [1]


@pytest.mark.parametrize("how", ["off", "base", "policy", "print"])
def test_a_layer_that_is_off_is_not_in_the_copy(tmp_path: Path, how: str) -> None:
    with open_form() as pdf:
        off, on = (pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(f"{name} {SECRET}"))) for name in ("off", "on"))
        usual = {"base": Dictionary(BaseState=Name.OFF, ON=Array([on]))}.get(how, Dictionary(OFF=Array([off] if how == "off" else [])))
        if how == "print":
            off.Usage = Dictionary(Print=Dictionary(PrintState=Name.OFF))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([off, on]), D=usual)
        layer = Dictionary(Type=Name.OCMD, OCGs=on, P=Name.AllOff) if how == "policy" else off
        second, third = pdf.pages[1].obj, pdf.pages[2].obj
        second.Resources = Dictionary(Font=second.Resources.Font, XObject=Dictionary(L=an_element(pdf, "Layerword", OC=layer)))
        second.Contents = pdf.make_stream(b"q 1 0 0 1 90 90 cm /L Do Q")
        third.Resources = Dictionary(Font=third.Resources.Font, Properties=Dictionary(MC0=on))
        third.Contents = pdf.make_stream(b"/OC /MC0 BDC BT /F1 12 Tf 90 90 Td (Seenword) Tj ET EMC")
        content = saved(pdf)

    clean = redacted(content, [BOX], tmp_path, dpi=50)

    assert survivals(content, "Layerword")
    assert survivals(clean, "Layerword") == [] and survivals(clean) == []
    assert are_images(clean) == [1, 2]
    assert page_picture(clean, 2).tobytes() == page_picture(content, 2).tobytes()
    assert survivals(clean, "Seenword")


def test_lists_that_pages_share_keep_only_what_the_open_pages_show(tmp_path: Path) -> None:
    """Patterns, words beside marks, forms inside forms: named by a list that the boxed page uses too."""
    with open_form() as pdf:
        font = pdf.pages[0].Resources.Font
        pattern = pdf.make_stream(f"BT /F1 9 Tf ({SECRET}) Tj ET".encode(), PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, 9, 9])
        pattern.XStep, pattern.YStep, pattern.Resources = 9, 9, Dictionary(Font=font)
        outer = an_element(pdf, "Outer", PieceInfo=Dictionary(App=Dictionary(Private=String(SECRET))), Note=String(SECRET))
        outer.Resources = Dictionary(Font=font, XObject=Dictionary(Unused=an_element(pdf)))
        bare = pdf.make_stream(b"/P#31 gs /Kept Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
        shared = Dictionary(
            Font=font,
            Pattern=Dictionary(Hidden=pattern),
            Properties=Dictionary(MC0=Dictionary(ActualText=String(SECRET)), MC1=Dictionary(E=String(SECRET))),
            XObject=Dictionary(Outer=outer, Bare=bare, Kept=an_element(pdf, "Keptword"), Gone=an_element(pdf)),
        )
        for page in pdf.pages:
            page.obj.Resources = pdf.make_indirect(shared)
        pdf.pages[1].obj.Contents = pdf.make_stream(b"/Span /MC0 BDC q 1 0 0 1 90 90 cm /Outer Do /Bare Do Q EMC")
        content = saved(pdf)

    clean = redacted(content, [BOX], tmp_path, dpi=50)

    assert survivals(clean) == []
    assert survivals(clean, "Outer") and survivals(clean, "Keptword") and survivals(clean, f"{OPEN}3")
    assert page_picture(clean, 1).tobytes() == page_picture(content, 1).tobytes()


def test_threads_values_of_forms_and_names_of_the_boxed_page_go(tmp_path: Path) -> None:
    with open_form() as pdf:
        page, words = pdf.pages[0].obj, String(SECRET)
        bead = pdf.make_indirect(Dictionary(Type=Name.Bead, P=page, R=Array([0, 0, 9, 9])))
        thread = pdf.make_indirect(Dictionary(Type=Name.Thread, F=bead, I=Dictionary(Title=words)))
        bead.T, bead.N, bead.V = thread, bead, bead
        page.B, pdf.Root.Threads = Array([bead]), Array([thread])
        parent = pdf.make_indirect(Dictionary(FT=Name.Tx, T=words, V=words, DA=String("/F1 9 Tf")))
        kids = [Dictionary(Type=Name.Annot, Subtype=Name.Widget, Parent=parent, Rect=Array([90, 640, 240, 660]), F=4, P=page)]
        parent.Kids = Array([pdf.make_indirect(kid) for kid in kids])
        page.Annots = parent.Kids
        pdf.Root.AcroForm = Dictionary(Fields=Array([parent]), DR=Dictionary(Font=page.Resources.Font), NeedAppearances=True)
        pdf.Root.Collection, pdf.Root.URI = Dictionary(Schema=words), Dictionary(Base=words)
        pdf.Root.PieceInfo = Dictionary(App=Dictionary(Private=words))
        content = saved(pdf)

    assert survivals(redacted(content, [BOX], tmp_path, dpi=50)) == []


def a_jpeg2000(*, container: bool = True) -> bytes:
    """A small picture with a comment in its codestream; in a container also an XML and a UUID box."""
    output = io.BytesIO()
    options = {"comment": SECRET} | ({} if container else {"no_jp2": True})
    Image.new("RGB", (80, 60), "green").save(output, "JPEG2000", tile_size=(40, 30), **options)
    content = output.getvalue()
    for kind in (b"xml ", b"uuid") if container else ():
        body = b"0123456789abcdef" + SECRET.encode()
        content += struct.pack(">I", len(body) + 8) + kind + body
    return content


@pytest.mark.parametrize("container", [True, False])
def test_descriptions_in_jpeg_2000_pictures_go_and_the_picture_stays(tmp_path: Path, container: bool) -> None:
    original = a_jpeg2000(container=container)
    with open_form(2) as pdf:
        image = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, Width=80, Height=60)
        image.write(original, filter=Name.JPXDecode)
        pdf.pages[1].obj.Resources.XObject = Dictionary(Photo=image)
        pdf.pages[1].obj.Contents = pdf.make_stream(b"q 200 0 0 150 90 90 cm /Photo Do Q")
        content = saved(pdf)

    clean = redacted(content, [BOX], tmp_path, dpi=50)

    assert SECRET.encode() in original and survivals(clean) == []
    with pikepdf.open(io.BytesIO(clean)) as pdf:
        kept = pdf.pages[1].obj.Resources.XObject.Photo.read_raw_bytes()
    with Image.open(io.BytesIO(original)) as before, Image.open(io.BytesIO(kept)) as after:
        assert before.tobytes() == after.tobytes()


@pytest.mark.parametrize("damage", [slice(0, 40), slice(0, 90), slice(4, None), slice(0, -200)])
def test_an_oddly_built_jpeg_2000_is_not_let_through(damage: slice) -> None:
    with pytest.raises(jpeg2000.OddPicture):
        jpeg2000.stripped(a_jpeg2000()[damage])


def test_a_page_with_larger_units_is_measured_as_large_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "long.pdf"
    file.write_bytes(a_form(unit=2.5, pages=2))
    place = Room("application/pdf", file, tmp_path)
    sizes = [(round(line["width_mm"]), round(line["height_mm"])) for line in place.run("read", first=1, last=2)]
    word = next(line for line in place.run("words", page=1) if line["text"] == SECRET)

    assert sizes == [(525, 743)] * 2  # 210 × 297 mm in units of 2.5
    assert round(word["box"][0]) == 100 and 135 < word["box"][1] < 150  # 40 and about 57 mm
