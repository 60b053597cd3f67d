"""What comes through the doors in an odd shape: held, repeated under a key, packed, from elsewhere, too often."""

import gzip
import json

import pytest

from applications.models import Case
from intake.models import FetchedFile, Submission
from tests.factories import odp

SEND, LEAVE = "planning_applications", "submissions"


def error(response):
    return response.json()["error"]


class TestAPausedClient:
    @pytest.fixture(autouse=True)
    def paused(self, planx):
        planx.paused = True
        planx.save()

    @pytest.mark.parametrize("door", [SEND, LEAVE])
    def test_is_answered_and_what_it_sends_waits(self, call, door, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            response = call.post(door, odp.document())

        assert response.status_code == 202
        assert "the council has paused this client" in response.json()["message"]
        assert Submission.objects.get().state == "held"
        assert not Case.objects.exists()

    def test_waits_for_an_administrator_even_when_it_is_sent_again(self, call, planx):
        sent = odp.document()
        call.post(SEND, sent)
        planx.paused = False
        planx.save()

        response = call.post(SEND, sent)

        assert response.status_code == 202
        assert Submission.objects.get().state == "held"


class TestAKey:
    def send(self, call, body, key="key-1"):
        return call.post(SEND, body, HTTP_IDEMPOTENCY_KEY=key)

    def test_with_the_same_body_has_the_same_answer(self, call):
        body = odp.document()

        assert self.send(call, body).json() == self.send(call, body).json()
        assert Submission.objects.get().idempotency_key == "key-1"

    def test_with_another_body_is_refused_and_the_body_kept(self, call):
        self.send(call, odp.document())

        for _ in range(2):
            response = self.send(call, odp.document(metadata__id="another"))
            assert response.status_code == 422
            assert "was sent before with other content" in error(response)["detail"]

        kept = Submission.objects.get(public_id=error(response)["submission"])
        assert (kept.source_id, kept.state, kept.idempotency_key) == ("another", "faulty", "")
        assert Case.objects.count() == 1

    def test_of_another_client_is_another_key(self, call, southwark):
        from tests.factories.accounts import ApiClientFactory

        ApiClientFactory(authority=southwark, token="bops_other")
        self.send(call, odp.document())

        response = call.post(SEND, odp.document(metadata__id="another"), token="bops_other", HTTP_IDEMPOTENCY_KEY="key-1")

        assert response.status_code == 200

    def test_given_later_counts_from_then(self, call):
        body = odp.document()
        call.post(SEND, body)
        self.send(call, body)

        assert self.send(call, odp.document(metadata__id="another")).status_code == 422

    @pytest.mark.parametrize("key", ["x" * 256, "a\tb"])
    def test_that_is_none(self, call, key):
        assert self.send(call, odp.document(), key).status_code == 400


class TestAPackedBody:
    def test_is_unpacked_and_kept(self, call):
        body = odp.body()

        response = call.post(SEND, gzip.compress(body), HTTP_CONTENT_ENCODING="gzip")

        assert response.status_code == 200
        assert bytes(Submission.objects.get().body) == body

    @pytest.mark.parametrize(
        "packed",
        [b"", b"{}", gzip.compress(b"{}")[:-6], gzip.compress(b"{}") + b"more", b"\x1f\x8b\x08\x00"],
        ids=["nothing", "not packed", "cut short", "with something behind", "head only"],
    )
    def test_that_is_none_is_kept_as_it_came(self, call, packed):
        response = call.post(SEND, packed, HTTP_CONTENT_ENCODING="gzip")

        assert response.status_code == 400
        assert bytes(Submission.objects.get().body) == packed

    def test_that_unpacks_to_more_than_we_keep_is_refused(self, call):
        bomb = gzip.compress(b" " * 21 * 1024 * 1024)

        response = call.post(SEND, bomb, HTTP_CONTENT_ENCODING="gzip")

        assert response.status_code == 413
        assert not Submission.objects.exists()

    @pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip"])
    def test_in_another_way_is_told_which_we_read(self, call, encoding):
        response = call.post(SEND, odp.body(), HTTP_CONTENT_ENCODING=encoding)

        assert (response.status_code, response["Accept-Encoding"]) == (415, "gzip, identity")
        assert not Submission.objects.exists()


class TestAnOddContentType:
    @pytest.mark.parametrize(
        "kind", ["text/plain", "application/xml", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "nonsense", ""]
    )
    def test_does_not_matter_where_the_body_is_json(self, call, kind):
        response = call.client.post(f"/api/v2/{SEND}", odp.body(), content_type=kind, headers=call.headers())

        assert response.status_code == 200

    @pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "application/xml"])
    def test_is_kept_and_refused_where_the_body_is_none(self, call, kind):
        response = call.client.post(f"/api/v2/{SEND}", b"--x\r\n\r\na=1\r\n--x--", content_type=kind, headers=call.headers())

        assert response.status_code == 400
        assert bytes(Submission.objects.get().body) == b"--x\r\n\r\na=1\r\n--x--"


class TestWhereAClientCallsFrom:
    def test_inside_its_networks(self, call, planx):
        planx.networks = ["127.0.0.0/8", "2001:db8::/32"]
        planx.save()

        assert call.post(SEND, odp.document()).status_code == 200

    def test_outside_of_them(self, call, planx):
        planx.networks = ["203.0.113.0/24"]
        planx.save()

        assert call.post(SEND, odp.document()).status_code == 401
        assert not Submission.objects.exists()


class TestHowOftenAClientCalls:
    def test_more_than_its_limit_is_told_to_wait(self, call, planx):
        planx.calls_a_minute = 2
        planx.save()

        answers = [call.get("ping", token=call.token) for _ in range(3)]

        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert "More than 2 calls in a minute" in error(answers[2])["detail"]
        assert 0 < int(answers[2]["Retry-After"]) <= 60


class TestWhatBecameOfIt:
    def state(self, call, response):
        return call.get(response["Location"].removeprefix("/api/v2/"), token=call.token).json()

    def test_tells_of_each_file(self, call, django_capture_on_commit_callbacks):
        response = call.post(LEAVE, odp.document())
        call.post(SEND, json.loads(bytes(Submission.objects.get().body)))
        Submission.objects.get()
        FetchedFile.objects.filter(position=0).update(state="refused", error="The host is not allowed.", attempts=1)

        told = self.state(call, response)

        assert told["reference"] == Case.objects.get().reference
        assert [(file["state"], file["detail"]) for file in told["files"]].count(("waiting", None)) >= 1

    def test_tells_of_a_fault_of_ours_without_its_inside(self, call):
        response = call.post(LEAVE, odp.document())
        Submission.objects.update(state="failed", error="KeyError: secret")

        told = self.state(call, response)

        assert (told["state"], told["description"]) == ("failed", "Failed for a reason of ours")
        assert "secret" not in json.dumps(told)
