"""Long texts keep themselves: for their writer alone, until they are saved or thrown away."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import ConnectionError

from audit.models import AuditEvent
from core import drafts
from tests.factories.applications import PlanningApplicationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


@pytest.fixture
def desk(authority, officer_client):
    return officer_client(authority)


@pytest.fixture
def address(authority, desk):
    case = PlanningApplicationFactory(authority=authority, valid=True, officer=desk[1])
    return f"/cases/{case.reference}/assessment/assessment/"


def keep(client, address, text, **fields):
    return client.post(address, {"text": text, "action": "complete"} | fields, headers={"X-Draft": "keep"})


def shown(client, address):
    return client.get(address).content.decode()


def test_a_text_is_there_again_after_the_page_was_left(desk, address):
    client, _ = desk
    answer = keep(client, address, "One\r\ntwo")
    assert answer.status_code == 200
    assert json.loads(answer.content)["saved_at"]
    html = shown(client, address)
    assert ">One&#10;two</textarea>" in html
    assert "You typed some of this on" in html


def test_keeping_is_not_saving(desk, address):
    client, _ = desk
    before = AuditEvent.objects.count()
    keep(client, address, "Not yet")
    assert AuditEvent.objects.count() == before


def test_nobody_else_sees_it(authority, desk, address, officer_client):
    keep(desk[0], address, "My half-made thought")
    colleague, _ = officer_client(authority)
    assert "My half-made thought" not in shown(colleague, address)


def test_it_is_gone_once_saved(desk, address):
    client, _ = desk
    version = shown(client, address).split('name="version" value="')[1].split('"')[0]
    keep(client, address, "Kept")
    assert client.post(address, {"text": "Saved", "action": "draft", "version": version}).status_code == 302
    html = shown(client, address)
    assert ">Saved</textarea>" in html
    assert "You typed some of this on" not in html


def test_it_can_be_thrown_away(desk, address):
    client, _ = desk
    keep(client, address, "Nonsense")
    assert client.post(address, {"action": drafts.FORGET}).status_code == 302
    assert "Nonsense" not in shown(client, address)


def test_what_is_as_it_was_is_not_called_kept(desk, address):
    client, _ = desk
    keep(client, address, "")
    assert "You typed some of this on" not in shown(client, address)


def test_a_text_too_long_to_keep_says_so(desk, address):
    answer = keep(desk[0], address, "x" * (drafts.LONGEST + 1))
    assert answer.status_code == 413
    assert json.loads(answer.content)["message"] == "This text is too long to be kept by itself. Save it now."
    assert "You typed some of this on" not in shown(desk[0], address)


def test_the_page_asks_for_it(desk, address):
    assert f'data-autosave-url="{address}"' in shown(desk[0], address)


def test_two_people_who_write_on_one_page_are_told_of_each_other(authority, desk, address, officer_client, now):
    client, me = desk
    colleague, she = officer_client(authority)
    assert json.loads(keep(client, address, "Mine").content)["others"] == []
    assert f"{me.name} is writing here too and has not saved yet." in shown(colleague, address)
    assert json.loads(keep(colleague, address, "Hers").content)["others"] == [me.name]
    assert f"{me.name} is" not in shown(client, address)
    assert f"{she.name} is writing here too" in shown(client, address)
    colleague.post(address, {"action": drafts.FORGET})
    assert "writing here too" not in shown(client, address)


def test_somebody_who_stopped_writing_long_ago_is_not_mentioned(authority, desk, address, officer_client):
    with time_machine.travel(timezone.now() - timedelta(minutes=16), tick=False):
        keep(desk[0], address, "Mine")
    assert "writing here too" not in shown(officer_client(authority)[0], address)


def test_pages_open_and_save_while_redis_is_away(desk, address, monkeypatch):
    def away(*args, **kwargs):
        raise ConnectionError("Redis is away")

    for name in ("get", "set", "delete"):
        monkeypatch.setattr(f"core.drafts.cache.{name}", away)

    assert desk[0].get(address).status_code == 200
    assert keep(desk[0], address, "Kept?").status_code == 503
    assert desk[0].post(address, {"text": "Saved.", "version": 0, "action": "complete"}).status_code == 302
