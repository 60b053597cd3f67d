"""An S3-compatible store whose failures are OSErrors, as those of a disk are: whoever stores or reads a file has one thing to expect."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends import s3

from core.errors import StoreAway


@contextmanager
def _as_a_disk() -> Iterator[None]:
    try:
        yield
    except (Boto3Error, BotoCoreError, ClientError) as error:
        raise StoreAway(errno.EIO, f"The store of files failed: {error}") from error


class S3Storage(s3.S3Storage):  # type: ignore[misc]
    """StoreAway where the store fails; FileNotFoundError for a file that it does not have."""

    def _open(self, name: str, mode: str = "rb") -> Any:
        with _as_a_disk():
            file = super()._open(name, mode)
            if "r" in mode:
                file.open()  # which fetches it: what fails, fails here
            return file

    def _save(self, name: str, content: Any) -> Any:
        with _as_a_disk():
            return super()._save(name, content)

    def delete(self, name: str) -> None:
        with _as_a_disk():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _as_a_disk():
            there: bool = super().exists(name)
            return there
