"""Plans that nobody asked for: put together and sent, accepted or left aside by an officer."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from applications.models import Colleague
from applications.services import make_access_link
from core.errors import DomainError
from documents.models import Document
from documents.services import edit_document, publish_by_default, set_visibility, weigh
from notifications.models import Message
from tests.applicant_portal.test_people import cora  # noqa: F401
from tests.casework.test_live import question_on
from tests.factories.applications import ColleagueFactory, PartyFactory, PlanningApplicationFactory
from tests.factories.documents import DocumentFactory, a_picture
from tests.factories.validation import AmendedPlanFactory, AmendmentFactory
from validation import services
from validation.models import Amendment
from validation.selectors import documents_to_check
from validation.services.refused_files import file_refused


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
        message = Message.objects.get(template="validation.plans_accepted")
        assert "were accepted" in message.subject and "Thank you." in message.body
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
        assert "It is another proposal." in Message.objects.get(template="validation.plans_left_aside").body

    def test_another_cases_plans_are_404(self, desk: Client, application: Any, authority: Any) -> None:
        other = AmendmentFactory.create(case=PlanningApplicationFactory.create(authority=authority).case, sent=True)
        draft = AmendmentFactory.create(case=application.case)
        for one in (other, draft):
            for what in ("accept", "leave-aside"):
                assert desk.get(f"/cases/{application.reference}/validation/plans/{one.public_id}/{what}/").status_code == 404


@pytest.fixture
def agent(application: Any, authority: Any) -> Client:
    party = PartyFactory.create(case=application.case, role="agent", email="agent@example.com")
    return enters(application, party)


def enters(application: Any, person: Any) -> Client:
    browser = Client(HTTP_HOST=application.authority.public_host)
    _, token = make_access_link(case=application.case, party=person, purpose="applicant", now=timezone.now())
    browser.post(f"/my/{token}/", {"action": "open"})
    return browser


def opens(browser: Client, path: str) -> int:
    answer = browser.get(path)
    b"".join(answer)
    return int(answer.status_code)


def test_what_is_not_sent_yet_is_its_senders_alone(
    inside: Client, agent: Client, path: str, application: Any, authority: Any, officer_client: Any
) -> None:
    desk, _ = officer_client(authority)
    inside.post(path, {"action": "add", "files": [a_file("secret.png")]})
    document, home = Document.objects.get(), f"/my/cases/{application.reference}/"
    files, papers = f"/my/documents/{document.public_id}/", f"/cases/{application.reference}/documents/"
    assert document.name in inside.get(home).content.decode() and opens(inside, files) == 200
    assert document.name not in agent.get(home).content.decode() and opens(agent, files) == 404
    assert document.name not in desk.get(papers).content.decode() and desk.get(f"{papers}{document.public_id}/").status_code == 404
    inside.post(path, {"action": "send", "text": "Lower", f"place-{document.public_id}": "tag:elevations.proposed"})
    assert document.name in desk.get(papers).content.decode()
    assert document.name in agent.get(home).content.decode() and opens(agent, files) == 200


def test_nobody_publishes_plans_that_nobody_accepted(inside: Client, path: str, application: Any, officer: Any, now: Any) -> None:
    sends(inside, path, "tag:elevations.proposed")
    document = Document.objects.get()
    edit_document(document=document, by=officer, now=now, tags=["elevations.proposed"])
    for seen in ("public", "consultees"):
        with pytest.raises(DomainError, match="Nobody has accepted these plans"):
            set_visibility(document=document, visibility=seen, by=officer, now=now)
    weighed = weigh(case=application.case, public_ids=[str(document.public_id)], action="publish")
    assert not weighed.doing and "accept the set first" in weighed.left_out[0][1]
    assert publish_by_default(case=application.case, by=officer, now=now) == []
    amendment = Amendment.objects.get()
    services.accept_plans(amendment=amendment, places={document.public_id: "tag:elevations.proposed"}, by=officer, now=now)
    assert set_visibility(document=document, visibility="public", by=officer, now=now).visibility == "public"


def test_many_sets_cost_no_more_queries_than_one(inside: Client, path: str, application: Any, authority: Any, officer_client: Any) -> None:
    desk, _ = officer_client(authority)
    pages = ((inside, path), (desk, f"/cases/{application.reference}/validation/plans/"))
    cost = []
    for more in (1, 5):
        for _ in range(more):
            AmendedPlanFactory.create(amendment=AmendmentFactory.create(case=application.case, sent=True))
        for browser, page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(page).status_code == 200
            cost.append(len(queries))
    assert cost[2] <= cost[0] and cost[3] <= cost[1], cost


def test_the_same_file_after_a_cut_connection_is_kept_once(inside: Client, path: str, application: Any) -> None:
    for _ in range(2):
        assert inside.post(f"{path}files/", {"files": [a_file()]}).json()["state"] == "added"
    inside.post(path, {"action": "add", "files": [a_file(), a_file("other.png", "blue"), a_file("again.png", "blue")]})
    assert sorted(application.case.documents.values_list("name", flat=True)) == ["lower-roof.png", "other.png"]


def test_two_people_of_one_name_put_together_sets_of_their_own_and_a_corrected_name_loses_nothing(path: str, application: Any) -> None:
    applicant = application.case.parties.get()
    first, second = (ColleagueFactory.create(case=application.case, party=applicant, name="Jo Twin") for _ in range(2))
    one, two = enters(application, first), enters(application, second)
    one.post(path, {"action": "add", "files": [a_file("one.png", "red")]})
    two.post(path, {"action": "add", "files": [a_file("two.png", "blue")]})
    page = one.get(path).content.decode()
    assert "one.png" in page and "two.png" not in page
    Colleague.objects.filter(pk=first.pk).update(name="Joanna Twin")
    document = Document.objects.get(name="one.png")
    assert "one.png" in one.get(path).content.decode()
    one.post(path, {"action": "send", "text": "Lower", f"place-{document.public_id}": "tag:elevations.proposed"})
    assert Amendment.objects.get(state="sent").sent_by_name.startswith("Joanna Twin")


def test_a_colleague_whose_file_is_refused_after_the_check_is_told(inside: Client, application: Any, now: Any, wanted: Any) -> None:
    colleague = ColleagueFactory.create(case=application.case, party=application.case.parties.get())
    browser = enters(application, colleague)
    browser.post(f"/my/cases/{application.reference}/plans/", {"action": "add", "files": [a_file("unasked.png")]})
    browser.post(f"/my/requests/{wanted.public_id}/", {"action": "add", "text": "", "files": [a_file("asked.png", "blue")]})
    for name in ("unasked.png", "asked.png"):
        file_refused(Document.objects.get(name=name), "It has a virus.", now)
    told = Message.objects.filter(template="validation.file_refused")
    assert [message.to for message in told] == [colleague.email] * 2


def test_what_a_namesake_does_is_told_on_an_open_page(application: Any) -> None:
    applicant = application.case.parties.get()
    one, two = (ColleagueFactory.create(case=application.case, party=applicant, name="Jo Twin") for _ in range(2))
    mine, theirs = enters(application, one), enters(application, two)
    page = f"/my/cases/{application.reference}/"
    question = question_on(mine.get(page))
    theirs.post(f"{page}messages/", {"text": "Which scale?"})
    assert "brought up to date" in mine.get(question).content.decode()
    answer = services.write_to_each_other(application=application, text="One to fifty.", by=application.case.officer, now=timezone.now())
    assert answer.from_council
    assert list(Message.objects.filter(template="validation.message_from_officer").values_list("to", flat=True)) == [two.email]
