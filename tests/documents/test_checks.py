"""What may be kept, and what is turned away with words that say what to do."""

import io
import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from documents import checks
from documents.checks import FileRefused, NotNow, check_file
from documents.file_names import tidy_name
from documents.kinds import ENDINGS
from documents.scanning import scan
from tests.documents.hostile import HOSTILE, Hostile
from tests.documents.mails import an_eml
from tests.factories.documents import a_pdf, a_picture


def named(file: Hostile) -> str:
    return tidy_name(file.name, "application/pdf")


@pytest.mark.parametrize("file", [file for file in HOSTILE if file.answer], ids=named)
def test_a_hostile_file_is_refused_and_the_person_told_what_to_do(file: Hostile) -> None:
    with pytest.raises(FileRefused, match=file.answer) as refusal:
        check_file(file.content, file.name, max_mb=30, deep=True)

    assert refusal.value.field == "files"
    assert file.name in refusal.value.message
    assert any(advice in refusal.value.message for advice in ("Save", "Choose", "Print", "save"))


@pytest.mark.parametrize("file", [file for file in HOSTILE if not file.answer], ids=named)
def test_an_odd_file_that_can_do_no_harm_is_kept_as_what_it_is(file: Hostile) -> None:
    checked = check_file(file.content, file.name, max_mb=30, deep=True)

    assert checked.content_type in ENDINGS
    assert checked.name.endswith(ENDINGS[checked.content_type])
    assert file.kept


def test_there_are_enough_of_them() -> None:
    assert len(HOSTILE) >= 40
    assert len({file.content for file in HOSTILE}) == len(HOSTILE)


@pytest.mark.parametrize(
    ("content", "content_type", "pages"),
    [
        (a_pdf(3), "application/pdf", 3),
        (a_picture("PNG"), "image/png", 1),
        (a_picture("JPEG"), "image/jpeg", 1),
    ],
)
def test_an_honest_file_is_taken_for_what_it_is(content: bytes, content_type: str, pages: int) -> None:
    for given in (content, SimpleUploadedFile("x", content), io.BytesIO(content)):
        checked = check_file(given, "Plan.bin", max_mb=30)

        assert (checked.content_type, checked.pages, checked.size, checked.scan) == (content_type, pages, len(content), "not_scanned")
        assert checked.content.read() == content


def test_a_pdf_that_only_forbids_copying_is_taken() -> None:
    """Architects' programs set an owner's password as a matter of course; anybody can read such a file."""
    with pikepdf.open(io.BytesIO(a_pdf())) as pdf:
        output = io.BytesIO()
        pdf.save(output, encryption=pikepdf.Encryption(owner="secret", user=""))

    assert check_file(output.getvalue(), "plan.pdf", max_mb=30).pages == 1


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    class Huge(SimpleUploadedFile):
        def read(self, *args: Any) -> bytes:
            raise AssertionError("read")

    huge = Huge("plan.pdf", b"")
    huge.size = 250_000_001
    with pytest.raises(FileRefused, match=r"is a little more than 250 MB\. The largest file we can take is 250 MB: save it"):
        check_file(huge, "plan.pdf", max_mb=250)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Site plan.pdf", "Site plan.pdf"),
        ("Site plan.PDF", "Site plan.pdf"),
        ("C:\\Users\\ada\\Site plan.pdf", "Site plan.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("/", "document.pdf"),
        ("", "document.pdf"),
        (".pdf", "document.pdf"),
        ("..", "document.pdf"),
        ("plan\u202efdp.exe", "planfdp.pdf"),
        ("plan\u2066\u200b\u200fA.pdf", "planA.pdf"),
        ("plan\r\nSet-Cookie: a=b.pdf", "plan Set-Cookie- a=b.pdf"),
        ("plan\x00.pdf", "plan.pdf"),
        ("picture.jpg", "picture.pdf"),
        ("Rev. B", "Rev. B.pdf"),
        ("Dessin façade.pdf", "Dessin façade.pdf"),
        ("a" * 500 + ".pdf", "a" * 251 + ".pdf"),
        ("<script>.pdf", "-script-.pdf"),
        ("con.pdf", "document con.pdf"),
        ("Lpt1.tar.pdf", "document Lpt1.tar.pdf"),
        ("console.pdf", "console.pdf"),
    ],
)
def test_names_are_made_safe(given: str, kept: str) -> None:
    assert tidy_name(given, "application/pdf") == kept


def test_a_disguised_name_is_quoted_as_it_really_is() -> None:
    with pytest.raises(FileRefused, match=r"“planfdp\.exe” is empty"):
        check_file(b"", "plan\u202efdp.exe", max_mb=30)


def test_a_picture_keeps_the_ending_of_its_kind() -> None:
    assert tidy_name("photo.jpeg", "image/jpeg") == "photo.jpeg"
    assert tidy_name("photo.pdf", "image/jpeg") == "photo.jpg"


class FakeClamd(socketserver.BaseRequestHandler):
    """Speaks as much of ClamAV's protocol as a scan needs; a file with the word VIRUS in it has one."""

    def handle(self) -> None:
        stream = self.request.makefile("rb")
        command = stream.read(len(b"nINSTREAM\n"))
        assert b"INSTREAM" in command
        body = b""
        while size := int.from_bytes(stream.read(4), "big"):
            body += stream.read(size)
        if len(body) > 100_000:
            self.request.sendall(b"INSTREAM size limit exceeded. ERROR\n")
        else:
            self.request.sendall(b"stream: Test-Virus FOUND\n" if b"VIRUS" in body else b"stream: OK\n")


@pytest.fixture
def clamd(settings: Any) -> Iterator[None]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), FakeClamd) as server:
        settings.CLAMAV_SOCKET = f"127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield
        server.shutdown()


@pytest.mark.usefixtures("clamd")
class TestVirusScan:
    def test_a_clean_file_is_marked_clean(self) -> None:
        assert check_file(a_pdf(), "plan.pdf", max_mb=30).scan == "clean"

    def test_a_virus_is_refused(self) -> None:
        with pytest.raises(FileRefused, match="has a virus"):
            check_file(a_pdf() + b"\n% VIRUS", "plan.pdf", max_mb=30)

    def test_a_file_too_long_for_the_scanner_is_not_kept(self) -> None:
        with pytest.raises(FileRefused, match="too large for our virus scanner"):
            check_file(a_pdf() + b"\n%" + b"x" * 200_000, "plan.pdf", max_mb=30)


class Restarted(socketserver.BaseRequestHandler):
    """A daemon that dies in the middle of a file and is there again at once, as under systemd's sockets."""

    def handle(self) -> None:
        if b"PING" in self.request.recv(10):
            self.request.sendall(b"PONG\0")
        else:
            self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def test_a_scanner_that_is_restarted_in_the_middle_of_a_file_has_not_called_it_too_large(settings: Any) -> None:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Restarted) as server:
        settings.CLAMAV_SOCKET = f"127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with pytest.raises(NotNow, match="Try again in a few minutes"):
            check_file(a_pdf() + b"\n%" + b"x" * 3_000_000, "plan.pdf", max_mb=30, deep=True)
        server.shutdown()


class HangsUp(Restarted):
    """The real one: it says why, and hangs up with most of the file unread."""

    def handle(self) -> None:
        if b"PING" in self.request.recv(10):
            self.request.sendall(b"PONG\0")
        else:
            self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0")


def test_one_that_hangs_up_on_a_file_that_is_too_long_is_believed(settings: Any) -> None:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), HangsUp) as server:
        settings.CLAMAV_SOCKET = f"127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for _ in range(20):
            with pytest.raises(FileRefused, match="too large for our virus scanner"):
                scan(ContentFile(b"x" * 3_000_000), "“plan.pdf”", FileRefused, NotNow)
        server.shutdown()


def test_while_the_scanner_is_away_a_file_waits_for_its_check(settings: Any) -> None:
    settings.CLAMAV_SOCKET = "127.0.0.1:9"
    assert check_file(a_pdf(), "plan.pdf", max_mb=30).scan == "pending"

    with pytest.raises(NotNow, match="Try again in a few minutes"):
        check_file(a_pdf(), "plan.pdf", max_mb=30, deep=True)


class TestWhileSomebodyWaits:
    """What takes long is left for a worker: nobody's page hangs on a stranger's file, and no web server is starved by one."""

    @pytest.mark.parametrize("content", [a_pdf(2), a_picture("PNG"), a_picture("JPEG"), an_eml()], ids=["pdf", "png", "jpeg", "email"])
    def test_a_heavy_file_of_any_kind_is_not_even_opened(self, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(checks, "HEAVY", 10)
        monkeypatch.setattr(checks, "inspect", never)
        monkeypatch.setattr(checks, "scan", never)

        assert check_file(content, "thing.eml", max_mb=30).scan == "pending"

    def test_a_picture_that_takes_hundreds_of_megabytes_is_left_for_a_worker(self) -> None:
        bomb = next(file for file in HOSTILE if file.name == "a bomb in layers.jpg")
        assert len(bomb.content) < 1_000_000
        assert check_file(bomb.content, bomb.name, max_mb=30).scan == "pending"

    def test_this_process_decodes_no_picture(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("PIL.Image.open", never)
        assert check_file(a_picture("JPEG"), "front.jpg", max_mb=30).pages == 1


def never(*_: Any, **__: Any) -> None:
    raise AssertionError("opened")
