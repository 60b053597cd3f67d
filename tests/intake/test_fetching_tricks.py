"""File hosts that answer badly, byte by byte: slowly, endlessly, squeezed, with lies about lengths, or not in HTTP at all."""

import contextlib
import gzip
import hashlib
import socket
import threading
import time
import tracemalloc
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from intake import fetching
from intake.fetching import FetchError, Limits, fetch

HERE = ["127.0.0.1"]


def refusal(url, **kwargs):
    with pytest.raises(FetchError) as caught, fetch(url, hosts=HERE, **kwargs):
        pass
    return caught.value


class TestTricks:
    """A server of our own that answers badly, byte by byte."""

    @pytest.fixture
    def answering(self):
        servers = []

        def start(*pieces, every=0.0, hang=0.0):
            server = socket.create_server(("127.0.0.1", 0))
            stop = threading.Event()
            servers.append((server, stop))

            def serve():
                with contextlib.suppress(OSError):
                    while True:
                        caller, _ = server.accept()
                        with caller:
                            caller.recv(65536)
                            for piece in pieces:
                                caller.sendall(piece)
                                stop.wait(every)
                            stop.wait(hang)

            threading.Thread(target=serve, daemon=True).start()
            return f"http://127.0.0.1:{server.getsockname()[1]}/plan.pdf"

        yield start
        for server, stop in servers:
            stop.set()
            server.close()

    HEAD = b"HTTP/1.1 200 OK\r\n"

    def test_one_that_dribbles_its_head_is_given_up_when_the_time_is_over(self, answering):
        url = answering(*[bytes([c]) for c in self.HEAD * 20], every=0.05)

        began = time.monotonic()
        error = refusal(url, limits=Limits(seconds=0.5, answer_within_seconds=5))
        assert (error.words, error.again) == ("The file did not arrive within 0 seconds.", True)
        assert time.monotonic() - began < 3

    def test_one_that_dribbles_its_file_is_given_up_too(self, answering):
        url = answering(self.HEAD + b"Content-Length: 1000\r\n\r\n", *[b"x"] * 200, every=0.05)

        began = time.monotonic()
        assert "did not arrive within" in refusal(url, limits=Limits(seconds=0.5, answer_within_seconds=5)).words
        assert time.monotonic() - began < 3

    def test_one_that_stops_in_the_middle_is_not_waited_for(self, answering):
        url = answering(self.HEAD + b"Content-Length: 1000\r\n\r\nabc", hang=10)

        assert "did not answer in time" in refusal(url, limits=Limits(answer_within_seconds=0.3)).words

    def test_less_than_was_said_is_no_file(self, answering):
        error = refusal(answering(self.HEAD + b"Content-Length: 1000\r\n\r\nabc"))

        assert "could not be reached" in error.words
        assert error.again

    def test_more_than_was_said_is_cut_where_it_said(self, answering):
        with fetch(answering(self.HEAD + b"Content-Length: 3\r\n\r\nabcdef"), hosts=HERE) as fetched:
            assert fetched.file.read() == b"abc"

    def test_a_length_that_lies_about_chunks_changes_nothing(self, answering):
        url = answering(self.HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[b"10000\r\n" + b"x" * 65536 + b"\r\n"] * 64, hang=1)

        assert refusal(url, limits=Limits(most_bytes=1024 * 1024)).words == "The file is larger than 1 MB."

    def test_half_a_chunk_is_no_file(self, answering):
        assert refusal(answering(self.HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab")).again

    def test_a_head_without_end_is_no_answer(self, answering):
        url = answering(self.HEAD, *[b"X-Padding: " + b"x" * 65536 + b"\r\n"] * 10)

        assert refusal(url).again

    @pytest.mark.parametrize("garbage", [b"", b"\x00\x01\x02", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/9.9 abc\r\n\r\n"])
    def test_what_is_not_http_is_no_answer(self, answering, garbage):
        assert refusal(answering(garbage)).again

    def test_a_bomb_is_stopped_while_it_opens(self, answering):
        bomb = gzip.compress(b"0" * 300 * fetching.MEGABYTE)
        url = answering(self.HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb) + bomb)

        tracemalloc.start()
        error = refusal(url, limits=Limits(most_bytes=20 * fetching.MEGABYTE))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

        assert error.words == "The file is larger than 20 MB."
        assert most < 8 * fetching.MEGABYTE, "it was opened in memory"

    def test_a_compressed_file_is_opened(self, answering):
        packed = gzip.compress(b"%PDF-1.7 plan")
        with fetch(
            answering(self.HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed) + packed), hosts=HERE
        ) as file:
            assert file.file.read() == b"%PDF-1.7 plan"
            assert file.sha256 == hashlib.sha256(b"%PDF-1.7 plan").hexdigest()

    @pytest.mark.parametrize(
        ("encoding", "body", "words"),
        [
            ("gzip", b"not gzip", "compression that is broken"),
            ("gzip", gzip.compress(b"abc" * 1000, mtime=0)[:-8], "broke off"),
            ("br", b"abc", "compression that we do not open (br)"),
        ],
    )
    def test_a_compression_that_cannot_be_opened_is_named(self, answering, encoding, body, words):
        head = self.HEAD + f"Content-Encoding: {encoding}\r\nContent-Length: {len(body)}\r\n\r\n".encode()

        assert words in refusal(answering(head + body)).words

    @pytest.mark.parametrize(
        ("said", "least", "most"),
        [
            (b"120", 120, 120),
            (b"99999999999", 14400, 14400),
            (b"Wed, 21 Oct 2015 07:28:00 GMT", 0, 0),
            (format_datetime(datetime.now(UTC) + timedelta(minutes=10), usegmt=True).encode(), 60, 600),
            (b"soon", 0, 0),
            (b"-5", 0, 0),
        ],
        ids=["seconds", "ages", "in the past", "in ten minutes", "no time", "less than nothing"],
    )
    @pytest.mark.parametrize("status", [b"503 Busy", b"429 Too Many Requests"])
    def test_a_host_says_when_to_come_again(self, answering, status, said, least, most):
        error = refusal(answering(b"HTTP/1.1 %s\r\nRetry-After: %s\r\nContent-Length: 0\r\n\r\n" % (status, said)))

        assert error.again
        assert least <= error.after <= most

    @pytest.mark.parametrize(
        "place", [b"https://[::1", b"file:///etc/passwd", b"//169.254.169.254/", b"http://localhost/", b"gopher://127.0.0.1/"]
    )
    def test_a_redirect_is_checked_as_the_first_address_was(self, answering, place):
        assert refusal(answering(b"HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % place)).refused
