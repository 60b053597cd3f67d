"""The pages of publicity: full ones, closed ones, and what the print room sees."""

from datetime import date, timedelta
from typing import Any

import pypdfium2
import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from consultation import services, tasklist, tasks
from consultation.models import Neighbour
from core.errors import DomainError, StaleRecord
from core.tenancy import acting_for
from documents import storage
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.consultation import CommentFactory, NeighbourFactory, PrintRunFactory, SiteNoticeFactory
from tests.factories.places import AddressFactory

pytestmark = pytest.mark.django_db

LONG = ", ".join(["Flat 12a on the second floor above the former cooperative stores and reading rooms"] * 4)[:290] + ", Anytown"
MM = 72 / 25.4
PAGES = ["make-public", "neighbours", "letters", "site-notice", "comments"]


def page(application: Any, name: str) -> str:
    return f"/cases/{application.case.reference}/consultation/{name}/"


@pytest.fixture
def full_case(public_case: Any, authority: Any) -> Any:
    """60 homes around, all chosen, one with a very long address."""
    AddressFactory.create_batch(60, authority=authority, point=Point(-0.0728, 51.4568))
    NeighbourFactory.create_batch(59, case=public_case.case)
    NeighbourFactory.create(case=public_case.case, address=LONG)
    return public_case


@pytest.mark.parametrize("name", PAGES)
def test_a_full_page_costs_no_more(
    full_case: Any, authority: Any, officer_client: Any, name: str, django_assert_max_num_queries: Any
) -> None:
    PrintRunFactory.create_batch(3, case=full_case.case, state="made")
    SiteNoticeFactory.create_batch(3, case=full_case.case, displayed=True)
    CommentFactory.create_batch(30, case=full_case.case)
    client, _ = officer_client(authority)
    with django_assert_max_num_queries(20):
        assert client.get(page(full_case, name)).status_code == 200


def test_sixty_letters_and_a_very_long_address(full_case: Any, authority: Any, officer_client: Any) -> None:
    client, _ = officer_client(authority)
    assert LONG in client.get(page(full_case, "letters")).content.decode()
    ids = [str(row.public_id) for row in Neighbour.objects.all()]
    today = timezone.localdate()
    assert client.post(page(full_case, "letters"), {"letter_date": today.isoformat(), "neighbours": ids}).status_code == 302
    assert full_case.case.print_runs.get().letters_wanted == 60


@pytest.mark.parametrize("length", [290, 480])
def test_a_very_long_address_stays_in_the_window_and_whole(public_case: Any, officer: Any, now: Any, length: int) -> None:
    """The window of the envelope is 27 mm high and begins 54.5 mm from the top."""
    address = f"{', '.join(['Flat 12a on the second floor above the former cooperative stores and reading rooms'] * 7)[:length]}, Anytown"
    neighbour = NeighbourFactory.create(case=public_case.case, address=address)
    run = services.ask_for_letters(application=public_case, neighbours=[neighbour], letter_date=now.date(), by=officer, now=now)
    tasks.make_letters(run.authority_id, run.pk)
    run.refresh_from_db()
    page_one = pypdfium2.PdfDocument(storage.read(run.document.current))[0]
    text = page_one.get_textpage()
    start = text.get_text_range().index("The Occupier")
    end = text.get_text_range().index("Anytown", start) + len("Anytown")
    printed = " ".join(text.get_text_range(start, end - start).split())
    assert printed == f"The Occupier {address}".replace(", Anytown", " Anytown")
    bottom = min(text.get_charbox(index)[1] for index in range(start, end) if text.get_text_range(index, 1).strip())
    assert (page_one.get_height() - bottom) / MM <= 54.5 + 27


def test_choosing_sixty_writes_them_at_once(
    public_case: Any, authority: Any, officer: Any, now: Any, django_assert_max_num_queries: Any
) -> None:
    uprns = [address.uprn for address in AddressFactory.create_batch(60, authority=authority)]
    with django_assert_max_num_queries(60):
        services.choose_neighbours(application=public_case, uprns=uprns, typed=["The Lodge, Anytown"], by=officer, now=now)


@pytest.mark.parametrize(("typed", "said"), [("Nowhere", "separated by commas"), ("A, " * 200, "500 characters at most")])
def test_a_typed_address_that_cannot_be_is_refused(public_case: Any, authority: Any, officer_client: Any, typed: str, said: str) -> None:
    client, _ = officer_client(authority)
    answer = client.post(page(public_case, "neighbours"), {"typed": typed})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_neighbours_are_not_chosen_after_the_end(authority: Any, officer: Any, now: Any) -> None:
    ended = PlanningApplicationFactory.create(authority=authority, determined=True)
    with pytest.raises(DomainError, match="cannot be changed"):
        services.choose_neighbours(application=ended, uprns=[], typed=["1 A Road, B"], by=officer, now=now)


@pytest.mark.parametrize("name", ["neighbours", "letters", "site-notice"])
def test_after_the_decision_there_is_nothing_to_fill_in(authority: Any, officer_client: Any, name: str) -> None:
    application = PlanningApplicationFactory.create(authority=authority, determined=True)
    NeighbourFactory.create(case=application.case)
    shown = officer_client(authority)[0].get(page(application, name)).content.decode()
    assert "its publicity is kept as it was" in shown
    assert "app-task__buttons" not in shown


@pytest.mark.parametrize("name", ["letters", "site-notice"])
def test_before_the_case_is_public_the_page_says_so(authority: Any, officer_client: Any, name: str) -> None:
    application = PlanningApplicationFactory.create(authority=authority, valid=True)
    client, _ = officer_client(authority)
    assert "Make the application public</a> first" in client.get(page(application, name)).content.decode()
    assert "app-task__buttons" not in client.get(page(application, name)).content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_another_councils_case_is_not_found(authority: Any, officer_client: Any, name: str) -> None:
    other = LocalAuthorityFactory.create()
    with acting_for(other):
        theirs = page(PlanningApplicationFactory.create(authority=other, published=True), name)
    assert officer_client(authority)[0].get(theirs).status_code == 404


def test_the_pages_say_why_and_until_when(public_case: Any, authority: Any, officer_client: Any) -> None:
    NeighbourFactory.create(case=public_case.case)
    client, _ = officer_client(authority)
    assert "Posted today, they ask for replies by" in client.get(page(public_case, "letters")).content.decode()
    shown = client.get(page(public_case, "site-notice")).content.decode()
    assert "Displayed today, it asks for comments by" in shown
    assert "legislation.gov.uk" in shown


def test_comments_are_counted_by_state_and_view(public_case: Any, authority: Any, officer_client: Any) -> None:
    CommentFactory.create_batch(3, case=public_case.case)
    CommentFactory.create_batch(2, case=public_case.case, sentiment="supportive", published=True)
    client, _ = officer_client(authority)
    shown = client.get(page(public_case, "comments")).content.decode()
    for words in ("All views (5)", "Objects (3)", "Supports (2)"):
        assert words in shown
    narrowed = client.get(page(public_case, "comments"), {"state": "published"}).content.decode()
    assert "All views (2)" in narrowed
    assert "Objects (" not in narrowed


def test_a_stale_moderation_shows_what_the_colleague_published(public_case: Any, officer: Any, now: Any) -> None:
    comment = CommentFactory.create(case=public_case.case)
    services.publish_comment(comment=comment, text="It would darken our kitchen.", version=1, by=officer, now=now)
    with pytest.raises(StaleRecord, match=officer.name) as refusal:
        services.publish_comment(comment=comment, text="Mine.", version=1, by=officer, now=now)
    assert refusal.value.theirs == "It would darken our kitchen."


def test_the_part_that_asks_again_is_no_whole_page(public_case: Any, authority: Any, officer_client: Any) -> None:
    run = PrintRunFactory.create(case=public_case.case)
    client, _ = officer_client(authority)
    path = f"{page(public_case, 'letters')}{run.public_id}/progress/"
    part = client.get(path).content.decode()
    assert "Letters made: 0" in part
    assert path in part
    assert "<html" not in part
    run.state = "made"
    run.save()
    assert "hx-get" not in client.get(path).content.decode()


def test_letters_that_nobody_posted_come_first(public_case: Any, now: Any) -> None:
    from applications.snapshot import CaseSnapshot

    PrintRunFactory.create(case=public_case.case, state="made", letter_date=date(2026, 11, 10), letters_wanted=12)
    snapshot = CaseSnapshot(public_case, on=now.date())
    assert tasklist.NEIGHBOUR_LETTERS.status(snapshot) == "Action required"
    assert tasklist.NEIGHBOUR_LETTERS.line(snapshot) == "12 letters of 10 November 2026: record when they were posted"


def test_a_notice_at_the_site_makes_letters_unneeded_where_either_will_do(public_case: Any, now: Any) -> None:
    from applications.snapshot import CaseSnapshot

    SiteNoticeFactory.create(case=public_case.case, displayed=True)
    snapshot = CaseSnapshot(public_case, on=now.date())
    assert [task.status(snapshot) for task in (tasklist.NEIGHBOURS, tasklist.NEIGHBOUR_LETTERS)] == ["Not needed", "Not needed"]


def test_the_print_room_sees_what_waits_and_nothing_else(
    public_case: Any, authority: Any, officer: Any, officer_client: Any, django_assert_max_num_queries: Any
) -> None:
    ended = PlanningApplicationFactory.create(authority=authority, determined=True)
    yesterday = timezone.localdate() - timedelta(days=1)
    PrintRunFactory.create_batch(5, case=public_case.case, state="made", letter_date=yesterday, letters_wanted=47)
    PrintRunFactory.create(case=public_case.case, state="made", letters_wanted=31, posted_on=yesterday, posted_by=officer)
    PrintRunFactory.create(case=ended.case, state="made", letters_wanted=23)
    SiteNoticeFactory.create(case=public_case.case)
    client, _ = officer_client(authority, roles=["support"])
    with django_assert_max_num_queries(12):
        shown = client.get("/print/").content.decode()
    assert shown.count(">47<") == 5
    assert ">31<" not in shown
    assert ">23<" not in shown
    assert "Overdue" in shown
    assert officer_client(authority, roles=["land_charges"])[0].get("/print/").status_code == 403


def test_the_print_room_with_nothing_to_do_says_so(authority: Any, officer_client: Any) -> None:
    shown = officer_client(authority, roles=["support"])[0].get("/print/").content.decode()
    assert "No letters to neighbours wait to be posted" in shown
    assert "No site notice waits to be displayed" in shown
