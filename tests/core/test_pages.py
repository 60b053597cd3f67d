"""Pages without a domain: errors and the gallery of components."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from core import views

COUNCIL = SimpleNamespace(pk=0, council_name="Riverside Council", email="planning@example.gov.uk")
COMPONENTS = Path(settings.BASE_DIR) / "templates" / "components"


def ask(site="officers", authority=COUNCIL, signed_in=True):
    request = RequestFactory().get("/components/")
    request.site, request.authority, request.csp_nonce = site, authority, "nonce-1"
    request.user = SimpleNamespace(name="Ann Other", is_authenticated=signed_in)
    request.membership = SimpleNamespace(manages_council=False) if signed_in else None
    request._messages = []
    return request


def page(response):
    return response.content.decode()


@pytest.fixture(scope="module")
def gallery():
    return page(views.components_gallery(ask()))


@pytest.mark.parametrize("component", sorted(path.stem for path in COMPONENTS.glob("*.jinja")))
def test_every_component_says_its_parameters(component):
    assert (COMPONENTS / f"{component}.jinja").read_text().startswith("{#")


def test_the_gallery_shows_every_component(gallery):
    parts = Path(settings.BASE_DIR) / "templates" / "core"
    shown = set(re.findall(r"components/(\w+)\.jinja", "".join(path.read_text() for path in parts.rglob("*.jinja"))))
    of_the_frame = {"flash", "live", "officer_header", "public_frame", "shortcuts"}
    assert {path.stem for path in COMPONENTS.glob("*.jinja")} == shown | of_the_frame


def test_ids_are_used_once(gallery):
    ids = re.findall(r'\sid="([^"]+)"', gallery)
    assert sorted({name for name in ids if ids.count(name) > 1}) == []


def test_nothing_on_a_page_needs_a_weaker_policy(gallery):
    assert not re.search(r'\sstyle="|\son\w+="|javascript:', gallery)
    assert not [tag for tag in re.findall(r"<script[^>]*>", gallery) if 'nonce="nonce-1"' not in tag]
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', gallery)


def test_somebody_signed_in_can_search_and_sign_out(gallery):
    assert 'role="search"' in gallery and "Sign out" in gallery and "Ann Other" in gallery


@pytest.mark.parametrize("site", ["officers", "public"])
@pytest.mark.parametrize(
    ("view", "status", "title"),
    [
        (views.not_found, 404, "Page not found"),
        (views.forbidden, 403, "You cannot open this page"),
        (views.bad_request, 400, "We could not read what was sent"),
        (views.csrf_failure, 403, "This page was open for too long"),
    ],
)
def test_an_error_is_a_page_of_the_site_it_happened_on(view, status, title, site):
    response = view(ask(site, signed_in=False))
    assert response.status_code == status
    assert f"<title>{title} – " in page(response) and "Riverside Council</title>" in page(response)
    assert "Sign out" not in page(response)


def test_a_refusal_says_which_permission_is_missing():
    assert "You need this permission: Determine." in page(views.forbidden(ask(), PermissionDenied("You need this permission: Determine.")))


def test_an_error_before_the_council_is_known_is_a_page_too():
    assert "Page not found" in page(views.not_found(ask("public", authority=None, signed_in=False)))


def test_a_crash_is_a_page_that_needs_nothing():
    response = views.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Sorry, there is a problem with the service" in page(response)
