"""What somebody has begun to write: kept with the case, whoever's it is, on whatever device."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from applications.models import PlanningApplication
from applications.services import make_access_link
from tests.applicant_portal.test_answers import url
from tests.factories.applications import PartyFactory
from tests.factories.validation import ValidationRequestFactory
from validation.models import ApplicantDraft


def another_device(authority: Any, application: PlanningApplication, party: Any) -> Client:
    _, token = make_access_link(case=application.case, party=party, purpose="applicant", now=timezone.now())
    client = Client(HTTP_HOST=authority.public_host)
    client.post(f"/my/{token}/", {"action": "open"})
    return client


def test_save_and_come_back_later_on_another_device(inside: Client, wanted: Any, authority: Any, application: Any) -> None:
    page = inside.post(url(wanted), {"action": "later", "text": "Half a thought"}, follow=True)
    words = page.content.decode()
    assert "It is not sent yet" in words and "You have begun: kept" in words
    wanted.refresh_from_db()
    assert wanted.state == "open"
    phone = another_device(authority, application, application.case.parties.get())
    assert "Half a thought" in phone.get(url(wanted)).content.decode()


def test_each_person_has_their_own(inside: Client, wanted: Any, authority: Any, application: Any) -> None:
    inside.post(url(wanted, "draft/"), {"text": "Mine alone"})
    agent = PartyFactory.create(case=application.case, role="agent", email="agent@example.com")
    assert "Mine alone" not in another_device(authority, application, agent).get(url(wanted)).content.decode()


def test_it_is_gone_when_it_was_sent(inside: Client, application: Any) -> None:
    asked = ValidationRequestFactory.create(case=application.case, kind="other_change", payload={"suggestion": "Tell us"}, sent=True)
    inside.post(url(asked, "draft/"), {"text": "The key"})
    assert ApplicantDraft.objects.get().fields == {"text": "The key"}
    inside.post(url(asked), {"action": "send", "text": "The key is next door."})
    assert not ApplicantDraft.objects.exists()


def test_whether_one_agrees_is_kept_too(inside: Client, application: Any) -> None:
    payload = {"proposed": "Erect a rear extension", "previous": application.description}
    asked = ValidationRequestFactory.create(case=application.case, kind="description_change", payload=payload, sent=True)
    inside.post(url(asked), {"action": "later", "agree": "no", "text": ""})
    words = inside.get(url(asked)).content.decode()
    assert 'value="no" checked' in words.replace("  ", " ") or 'value="False" checked' in words


def test_of_a_certificate_all_is_kept_but_what_cannot_be_a_date(inside: Client, application: Any) -> None:
    asked = ValidationRequestFactory.create(case=application.case, kind="ownership_certificate", payload={"previous": None}, sent=True)
    owner = {"owner_0": "Olga Owner", "owner_address_0": "1 Field Lane", "owner_told_on_0-day": "99", "owner_told_on_0-month": "13"}
    assert inside.post(url(asked), {"action": "later", "agree": "yes", "certificate": "b", "rows": "2", **owner}).status_code == 302
    words = inside.get(url(asked)).content.decode()
    assert "Olga Owner" in words and "1 Field Lane" in words


def test_a_refused_answer_is_kept_as_well(inside: Client, wanted: Any) -> None:
    assert inside.post(url(wanted), {"action": "send", "text": "The plan follows"}).status_code == 422
    assert "The plan follows" in inside.get(url(wanted)).content.decode()


def test_a_message_keeps_itself_until_it_is_sent(inside: Client, wanted: Any, application: Any) -> None:
    for here in (url(wanted, "messages/"), f"/my/cases/{application.reference}/messages/"):
        assert inside.post(here, {"text": "Dear officer"}, headers={"X-Draft": "keep"}).json() == {}
        assert (
            "Dear officer" in inside.get(here).content.decode() and not application.case.conversation.filter(text="Dear officer").exists()
        )
        inside.post(here, {"text": "Dear officer, when?"})
        assert "Dear officer</textarea>" not in inside.get(here).content.decode()
    assert not ApplicantDraft.objects.exists() and application.case.conversation.count() == 2


@pytest.mark.parametrize("length", [100_000])
def test_what_is_kept_has_a_bound(inside: Client, wanted: Any, length: int) -> None:
    inside.post(url(wanted, "draft/"), {"text": "x" * length})
    assert len(ApplicantDraft.objects.get().fields["text"]) == 22_000
