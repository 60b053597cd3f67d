"""What an Office file must not bring with it: macros, other files, things fetched from elsewhere, a password. Imports no Django."""

import re
import zipfile
from typing import Any

import olefile

MOST_UNPACKED = 500_000_000
MOST_PARTS = 10_000
MOST_MARKUP = 4_000_000  # letters of one part that says what belongs together
MACRO, FILES, ELSEWHERE = "has a macro inside.", "has other files inside.", "fetches something from another computer when it is opened."
MACRO_PARTS = re.compile(r"(vbaProject\.bin|vbaData\.xml|^Basic/|^Scripts/|macrosheets/)", re.IGNORECASE)
CARRIED_PARTS = re.compile(r"(embeddings/.*\.(bin|exe|com|js|vbs|bat|cmd|ps1|lnk|dll|scr|jar)$|activeX/|^Object [0-9]+$)", re.IGNORECASE)
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.IGNORECASE)
DDE = re.compile(rb"(instrText[^>]*>|instr=\")[^<\"]{0,40}\bDDE|<ddeLink")  # a field that starts another program
BASIC_STORES = {"macros", "_vba_project_cur", "vba", "_vba_project"}
BY_FOLDER = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
BY_MIME = {b"application/vnd.oasis.opendocument.text": "odt", b"application/vnd.oasis.opendocument.spreadsheet": "ods"}
BY_STREAM = {"worddocument": "doc", "workbook": "xls", "book": "xls", "powerpoint document": "ppt", "__properties_version1.0": "msg"}


def look(path: str, *, inside: bool = True) -> dict[str, Any]:
    """{"kind": an ending of documents.kinds or "", "fault": words}; the fault is "locked", "damaged", "bomb" or a sentence.

    inside=False: only what kind of file it is, by the list of its parts.
    """
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                return _look_at_parts(archive, inside)
        if olefile.isOleFile(path):
            with olefile.OleFileIO(path) as stores:
                return _look_at_stores(stores)
    except (OSError, ValueError, KeyError, IndexError, TypeError, RecursionError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return {"kind": "", "fault": "damaged"}
    return {"kind": "", "fault": ""}


def _look_at_parts(archive: zipfile.ZipFile, inside: bool) -> dict[str, Any]:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        return {"kind": _kind(archive, names) if len(parts) <= MOST_PARTS else "", "fault": "bomb"}
    kind = _kind(archive, names)
    return {"kind": kind, "fault": _fault(archive, parts) if kind and inside else ""}


def _kind(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "[Content_Types].xml" in names:
        return next((kind for folder, kind in BY_FOLDER.items() if any(name.startswith(folder) for name in names)), "")
    if "mimetype" in names and "content.xml" in names:
        with archive.open("mimetype") as file:
            return BY_MIME.get(file.read(100).strip(), "")
    return ""


def _fault(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> str:
    for part in parts:
        if part.flag_bits & 1:
            return "locked"
        if MACRO_PARTS.search(part.filename):
            return MACRO
        if CARRIED_PARTS.search(part.filename):
            return FILES
        if part.filename.endswith(".rels") and _reaches_out(_text_of(archive, part)):
            return ELSEWHERE
        if part.filename.endswith("manifest.xml") and b"encryption-data" in _text_of(archive, part):
            return "locked"
        if part.filename.endswith(".xml") and DDE.search(_text_of(archive, part)):
            return ELSEWHERE
    return ""


def _text_of(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    with archive.open(part) as file:
        return file.read(MOST_MARKUP)


def _reaches_out(relations: bytes) -> bool:
    """Whether something other than a link that a person follows lies outside the file."""
    return any(
        b'External"' in one and not re.search(rb'Type="[^"]*/hyperlink"', one) for one in RELATION.findall(relations.replace(b"'", b'"'))
    )


def _look_at_stores(stores: olefile.OleFileIO) -> dict[str, Any]:
    paths = [[name.lower() for name in path] for path in stores.listdir(streams=True, storages=True)]
    tops = {path[0] for path in paths}
    if "encryptedpackage" in tops:
        return {"kind": "docx", "fault": "locked"}
    kind = next((kind for stream, kind in BY_STREAM.items() if stream in tops), "")
    inside = {name for path in paths for name in path}
    fault = MACRO if kind != "msg" and inside & BASIC_STORES else ""
    if kind not in {"msg", ""} and not fault and any("\x01ole10native" in name for name in inside):
        fault = FILES
    return {"kind": kind, "fault": fault}
