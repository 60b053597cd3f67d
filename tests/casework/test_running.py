"""The pages behind the cases."""

import pytest

pytestmark = pytest.mark.django_db


def page(client, authority):
    return client.get("/service/", HTTP_HOST=authority.officer_host)


def test_an_administrator_finds_each_page_that_runs_the_service(officer_client, authority):
    client, _ = officer_client(authority, roles=["administrator"])
    text = page(client, authority).content.decode()
    for address in ("/submissions/", "/addresses/", "/outside-services/", "/law/figures/", "/admin/"):
        assert f'href="{address}"' in text
        assert client.get(address, HTTP_HOST=authority.officer_host).status_code == 200


def test_a_case_officer_is_led_to_nothing_that_is_closed_to_them(officer_client, authority):
    client, _ = officer_client(authority, roles=["case_officer"])
    text = page(client, authority).content.decode()
    assert 'href="/law/figures/"' in text
    assert "/outside-services/" not in text
    assert 'href="/admin/"' not in text
