"""The Planning Portal signs what it sends: who is let in, and what whoever is not hears."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import UsedSignature
from api.jobs import forget_old_signatures
from api.signing import read_timestamp
from intake.models import Submission
from tests.factories.accounts import ApiClientFactory, LocalAuthorityFactory, UsedSignatureFactory

NOW = datetime(2026, 11, 24, 10, 15, tzinfo=UTC)
KNOWN = "a-secret-for-tests"
EVENT = {
    "applicationRef": "10087984",
    "applicationVersion": 1,
    "applicationState": "Submitted",
    "sentDateTime": "2026-11-24T10:14:59.1234567Z",
    "updated": False,
    "documentLinks": [
        {
            "documentName": "PP-10087984.zip",
            "documentLink": "https://files.bops.test/PP-10087984.zip",
            "documentType": "application/x-zip-compressed",
        }
    ],
}


def mac(secret, *parts):
    return base64.b64encode(hmac.new(secret.encode(), "|".join(parts).encode(), hashlib.sha256).digest()).decode()


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def portal(southwark):
    return ApiClientFactory(authority=southwark, signing=True)


@pytest.fixture
def post(client, portal):
    """post(timestamp=…, body=…): signed as the client does it, unless told otherwise."""

    def post(timestamp="2026-11-24T10:14:58.1234567Z", body=EVENT, sqid=None, secret=KNOWN, host=None, query="", **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        signed = {"tq-timestamp": timestamp, "authorization": mac(secret, portal.product_id, portal.client_id, timestamp)}
        address = f"/api/v2/submissions/{sqid or portal.sqid}{query}"
        names = {"host": host or portal.authority.officer_host, **signed, **headers}
        return client.post(address, body, content_type="application/json", headers=names)

    return post


def detail(response):
    return response.json()["error"]["detail"]


class TestASignedRequest:
    def test_is_kept_and_answered_with_where_to_ask(self, post):
        response = post()

        kept = Submission.objects.get()
        assert response.status_code == 202
        assert response["Location"] == f"/api/v2/submissions/{kept.public_id}"
        assert response.json() == {"uuid": str(kept.public_id), "message": "Submission 10087984 received"}
        assert (kept.source, kept.source_id, json.loads(bytes(kept.body))) == ("planning_portal", "10087984", EVENT)

    def test_leaves_no_signature_behind(self, post):
        post()

        assert "uthorization" not in json.dumps(Submission.objects.get().headers)
        assert mac(KNOWN, "PP-PRODUCT", "PP-CLIENT", "2026-11-24T10:14:58.1234567Z") not in UsedSignature.objects.get().digest

    @pytest.mark.parametrize(
        "stamp", ["2026-11-24T10:19:59Z", "2026-11-24 10:10:01", "2026-11-24T11:15:00+01:00", "1795515300", "1795515300000", "1795515300.5"]
    )
    def test_may_be_five_minutes_off_however_the_time_is_written(self, post, stamp):
        assert post(stamp).status_code == 202

    def test_may_say_that_it_is_odp(self, post):
        post(query="?schema=odp", body={"metadata": {"id": "abc"}})

        assert (Submission.objects.get().source, Submission.objects.get().source_id) == ("planx", "abc")

    def test_of_another_schema_is_told_which_there_are(self, post):
        assert detail(post(query="?schema=uniform")) == "Unknown schema: uniform. Send odp or planning-portal."

    def test_may_sign_its_body_too(self, post):
        body, stamp = json.dumps(EVENT).encode(), "2026-11-24T10:14:58Z"
        right = mac(KNOWN, "PP-PRODUCT", "PP-CLIENT", stamp, hashlib.sha256(body).hexdigest())

        assert post(stamp, body, BOPS_Body_Signature=right).status_code == 202

    def test_whose_body_was_changed_on_the_way_is_not_kept(self, post):
        stamp = "2026-11-24T10:14:58Z"
        other = mac(KNOWN, "PP-PRODUCT", "PP-CLIENT", stamp, hashlib.sha256(b"{}").hexdigest())

        response = post(stamp, BOPS_Body_Signature=other)

        assert response.status_code == 401
        assert "BOPS-Body-Signature does not fit the body" in detail(response)
        assert not Submission.objects.exists()

    def test_is_taken_while_redis_is_away(self, post, monkeypatch):
        """Signatures are remembered in the database, so nothing is let in twice and nothing is turned away."""
        from redis.exceptions import ConnectionError

        def away(*args, **kwargs):
            raise ConnectionError("Redis is away")

        monkeypatch.setattr("api.authentication.cache.set", away)

        assert post().status_code == 202
        assert post().status_code == 401


class TestAskingWhatBecameOfIt:
    @pytest.fixture
    def sent(self, post, portal):
        post()
        return Submission.objects.get()

    @pytest.fixture
    def ask(self, client, portal, sent):
        def ask(public_id=None, stamp="2026-11-24T10:15:02Z", signed=None, secret=KNOWN, host=None):
            public_id = str(public_id or sent.public_id)
            given = mac(secret, portal.product_id, portal.client_id, stamp, signed or public_id)
            headers = {"host": host or portal.authority.officer_host, "tq-timestamp": stamp, "authorization": given}
            return client.get(f"/api/v2/submissions/{public_id}", headers=headers)

        return ask

    def test_a_client_that_only_signs_reads_it_as_often_as_it_likes(self, ask, sent):
        first, second = ask(), ask()

        assert (first.status_code, second.status_code) == (200, 200)
        assert (first.json()["uuid"], first.json()["state"]) == (str(sent.public_id), "received")
        assert UsedSignature.objects.count() == 1  # that of sending

    @pytest.mark.parametrize(
        "wrong",
        [
            {"secret": "another-secret"},
            {"signed": "11111111-0000-4000-8000-000000000000"},
            {"public_id": "11111111-0000-4000-8000-000000000000"},
            {"public_id": "not-an-id"},
        ],
        ids=["another secret", "another id signed", "an id that is not there", "no id at all"],
    )
    def test_every_wrong_signature_hears_the_same(self, ask, wrong):
        response = ask(**wrong)

        assert response.status_code == 401
        assert "The signature is not right for this submission" in detail(response)

    def test_the_signature_of_sending_does_not_serve(self, client, portal, sent):
        stamp = "2026-11-24T10:15:02Z"
        headers = {"host": portal.authority.officer_host, "tq-timestamp": stamp}
        headers["authorization"] = mac(KNOWN, portal.product_id, portal.client_id, stamp)

        assert client.get(f"/api/v2/submissions/{sent.public_id}", headers=headers).status_code == 401

    def test_the_signature_of_asking_does_not_let_anything_be_sent(self, post, portal, sent):
        stamp = f"2026-11-24T10:15:02Z|{sent.public_id}"

        assert post(stamp).status_code == 401

    def test_an_old_one_does_not_serve(self, ask):
        assert "60 minutes behind our clock" in detail(ask(stamp="2026-11-24T09:15:00Z"))

    def test_another_client_may_not_ask(self, ask, portal, sent):
        sent.client = ApiClientFactory(authority=portal.authority, signing=True, sqid="another12345", client_id="PP-OTHER")
        sent.save()

        assert ask().status_code == 401

    def test_a_revoked_client_and_another_council_may_not(self, ask, portal):
        assert ask(host=LocalAuthorityFactory().officer_host).status_code == 401
        portal.revoked_at = NOW
        portal.save()
        assert ask().status_code == 401


class TestWhoIsNotLetIn:
    @pytest.mark.parametrize(("hours", "words"), [(-1, "60 minutes behind"), (1, "60 minutes ahead of"), (-72, "3 days behind")])
    def test_a_clock_an_hour_off_hears_what_our_clock_reads(self, post, hours, words):
        response = post((NOW + timedelta(hours=hours)).isoformat())

        assert response.status_code == 401
        assert f"tq-timestamp is {words} our clock, which reads 2026-11-24T10:15:00Z" in detail(response)
        assert "At most 5 minutes are allowed" in detail(response)
        assert not Submission.objects.exists()

    def test_the_window_is_a_setting(self, post, settings):
        settings.API_CLOCK_SECONDS = 2 * 60 * 60

        assert post((NOW - timedelta(hours=1)).isoformat()).status_code == 202

    def test_the_same_signature_again(self, post):
        first, second, third = post(), post(), post(body={**EVENT, "applicationRef": "2"})

        assert (first.status_code, second.status_code, third.status_code) == (202, 401, 401)
        assert "This signature was used before" in detail(second)
        assert Submission.objects.count() == 1

    @pytest.mark.parametrize("secret", ["another-secret", ""])
    def test_another_secret(self, post, secret):
        response = post(secret=secret)

        assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
        assert "The signature is not right for this address" in detail(response)
        assert not UsedSignature.objects.exists()

    def test_an_unknown_address_hears_the_same(self, post):
        assert detail(post(sqid="nobodysaddr1")) == detail(post(secret="x"))

    @pytest.mark.parametrize("stamp", ["", "yesterday", "99999999999999999999", "²", "2026-13-45T00:00:00Z", "1e9", "-5"])
    def test_a_timestamp_that_is_none(self, post, stamp):
        response = post(stamp)

        assert response.status_code == 401
        assert "tq-timestamp" in detail(response)

    def test_no_signature_at_all(self, client, portal):
        response = client.post(
            f"/api/v2/submissions/{portal.sqid}", b"{}", "application/json", headers={"host": portal.authority.officer_host}
        )

        assert response.status_code == 401

    @pytest.mark.parametrize("signature", ["\u00e9", "x" * 10_000, "Basic dXNlcjpwYXNz"])
    def test_a_signature_that_is_none(self, post, signature):
        assert post(authorization=signature).status_code == 401

    def test_a_client_of_another_council(self, post):
        other = LocalAuthorityFactory()

        assert post(host=other.officer_host).status_code == 401

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"expires_at": NOW - timedelta(days=3)}, "access ended on 21 November 2026"),
            ({"permissions": ["planning_application:read"]}, "may not send applications"),
            ({"networks": ["203.0.113.0/24"]}, "may not call from 127.0.0.1"),
            ({"revoked_at": NOW}, "The signature is not right for this address"),
        ],
        ids=["expired", "may only read", "calls from elsewhere", "revoked"],
    )
    def test_a_client_that_may_not(self, post, portal, change, words):
        for name, value in change.items():
            setattr(portal, name, value)
        portal.save()

        response = post()

        assert response.status_code == 401
        assert words in detail(response)

    def test_a_secret_that_cannot_be_opened_here_is_our_fault(self, post, portal):
        portal.sealed_secret = "sealed-elsewhere"
        portal.save()

        response = post()

        assert (response.status_code, response["Retry-After"]) == (503, "3600")
        assert "a fault of ours" in detail(response)


class TestTheSameAddressWithAToken:
    def test_lets_the_client_in_whose_address_it_is(self, post, southwark):
        ApiClientFactory(authority=southwark, token="bops_portal", sqid="ownaddress12")

        assert post(sqid="ownaddress12", authorization="Bearer bops_portal").status_code == 202
        assert post(authorization="Bearer bops_portal").status_code == 401

    def test_a_token_needs_no_address(self, client, southwark):
        ApiClientFactory(authority=southwark, token="bops_portal")
        headers = {"host": southwark.officer_host, "authorization": "Bearer bops_portal"}

        response = client.post("/api/v2/submissions?schema=planning-portal", json.dumps(EVENT), "application/json", headers=headers)

        assert response.status_code == 202
        assert Submission.objects.get().source == "planning_portal"


def test_old_signatures_are_forgotten_and_young_ones_are_not(db):
    UsedSignatureFactory(used_at=timezone.now() - timedelta(minutes=16))
    young = UsedSignatureFactory(used_at=timezone.now() - timedelta(minutes=11))

    assert forget_old_signatures() == 1
    assert UsedSignature.objects.get() == young


@pytest.mark.parametrize("text", ["2026-11-24T10:15:00.0000000Z", "2026-11-24T10:15:00", "1795515300", "1795515300000"])
def test_timestamps_are_read_alike(text):
    assert read_timestamp(text) == NOW
