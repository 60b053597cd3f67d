"""Making public, choosing neighbours, and what people say."""

from datetime import date
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction

from audit.actors import Public
from consultation import selectors, services
from consultation.models import Comment, Neighbour, SiteNotice
from core.errors import DomainError, StaleRecord
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.consultation import CommentFactory, ConsultationFactory, NeighbourFactory, SiteNoticeFactory
from tests.factories.places import AddressFactory

pytestmark = pytest.mark.django_db


def comment_on(application: Any, now: Any, **changes: Any) -> Comment:
    said = {
        "name": "Nora",
        "address": "2 Mill Lane, Anytown",
        "email": "",
        "sentiment": "objection",
        "topics": [],
        "text": "Too high.",
    } | changes
    return services.receive_comment(application=application, by=Public("Nora"), now=now, **said)


def test_only_a_valid_application_is_made_public(authority: Any, officer: Any, now: Any) -> None:
    with pytest.raises(DomainError, match="valid first"):
        services.make_public(application=PlanningApplicationFactory.create(authority=authority), by=officer, now=now)


def test_made_public_twice_is_one_event(authority: Any, officer: Any, now: Any) -> None:
    application = PlanningApplicationFactory.create(authority=authority, valid=True)
    for _ in range(2):
        services.make_public(application=application, by=officer, now=now)
    assert application.case.events.filter(type="made_public").count() == 1


def test_taken_off_with_a_reason_only(public_case: Any, officer: Any, now: Any) -> None:
    with pytest.raises(DomainError, match="Say why"):
        services.take_off_public(application=public_case, reason=" ", by=officer, now=now)
    services.take_off_public(application=public_case, reason="A private telephone number was shown", by=officer, now=now)
    public_case.refresh_from_db()
    assert not public_case.is_public


def test_offers_the_councils_own_addresses_near_the_red_line(public_case: Any, authority: Any) -> None:
    near = AddressFactory.create(authority=authority, point=Point(-0.0728, 51.45695))
    AddressFactory.create(authority=authority, point=Point(-0.0728, 51.4590))
    AddressFactory.create(authority=authority, point=Point(-0.0729, 51.4567), uprn=public_case.case.uprn)
    assert selectors.addresses_near(public_case.case, 20) == [near]


def test_choosing_again_takes_off_whoever_is_not_ticked_any_more(public_case: Any, authority: Any, officer: Any, now: Any) -> None:
    first, second = AddressFactory.create(authority=authority), AddressFactory.create(authority=authority)
    services.choose_neighbours(application=public_case, uprns=[first.uprn, second.uprn], typed=["The Lodge, Anytown"], by=officer, now=now)
    services.choose_neighbours(application=public_case, uprns=[second.uprn], by=officer, now=now)
    assert [row.uprn for row in selectors.neighbours_of(public_case.case)] == [second.uprn]
    assert Neighbour.objects.filter(case=public_case.case).count() == 3
    services.choose_neighbours(application=public_case, uprns=[first.uprn, second.uprn], by=officer, now=now)
    assert Neighbour.objects.filter(case=public_case.case).count() == 3


def test_a_comment_is_kept_as_written_and_waits_for_an_officer(public_case: Any, now: Any) -> None:
    comment = comment_on(public_case, now)
    assert (comment.state, comment.published_text, comment.late) == ("received", "", False)
    assert comment.neighbour.chosen is False
    public_case.refresh_from_db()
    assert public_case.unread_comments == 1


def test_a_comment_after_the_last_day_is_late_but_kept(public_case: Any, now: Any) -> None:
    ConsultationFactory.create(case=public_case.case, started_on=date(2026, 11, 1), ends_on=date(2026, 11, 23))
    assert comment_on(public_case, now).late is True


@pytest.mark.parametrize("trait", ["valid", "determined"])
def test_comments_are_refused_before_and_after(authority: Any, now: Any, trait: str) -> None:
    application = PlanningApplicationFactory.create(authority=authority, **{trait: True})
    with pytest.raises(DomainError, match=r"Comments cannot be sent|can no longer be sent"):
        comment_on(application, now)


def test_publishing_needs_words_and_the_version_that_was_read(public_case: Any, officer: Any, now: Any) -> None:
    comment = CommentFactory.create(case=public_case.case)
    with pytest.raises(DomainError, match="nothing to publish"):
        services.publish_comment(comment=comment, text=" ", version=1, by=officer, now=now)
    services.publish_comment(comment=comment, text="It would darken our kitchen.", version=1, by=officer, now=now)
    with pytest.raises(StaleRecord):
        services.hold_comment(comment=comment, reason="Rude", version=1, by=officer, now=now)
    comment.refresh_from_db()
    assert (comment.state, comment.published_text) == ("published", "It would darken our kitchen.")


def test_the_moderation_page_loses_nothing_of_a_stale_save(
    public_case: Any, authority: Any, officer: Any, officer_client: Any, now: Any
) -> None:
    comment = CommentFactory.create(case=public_case.case)
    client, _ = officer_client(authority)
    services.hold_comment(comment=comment, reason="A duplicate", version=1, by=officer, now=now)
    path = f"/cases/{public_case.case.reference}/consultation/comments/{comment.public_id}/"
    answer = client.post(path, {"version": "1", "decision": "publish", "text": "My careful redaction"})
    assert answer.status_code == 422
    assert "My careful redaction" in answer.content.decode()
    assert "Nothing of yours was saved" in answer.content.decode()


def test_another_councils_comment_is_not_found(public_case: Any, authority: Any, officer_client: Any) -> None:
    from core.tenancy import acting_for
    from tests.factories.accounts import LocalAuthorityFactory

    other = LocalAuthorityFactory.create()
    with acting_for(other):
        theirs = CommentFactory.create(case=PlanningApplicationFactory.create(authority=other, published=True).case)
    client, _ = officer_client(authority)
    assert client.get(f"/cases/{public_case.case.reference}/consultation/comments/{theirs.public_id}/").status_code == 404


def test_the_list_of_comments_costs_the_same_for_five_and_for_sixty(
    public_case: Any, authority: Any, officer_client: Any, django_assert_max_num_queries: Any
) -> None:
    client, _ = officer_client(authority)
    path = f"/cases/{public_case.case.reference}/consultation/comments/"
    CommentFactory.create_batch(60, case=public_case.case)
    with django_assert_max_num_queries(14):
        page = client.get(path).content.decode()
    assert "60 comments" in page


@pytest.mark.parametrize(
    ("factory", "broken"),
    [
        (SiteNoticeFactory, {"displayed_on": date(2026, 11, 10)}),
        (SiteNoticeFactory, {"quantity": 0}),
        (SiteNoticeFactory, {"delivery": SiteNotice.Delivery.INTERNAL_TEAM}),
        (CommentFactory, {"state": "published"}),
        (ConsultationFactory, {"started_on": date(2026, 11, 10), "ends_on": date(2026, 11, 9)}),
    ],
)
def test_the_database_refuses_what_must_never_be(public_case: Any, factory: Any, broken: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        factory.create(case=public_case.case, **broken)


def test_one_neighbour_an_address_whatever_its_capitals(public_case: Any) -> None:
    NeighbourFactory.create(case=public_case.case, address="1 Mill Lane, Anytown")
    with pytest.raises(IntegrityError), transaction.atomic():
        NeighbourFactory.create(case=public_case.case, address="1 MILL LANE, anytown")
