"""An applicant sends files with an answer: each by itself once it is chosen, whatever the connection does, with scripts and without."""

import re
import socket
from typing import Any

import pytest
from playwright.sync_api import expect

from core.tenancy import acting_for
from documents.models import Document
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import a_pdf
from tests.factories.validation import ValidationRequestFactory
from tests.fakes.file_host import drawing
from tests.stories.actors import Applicant
from tests.stories.town import Town

WEB_PAGE = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"<html><script>alert(1)</script></html>"}


def a_plan(number: int) -> dict[str, Any]:
    return {"name": f"A-{number} plan.png", "mimeType": "image/png", "buffer": drawing(f"Plan {number}", "PNG")}


@pytest.mark.story
class TestFilesOfAnAnswer:
    town: Town

    @pytest.fixture(autouse=True)
    def asked(self, town: Town, visit: Any) -> None:
        from django.utils import timezone

        from applications.services import make_access_link

        self.town, self.visit = town, visit
        self.application = PlanningApplicationFactory.create(authority=town.council, status="invalidated")
        self.request = ValidationRequestFactory.create(case=self.application.case, sent=True, created_by=town.person("case_officer"))
        party = self.application.case.parties.get(role="applicant")
        self.token = make_access_link(case=self.application.case, party=party, purpose="applicant", now=timezone.now())[1]

    def comes_in(self, **how: Any) -> Applicant:
        applicant: Applicant = self.visit(Applicant, phone=True, **how)
        applicant.page.goto(f"{self.town.public}/my/{self.token}/")
        applicant.presses("Open my application")
        applicant.page.goto(f"{self.town.public}/my/requests/{self.request.public_id}/")
        return applicant

    def kept(self) -> list[str]:
        with acting_for(self.town.council):
            return list(Document.objects.filter(case=self.application.case).order_by("name").values_list("name", flat=True))

    def test_each_goes_by_itself_and_the_answer_waits_for_all(self) -> None:
        applicant = self.comes_in()
        applicant.page_is_fine()
        expect(applicant.page.get_by_role("button", name="Add files")).to_be_hidden()
        applicant.page.route("**/files/", self.cut_the_second())
        applicant.page.locator("input[type=file]").set_input_files([a_plan(1), a_plan(2), WEB_PAGE])
        applicant.sees("“plan.pdf” is not a PDF, PNG or JPEG file")
        applicant.sees("The connection was cut. What was added before is kept: try this one again.")
        applicant.sees("1 file added. 2 files not added: the reason stands beside each.")
        expect(applicant.page.locator("#answer-files")).to_contain_text("Files you have added (1)")
        applicant.finds_the_page_accessible()
        applicant.page.get_by_role("button", name="Send", exact=True).click()
        applicant.sees("2 files not added: remove it from the list, or try again, then send.")
        applicant.page.get_by_role("button", name=re.compile("^Remove plan.pdf")).click()
        applicant.presses("Try again")
        expect(applicant.page.locator("#answer-files")).to_contain_text("Files you have added (2)")
        assert self.kept() == ["A-1 plan.png", "A-2 plan.png"]
        applicant.page_is_fine()
        applicant.page.locator("input[type=file]").set_input_files([a_plan(3)])
        applicant.page.get_by_role("button", name="Send", exact=True).click()
        applicant.sees("We have your answer")
        with acting_for(self.town.council):
            self.request.refresh_from_db()
        assert self.request.answer["files"] == ["A-1 plan.png", "A-2 plan.png", "A-3 plan.png"]

    def test_without_scripts_the_form_does_the_same(self) -> None:
        applicant = self.comes_in(javascript=False)
        applicant.page.locator("input[type=file]").set_input_files([a_plan(1), WEB_PAGE])
        applicant.presses("Add files")
        applicant.sees("“plan.pdf” is not a PDF, PNG or JPEG file")
        applicant.sees("Files you have added (1)")
        applicant.page.get_by_role("button", name="Send", exact=True).click()
        applicant.sees("We have your answer")
        assert self.kept() == ["A-1 plan.png"]

    def test_a_connection_that_is_cut_in_the_middle_leaves_nothing_and_the_page_is_simply_sent_again(self) -> None:
        applicant = self.comes_in(javascript=False)
        cookies = {cookie["name"]: cookie["value"] for cookie in applicant.page.context.cookies()}
        boundary, body = "b", a_pdf() + b"\n%" + b"x" * 3_000_000
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{cookies["csrftoken"]}\r\n'
        head += f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="plan.pdf"\r\n'
        head += "Content-Type: application/pdf\r\n\r\n"
        host = self.town.public.removeprefix("http://")
        lines = [
            f"POST /my/requests/{self.request.public_id}/files/ HTTP/1.1",
            f"Host: {host}",
            f"Origin: {self.town.public}",
            f"Cookie: {'; '.join(f'{name}={value}' for name, value in cookies.items())}",
            f"Content-Type: multipart/form-data; boundary={boundary}",
            f"Content-Length: {len(head) + len(body) + 100}",
            "",
            head,
        ]
        with socket.create_connection(("127.0.0.1", int(host.rpartition(":")[2])), timeout=10) as line:
            line.sendall("\r\n".join(lines).encode() + body[:1_000_000])
            line.shutdown(socket.SHUT_WR)
            line.recv(1000)
        assert self.kept() == []

        applicant.page.reload()
        applicant.page.locator("input[type=file]").set_input_files([a_plan(1)])
        applicant.presses("Add files")
        applicant.sees("Files you have added (1)")
        assert self.kept() == ["A-1 plan.png"]

    def cut_the_second(self) -> Any:
        seen: list[Any] = []

        def handle(route: Any) -> None:
            seen.append(route)
            if len(seen) == 2:
                route.abort("connectionreset")
            else:
                route.continue_()

        return handle
