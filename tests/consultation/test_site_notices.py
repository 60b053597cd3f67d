"""Site notices: asked for, made once, displayed on a day that counts."""

from datetime import date, timedelta
from typing import Any

import pypdfium2
import pytest

from consultation import services, tasks
from consultation.services import NotYetPublic
from core.errors import DomainError
from documents import storage
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.consultation import SiteNoticeFactory
from tests.factories.validation import ValidationCheckFactory

pytestmark = pytest.mark.django_db


def ask(application: Any, officer: Any, now: Any, **changes: Any) -> Any:
    wanted = {"quantity": 2, "where": "Lamp post", "delivery": "print", "team_email": "", "display_on": now.date()} | changes
    return services.create_site_notice(application=application, by=officer, now=now, **wanted)


def test_is_refused_while_the_case_is_private(authority: Any, officer: Any, now: Any) -> None:
    with pytest.raises(NotYetPublic):
        ask(PlanningApplicationFactory.create(authority=authority, valid=True), officer, now)


def test_says_by_when_to_comment_and_where_to_read_more(public_case: Any, officer: Any, now: Any) -> None:
    """DMPO articles 15 and 33: 21 days beginning with the day of display."""
    notice = ask(public_case, officer, now)
    tasks.make_site_notice(notice.authority_id, notice.pk)
    notice.refresh_from_db()
    document = pypdfium2.PdfDocument(storage.read(notice.document.current))
    text = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())
    assert notice.comment_by_on == date(2026, 12, 14)
    assert "14 December 2026" in text
    assert public_case.case.reference in text
    assert f"{public_case.case.authority.public_host}/applications/{public_case.case.reference}" in text.replace(" ", "")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"address": "The library, 1 High Street", "fee": "12.50", "email": ""}, ["The library, 1 High Street", "£12.50"]),
        ({"address": "The library, 1 High Street", "fee": "0", "email": ""}, ["free of charge"]),
        ({"address": "", "fee": "", "email": "eia@example.com"}, ["eia@example.com"]),
    ],
)
def test_says_where_an_environmental_statement_can_be_read_and_bought(
    public_case: Any, officer: Any, now: Any, data: dict[str, str], words: list[str]
) -> None:
    development = public_case.case.development
    development.is_eia = True
    development.save()
    ValidationCheckFactory.create(case=public_case.case, check_name="eia", data={"needed": True, "why": "Size", **data})
    notice = ask(public_case, officer, now)
    tasks.make_site_notice(notice.authority_id, notice.pk)
    notice.refresh_from_db()
    document = pypdfium2.PdfDocument(storage.read(notice.document.current))
    text = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())
    assert "comes with an environmental statement" in text
    assert all(word in text for word in words)


def test_is_made_once(public_case: Any, officer: Any, now: Any) -> None:
    notice = ask(public_case, officer, now)
    tasks.make_site_notice(notice.authority_id, notice.pk)
    tasks.make_site_notice(notice.authority_id, notice.pk)
    assert public_case.case.documents.count() == 1


def test_records_who_and_when_it_was_displayed(public_case: Any, officer: Any, now: Any) -> None:
    notice = ask(public_case, officer, now)
    services.record_display(application=public_case, notice=notice, displayed_on=now.date(), where="Lamp post", by=officer, now=now)
    notice.refresh_from_db()
    assert (notice.displayed_on, notice.recorded_by, notice.recorded_at) == (now.date(), officer, now)
    assert list(public_case.case.events.order_by("sequence").values_list("type", flat=True))[-2:] == [
        "site_notice_displayed",
        "consultation_period",
    ]
    public_case.refresh_from_db()
    assert public_case.consultation_end_on == date(2026, 12, 14)


@pytest.mark.parametrize(("days", "said"), [(1, "today or in the past"), (-60, "before the application was received")])
def test_a_day_of_display_that_cannot_be_is_refused(public_case: Any, officer: Any, now: Any, days: int, said: str) -> None:
    notice = SiteNoticeFactory.create(case=public_case.case)
    with pytest.raises(DomainError, match=said):
        services.record_display(
            application=public_case, notice=notice, displayed_on=now.date() + timedelta(days=days), where="Lamp post", by=officer, now=now
        )


def test_a_display_is_recorded_once(public_case: Any, officer: Any, now: Any) -> None:
    notice = SiteNoticeFactory.create(case=public_case.case, displayed=True)
    with pytest.raises(DomainError, match="already recorded"):
        services.record_display(application=public_case, notice=notice, displayed_on=now.date(), where="Lamp post", by=officer, now=now)


def test_a_team_is_emailed_once_the_notice_is_there(public_case: Any, officer: Any, now: Any) -> None:
    notice = ask(public_case, officer, now, delivery="internal_team", team_email="notices@council.example")
    assert not public_case.case.messages.exists()
    for _ in range(2):
        tasks.make_site_notice(notice.authority_id, notice.pk)
    notice.refresh_from_db()
    message = public_case.case.messages.get()
    assert f"/documents/{notice.document.public_id}/" in message.body
    assert (message.to, message.template) == ("notices@council.example", "consultation.site_notice_to_display")


def test_the_page_shows_the_form_and_refuses_what_is_missing(public_case: Any, authority: Any, officer_client: Any) -> None:
    client, _ = officer_client(authority)
    path = f"/cases/{public_case.case.reference}/consultation/site-notice/"
    assert client.get(path).status_code == 200
    answer = client.post(path, {"quantity": "0", "delivery": "internal_team"})
    assert answer.status_code == 422
    assert "Enter the day of display" in answer.content.decode()
    assert "Enter the team’s email address" in answer.content.decode()


def test_land_charges_may_not_make_notices(public_case: Any, authority: Any, officer_client: Any) -> None:
    client, _ = officer_client(authority, roles=["land_charges"])
    assert client.get(f"/cases/{public_case.case.reference}/consultation/site-notice/").status_code == 403


def test_a_second_notice_waits_for_the_first(public_case: Any, officer: Any, now: Any) -> None:
    notice = ask(public_case, officer, now)
    with pytest.raises(DomainError, match="already waiting to be displayed"):
        ask(public_case, officer, now)
    services.cancel_site_notice(application=public_case, notice=notice, reason="Wrong lamp post", by=officer, now=now)
    assert ask(public_case, officer, now).pk != notice.pk


def test_a_cancelled_notice_stands_in_nobodys_way(public_case: Any, officer: Any, now: Any) -> None:
    from consultation import selectors

    notice = ask(public_case, officer, now)
    services.cancel_site_notice(application=public_case, notice=notice, reason="Not needed", by=officer, now=now)
    assert selectors.site_notices_of(public_case.case) == []
    tasks.make_site_notice(notice.authority_id, notice.pk)
    assert public_case.case.documents.count() == 0
    with pytest.raises(DomainError, match="was cancelled"):
        services.record_display(application=public_case, notice=notice, displayed_on=now.date(), where="Post", by=officer, now=now)


def test_a_displayed_notice_is_not_cancelled(public_case: Any, officer: Any, now: Any) -> None:
    notice = SiteNoticeFactory.create(case=public_case.case, displayed=True)
    with pytest.raises(DomainError, match="was displayed"):
        services.cancel_site_notice(application=public_case, notice=notice, reason="Oops", by=officer, now=now)


def test_in_a_conservation_area_the_press_is_needed_and_its_period_runs(public_case: Any, officer: Any, now: Any) -> None:
    """P(LBCA)A 1990 section 73: a notice in a newspaper, and 21 days from it."""
    from consultation import selectors
    from tests.factories.applications import CaseConstraintFactory

    assert "a notice in a newspaper" not in [missing.words for missing in selectors.missing_publicity(public_case)]
    CaseConstraintFactory.create(case=public_case.case)
    assert "a notice in a newspaper" in [missing.words for missing in selectors.missing_publicity(public_case)]
    services.record_press_notice(application=public_case, newspaper="Echo", published_on=now.date(), by=officer, now=now)
    assert "a notice in a newspaper" not in [missing.words for missing in selectors.missing_publicity(public_case)]
    public_case.refresh_from_db()
    assert public_case.consultation_end_on == date(2026, 12, 14)
    with pytest.raises(DomainError, match="recorded already"):
        services.record_press_notice(application=public_case, newspaper="Echo", published_on=now.date(), by=officer, now=now)


def test_the_press_page_works(public_case: Any, authority: Any, officer_client: Any) -> None:
    client, _ = officer_client(authority)
    path = f"/cases/{public_case.case.reference}/consultation/press-notice/"
    assert client.get(path).status_code == 200
    said = {"newspaper": "The Echo", "published_on_0": "10", "published_on_1": "11", "published_on_2": "2026"}
    answer = client.post(path, {**said, "published_on-day": "10", "published_on-month": "11", "published_on-year": "2026"})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    assert "The Echo" in client.get(path).content.decode()
