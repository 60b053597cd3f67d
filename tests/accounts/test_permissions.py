"""What a role may do, and who is let into a page."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from accounts.middleware import SignInMiddleware, permission_of
from accounts.permissions import Permission, RequestPermission, open_to, requires
from accounts.roles import ROLES, permissions_of
from tests.factories.accounts import MembershipFactory


def test_roles_add_up():
    assert permissions_of(["land_charges"]) == {Permission.VIEW_CASES}
    both = permissions_of(["validation", "reviewer"])
    assert {Permission.VALIDATE, Permission.DETERMINE} <= both


def test_an_unknown_role_gives_nothing():
    assert permissions_of(["emperor"]) == frozenset()


def test_every_permission_is_held_by_some_role():
    assert permissions_of(list(ROLES)) == set(Permission)


@pytest.mark.parametrize("role", ["support", "validation", "case_officer", "enforcement", "land_charges", "administrator"])
def test_only_reviewers_and_leaders_determine(role):
    assert Permission.DETERMINE not in permissions_of([role])


def test_a_view_names_its_permission():
    assert permission_of(requires(Permission.VALIDATE)(lambda request: None)) == Permission.VALIDATE
    assert permission_of(open_to(RequestPermission.LINK)(lambda request: None)) == RequestPermission.LINK
    assert permission_of(lambda request: None) is None


def test_a_member_without_the_permission_is_refused(authority):
    request = RequestFactory().get("/")
    request.membership = MembershipFactory(authority=authority, roles=["land_charges"])
    with pytest.raises(PermissionDenied, match="mark valid or invalid"):
        requires(Permission.VALIDATE)(lambda request: HttpResponse())(request)


class TestMiddleware:
    """process_view alone: which views a request may reach."""

    @pytest.fixture
    def reach(self, authority):
        def reach(view, roles=None, site="officers"):
            request = RequestFactory().get("/cases/?q=1")
            request.site, request.authority = site, authority
            request.resolver_match = type("Match", (), {"app_names": []})()
            request.membership = MembershipFactory(authority=authority, roles=roles) if roles else None
            request.user = type("Nobody", (), {"is_authenticated": False})()
            return SignInMiddleware(HttpResponse).process_view(request, view, (), {})

        return reach

    def test_a_view_that_names_nothing_is_for_members(self, reach):
        assert reach(lambda request: None).url == "/sign-in/?next=%2Fcases%2F%3Fq%3D1"
        assert reach(lambda request: None, roles=["land_charges"]) is None

    @pytest.mark.parametrize("who", [RequestPermission.PUBLIC, RequestPermission.LINK, RequestPermission.API])
    def test_an_open_view_is_open(self, reach, who):
        assert reach(open_to(who)(lambda request: None)) is None

    def test_a_class_view_is_guarded_before_it_runs(self, reach):
        view = lambda request: None  # noqa: E731
        view.view_class = type("Page", (), {"permission": Permission.DETERMINE})
        assert reach(view).status_code == 302
        with pytest.raises(PermissionDenied):
            reach(view, roles=["support"])
        assert reach(view, roles=["reviewer"]) is None

    def test_the_whole_system_site_is_closed_to_strangers(self, reach):
        assert reach(lambda request: None, site="config").status_code == 302


def test_the_officer_client_of_the_tests_is_signed_in(authority, officer_client):
    client, user = officer_client(authority, roles=["reviewer"])
    page = client.get("/security/")
    assert page.status_code == 200
    assert page.wsgi_request.membership.roles == ["reviewer"]
    assert user.email in page.text
