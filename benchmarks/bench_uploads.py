"""Uploads a second, through the officers' page as the browser sends them: one file a request, checked, stored, in the history.

Works in a database and a folder of its own, made and dropped here. One process, one request after the other, no virus scanner: a server
with so many processes takes so many times as many. Seconds are of this machine, whatever else it is doing.
"""

import io
import os
import resource
import shutil
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

NAME = "bops_bench_uploads"
FILES = 60


def read_url() -> str:
    if "DATABASE_URL" in os.environ:
        return os.environ["DATABASE_URL"]
    lines = (Path(__file__).parent.parent / ".local" / "env").read_text().splitlines()
    return next(line.split("=", 1)[1] for line in lines if line.startswith("DATABASE_URL="))


def execute(*statements: str) -> None:
    with psycopg.connect(ordinary, autocommit=True) as link:
        for statement in statements:
            link.execute(statement)


ordinary = read_url()
execute(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)', f'CREATE DATABASE "{NAME}"')
os.environ |= {
    "DATABASE_URL": urlunsplit(urlsplit(ordinary)._replace(path=f"/{NAME}")),
    "DJANGO_SETTINGS_MODULE": "bops.settings.test",
    "LOG_LEVEL": "ERROR",
}

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django_otp import DEVICE_ID_SESSION_KEY  # noqa: E402
from django_otp.plugins.otp_totp.models import TOTPDevice  # noqa: E402

from core.db.owner import as_owner  # noqa: E402
from core.tenancy import acting_for  # noqa: E402
from documents import (  # noqa: E402
    checks,
    taking_in,
)
from tests.factories.accounts import LocalAuthorityFactory, MembershipFactory  # noqa: E402
from tests.factories.applications import PlanningApplicationFactory  # noqa: E402
from tests.factories.documents import a_pdf, a_picture  # noqa: E402


def signed_in(council: object) -> Client:
    user = MembershipFactory.create(authority=council, roles=["case_officer"]).user
    client = Client(HTTP_HOST=council.officer_host)  # type: ignore[attr-defined]
    client.force_login(user, backend="accounts.backends.StaffBackend")
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = TOTPDevice.objects.create(user=user, name="app", confirmed=True).persistent_id
    session["host"] = council.officer_host  # type: ignore[attr-defined]
    session.save()
    return client


def padded(content: bytes, megabytes: float) -> bytes:
    """The same PDF with so much of nothing behind it."""
    return content + b"\n%" + os.urandom(int(megabytes * 1e6)).replace(b"\n", b" ").replace(b"\r", b" ") + b"\n%%EOF"


def send(client: Client, address: str, content: bytes, name: str) -> float:
    file = SimpleUploadedFile(name, content)
    began = time.perf_counter()
    answer = client.post(address, {"files": file})
    took = time.perf_counter() - began
    assert answer.status_code == 201, answer.content
    return took


def memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    with as_owner():
        call_command("migrate", verbosity=0)
    call_command("load_reference_data", verbosity=0)
    council = LocalAuthorityFactory.create()
    taking_in.take_in.delay = lambda *_: None  # the workers' part is measured in bench_documents
    with acting_for(council):
        client = signed_in(council)
        case = PlanningApplicationFactory.create(authority=council).case
        address = f"/cases/{case.reference}/documents/add/one/"
        send(client, address, a_pdf(words="first"), "first.pdf")
        for name, files in {
            "drawings of 1 MB (PDF)": [(padded(a_pdf(words=f"plan {n}"), 1), f"plan {n}.pdf") for n in range(FILES)],
            "small photographs (PNG)": [(a_picture("PNG", (400 + n, 300)), f"view {n}.png") for n in range(FILES)],
        }.items():
            took = sorted(send(client, address, *file) for file in files)
            half, slowest = took[len(took) // 2] * 1000, took[-1] * 1000
            print(f"{name}: {len(took) / sum(took):.1f} a second; half within {half:.0f} ms, slowest {slowest:.0f} ms")
        large(client, address)


class Passing(io.RawIOBase):
    """A form with a large PDF as it comes over a wire: made while it is read, never whole in memory."""

    def __init__(self, content: bytes, megabytes: int) -> None:
        head = b'--b\r\nContent-Disposition: form-data; name="files"; filename="large.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
        self.pieces = [head + content + b"\n%", *[None] * megabytes, b"\n%%EOF\r\n--b--\r\n"]
        self.length = sum(len(piece) if piece else 1_000_000 for piece in self.pieces)
        self.left = b""

    def read(self, size: int = -1) -> bytes:
        while self.pieces and len(self.left) < (size if size >= 0 else 1):
            piece = self.pieces.pop(0)
            self.left += piece if piece is not None else os.urandom(500_000).hex().encode()
        taken, self.left = self.left[:size], self.left[size:]
        return taken


def large(client: Client, address: str) -> None:
    coming = Passing(a_pdf(words="large"), 200)
    heads = {"CONTENT_TYPE": "multipart/form-data; boundary=b", "CONTENT_LENGTH": str(coming.length), "wsgi.input": coming}
    before, began = memory_mb(), time.perf_counter()
    answer = client.generic("POST", address, **heads)  # type: ignore[arg-type]
    took = time.perf_counter() - began
    assert answer.status_code == 201, answer.content
    grown = memory_mb() - before
    print(f"a PDF of 200 MB: kept after {took:.1f} s (its inside is checked by a worker); the server's memory grew by {grown:.0f} MB")
    for megabytes in (1, checks.HEAVY / 1e6, 60):
        file = SimpleUploadedFile("x.pdf", padded(a_pdf(words="x"), megabytes))
        began = time.perf_counter()
        checks.check_file(file, "x.pdf", max_mb=250, deep=True)
        print(f"  to look into one of {megabytes:.0f} MB: {(time.perf_counter() - began) * 1000:.0f} ms")


try:
    main()
finally:
    connection.close()
    execute(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)')
    shutil.rmtree(settings.MEDIA_ROOT)
