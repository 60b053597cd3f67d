"""Uploads a second, through the officers' page as the browser sends them: one file a request, checked, stored, in the history.

Works in a database and a folder of its own, made and dropped here. One process, one request after the other, no virus scanner: a server
with so many processes takes so many times as many. Seconds are of this machine, whatever else it is doing.
"""

import io
import os
import time

from benchmarks.scratch import Scratch, memory_mb, scaled, signed_in

FILES = scaled(60, 3)
LARGE = scaled(200, 10)  # megabytes


scratch = Scratch("bops_bench_uploads")

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.test import Client  # noqa: E402

from core.tenancy import acting_for  # noqa: E402
from documents import (  # noqa: E402
    checks,
    taking_in,
)
from tests.factories.accounts import LocalAuthorityFactory  # noqa: E402
from tests.factories.applications import PlanningApplicationFactory  # noqa: E402
from tests.factories.documents import a_pdf, a_picture  # noqa: E402


def padded(content: bytes, megabytes: float) -> bytes:
    """The same PDF with so much of nothing behind it."""
    return content + b"\n%" + os.urandom(int(megabytes * 1e6)).replace(b"\n", b" ").replace(b"\r", b" ") + b"\n%%EOF"


def send(client: Client, address: str, content: bytes, name: str) -> float:
    file = SimpleUploadedFile(name, content)
    began = time.perf_counter()
    answer = client.post(address, {"files": file})
    took = time.perf_counter() - began
    assert answer.status_code == 201, (answer.status_code, answer.headers, answer.content)
    return took


def main() -> None:
    print(f"{os.cpu_count()} cores, {os.getloadavg()[0]:.1f} of them busy before this began")
    scratch.migrate()
    council = LocalAuthorityFactory.create()
    taking_in.take_in.delay = lambda *_: None  # the workers' part is measured in bench_documents
    with acting_for(council):
        client = signed_in(council)
        case = PlanningApplicationFactory.create(authority=council).case
        address = f"/cases/{case.reference}/documents/add/one/"
        send(client, address, a_pdf(words="zeroth"), "zeroth.pdf")
        large(client, address)  # before anything else fills this process's memory
        send(client, address, a_pdf(words="first"), "first.pdf")
        for name, files in {
            "drawings of 1 MB (PDF)": [(padded(a_pdf(words=f"plan {n}"), 1), f"plan {n}.pdf") for n in range(FILES)],
            "small photographs (PNG)": [(a_picture("PNG", (400 + n, 300)), f"view {n}.png") for n in range(FILES)],
        }.items():
            took = sorted(send(client, address, *file) for file in files)
            half, slowest = took[len(took) // 2] * 1000, took[-1] * 1000
            print(f"{name}: {len(took) / sum(took):.1f} a second; half within {half:.0f} ms, slowest {slowest:.0f} ms")


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
    coming = Passing(a_pdf(words="large"), LARGE)
    heads = {"CONTENT_TYPE": "multipart/form-data; boundary=b", "CONTENT_LENGTH": str(coming.length), "wsgi.input": coming}
    before, began = memory_mb(), time.perf_counter()
    answer = client.generic("POST", address, **heads)  # type: ignore[arg-type]
    took = time.perf_counter() - began
    assert answer.status_code == 201, (answer.status_code, answer.headers, answer.content)
    grown = memory_mb() - before
    print(f"a PDF of {LARGE} MB: kept after {took:.1f} s (its inside is checked by a worker); the server's memory grew by {grown:.0f} MB")
    for megabytes in (1, checks.HEAVY / 1e6, 60):
        file = SimpleUploadedFile("x.pdf", padded(a_pdf(words="x"), megabytes))
        began = time.perf_counter()
        checks.check_file(file, "x.pdf", max_mb=250, deep=True)
        print(f"  to look into one of {megabytes:.0f} MB: {(time.perf_counter() - began) * 1000:.0f} ms")


with scratch:
    main()
