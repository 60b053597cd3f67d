"""How much one form may be: refused by its length, before a byte of it is read."""

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.applications import PlanningApplicationFactory


@pytest.fixture
def application(authority: Any) -> Any:
    return PlanningApplicationFactory.create(authority=authority)


@pytest.fixture
def officer(authority: Any, officer_client: Any) -> Client:
    client: Client = officer_client(authority, ["case_officer"])[0]
    return client


class Untouched(BytesIO):
    def read(self, *args: Any) -> bytes:
        raise AssertionError("read")


def sends_a_form(client: Client, address: str, length: int, **more: Any) -> Any:
    """The answer to a form that says how long it is; whoever reads it fails."""
    kind = "multipart/form-data; boundary=b"
    given = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(length), "wsgi.input": Untouched(), **more}
    return client.generic("POST", address, b"", **given)


class TestLimits:
    """A form is refused by its length, by the site, the address and who sends it, before a byte of it is read."""

    def address(self, application: Any, name: str) -> str:
        return reverse(f"documents:{name}", kwargs={"reference": application.reference})

    def test_one_file(self, application: Any, officer: Client) -> None:
        answer = sends_a_form(officer, self.address(application, "upload"), 300_000_000, HTTP_ACCEPT="application/json")

        assert answer.status_code == 413
        assert "The file is 300 MB. The largest file we can take is 250 MB" in answer.json()["words"]

    def test_many_files_get_a_page(self, application: Any, officer: Client) -> None:
        answer = sends_a_form(officer, self.address(application, "add"), 2_500_000_000)

        assert answer.status_code == 413
        assert "The files have 2,500 MB together, which is too much at once" in answer.content.decode()

    @pytest.mark.parametrize("path", ["/cases/{}/documents/", "/cases/{}/documents/bulk/", "/new-case/", "/sign-out/"])
    def test_a_page_without_files_takes_little_from_an_officer_too(self, application: Any, officer: Client, path: str) -> None:
        answer = sends_a_form(officer, path.format(application.reference), 3_000_000)

        assert answer.status_code == 413
        assert "The form is 3 MB, and this page takes no files and 2 MB of text at most" in answer.content.decode()

    def test_a_page_without_files_takes_little_from_an_applicant_too(self, authority: Any, application: Any) -> None:
        client = Client(HTTP_HOST=authority.public_host)
        session = client.session
        session["applicant"] = {"links": []}
        session.save()
        client.cookies["sessionid"] = session.session_key

        assert sends_a_form(client, f"/applications/{application.reference}/comment/", 3_000_000).status_code == 413

    def test_a_red_line_is_a_small_file(self, application: Any, officer: Client) -> None:
        address = reverse("validation:redraw_red_line", kwargs={"reference": application.reference})
        answer = sends_a_form(officer, address, 12_000_000)

        assert answer.status_code == 413
        assert "The largest file we can take is 10 MB" in answer.content.decode()

    @pytest.mark.parametrize("path", ["/", "/my/requests/", "/applications/?q=1", "/your-applications/"])
    def test_strangers_send_little_wherever_they_send_it(self, authority: Any, path: str) -> None:
        stranger = Client(HTTP_HOST=authority.public_host)
        refused = sends_a_form(stranger, path, 3_000_000)
        assert refused.status_code in {403, 404}, path
        assert refused.status_code == 404 or "You are not signed in any more" in refused.content.decode()

    def test_an_officer_whose_session_ended_is_told_so(self, application: Any, authority: Any) -> None:
        signed_out = Client(HTTP_HOST=authority.officer_host)
        answer = sends_a_form(signed_out, self.address(application, "upload"), 3_000_000, HTTP_ACCEPT="application/json")

        assert (answer.status_code, answer.json()["state"]) == (403, "refused")
        assert "Sign in" in answer.json()["words"]

    @pytest.mark.parametrize(("megabytes", "status"), [(31, 404), (32, 413), (900, 404), (902, 413)])
    def test_an_applicant_sends_what_the_request_takes(self, authority: Any, megabytes: int, status: int) -> None:
        """By their limit for one file, times the files of one answer; another request than theirs is not there, however small."""
        client = Client(HTTP_HOST=authority.public_host)
        session = client.session
        session["applicant"] = {"links": [1]}
        session.save()
        client.cookies["sessionid"] = session.session_key
        address = f"/my/requests/{uuid4()}/" + ("files/" if megabytes < 100 else "")
        kind = {"CONTENT_TYPE": "multipart/form-data; boundary=b", "CONTENT_LENGTH": str(megabytes * 1_000_000)}

        assert client.generic("POST", address, b"", **kind).status_code == status

    def test_a_package_may_be_larger_than_a_file(self, officer_client: Any, authority: Any) -> None:
        clerk = officer_client(authority, ["validation_officer", "manager", "administrator"])[0]
        assert sends_a_form(clerk, "/submissions/upload-package/", 502_000_000).status_code == 413

    def test_a_form_of_unknown_length_is_not_read_and_says_so(self, application: Any, officer: Client) -> None:
        headers = {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked", "HTTP_ACCEPT": "application/json"}
        answer = sends_a_form(officer, self.address(application, "upload"), 0, **headers)

        assert answer.status_code == 411
        assert "did not say how long" in answer.json()["words"]
