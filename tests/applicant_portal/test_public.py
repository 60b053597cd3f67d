"""What anybody may see, and say."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone
from redis.exceptions import RedisError

from applications.models import PlanningApplication
from consultation.models import Comment
from notifications.models import Message
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import DocumentFactory

GIVEN = {
    "name": "Nell Neighbour",
    "address": "4 Pine Grove, AN1 2BC",
    "email": "nell@example.com",
    "sentiment": "objection",
    "topics": ["light", "privacy"],
    "text": "It will take the light from my kitchen.",
}


@pytest.fixture
def published(authority: Any, officer: Any) -> PlanningApplication:
    return PlanningApplicationFactory.create(authority=authority, officer=officer, published=True)


def page_of(application: Any, more: str = "") -> str:
    return f"/applications/{application.reference}/{more}"


def test_a_public_application_shows_what_anybody_may_see(visitor: Client, published: Any) -> None:
    DocumentFactory.create(case=published.case, name="public plan.pdf", public=True)
    DocumentFactory.create(case=published.case, name="private letter.pdf")
    words = visitor.get(page_of(published)).content.decode()
    assert published.description in words and "public plan.pdf" in words and "private letter.pdf" not in words
    assert "<svg" in words and f"/api/v2/public/planning_applications/{published.reference}" in words
    assert published.case.parties.get().email not in words and published.case.parties.get().name not in words


@pytest.mark.parametrize("traits", [{}, {"valid": True}, {"status": "invalidated"}])
def test_what_is_not_public_is_not_there(visitor: Client, authority: Any, traits: dict[str, Any]) -> None:
    hidden = PlanningApplicationFactory.create(authority=authority, **traits)
    for more in ["", "comment/", "comment/check/", "comment/sent/"]:
        assert visitor.get(page_of(hidden, more)).status_code == 404


def test_another_councils_application_is_not_there(published: Any) -> None:
    assert Client(HTTP_HOST=LocalAuthorityFactory.create().public_host).get(page_of(published)).status_code == 404


def test_the_register_lists_public_ones_newest_first_and_searches(visitor: Client, authority: Any, published: Any) -> None:
    hidden = PlanningApplicationFactory.create(authority=authority, valid=True)
    words = visitor.get("/applications/").content.decode()
    assert published.reference in words and hidden.reference not in words
    assert published.reference in visitor.get("/applications/", {"q": published.case.address_lines}).content.decode()
    assert published.reference in visitor.get("/applications/", {"q": published.reference.lower()}).content.decode()
    assert hidden.reference not in visitor.get("/applications/", {"q": hidden.reference}).content.decode().split("<ul")[-1]


def test_people_are_not_found_by_name(visitor: Client, published: Any) -> None:
    name = published.case.parties.get().last_name
    assert published.case.address not in visitor.get("/applications/", {"q": name}).content.decode()


def test_private_applications_crowd_no_public_one_out(visitor: Client, authority: Any, published: Any, monkeypatch: Any) -> None:
    PlanningApplicationFactory.create_batch(3, authority=authority, valid=True)
    monkeypatch.setattr("casework.selectors.search.AT_MOST", 2)
    assert published.reference in visitor.get("/applications/", {"q": "grove"}).content.decode()


def test_the_register_costs_the_same_when_full(visitor: Client, authority: Any, django_assert_max_num_queries: Any) -> None:
    PlanningApplicationFactory.create_batch(12, authority=authority, published=True)
    with django_assert_max_num_queries(8):
        visitor.get("/applications/")


def test_an_application_page_costs_the_same_when_full(visitor: Client, published: Any, django_assert_max_num_queries: Any) -> None:
    DocumentFactory.create_batch(12, case=published.case, public=True)
    with django_assert_max_num_queries(12):
        visitor.get(page_of(published))


def test_a_comment_is_written_checked_and_sent(visitor: Client, published: Any) -> None:
    assert "light, privacy, noise" in visitor.get(page_of(published, "comment/")).content.decode()
    answer = visitor.post(page_of(published, "comment/"), GIVEN)
    assert answer["Location"].endswith("/comment/check/")
    words = visitor.get(page_of(published, "comment/check/")).content.decode()
    assert GIVEN["text"] in words and "What everybody will be able to read" in words
    assert not Comment.objects.exists()
    receipt = visitor.post(page_of(published, "comment/check/"), follow=True)
    assert "We have your comment" in receipt.content.decode()
    comment = Comment.objects.get()
    assert (comment.name, comment.sentiment, comment.topics, comment.state) == (
        "Nell Neighbour",
        "objection",
        ["light", "privacy"],
        "received",
    )
    receipt = Message.objects.get(case=published.case)
    assert receipt.to == "nell@example.com"
    assert "published without your name, address or email address" in receipt.body
    published.refresh_from_db()
    assert published.unread_comments == 1


def test_pressing_send_twice_sends_once(visitor: Client, published: Any) -> None:
    visitor.post(page_of(published, "comment/"), GIVEN)
    draft = visitor.session[f"comment:{published.pk}"]
    visitor.post(page_of(published, "comment/check/"))
    session = visitor.session
    session[f"comment:{published.pk}"] = draft
    session.save()
    visitor.post(page_of(published, "comment/check/"))
    assert Comment.objects.count() == 1


def test_a_comment_that_broke_on_the_way_is_kept_at_the_second_try(visitor: Client, published: Any, monkeypatch: Any) -> None:
    def broken(**_: Any) -> None:
        raise RuntimeError("the database went away")

    visitor.post(page_of(published, "comment/"), GIVEN)
    with monkeypatch.context() as away, pytest.raises(RuntimeError):
        away.setattr("applicant_portal.views.comment.receive_comment", broken)
        visitor.post(page_of(published, "comment/check/"))
    assert "We have your comment" in visitor.post(page_of(published, "comment/check/"), follow=True).content.decode()
    assert Comment.objects.get().text == GIVEN["text"]


def test_a_comment_arrives_while_the_cache_is_away(visitor: Client, published: Any, monkeypatch: Any) -> None:
    def away(*_: Any) -> None:
        raise RedisError("Connection refused")

    monkeypatch.setattr("applicant_portal.rates.cache.add", away)
    visitor.post(page_of(published, "comment/"), GIVEN)
    assert "We have your comment" in visitor.post(page_of(published, "comment/check/"), follow=True).content.decode()
    assert Comment.objects.count() == 1


def test_an_error_shows_everything_again(visitor: Client, published: Any) -> None:
    page = visitor.post(page_of(published, "comment/"), {**GIVEN, "name": ""})
    words = page.content.decode()
    assert page.status_code == 422 and "Enter your name" in words and GIVEN["text"] in words and GIVEN["address"] in words


def test_what_was_typed_is_there_when_one_comes_back(visitor: Client, published: Any) -> None:
    visitor.post(page_of(published, "comment/draft/"), {"text": "Half a comment", "name": "Nell"})
    words = visitor.get(page_of(published, "comment/")).content.decode()
    assert "Half a comment" in words and "Nell" in words


def test_the_check_page_without_a_comment_leads_back(visitor: Client, published: Any) -> None:
    assert visitor.get(page_of(published, "comment/check/"))["Location"].endswith("/comment/")
    assert visitor.post(page_of(published, "comment/check/"))["Location"].endswith("/comment/")


def test_a_robot_that_fills_the_hidden_field_is_thanked_and_forgotten(visitor: Client, published: Any) -> None:
    visitor.post(page_of(published, "comment/"), {**GIVEN, "website": "https://spam.example"})
    assert "We have your comment" in visitor.post(page_of(published, "comment/check/"), follow=True).content.decode()
    assert not Comment.objects.exists()


def test_many_comments_from_one_place_wait_and_lose_nothing(visitor: Client, published: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("applicant_portal.views.comment.MOST_AN_HOUR", 1)
    for _ in range(2):
        visitor.post(page_of(published, "comment/"), GIVEN)
        page = visitor.post(page_of(published, "comment/check/"))
    assert page.status_code == 422 and "try again later" in page.content.decode()
    assert Comment.objects.count() == 1
    assert GIVEN["text"] in visitor.get(page_of(published, "comment/")).content.decode()


def test_neighbours_behind_one_proxy_are_counted_each_for_themselves(visitor: Client, published: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("applicant_portal.views.comment.MOST_AN_HOUR", 1)
    with override_settings(TRUSTED_PROXIES=["127.0.0.1"]):
        visitor.handler.load_middleware()
        for neighbour in ("203.0.113.5", "203.0.113.6"):
            visitor.post(page_of(published, "comment/"), GIVEN)
            visitor.post(page_of(published, "comment/check/"), HTTP_X_FORWARDED_FOR=neighbour)
    assert Comment.objects.count() == 2


def test_a_decided_application_takes_no_comments(visitor: Client, authority: Any) -> None:
    decided = PlanningApplicationFactory.create(authority=authority, determined=True)
    assert visitor.get(page_of(decided, "comment/"))["Location"] == page_of(decided)
    words = visitor.get(page_of(decided)).content.decode()
    assert "can no longer be sent" in words and "Granted, 20 November 2026" in words


def test_the_page_says_until_when_one_can_comment(visitor: Client, published: Any) -> None:
    for days, words in [(3, "You can comment until"), (-3, "The time for comments ended")]:
        PlanningApplication.objects.filter(pk=published.pk).update(consultation_end_on=timezone.localdate() + timedelta(days=days))
        assert words in visitor.get(page_of(published)).content.decode()


def test_only_published_comments_are_shown_and_without_names(visitor: Client, published: Any, officer: Any, now: Any) -> None:
    from consultation.services import publish_comment, receive_comment

    given = {**GIVEN, "email": ""}
    from audit.actors import Public

    first = receive_comment(application=published, by=Public("Nell"), now=now, **given)
    receive_comment(application=published, by=Public("Nell"), now=now, **{**given, "text": "Not read yet"})
    publish_comment(comment=first, text="Loss of light.", version=first.version, by=officer, now=now)
    words = visitor.get(page_of(published)).content.decode()
    assert "Loss of light." in words and "Not read yet" not in words and "Nell" not in words and "4 Pine Grove, AN1" not in words


def test_the_small_pages_open(visitor: Client) -> None:
    assert visitor.get("/")["Location"] == "/applications/"
    for path in ["/privacy/", "/accessibility/", "/my/new-link/sent/"]:
        assert visitor.get(path).status_code == 200


def test_an_old_reference_leads_to_the_new_one(visitor: Client, published: Any) -> None:
    from applications.models import CaseReference

    CaseReference.objects.create(authority=published.authority, case=published.case, reference="25-00777-FUL", until_at=timezone.now())
    assert visitor.get("/applications/25-00777-FUL/")["Location"] == page_of(published)


def test_the_privacy_page_names_both_cookies(visitor: Client, published: Any) -> None:
    visitor.get(page_of(published, "comment/"))
    visitor.post(page_of(published, "comment/"), GIVEN)
    assert len(visitor.cookies) == 2
    assert "set two cookies" in visitor.get("/privacy/").content.decode()
