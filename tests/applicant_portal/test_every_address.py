"""Every address of the applicants' pages, found in the urlconf itself: whoever may not come in gets 404, whatever the address."""

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from applications.models import AccessLink, Party
from applications.services import make_access_link
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.applications import ColleagueFactory, PlanningApplicationFactory
from tests.factories.documents import DocumentFactory
from tests.factories.validation import ValidationRequestFactory

OPEN = {  # addresses that anybody may ask for, since they tell nothing of a case: what they answer to (GET, POST)
    "leave": (405, 200),
    "new_link": (405, 302),
    "new_link_sent": (200, 405),
    "link": (404, 404),  # with a token that never was; what each token does is in test_links.py
}
OF_NO_CASE = {"portal", "cases"}  # shows whatever case the session is for: of this one it must show nothing


def patterns(found: Any, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in found:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern.url_patterns, route)
        else:
            yield route, pattern


def addresses() -> list[tuple[str, str, tuple[str, ...]]]:
    """(name, route, names of its parts) of all that is under my/."""
    found = patterns(get_resolver("bops.urls_public").url_patterns)
    return [(str(p.name), route, tuple(p.pattern.converters)) for route, p in found if route.startswith("my/")]


@pytest.fixture
def parts(application: Any, wanted: Any) -> dict[str, Any]:
    """What is put into addresses: each of these is there, in this very case."""
    document = DocumentFactory.create(case=application.case, source="applicant")
    party = application.case.parties.get(role="applicant")
    colleague = ColleagueFactory.create(case=application.case, party=party, party_email=party.email)
    return {
        "request_id": wanted.public_id,
        "public_id": document.public_id,
        "rendition": "thumbnail",
        "reference": application.reference,
        "colleague_id": colleague.public_id,
        "token": "a-token-that-never-was",
    }


def without(authority: Any, link: Any) -> Client:
    return Client(HTTP_HOST=authority.public_host)


def coming_in(authority: Any, token: str) -> Client:
    client = Client(HTTP_HOST=authority.public_host)
    assert client.post(f"/my/{token}/", {"action": "open"}).status_code == 302
    return client


def after(**changes: Any) -> Callable[..., Client]:
    def client(authority: Any, link: Any) -> Client:
        inside = coming_in(authority, link[1])
        assert AccessLink.objects.filter(pk=link[0].pk).update(**changes) == 1
        return inside

    return client


def closed_to_them(authority: Any, link: Any) -> Client:
    inside = coming_in(authority, link[1])
    Party.objects.filter(pk=link[0].party_id).update(access_closed_at=timezone.now())
    return inside


def with_another_address(authority: Any, link: Any) -> Client:
    inside = coming_in(authority, link[1])
    Party.objects.filter(pk=link[0].party_id).update(email="somebody.else@example.com")
    return inside


def of_another_case(authority: Any, link: Any) -> Client:
    other = PlanningApplicationFactory.create(authority=authority, case__reference="26-09999-HAPP")
    ValidationRequestFactory.create(case=other.case, sent=True)
    _, token = make_access_link(case=other.case, party=other.case.parties.get(), purpose="applicant", now=timezone.now())
    return coming_in(authority, token)


def of_another_council(authority: Any, link: Any) -> Client:
    inside = coming_in(authority, link[1])
    inside.defaults["HTTP_HOST"] = LocalAuthorityFactory.create().public_host
    return inside


WAYS: dict[str, Callable[..., Client]] = {
    "without": without,
    "expired": after(used_at=timezone.now() - timedelta(hours=13)),
    "revoked": after(revoked_at=timezone.now()),
    "closed to them": closed_to_them,
    "another address": with_another_address,
    "another case": of_another_case,
    "another council": of_another_council,
}


@pytest.mark.parametrize("way", WAYS)
def test_whoever_may_not_come_in_gets_404_everywhere(way: str, authority: Any, application: Any, link: Any, parts: dict[str, Any]) -> None:
    client = WAYS[way](authority, link)
    for name, route, wants in addresses():
        missing = set(wants) - set(parts)
        assert not missing, f"Say in `parts` what {missing} of {route} is, so that this address is tested."
        path = reverse(f"applicant_portal:{name}", kwargs={part: parts[part] for part in wants}, urlconf="bops.urls_public")
        answers = [client.get(path), client.post(path, {"action": "send", "text": "Mine"})]
        if name == "leave":
            continue  # it ends the session, whoever asks: below
        if name in OPEN:
            assert tuple(answer.status_code for answer in answers) == OPEN[name], route
        elif way == "another case" and name in OF_NO_CASE and not wants:
            assert application.reference not in answers[0].content.decode(), route
        else:
            codes = {answer.status_code for answer in answers}
            assert 404 in codes and codes <= {404, 405}, f"{route}: {codes}"
        assert all(application.case.address_lines not in answer.content.decode() for answer in answers), route


def test_leaving_opens_nothing_for_anybody(authority: Any, application: Any, link: Any) -> None:
    answer = without(authority, link).post("/my/leave/")
    assert answer.status_code == 200 and application.reference not in answer.content.decode()


def test_whoever_may_come_in_gets_every_page_and_nobody_keeps_it(authority: Any, link: Any, parts: dict[str, Any]) -> None:
    inside = coming_in(authority, link[1])
    for name, route, wants in addresses():
        if name in OPEN or name in {"my_rendition", "cases"}:
            continue
        path = reverse(f"applicant_portal:{name}", kwargs={part: parts[part] for part in wants}, urlconf="bops.urls_public")
        page = inside.get(path)
        if page.streaming:
            assert b"".join(page)  # type: ignore[arg-type]  # a file is open until it was read
        assert page.status_code in {200, 204, 302, 405}, f"{route}: {page.status_code}"
        if page.status_code == 200:
            assert "no-store" in page["Cache-Control"], route


def test_things_that_are_not_there_are_404_inside_too(authority: Any, link: Any, parts: dict[str, Any]) -> None:
    inside = coming_in(authority, link[1])
    strange = {"request_id": uuid.uuid4(), "public_id": uuid.uuid4(), "reference": "26-00000-NONE", "colleague_id": uuid.uuid4()}
    for name, route, wants in addresses():
        if not set(wants) & set(strange):
            continue
        given = {part: strange.get(part, parts[part]) for part in wants}
        path = reverse(f"applicant_portal:{name}", kwargs=given, urlconf="bops.urls_public")
        assert {inside.get(path).status_code, inside.post(path).status_code} <= {404, 405}, route
