"""A file that a stranger names is fetched from where it may come, and from nowhere else."""

import hashlib
import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from intake import fetching
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


def test_a_file_that_dribbles_in_is_given_up(host):
    error = refusal(f"{host.address}/bad/endless/plan.pdf", limits=Limits(seconds=0))

    assert "did not arrive within" in error.words


@pytest.mark.parametrize(
    "url",
    [
        "http://files.example/plan.pdf",
        "ftp://files.example/plan.pdf",
        "file:///etc/passwd",
        "https://files.example:8443/plan.pdf",
        "https://user:word@files.example/plan.pdf",
        "https://files.example.evil.example/plan.pdf",
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

    monkeypatch.setattr(fetching.socket, "getaddrinfo", found)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.9", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1"],
)
def test_a_host_that_leads_into_a_private_network_is_not_called(monkeypatch, address):
    resolving_to(monkeypatch, "93.184.215.14", address)

    with pytest.raises(FetchError, match="private network"):
        fetching.prepare("https://files.example/plan.pdf", ["files.example"])


def test_the_address_that_was_checked_is_the_one_that_is_called(monkeypatch):
    resolving_to(monkeypatch, "93.184.215.14")

    call = fetching.prepare("https://files.example/a%20b.pdf?key=1", [".example"], {"api-key": "x"})

    assert call.address == "https://93.184.215.14/a%20b.pdf?key=1"
    assert call.headers == {"api-key": "x", "Host": "files.example"}
    assert call.extensions == {"sni_hostname": "files.example"}


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
            monkeypatch.setattr(fetching, "is_public", lambda address: True)
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
        assert server.asked[-1][:2] == ("files.example", "/plan.jpg")

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
