"""Commands about people."""

import io
from contextlib import nullcontext

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts import services
from accounts.demo import PASSWORD
from core.tenancy import acting_for
from tests.factories.accounts import LocalAuthorityFactory, MembershipFactory, UserFactory


def run(*words):
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


class TestDemoSignIns:
    def test_it_prints_addresses_people_and_the_password(self, settings, authority):
        settings.DEMO, settings.PUBLIC_PORT = True, "8000"
        member = MembershipFactory(authority=authority, roles=["reviewer"])
        left = MembershipFactory(authority=authority, ended_at=timezone.now())
        staff = UserFactory(is_staff=True)
        said = run("demo_signins")
        assert f"http://{authority.officer_host}:8000/" in said and f"http://{authority.public_host}:8000/" in said
        assert "http://config.bops.localhost:8000/admin/" in said
        assert member.user.email in said and "Reviewer" in said and staff.email in said and PASSWORD in said
        assert left.user.email not in said

    def test_it_keeps_quiet_outside_the_demo(self, authority):
        with pytest.raises(CommandError):
            run("demo_signins")

    def test_an_empty_demo_says_what_to_run(self, settings, db):
        settings.DEMO = True
        with pytest.raises(CommandError, match="load_demo"):
            run("demo_signins")


class TestBackupCode:
    @pytest.mark.parametrize("belongs", [True, False])
    def test_it_lets_somebody_in_once(self, db, belongs):
        user = UserFactory()
        council = MembershipFactory(authority=LocalAuthorityFactory(), user=user).authority if belongs else None
        code = run("backup_code", user.email.upper()).strip()
        with acting_for(council) if council else nullcontext():
            assert services.check_code(user=user, factor="backup", code=code, authority=council, now=timezone.now())

    def test_an_unknown_address_is_said(self, db):
        with pytest.raises(CommandError, match="Nobody has the address"):
            run("backup_code", "nobody@example.com")
