"""Files that mean harm or are not what they say, each made here, with a word of the answer that they get."""

import io
import struct
import zlib
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.factories.documents import a_pdf, a_picture


@dataclass(frozen=True)
class Hostile:
    name: str
    content: bytes
    answer: str


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


def _png_of(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is this large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


SCRIPT, FILES, KIND, DAMAGED = "has a script inside", "has other files inside", "is not a PDF, PNG or JPEG", "is damaged"

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
    Hostile("starts a program.pdf", _pdf_with(_start_a_program), SCRIPT),
    Hostile("attachment.pdf", _pdf_with(_attachment), FILES),
    Hostile("attachment on a page.pdf", _pdf_with(_attachment_as_annotation), FILES),
    Hostile("a bomb.png", _png_of(50_000, 50_000), "has too many pixels"),
    Hostile("a long bomb.png", _png_of(200_000, 10), "has too many pixels"),
    Hostile("half a picture.jpg", a_picture("JPEG", (600, 400))[:700], DAMAGED),
    Hostile("a spoilt picture.png", a_picture()[:-20] + b"\0" * 20, DAMAGED),
]
