"""The kinds of file that are kept: by what a file is, never by what its name says."""

from functools import cache
from shutil import which

from django.conf import settings

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
EML, MSG = "message/rfc822", "application/vnd.ms-outlook"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
DOC, XLS, PPT = "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"
ODT, ODS = "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet"

PICTURES = {PNG, JPEG}
DRAWN = {PDF, *PICTURES}  # shown as they are
MAIL = {EML, MSG}
OFFICE = {DOC: "Word", DOCX: "Word", ODT: "Writer", XLS: "Excel", XLSX: "Excel", ODS: "Calc", PPT: "PowerPoint", PPTX: "PowerPoint"}
ENDINGS: dict[str, tuple[str, ...]] = {
    PDF: (".pdf",),
    PNG: (".png",),
    JPEG: (".jpg", ".jpeg"),
    EML: (".eml",),
    MSG: (".msg",),
    DOC: (".doc",),
    DOCX: (".docx",),
    ODT: (".odt",),
    XLS: (".xls",),
    XLSX: (".xlsx",),
    ODS: (".ods",),
    PPT: (".ppt",),
    PPTX: (".pptx",),
}
BY_KIND_ENDING = {kind: endings[0].strip(".") for kind, endings in ENDINGS.items()}
NAMES = {PNG: "PNG picture", JPEG: "JPEG picture", EML: "email", MSG: "Outlook email"} | {
    kind: f"{name} file" for kind, name in OFFICE.items()
}


@cache
def _found(program: str) -> str:
    return which(program) or ""


def office_program() -> str:
    """Where LibreOffice is, "" where it is not: then Office files are not taken."""
    return _found(settings.LIBREOFFICE) if settings.LIBREOFFICE else ""


def words_for_kinds() -> str:
    """What may be chosen, for a hint: PDF, PNG, JPEG …"""
    office = "Word, Excel, PowerPoint, " if office_program() else ""
    return f"PDF, PNG, JPEG, {office}or an email (.eml, .msg)"


def accept() -> str:
    """The value of a file input's `accept`."""
    kinds = ENDINGS if office_program() else {kind: endings for kind, endings in ENDINGS.items() if kind not in OFFICE}
    return ",".join([ending for endings in kinds.values() for ending in endings] + sorted(DRAWN))
