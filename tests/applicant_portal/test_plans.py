"""Plans that nobody asked for: put together and sent, accepted or left aside by an officer."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from applications.services import make_access_link
from documents.models import Document
from notifications.models import Message
from tests.applicant_portal.test_people import cora  # noqa: F401
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import DocumentFactory, a_picture
from tests.factories.validation import AmendedPlanFactory, AmendmentFactory
from validation.models import Amendment
from validation.selectors import documents_to_check


@pytest.fixture
def path(application: Any) -> str:
    return f"/my/cases/{application.reference}/plans/"


@pytest.fixture
def earlier(application: Any) -> Document:
    return DocumentFactory.create(
        case=application.case, source="submitted", name="Elevations.pdf", number="P-03", tags=["elevations.proposed"]
    )


def a_file(name: str = "lower-roof.png", colour: str = "red") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, a_picture(colour=colour), "image/png")


def sends(browser: Client, path: str, place: str, **more: str) -> Any:
    """Add one file, say what it is, and send it."""
    browser.post(path, {"action": "add", "files": [a_file()]})
    document = Document.objects.filter(source="applicant").latest("pk")
    return browser.post(path, {"action": "send", "text": "The roof is lower.", f"place-{document.public_id}": place, **more})


def test_plans_arrive_aside_and_the_officer_has_something_to_do(inside: Client, path: str, application: Any, earlier: Document) -> None:
    assert sends(inside, path, f"doc:{earlier.public_id}")["Location"] == path
    amendment, new = Amendment.objects.get(), Document.objects.get(source="applicant")
    assert amendment.state == "sent" and amendment.plans.get().replaces == earlier
    assert new.visibility == "private" and new.tags == [] and new not in documents_to_check(application)
    application.refresh_from_db()
    assert application.unread_plans == 1 and application.next_action == "Look at amended plans"
    to_officer, receipt = (Message.objects.get(template=f"validation.plans_{kind}") for kind in ("arrived", "received"))
    assert to_officer.to == application.case.officer.email and "lower-roof.png" in receipt.body
    page = inside.get(path).content.decode()
    assert "Waiting for the council" in page and "The roof is lower." in page


def test_nothing_is_sent_before_it_is_complete_and_nothing_is_lost(inside: Client, path: str, earlier: Document) -> None:
    page = inside.post(path, {"action": "send"}).content.decode()
    assert "Choose at least one file" in page and "Tell us what changed" in page
    page = sends(inside, path, "")
    assert page.status_code == 422 and "Say what" in page.content.decode() and "The roof is lower." in page.content.decode()
    page = inside.post(path, {"action": "send", "text": ""}).content.decode()
    assert "Tell us what changed" in page and "Say what" in page  # all that is missing at once
    assert Amendment.objects.get().state == "draft" and Document.objects.filter(source="applicant").count() == 1
    for place in ("doc:not-a-document", "tag:nonsense", "nonsense"):
        document = Document.objects.filter(source="applicant").first()
        assert inside.post(path, {"action": "send", "text": "Lower", f"place-{document.public_id}": place}).status_code == 422


def test_two_files_do_not_take_the_place_of_one(inside: Client, path: str, earlier: Document) -> None:
    inside.post(path, {"action": "add", "files": [a_file("one.png", "red"), a_file("two.png", "blue")]})
    places = {f"place-{document.public_id}": f"doc:{earlier.public_id}" for document in Document.objects.filter(source="applicant")}
    page = inside.post(path, {"action": "send", "text": "Lower", **places})
    assert "Another of your files takes the place" in page.content.decode() and Amendment.objects.get().state == "draft"


def test_a_file_is_added_by_itself_and_taken_back(inside: Client, path: str) -> None:
    answer = inside.post(f"{path}files/", {"files": a_file()})
    assert answer.status_code == 201 and answer.json()["state"] == "added"
    bad = inside.post(f"{path}files/", {"files": SimpleUploadedFile("plan.exe", b"MZ", "application/x-msdownload")})
    assert bad.status_code == 422 and bad.json()["state"] == "refused"
    document = Document.objects.get()
    inside.post(path, {"remove": str(document.public_id)})
    document.refresh_from_db()
    assert document.archived_at and document.name not in inside.get(path).content.decode()


def test_what_is_written_is_kept_for_later(inside: Client, path: str) -> None:
    inside.post(f"{path}draft/", {"text": "The roof is lower, and"})
    assert "The roof is lower, and" in inside.get(path).content.decode()
    assert inside.post(path, {"action": "later", "text": "The roof is lower, and so on"}).status_code == 302
    assert "so on" in inside.get(path).content.decode() and not Amendment.objects.exists()


def test_a_colleague_puts_a_set_of_their_own_together(inside: Client, path: str, cora: Any) -> None:  # noqa: F811
    inside.post(path, {"action": "add", "files": [a_file()]})
    assert "lower-roof.png" not in cora[1].get(path).content.decode()
    sends(cora[1], path, "tag:elevations.proposed")
    assert Amendment.objects.get(state="sent").sent_by_name.startswith("Cora Colleague")


def test_after_the_end_plans_are_refused_with_words(visitor: Client, authority: Any) -> None:
    ended = PlanningApplicationFactory.create(authority=authority, determined=True)
    _, token = make_access_link(case=ended.case, party=ended.case.parties.get(role="applicant"), purpose="applicant", now=timezone.now())
    visitor.post(f"/my/{token}/", {"action": "open"})
    path = f"/my/cases/{ended.reference}/plans/"
    assert "no more plans can be sent" in visitor.get(path).content.decode()
    assert visitor.post(path, {"action": "add", "files": [a_file()]}).status_code == 422
    assert visitor.post(f"{path}files/", {"files": a_file()}).status_code == 422
    assert not Document.objects.exists() and not Amendment.objects.exists()


@pytest.mark.parametrize("more", ["", "files/", "draft/"])
def test_the_pages_are_404_without_and_with_another_cases_link(inside: Client, path: str, authority: Any, more: str) -> None:
    other = PlanningApplicationFactory.create(authority=authority)
    assert inside.post(f"/my/cases/{other.reference}/plans/{more}", {"action": "add", "files": [a_file()]}).status_code == 404
    assert Client(HTTP_HOST=authority.public_host).post(f"{path}{more}").status_code == 404
    assert not Document.objects.exists()


class TestTheOfficer:
    @pytest.fixture
    def desk(self, authority: Any, officer_client: Any) -> Any:
        return officer_client(authority, roles=["case_officer"])[0]

    @pytest.fixture
    def amendment(self, application: Any, earlier: Document) -> Amendment:
        amendment = AmendmentFactory.create(case=application.case, sent=True)
        AmendedPlanFactory.create(amendment=amendment, replaces=earlier, tag="")
        AmendedPlanFactory.create(amendment=amendment, tag="floorPlan.proposed")
        return amendment

    def places(self, amendment: Amendment, *said: str) -> dict[str, str]:
        return {f"place-{plan.document.public_id}": place for plan, place in zip(amendment.plans.all(), said, strict=True)}

    def test_accepts_them_as_new_versions_and_the_applicant_is_told(
        self, desk: Client, amendment: Amendment, earlier: Document, application: Any
    ) -> None:
        base = f"/cases/{application.reference}/validation/plans/"
        assert "The roof is lower." in desk.get(base).content.decode()
        page = desk.get(f"{base}{amendment.public_id}/accept/").content.decode()
        assert "Instead of: Elevations.pdf (P-03)" in page
        given = {
            **self.places(amendment, f"doc:{earlier.public_id}", "tag:floorPlan.proposed"),
            "words": "Thank you.",
            "action": "complete",
        }
        assert desk.post(f"{base}{amendment.public_id}/accept/", given).status_code == 302
        first, second = (plan.document for plan in amendment.plans.select_related("document"))
        earlier.refresh_from_db()
        assert earlier.archived_at and first.replaces == earlier and first.number == "P-03" and first.tags == ["elevations.proposed"]
        assert second.tags == ["floorPlan.proposed"] and second.checked and first.visibility == "private"
        message = Message.objects.get(template="validation.plans_decided")
        assert "accepted" in message.subject and "Thank you." in message.body
        application.refresh_from_db()
        assert application.unread_plans == 0 and application.next_action != "Look at amended plans"
        assert "already" in desk.post(f"{base}{amendment.public_id}/leave-aside/", {"reason": "No", "action": "complete"}).content.decode()

    def test_leaves_them_aside_with_a_reason_that_the_applicant_reads(
        self, desk: Client, amendment: Amendment, earlier: Document, application: Any
    ) -> None:
        path = f"/cases/{application.reference}/validation/plans/{amendment.public_id}/leave-aside/"
        assert desk.post(path, {"reason": " ", "action": "complete"}).status_code in (200, 422)
        desk.post(path, {"reason": "It is another proposal.", "action": "complete"})
        amendment.refresh_from_db()
        earlier.refresh_from_db()
        assert amendment.state == "left_aside" and earlier.archived_at is None
        assert all(plan.document.archived_at for plan in amendment.plans.select_related("document"))
        assert "It is another proposal." in Message.objects.get(template="validation.plans_decided").body

    def test_another_cases_plans_are_404(self, desk: Client, application: Any, authority: Any) -> None:
        other = AmendmentFactory.create(case=PlanningApplicationFactory.create(authority=authority).case, sent=True)
        draft = AmendmentFactory.create(case=application.case)
        for one in (other, draft):
            for what in ("accept", "leave-aside"):
                assert desk.get(f"/cases/{application.reference}/validation/plans/{one.public_id}/{what}/").status_code == 404
