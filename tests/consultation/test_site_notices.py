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
