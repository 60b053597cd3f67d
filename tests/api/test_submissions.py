"""PlanX sends an application: what it hears, and what is kept."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import ConnectionError

from api import submissions
from applications.models import Case
from intake.models import FetchedFile, Submission
from tests.factories import odp
from tests.factories.accounts import ApiClientFactory

SEND = "planning_applications"


def error(response):
    return response.json()["error"]


class TestAGoodApplication:
    def test_becomes_a_case_and_answers_with_its_reference(self, call):
        response = call.post(SEND, odp.document())

        assert response.status_code == 200
        assert response.json() == {"id": Case.objects.get().reference, "message": "Application created"}

    def test_is_kept_byte_for_byte(self, call):
        body = json.dumps(odp.document(), indent=3, ensure_ascii=False).encode()

        call.post(SEND, body)

        submission = Submission.objects.get()
        assert bytes(submission.body) == body
        assert submission.state == "completed"
        assert "Authorization" not in submission.headers

    def test_sent_twice_is_one_case_with_one_reference(self, call):
        sent = odp.document()

        first, second = call.post(SEND, sent), call.post(SEND, sent)

        assert first.json() == second.json()
        assert Case.objects.count() == 1

    def test_sent_again_with_other_content_keeps_the_reference(self, call):
        sent = odp.document()
        first = call.post(SEND, sent)

        second = call.post(SEND, odp.change(sent, data__proposal__description="Bigger"))

        assert (second.status_code, second.json()) == (200, first.json())
        assert Submission.objects.count() == 2
        assert "sent version 2 on" in Case.objects.get().application.attention

    def test_is_taken_while_redis_is_away(self, call, monkeypatch, django_capture_on_commit_callbacks):
        """The case opens; its files wait for the sweep."""

        def away(*args, **kwargs):
            raise ConnectionError("Redis is away")

        monkeypatch.setattr("api.authentication.cache.set", away)
        gone = OperationalError("Redis is away")
        monkeypatch.setattr("intake.services.creating.fetch_file.delay", lambda *args: (_ for _ in ()).throw(gone))

        with django_capture_on_commit_callbacks(execute=True):
            response = call.post(SEND, odp.document())

        assert response.status_code == 200
        assert set(FetchedFile.objects.values_list("state", flat=True)) == {"waiting"}

    def test_zero_bytes_in_a_text_do_no_harm(self, call):
        response = call.post(SEND, odp.document(data__proposal__description="Garden\u0000 room"))

        assert response.status_code == 200
        assert Case.objects.get().application.description == "Garden room"
        assert b"\\u0000" in bytes(Submission.objects.get().body)

    def test_a_query_that_the_reference_takes_is_taken(self, call):
        assert call.post(f"{SEND}?send_email=true", odp.document()).status_code == 200


class TestWhoMaySend:
    @pytest.mark.parametrize("token", ["", "bops_wrong", "\u00e9"])
    def test_no_token_or_a_wrong_one(self, call, token):
        response = call.post(SEND, odp.document(), token=token)

        assert response.status_code == 401
        assert error(response)["message"] == "Unauthorized"
        assert response["WWW-Authenticate"] == "Bearer"
        assert not Submission.objects.exists()

    @pytest.mark.parametrize(
        "change",
        [
            {"permissions": ["planning_application:read"]},
            {"expires_at": timezone.now() - timedelta(seconds=1)},
            {"revoked_at": timezone.now()},
        ],
        ids=["may only read", "expired", "revoked"],
    )
    def test_a_token_that_may_not(self, call, planx, change):
        for name, value in change.items():
            setattr(planx, name, value)
        planx.save()

        assert call.post(SEND, odp.document()).status_code == 401

    def test_a_token_of_another_council(self, call):
        ApiClientFactory(token="bops_medway")

        assert call.post(SEND, odp.document(), token="bops_medway").status_code == 401

    def test_an_unknown_council(self, call):
        call.host = "nowhere.bops.localhost"

        response = call.post(SEND, odp.document())

        assert response.status_code == 404
        assert error(response)["detail"] == "There is no council at nowhere.bops.localhost. Check the address."

    def test_a_token_is_good_on_the_councils_public_host_too(self, call, southwark):
        call.host = southwark.public_host

        assert call.post(SEND, odp.document()).status_code == 200

    def test_ping_tells_whether_a_token_is_good(self, call):
        assert call.get("ping", token=call.token).json()["message"] == "OK"
        assert call.get("ping").status_code == 401


class TestABadBody:
    @pytest.mark.parametrize("body", [b"", b"<application/>", b'{"half": ', b"[]", b"\x00\x01"])
    def test_that_is_no_json_object_is_kept_and_refused(self, call, body):
        response = call.post(SEND, body)

        assert response.status_code == 400
        assert error(response)["pointers"][0]["pointer"] == ""
        assert "Send the application as one JSON object" in error(response)["detail"]
        submission = Submission.objects.get(public_id=error(response)["submission"])
        assert (bytes(submission.body), submission.state) == (body, "faulty")

    def test_every_fault_is_named_with_its_place(self, call):
        response = call.post(SEND, odp.document(data__proposal__description="", data__applicant={}))

        assert response.status_code == 400
        assert [p["pointer"] for p in error(response)["pointers"]] == ["/data/proposal/description", "/data/applicant/email"]
        assert error(response)["detail"] == "2 things must be put right."
        assert not Case.objects.exists()

    def test_an_unknown_schema(self, call):
        response = call.post(SEND, odp.document(metadata__schema="https://schemas.example/v0.7.7/schemas/application.json"))

        assert (response.status_code, error(response)["pointers"][0]["pointer"]) == (400, "/metadata/schema")

    def test_an_unknown_type(self, call):
        response = call.post(SEND, odp.document("pp.full.castle"))

        assert (response.status_code, error(response)["pointers"][0]["pointer"]) == (404, "/data/application/type/value")
        assert Submission.objects.get().state == "faulty"

    def test_a_red_line_that_crosses_itself(self, call):
        ring = [odp.SQUARE[0], odp.SQUARE[2], odp.SQUARE[1], odp.SQUARE[3], odp.SQUARE[0]]

        response = call.post(SEND, odp.document(data__proposal__boundary={"site": odp.feature(ring)}))

        assert response.status_code == 400
        assert error(response)["pointers"][0]["pointer"] == "/data/proposal/boundary/site/geometry/coordinates"
        assert "crosses itself" in error(response)["detail"]

    def test_30_megabytes_are_refused_and_not_kept(self, call):
        response = call.post(SEND, b'{"a": "' + b"x" * 30 * 1024 * 1024 + b'"}')

        assert response.status_code == 413
        assert "larger than 20 MB and was not kept" in error(response)["detail"]
        assert not Submission.objects.exists()

    def test_the_largest_that_is_kept(self, call, settings):
        body = odp.body()
        settings.API_MAX_BODY_BYTES = len(body)
        assert call.post(SEND, body).status_code == 200
        assert call.post(SEND, body + b" ").status_code == 413

    def test_a_body_sent_in_chunks_counts_like_any_other(self, call, settings):
        """Without a length; the server says where it ends."""
        body = odp.body()
        chunked = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True, "CONTENT_LENGTH": ""}

        assert call.post(SEND, body, **chunked, **{"wsgi.input": BytesIO(body)}).status_code == 200

        settings.API_MAX_BODY_BYTES = 10
        assert call.post(SEND, body, **chunked, **{"wsgi.input": BytesIO(body)}).status_code == 413

    def test_a_fault_of_ours_is_kept_for_replay_and_says_so(self, call, monkeypatch):
        monkeypatch.setattr(submissions, "understand", lambda **_: 1 / 0)

        response = call.post(SEND, odp.document())

        assert response.status_code == 500
        assert "you need not send it again" in error(response)["detail"]
        assert Submission.objects.get(public_id=error(response)["submission"]).state == "received"


class TestLeaving:
    def test_answers_at_once_and_tells_later_what_became_of_it(self, call, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks() as later:
            response = call.post("submissions", odp.document())

        assert response.status_code == 202
        state = call.get(response["Location"].removeprefix("/api/v2/"), token=call.token).json()
        assert (state["uuid"], state["state"], state["reference"]) == (response.json()["uuid"], "received", None)

        for callback in later:
            callback()
        state = call.get(response["Location"].removeprefix("/api/v2/"), token=call.token).json()
        assert (state["state"], state["reference"]) == ("completed", Case.objects.get().reference)

    def test_faults_are_told_there(self, call, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            response = call.post("submissions", odp.document(data__proposal__description=""))

        state = call.get(response["Location"].removeprefix("/api/v2/"), token=call.token).json()
        assert (state["state"], state["faults"][0]["pointer"]) == ("faulty", "/data/proposal/description")

    def test_what_failed_for_a_reason_of_ours_is_tried_again_when_it_is_left_again(self, call, django_capture_on_commit_callbacks):
        body = odp.document()
        call.post("submissions", body)
        Submission.objects.update(state="failed", error="ZeroDivisionError", understood_at=timezone.now())

        with django_capture_on_commit_callbacks(execute=True):
            call.post("submissions", body)

        assert Submission.objects.get().state == "completed"

    def test_nobody_elses_submission_can_be_read(self, call, southwark):
        ApiClientFactory(authority=southwark, token="bops_other", name="Other")
        place = call.post("submissions", odp.document())["Location"].removeprefix("/api/v2/")

        assert call.get(place, token="bops_other").status_code == 404
        assert call.get("submissions/not-an-id", token=call.token).status_code in (400, 404)


@pytest.mark.parametrize("path", ["planning_aplications", "public/planning_application", "../v3/x", ""])
def test_an_address_that_does_not_exist(call, path):
    for response in (call.get(path), call.post(path, {})):
        assert response.status_code == 404
        assert error(response)["message"] == "Not Found"


def test_a_method_that_does_not_exist(call):
    response = call.get("planning_applications", token=call.token)

    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert error(response)["detail"] == "GET cannot be used here. Use POST."
