"""Signed addresses against a store that checks them (SeaweedFS): what is signed works, for a minute; nothing else does."""

import http.client
import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import boto3
import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from documents import services
from tests.factories.accounts import UserFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import a_pdf

pytestmark = pytest.mark.slow
KEYS = {"accessKey": "bops", "secretKey": "a-secret-of-the-tests"}
SERVERS = ("master", "volume", "filer", "s3")


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        with connection.getresponse() as answer:
            return answer.status < 500
    except OSError:
        return False
    finally:
        connection.close()


@pytest.fixture(scope="module")
def seaweed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    weed = shutil.which("weed", path=str(Path(sys.executable).parent))
    assert weed, "SeaweedFS comes with the test requirements: install them again"
    folder = tmp_path_factory.mktemp("seaweed")
    identity = {"name": "bops", "credentials": [KEYS], "actions": ["Admin", "Read", "Write", "List"]}
    (folder / "s3.json").write_text(json.dumps({"identities": [identity]}))
    ports = dict(zip([f"{name}.port{kind}" for name in SERVERS for kind in ("", ".grpc")], free_ports(8), strict=True))
    command = [weed, "server", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-s3", f"-s3.config={folder / 's3.json'}"]
    command += ["-master.volumeSizeLimitMB=64", "-volume.max=8", *(f"-{name}={port}" for name, port in ports.items())]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log, cwd=folder) as server:
        until = time.monotonic() + 60
        while not answers(ports["s3.port"]):
            assert server.poll() is None and time.monotonic() < until, (folder / "log").read_text()[-3000:]
            time.sleep(0.3)
        yield f"http://127.0.0.1:{ports['s3.port']}"
        server.terminate()


@pytest.fixture
def store(seaweed: str, settings: Any) -> Any:
    keys = {"aws_access_key_id": KEYS["accessKey"], "aws_secret_access_key": KEYS["secretKey"], "region_name": "eu-west-2"}
    client = boto3.client("s3", endpoint_url=seaweed, **keys)
    if not client.list_buckets()["Buckets"]:
        client.create_bucket(Bucket="bops")
    options = {
        "access_key": KEYS["accessKey"],
        "secret_key": KEYS["secretKey"],
        "bucket_name": "bops",
        "endpoint_url": seaweed,
        "region_name": "eu-west-2",
        "addressing_style": "path",
        "file_overwrite": False,
        "querystring_auth": True,
        "querystring_expire": 60,
        "default_acl": None,
    }
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "core.s3.S3Storage", "OPTIONS": options}}
    return client


def fetch(address: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read()


@pytest.fixture
def stored(store: Any, authority: Any, officer_client: Any, now: Any) -> tuple[str, bytes, Any]:
    """The address that an officer is sent to, what the file holds, and its row."""
    case = PlanningApplicationFactory.create(authority=authority).case
    content = a_pdf(words="only for the signed")
    document = services.add_document(case=case, content=content, name="Plan.pdf", source="officer", by=UserFactory.create(), now=now)
    address = officer_client(authority)[0].get(reverse("documents:file", args=[document.public_id]))["Location"]
    return address, content, document


def test_the_signed_address_gives_the_file(stored: tuple[str, bytes, Any]) -> None:
    assert fetch(stored[0]) == (200, stored[1])


def test_a_tampered_address_is_refused(stored: tuple[str, bytes, Any]) -> None:
    address, content, document = stored
    for old, new in [
        ("X-Amz-Expires=60", "X-Amz-Expires=600000"),
        (str(document.public_id), str(document.public_id)[::-1]),
        ("inline", "attachment"),
    ]:
        assert old in address
        status, body = fetch(address.replace(old, new))
        assert status == 403 and content not in body


def test_an_unsigned_address_is_refused(stored: tuple[str, bytes, Any]) -> None:
    plain = urlsplit(stored[0])._replace(query="").geturl()
    assert fetch(plain)[0] == 403
    assert fetch(f"{plain}?{urlencode({'X-Amz-Expires': 60})}")[0] in {400, 403}


def test_an_address_is_refused_once_its_time_is_over(stored: tuple[str, bytes, Any]) -> None:
    address = default_storage.url(stored[2].current.key, expire=1)
    assert fetch(address)[0] == 200
    time.sleep(2.1)

    assert fetch(address)[0] == 403
