"""A file that a stranger names is fetched from where it may come, and from nowhere else."""

import hashlib
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta

import httpcore
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from intake import connecting, fetching
from intake.fetching import FetchError, Limits, fetch
from tests.fakes.file_host import FileHost, drawing

HERE = ["127.0.0.1"]


@pytest.fixture(scope="module")
def host():
    with FileHost(slow_seconds=3) as running:
        yield running


def refusal(url, **kwargs):
    with pytest.raises(FetchError) as caught, fetch(url, hosts=HERE, **kwargs):
        pass
    return caught.value


def test_brings_the_file_its_name_and_its_hash(host):
    with fetch(f"{host.address}/private/abc/site%20plan_01.pdf", hosts=HERE) as fetched:
        content = fetched.file.read()

    assert content == drawing("site plan_01.pdf", "PDF") or content.startswith(b"%PDF")
    assert fetched.name == "site plan_01.pdf"
    assert fetched.sha256 == hashlib.sha256(content).hexdigest()
    assert fetched.size == len(content)
    assert fetched.content_type == "application/pdf"


def test_sends_the_key_that_the_sender_asks_for(host):
    url = f"{host.address}/bad/secret/plan.pdf"

    with fetch(url, hosts=HERE, headers={"api-key": "open sesame"}) as fetched:
        assert fetched.size > 0
    assert refusal(url).again


@pytest.mark.parametrize(
    ("what", "words", "again"),
    [
        ("missing", "has no such file any more", False),
        ("error", "answered with an error (500)", True),
        ("empty", "is empty", False),
        ("private", "may not be fetched from 169.254.169.254", False),
        ("loop", "redirects too often", False),
        ("elsewhere", "may not be fetched from elsewhere.example", False),
        ("huge", "larger than 100 MB", False),
    ],
)
def test_says_what_is_wrong_with_a_bad_file(host, what, words, again):
    error = refusal(f"{host.address}/bad/{what}/plan.pdf")

    assert words in error.words
    assert error.again is again


def test_stops_a_file_that_never_ends(host):
    error = refusal(f"{host.address}/bad/endless/plan.pdf", limits=Limits(most_bytes=1024 * 1024))

    assert error.words == "The file is larger than 1 MB."


def test_does_not_wait_for_a_slow_host(host):
    error = refusal(f"{host.address}/bad/slow/plan.pdf", limits=Limits(answer_within_seconds=0.2))

    assert "did not answer in time" in error.words
    assert error.again


@pytest.mark.parametrize(
    "url",
    [
        "http://files.example/plan.pdf",
        "ftp://files.example/plan.pdf",
        "file:///etc/passwd",
        "https://files.example:8443/plan.pdf",
        "https://user:word@files.example/plan.pdf",
        "https://files.example.evil.example/plan.pdf",
        "https://files.example@evil.example/plan.pdf",
        "https://evil.example\\@files.example/plan.pdf",
        "https://files.example\t.evil.example/plan.pdf",
        "https://files.example%2eevil.example/plan.pdf",
        "https://files.exаmple/plan.pdf",
        "https://evil.example#files.example",
        "https://evil.example?files.example",
        "//files.example/plan.pdf",
        "https:///plan.pdf",
        "https://.example/",
        "https://[::1/plan.pdf",
        "https://files.example:99999/plan.pdf",
        "plan.pdf",
        "",
    ],
)
def test_addresses_that_are_not_called(url):
    with pytest.raises(FetchError) as caught:
        fetching.prepare(url, ["files.example"])

    assert caught.value.refused


def resolving_to(monkeypatch, *addresses):
    def found(host, port, *args, **kwargs):
        return [(2, 1, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(connecting.socket, "getaddrinfo", found)


INSIDE = [
    "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.0.9", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "192.0.0.192", "198.18.0.1", "240.0.0.1", "255.255.255.255", "224.0.0.1", "192.88.99.1", "168.63.129.16", "192.0.2.1",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fec0::1", "fd00::1", "fd00:ec2::254", "ff02::1",
    "2001:db8::1", "3fff::1", "5f00::1", "2001::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "::127.0.0.1", "::ffff:0:127.0.0.1",
    "2002:7f00:1::", "64:ff9b::127.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1",
]  # fmt: skip
OUTSIDE = ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::808:808", "2002:808:808::1", "::ffff:8.8.8.8"]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_known(address):
    assert not connecting.is_public(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_outside_is_known(address):
    assert connecting.is_public(address)


@pytest.mark.parametrize("address", INSIDE)
def test_a_host_that_leads_into_a_private_network_is_not_called(monkeypatch, address):
    resolving_to(monkeypatch, "93.184.215.14", address)

    with pytest.raises(FetchError, match="private network") as caught, fetch("https://files.example/plan.pdf", hosts=["files.example"]):
        pass
    assert caught.value.refused


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "2130706433", "0x7f.1", "0x7f000001", "017700000001", "127.1", "[::1]", "[::ffff:7f00:1]", "localhost", "127.0.0.1."],
)
def test_no_spelling_of_an_inside_address_gets_through_even_when_somebody_allowed_it(host):
    url = f"https://{host}/plan.pdf"

    with pytest.raises(FetchError) as caught, fetch(url, hosts=[host, host.strip("[]"), "127.0.0.1", "::1"]):
        pass
    assert caught.value.refused


def test_a_host_that_nobody_knows_is_tried_again(monkeypatch):
    def unknown(*args, **kwargs):
        raise OSError

    monkeypatch.setattr(connecting.socket, "getaddrinfo", unknown)

    with (
        pytest.raises(FetchError, match=r"files\.example could not be found") as caught,
        fetch("https://files.example/", hosts=[".example"]),
    ):
        pass
    assert caught.value.again


def test_a_name_server_that_does_not_answer_is_not_waited_for(monkeypatch):
    released = threading.Event()
    monkeypatch.setattr(connecting.socket, "getaddrinfo", lambda *args, **kwargs: released.wait(20) and [])

    began = time.monotonic()
    with pytest.raises(FetchError, match="could not be found"), fetch("https://a.example/", hosts=[".example"], limits=Limits(seconds=0.3)):
        pass
    released.set()
    assert time.monotonic() - began < 3


def test_where_a_call_goes_and_what_it_says():
    call = fetching.prepare("https://Files.Example./a%20b.pdf?key=1#part", [".example"], {"api-key": "x"})

    assert (call.url.scheme, call.url.host, call.url.port, call.url.target) == (b"https", b"files.example", 443, b"/a%20b.pdf?key=1")
    assert (call.headers, call.trusted) == ({"api-key": "x"}, False)


def test_a_host_may_be_named_in_its_own_letters():
    assert fetching.prepare("https://pläne.example/p.pdf", ["pläne.example"]).host == "xn--plne-moa.example"
    assert fetching.prepare("https://xn--plne-moa.example/p.pdf", [".PLÄNE.example", "pläne.example"]).host == "xn--plne-moa.example"


def test_the_key_goes_to_the_host_that_was_named_and_to_no_other(monkeypatch):
    with FileHost() as first, FileHost() as second:
        monkeypatch.setattr(
            first.server.RequestHandlerClass, "bad_elsewhere", lambda self, path: self.redirect(f"{second.address}/plan.jpg")
        )
        with fetch(f"{first.address}/bad/elsewhere/plan.jpg", hosts=HERE, headers={"api-key": "secret", "Authorization": "Bearer x"}):
            pass

    assert first.asked[0][2]["api-key"] == "secret"
    assert not {"api-key", "Authorization"} & set(second.asked[0][2])


@pytest.mark.parametrize("headers", [{"api-key": "clé\u2713"}, {"api-key": "a\r\nX-More: b"}, {"bad name": "x"}])
def test_headers_that_cannot_be_sent_are_named(host, headers):
    error = refusal(f"{host.address}/plan.jpg", headers=headers)

    assert error.words == "The headers kept for this sender's files cannot be sent: enter them again."
    assert error.again


def test_a_second_address_is_tried_where_the_first_is_not_there(monkeypatch):
    backend = connecting.OpenInternet(time.monotonic() + 5)
    called = []

    def connect(address, port, timeout, socket_options):
        called.append(address)
        if len(called) == 1:
            raise httpcore.ConnectError
        return "connected"

    monkeypatch.setattr(backend.inner, "connect_tcp", connect)
    resolving_to(monkeypatch, "93.184.215.14", "2606:2800:21f::1")

    assert backend.connect_tcp("files.example", 443, timeout=1).stream == "connected"
    assert called == ["93.184.215.14", "2606:2800:21f::1"]


class TestOverTls:
    """A host with a certificate of its own, reached at the address that was checked."""

    @pytest.fixture
    def server(self, tmp_path, monkeypatch):
        key, certificate = self.certificate("files.example")
        (tmp_path / "key.pem").write_bytes(key)
        (tmp_path / "certificate.pem").write_bytes(certificate)
        with FileHost() as host:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(tmp_path / "certificate.pem", tmp_path / "key.pem")
            host.server.socket = context.wrap_socket(host.server.socket, server_side=True)
            monkeypatch.setattr(fetching, "PORT", host.server.server_address[1])
            monkeypatch.setattr(connecting, "is_public", lambda address: True)
            monkeypatch.setattr(fetching, "tls", lambda: ssl.create_default_context(cafile=tmp_path / "certificate.pem"))
            resolving_to(monkeypatch, "127.0.0.1")
            yield host

    @staticmethod
    def certificate(name):
        key = ec.generate_private_key(ec.SECP256R1())
        who, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), datetime.now(UTC)
        made = x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key()).serial_number(1)
        made = made.not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(hours=1))
        made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256())
        plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return plain, made.public_bytes(Encoding.PEM)

    def test_the_name_of_the_host_is_what_the_certificate_must_hold(self, server):
        with fetch(f"https://files.example:{fetching.PORT}/plan.jpg", hosts=[".example"]) as fetched:
            assert fetched.content_type == "image/jpeg"
        assert server.asked[-1][:2] == (f"files.example:{fetching.PORT}", "/plan.jpg")

    def test_a_host_with_the_certificate_of_another_is_not_trusted(self, server):
        refused = pytest.raises(FetchError, match=r"other\.example could not be reached")
        with refused, fetch(f"https://other.example:{fetching.PORT}/plan.jpg", hosts=[".example"]):
            pass


def test_a_stand_in_answers_for_every_host_that_may_be_named(host, settings):
    settings.FETCH_STAND_IN = host.address

    with fetch("https://api.editor.planx.dev/file/private/x/plan.jpg", hosts=["api.editor.planx.dev"]) as fetched:
        assert fetched.content_type == "image/jpeg"

    assert host.asked[-1][:2] == ("api.editor.planx.dev", "/file/private/x/plan.jpg")


def test_the_stand_in_exists_in_no_setting_for_servers():
    from bops.settings import base

    assert base.FETCH_ALLOWED_PLAIN_HOSTS == []
    assert base.FETCH_STAND_IN == ""
