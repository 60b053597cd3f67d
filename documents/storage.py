"""Where files lie: `<authority id>/<document uuid>/<version uuid>/<rendition>` in the default storage."""

import uuid
import weakref
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

ORIGINAL, THUMBNAIL, PAGE = "original", "thumbnail", "page"
SHOWN = "shown"  # the PDF that was made of an Office file or an email
PUBLIC = "public"  # a photograph without what the camera wrote into it
RENDITIONS = {ORIGINAL, THUMBNAIL, PAGE, SHOWN, PUBLIC}


class Undone:
    """Stands for a stored file whose transaction is still open."""


def key_of(authority_id: int, document_id: Any, version_id: Any, rendition: str = ORIGINAL) -> str:
    return f"{authority_id}/{document_id}/{version_id}/{rendition}"


def rendition_key(version: Any, rendition: str) -> str:
    """The key of another rendition of the same version."""
    return f"{version.key.rsplit('/', 1)[0]}/{rendition}"


def put(key: str, content: File) -> None:
    """Store a file before the row that names it is committed; if the transaction is rolled back the file is removed again.

    Django forgets an `on_commit` function when its transaction (or savepoint) is rolled back. What the function holds is then freed,
    and freeing it removes the file; a commit takes the removal back first. A process that is killed in between leaves a file that no
    row names: private, and never served.
    """
    content.seek(0)
    try:
        saved = default_storage.save(key, content)
    except OSError:  # a full disk leaves the beginning of the file
        with suppress(OSError):
            default_storage.delete(key)
        raise
    if saved != key:
        default_storage.delete(saved)
        raise FileExistsError(key)
    undone = Undone()
    removal = weakref.finalize(undone, default_storage.delete, key)
    removal.atexit = False
    transaction.on_commit(lambda undone=undone: removal.detach())  # type: ignore[misc]


def put_rendition(version: Any, rendition: str, content: bytes | File) -> None:
    """Store what was made of a version, in place of an earlier try: whole or not at all, whatever happens in the middle."""
    key = rendition_key(version, rendition)
    file = content if isinstance(content, File) else ContentFile(content)
    try:
        place = Path(default_storage.path(key))
    except NotImplementedError:  # a store that takes a file whole or not at all
        default_storage.delete(key)
        saved = default_storage.save(key, file)
        if saved != key:  # another worker was first
            default_storage.delete(saved)
        return
    part = f"{key}.{uuid.uuid4().hex}"
    try:
        default_storage.save(part, file)
        Path(default_storage.path(part)).replace(place)
    except BaseException:  # a full disk or a stopped task leaves the beginning of it, which would be taken for the whole
        default_storage.delete(part)
        raise


def open_rendition(version: Any, rendition: str = ORIGINAL, *, unchecked: bool = False) -> File:
    """The stored file, open for reading. FileNotFoundError when it is not there, and before it is checked (but for the check itself)."""
    if not (version.is_served or unchecked):
        raise FileNotFoundError(f"{version.key} is not checked yet, or was not kept.")
    return default_storage.open(rendition_key(version, rendition))


def read(version: Any) -> bytes:
    """The whole original: for letters and notices, not for uploads of unknown size."""
    with open_rendition(version) as file:
        content: bytes = file.read()
    return content


def signed_address(version: Any, rendition: str, content_type: str, disposition: str) -> str | None:
    """An address at the store that works for 60 seconds; None where the store has no such thing (the file system)."""
    if not hasattr(default_storage, "querystring_auth"):
        return None
    parameters = {"ResponseContentType": content_type, "ResponseContentDisposition": disposition}
    address: str = default_storage.url(rendition_key(version, rendition), parameters=parameters)
    return address
