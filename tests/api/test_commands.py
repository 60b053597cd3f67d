"""Trying it from the command line."""

import http.server
import json
import threading
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command

from accounts.models import ApiClient, hash_token
from api.jobs import flush_last_used
from api.management.commands import submit_application
from audit.models import AuditEvent
from core.tenancy import acting_for
from tests.factories import odp
from tests.factories.accounts import LocalAuthorityFactory

PERMISSIONS = "planning_application:read,planning_application:write"


def run(*args, **kwargs):
    out = StringIO()
    call_command(*args, stdout=out, stderr=StringIO(), **kwargs)
    return out.getvalue()


class TestATokenForTheCouncil:
    def test_is_alone_on_the_last_line_and_only_its_hash_is_kept(self, southwark):
        token = run("create_api_token", "southwark", "--permissions", PERMISSIONS).splitlines()[-1]

        client = ApiClient.objects.get()
        assert token.startswith("bops_")
        assert client.token_hash == hash_token(token)
        assert client.permissions == PERMISSIONS.split(",")
        assert "api.editor.planx.uk" in client.file_hosts
        assert AuditEvent.objects.filter(authority=southwark, case=None).exists()

    def test_lets_its_holder_in(self, southwark, client):
        token = run("create_api_token", "southwark", "--permissions", PERMISSIONS, "--name", "Portal").splitlines()[-1]

        response = client.get("/api/v2/ping", headers={"host": southwark.officer_host, "authorization": f"Bearer {token}"})

        assert response.status_code == 200

    @pytest.mark.parametrize(
        ("args", "words"),
        [
            (["nowhere", "--permissions", PERMISSIONS], r"There is no council nowhere\. There are: .*southwark"),
            (["southwark", "--permissions", "everything"], "Unknown permission: everything."),
            (["southwark", "--permissions", ","], "Unknown permission: none given."),
        ],
    )
    def test_says_what_is_wrong(self, southwark, args, words):
        with pytest.raises(CommandError, match=words):
            run("create_api_token", *args)


@pytest.fixture
def server(southwark, client, monkeypatch):
    """A web server that hands what it hears to BOPS, in the test's own transaction."""
    heard, waiting, done = [], threading.Event(), threading.Event()
    answer = {}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            heard.append((self.path, dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            waiting.set()
            done.wait(20)
            self.send_response(answer["status"])
            self.end_headers()
            self.wfile.write(answer["body"])

        def log_message(self, *args):
            return

    httpd = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    monkeypatch.setenv("BOPS_PORT", str(httpd.server_address[1]))

    def answered(*args):
        """What the command prints, or the error that it ends with."""
        result = {}

        def command():
            try:
                with acting_for(southwark):
                    result["status"] = submit_application.Command()._post(southwark, *args)
            except CommandError as error:
                result["error"] = error

        thread = threading.Thread(target=command)
        thread.start()
        assert waiting.wait(10)
        path, headers, body = heard[0]
        response = client.post(
            path, body, content_type="application/json", headers={"host": headers["Host"], "authorization": headers["Authorization"]}
        )
        answer.update(status=response.status_code, body=response.content)
        done.set()
        thread.join(10)
        return result

    yield answered
    httpd.shutdown()
    httpd.server_close()


class TestSendingAFile:
    def test_arrives_as_planx_would_send_it(self, server, southwark, planx, call):
        assert server(odp.body(), call.token)["status"][1]["message"] == "Application created"

    def test_faults_are_printed_with_their_places(self, server, planx, call):
        status, answer = server(odp.body(data__proposal__description=""), call.token)["status"]

        words = submit_application._words(status, answer)

        assert words.startswith("400 Bad Request: The description is missing.")
        assert "  /data/proposal/description: The description is missing." in words

    def test_nothing_runs(self, southwark, tmp_path, monkeypatch):
        monkeypatch.setenv("BOPS_PORT", "1")
        file = tmp_path / "application.json"
        file.write_bytes(odp.body())

        with pytest.raises(CommandError, match="Nothing answers on port 1"):
            run("submit_application", "southwark", str(file))

    def test_its_token_may_fetch_from_the_hosts_of_the_files_and_ends_within_the_hour(self, southwark):
        body = json.dumps(odp.document()).encode()

        submit_application._token(southwark, submit_application._hosts(body))

        client = ApiClient.objects.get()
        assert client.file_hosts == ["files.bops.test"]
        assert (client.expires_at - datetime.now(client.expires_at.tzinfo)).total_seconds() < 3601

    def test_used_again_it_is_the_same_client_with_the_hosts_of_both_files(self, southwark):
        first = submit_application._token(southwark, ["a.example"])
        ApiClient.objects.update(expires_at=datetime(2026, 1, 1, tzinfo=UTC))

        assert submit_application._token(southwark, ["b.example"]) == first

        client = ApiClient.objects.get()
        assert client.file_hosts == ["a.example", "b.example"]
        assert client.expires_at > datetime.now(UTC)
        assert submit_application._token(LocalAuthorityFactory(), []) != first

    def test_a_file_that_is_not_there(self, southwark, tmp_path):
        with pytest.raises(CommandError, match="cannot be read"):
            run("submit_application", "southwark", str(tmp_path / "none.json"))

    @pytest.mark.parametrize("body", [b"", b"[]", b'{"files": 3}', b'{"files": [{"name": 3}]}'])
    def test_hosts_of_a_body_that_is_no_application(self, body):
        assert submit_application._hosts(body) == []


def test_when_a_client_last_called_is_noted_later_and_reading_writes_nothing(call, planx):
    cache.clear()
    call.get("ping", token=call.token)
    planx.refresh_from_db()
    assert planx.last_used_at is None

    assert flush_last_used() == 1
    planx.refresh_from_db()
    assert planx.last_used_at is not None
    assert flush_last_used() == 0
