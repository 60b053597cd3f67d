"""Emails and Office files, made here."""

import io
import zipfile
from email.message import EmailMessage
from typing import Any

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
RELATION = '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"{}/>'
WORDS = (
    '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>'
    "<w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>"
)


def a_docx(words: str = "A planning statement", **parts: bytes | str) -> bytes:
    """A Word file; further parts by their path, with `__` for a slash."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS.format(RELATION.format("officeDocument", "word/document.xml", "")))
        archive.writestr("word/document.xml", WORDS.format(words))
        for path, content in parts.items():
            archive.writestr(path.replace("__", "/"), content)
    return output.getvalue()


def relations(kind: str, target: str) -> str:
    """Markup that says the file needs something from elsewhere."""
    return RELATIONS.format(RELATION.format(kind, target, ' TargetMode="External"'))


def an_ods(words: str = "Floor areas") -> bytes:
    output = io.BytesIO()
    space = "urn:oasis:names:tc:opendocument:xmlns"
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0" '
            f'xmlns:text="{space}:text:1.0" office:version="1.2"><office:body><office:spreadsheet><table:table table:name="One">'
            f'<table:table-row><table:table-cell office:value-type="string"><text:p>{words}</text:p></table:table-cell></table:table-row>'
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr(
            "META-INF/manifest.xml",
            f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{space}:manifest:1.0" manifest:version="1.2">'
            '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
        )
    return output.getvalue()


def a_message(
    *attachments: tuple[str, bytes], words: str = "Please find the plans attached.", html: str = "", **heads: str
) -> EmailMessage:
    message = EmailMessage()
    usual = {"From": "Ada Agent <ada@agent.example>", "To": "planning@council.example", "Subject": "Plans"}
    for head, value in {**usual, **heads}.items():
        message[head] = value
    message["Date"] = "Mon, 02 Nov 2026 09:30:00 +0000"
    if html and not words:
        message.set_content(html, subtype="html")
    else:
        message.set_content(words)
        if html:
            message.add_alternative(html, subtype="html")
    for name, content in attachments:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message


def an_eml(*attachments: tuple[str, bytes], **changes: Any) -> bytes:
    return a_message(*attachments, **changes).as_bytes()


def many_parts(number: int) -> bytes:
    """A message of this many tiny attachments."""
    part = "--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nx\r\n"
    head = "From: a@b.example\r\nSubject: Many\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    return (head + part * number + "--b--\r\n").encode()
