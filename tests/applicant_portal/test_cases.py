"""All cases of one email address: asked for by anybody, shown to whoever proved to read it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.policy import EMAIL_PROOFS_AN_HOUR, EMAIL_PROOFS_ASKED_AN_HOUR
from applications.models import AccessLink, Case, EmailProof, Party, PlanningApplication
from applications.services import make_access_link
from notifications.models import Message
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.applications import ColleagueFactory, EmailProofFactory, PartyFactory, PlanningApplicationFactory
from tests.factories.validation import CaseMessageFactory, ValidationRequestFactory

AGENT = "alex.agent@example.com"


def with_agent(authority: Any, email: str = AGENT, **more: Any) -> PlanningApplication:
    application = PlanningApplicationFactory.create(authority=authority, **more)
    PartyFactory.create(case=application.case, role="agent", first_name="Alex", last_name="Agent", email=email)
    return application


@pytest.fixture
def asks(visitor: Client, django_capture_on_commit_callbacks: Any) -> Any:
    def ask(email: str) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return visitor.post("/your-applications/", {"email": email})

    return ask


@pytest.fixture
def proved(authority: Any, visitor: Client) -> Client:
    """A browser whose owner proved to read the agent's address."""
    EmailProofFactory.create(authority=authority, email=AGENT, token="the-proof-token")
    visitor.post("/my/the-proof-token/", {"action": "open"})
    return visitor


def token_in(message: Message) -> str:
    return message.body.split("/my/")[1].split("/")[0]


def test_a_link_comes_to_an_address_that_has_applications_and_opens_the_list_once(asks: Any, visitor: Client, authority: Any) -> None:
    application = with_agent(authority)
    assert asks("  Alex.Agent@EXAMPLE.com ")["Location"] == "/your-applications/sent/"
    message = Message.objects.get(template="applicant_portal.your_applications")
    assert message.to == AGENT and message.case is None
    token = token_in(message)
    assert "Open my applications" in visitor.get(f"/my/{token}/").content.decode()
    assert visitor.post(f"/my/{token}/", {"action": "open"})["Location"] == "/my/cases/"
    assert application.reference in visitor.get("/my/cases/").content.decode()
    other_device = Client(HTTP_HOST=authority.public_host)
    assert other_device.post(f"/my/{token}/", {"action": "open"}).status_code == 404
    assert EmailProof.objects.get().token_hash != token


def test_the_answer_is_the_same_for_every_address(asks: Any, visitor: Client, authority: Any) -> None:
    with_agent(authority)
    known, unknown = asks(AGENT), asks("nobody@example.com")
    assert known.status_code == unknown.status_code == 302 and known["Location"] == unknown["Location"]
    assert [message.to for message in Message.objects.all()] == [AGENT]
    page = visitor.get("/your-applications/sent/").content.decode()
    assert "If we hold applications for this address, we have sent a link" in page and AGENT not in page


def test_one_address_gets_a_few_links_an_hour_and_the_newest_works(asks: Any, visitor: Client, authority: Any) -> None:
    with_agent(authority)
    for _ in range(EMAIL_PROOFS_AN_HOUR + 2):
        asks(AGENT)
    tokens = [token_in(message) for message in Message.objects.order_by("pk")]
    assert len(tokens) == EMAIL_PROOFS_AN_HOUR
    assert visitor.get(f"/my/{tokens[0]}/").status_code == 404 and visitor.get(f"/my/{tokens[-1]}/").status_code == 200


def test_one_connection_asks_so_often_and_no_more(asks: Any) -> None:
    answers = [asks(f"nobody{number}@example.com").status_code for number in range(EMAIL_PROOFS_ASKED_AN_HOUR + 1)]
    assert answers[-2:] == [302, 422]


@pytest.mark.parametrize("typed", ["", "not an address", "a@b", "x" * 330 + "@example.com", "a@example.com\nb@example.com"])
def test_what_is_no_address_is_said_at_once(asks: Any, typed: str) -> None:
    page = asks(typed)
    assert page.status_code == 422 and "govuk-error-summary" in page.content.decode()
    assert not Message.objects.exists()


def test_the_link_of_the_list_can_be_asked_for_again_where_it_was_used_up(
    proved: Client, authority: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with_agent(authority)
    with django_capture_on_commit_callbacks(execute=True):
        proved.post("/my/the-proof-token/", {"action": "fresh"})
    assert Message.objects.get().to == AGENT


def test_the_list_shows_what_needs_them_first(proved: Client, authority: Any) -> None:
    quiet = with_agent(authority, valid=True)
    later, sooner, done = with_agent(authority), with_agent(authority), with_agent(authority, determined=True)
    ValidationRequestFactory.create(case=later.case, number=1, sent=True, due_on=date(2027, 1, 20))
    ValidationRequestFactory.create(case=sooner.case, number=1, sent=True, due_on=date(2026, 12, 8))
    ValidationRequestFactory.create(case=sooner.case, sent=True, number=2, due_on=date(2027, 1, 30))
    ValidationRequestFactory.create(case=done.case, number=1, sent=True, due_on=date(2026, 12, 1))  # nobody answers it any more
    CaseMessageFactory.create(case=quiet.case, request=None, from_council=True)
    page = proved.get("/my/cases/").content.decode()
    places = [page.index(application.case.address) for application in (sooner, later, quiet, done)]
    assert places == sorted(places)
    assert "2 things to answer, the first by 8 December 2026" in page and "1 thing to answer by 20 January 2027" in page
    assert "We wrote to you last" in page and "Granted" in page


def test_the_list_is_searched_filtered_and_paged(proved: Client, authority: Any) -> None:
    ended = with_agent(authority, determined=True)
    running = [with_agent(authority) for _ in range(21)]
    assert "Next" in proved.get("/my/cases/").content.decode()
    only = proved.get("/my/cases/", {"show": "ended"}).content.decode()
    assert ended.reference in only and not any(one.reference in only for one in running)
    found = proved.get("/my/cases/", {"q": f"{running[3].reference.lower()} pine"}).content.decode()
    assert running[3].reference in found and running[4].reference not in found
    assert proved.get("/my/cases/", {"show": "nonsense", "q": "%' OR 1=1", "page": "minus"}).status_code == 200


def test_a_thousand_cases_cost_as_many_queries_as_one(proved: Client, authority: Any) -> None:
    with_agent(authority)
    with CaptureQueriesContext(
        connection,
    ) as one:
        proved.get("/my/cases/")
    like = PlanningApplication.objects.get()
    cases = Case.objects.bulk_create(
        Case(authority=authority, issued_by=authority, reference=f"25-{n:05d}-HAPP", created_at=timezone.now()) for n in range(999)
    )
    shared = {"authority": authority, "type": like.type, "received_at": like.received_at, "received_on": like.received_on}
    PlanningApplication.objects.bulk_create(PlanningApplication(case=case, description="Build a porch", **shared) for case in cases)
    Party.objects.bulk_create(Party(authority=authority, case=case, role="agent", email=AGENT) for case in cases)
    with CaptureQueriesContext(connection) as thousand:
        page = proved.get("/my/cases/")
    assert len(thousand) == len(one) and "of 1,000 applications" in page.content.decode()


def test_whoever_reads_the_address_opens_each_of_its_cases_and_no_other(proved: Client, authority: Any) -> None:
    mine, also_mine, not_mine = with_agent(authority), with_agent(authority), with_agent(authority, email="other@example.com")
    wanted = ValidationRequestFactory.create(case=also_mine.case, sent=True)
    assert mine.case.address in proved.get(f"/my/cases/{mine.reference}/").content.decode()
    assert proved.get(f"/my/requests/{wanted.public_id}/").status_code == 200
    assert proved.get(f"/my/cases/{not_mine.reference}/").status_code == 404
    assert proved.get("/my/cases/26-99999-HAPP/").status_code == 404
    assert proved.get("/my/")["Location"] == "/my/cases/"


def test_a_link_to_one_case_does_not_open_the_list(inside: Client, application: Any) -> None:
    assert inside.get("/my/cases/").status_code == 404
    assert inside.get(f"/my/cases/{application.reference}/").status_code == 200


def test_a_session_holds_several_cases_of_one_person(visitor: Client, authority: Any) -> None:
    first, second = with_agent(authority), with_agent(authority)
    for application in (first, second):
        party = application.case.parties.get(role="agent")
        _, token = make_access_link(case=application.case, party=party, purpose="applicant", now=timezone.now())
        visitor.post(f"/my/{token}/", {"action": "open"})
    assert second.reference in visitor.get("/my/").content.decode()
    assert first.reference in visitor.get(f"/my/cases/{first.reference}/").content.decode()
    wanted = ValidationRequestFactory.create(case=first.case, sent=True)
    assert visitor.get(f"/my/requests/{wanted.public_id}/").status_code == 200
    AccessLink.objects.filter(case=first.case).update(revoked_at=timezone.now())
    assert visitor.get(f"/my/cases/{first.reference}/").status_code == 404 and visitor.get("/my/").status_code == 200


def test_somebody_elses_link_in_the_same_browser_ends_the_session_before(proved: Client, link: Any, authority: Any) -> None:
    theirs = with_agent(authority)
    proved.post(f"/my/{link[1]}/", {"action": "open"})
    assert proved.get("/my/").status_code == 200
    assert proved.get("/my/cases/").status_code == proved.get(f"/my/cases/{theirs.reference}/").status_code == 404


CHANGES: dict[str, Any] = {
    "another address": {"email": "new@example.com"},
    "access closed": {"access_closed_at": timezone.now()},
    "no address": {"email": ""},
}


@pytest.mark.parametrize("how", CHANGES)
def test_a_party_whose_address_changed_or_whose_access_was_closed_gets_in_no_more(
    inside: Client, link: Any, application: Any, authority: Any, how: str
) -> None:
    proof = EmailProofFactory.create(authority=authority, email=link[0].party.email, token="their-proof")
    other = Client(HTTP_HOST=authority.public_host)
    other.post("/my/their-proof/", {"action": "open"})
    path = f"/my/cases/{application.reference}/"
    assert inside.get("/my/").status_code == other.get(path).status_code == 200
    Party.objects.filter(pk=link[0].party_id).update(**CHANGES[how])
    assert inside.get("/my/").status_code == other.get(path).status_code == 404
    assert application.reference not in other.get("/my/cases/").content.decode()
    assert proof.email == link[0].email


@pytest.mark.parametrize("change", [{"revoked_at": timezone.now()}, {"used_at": timezone.now() - timedelta(hours=13)}])
def test_the_session_of_a_proof_ends_with_its_row_and_after_twelve_hours(proved: Client, authority: Any, change: dict[str, Any]) -> None:
    application = with_agent(authority)
    EmailProof.objects.update(**change)
    for path in ["/my/cases/", f"/my/cases/{application.reference}/", "/my/"]:
        assert proved.get(path).status_code == 404


def test_an_expired_or_unknown_link_opens_no_list(visitor: Client, authority: Any) -> None:
    EmailProofFactory.create(authority=authority, token="too-old", expires_at=timezone.now() - timedelta(minutes=1))
    for token in ["too-old", "never-was"]:
        assert visitor.get(f"/my/{token}/").status_code == visitor.post(f"/my/{token}/", {"action": "open"}).status_code == 404
    assert visitor.get("/my/cases/").status_code == 404


def test_another_council_shows_nothing(asks: Any, visitor: Client, authority: Any, proved: Client) -> None:
    from core.tenancy import acting_for

    elsewhere = LocalAuthorityFactory.create()
    with acting_for(elsewhere):
        theirs = with_agent(elsewhere)
        EmailProofFactory.create(authority=elsewhere, email=AGENT, token="theirs")
    asks(AGENT)
    assert not Message.objects.exists()
    page = proved.get("/my/cases/").content.decode()
    assert theirs.case.address not in page and "We hold none for this address" in page
    assert visitor.get("/my/theirs/").status_code == 404


def test_who_reported_a_breach_and_a_removed_colleague_have_no_list(asks: Any, authority: Any) -> None:
    from tests.factories.applications import BreachReportFactory

    BreachReportFactory.create(authority=authority)
    application = with_agent(authority)
    ColleagueFactory.create(party=application.case.parties.get(role="agent"), email="gone@example.com", removed=True)
    for email in ["wilma.watcher@example.com", "gone@example.com"]:
        asks(email)
    assert not Message.objects.exists()


def test_leaving_ends_the_list_too(proved: Client) -> None:
    assert proved.get("/my/cases/").status_code == 200
    proved.post("/my/leave/")
    assert proved.get("/my/cases/").status_code == 404


def test_two_people_with_posted_links_do_not_share_a_browser(authority: Any, visitor: Client) -> None:
    """On a library's computer the second does not find the first one's application."""
    first, second = PlanningApplicationFactory.create_batch(2, authority=authority)
    for application in (first, second):
        application.case.parties.update(email="", address_lines="1 Way", town="Anytown", postcode="AN1 1AA")
        party = application.case.parties.get(role="applicant")
        _, token = make_access_link(case=application.case, party=party, purpose="applicant", now=timezone.now())
        assert visitor.post(f"/my/{token}/", {"action": "open"}).status_code == 302
    assert visitor.get(f"/my/cases/{first.reference}/").status_code == 404
    assert visitor.get(f"/my/cases/{second.reference}/").status_code == 200
