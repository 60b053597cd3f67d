"""One's own security: an app, backup codes, a password by an emailed link."""

import re
from base64 import b32decode

import pytest
from django.test import RequestFactory
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import services
from audit.models import AuditEvent
from bops.middleware import RequestLogMiddleware
from notifications.models import Message
from tests.accounts.conftest import PASSWORD
from tests.factories.accounts import MembershipFactory, UserFactory

LONG = "three unlikely wombats"


@pytest.fixture
def signed_in(site, person):
    site.sign_in(person)
    return site


class TestApp:
    def test_it_is_set_up_by_scanning_and_entering_a_code(self, signed_in, person):
        assert signed_in.post("/security/app/begin/").headers["location"] == "/security/app/"
        page = signed_in.get("/security/app/")
        assert "<svg" in page.text
        secret = re.search(r"Key: <strong>([A-Z2-7 ]+)</strong>", page.text)[1].replace(" ", "")
        code = totp(b32decode(secret))
        assert signed_in.post("/security/app/", {"code": f"{code:06d}"}).headers["location"] == "/security/"
        assert "Your app is set up" in signed_in.get("/security/").text
        assert AuditEvent.objects.filter(type="authenticator_set_up").exists()

    def test_a_wrong_code_does_not_set_it_up(self, signed_in, person):
        signed_in.post("/security/app/begin/")
        assert "The code is not right" in signed_in.post("/security/app/", {"code": "000000"}).text
        assert not TOTPDevice.objects.filter(confirmed=True).exists()

    def test_a_new_app_replaces_the_old_one_and_the_session_goes_on(self, signed_in, person):
        old = TOTPDevice.objects.create(user=person, name="app", confirmed=True)
        new = services.begin_app(user=person)
        signed_in.post("/security/app/", {"code": f"{totp(new.bin_key):06d}"})
        assert list(TOTPDevice.objects.values_list("pk", flat=True)) == [new.pk] and new.pk != old.pk
        assert signed_in.is_in()

    def test_without_a_beginning_there_is_nothing_to_scan(self, signed_in):
        assert signed_in.get("/security/app/").headers["location"] == "/security/"

    def test_looking_makes_no_secret(self, signed_in):
        signed_in.get("/security/")
        assert signed_in.get("/security/app/begin/").status_code == 405
        assert not TOTPDevice.objects.exists()

    def test_removing_it_asks_to_sign_in_again(self, signed_in, person):
        TOTPDevice.objects.create(user=person, name="app", confirmed=True)
        assert signed_in.post("/security/app/remove/").headers["location"] == "/sign-in/"
        assert not TOTPDevice.objects.exists()
        assert not signed_in.is_in()


class TestBackupCodes:
    def test_ten_are_shown_once(self, signed_in, person):
        codes = re.findall(r"<code>([a-z2-7]{8})</code>", signed_in.post("/security/backup-codes/").text)
        assert len(set(codes)) == 10
        assert "10 unused backup codes" in signed_in.get("/security/").text

    def test_new_ones_end_the_old_ones(self, person, authority):
        def make():
            return services.make_backup_codes(user=person, authority=authority, by=person, now=timezone.now())

        old, new = make(), make()
        with pytest.raises(services.WrongCode):
            services.check_code(user=person, factor="backup", code=old[0], authority=authority, now=timezone.now())
        assert person.staticdevice_set.get().token_set.count() == len(new)


class TestPassword:
    @pytest.fixture
    def link(self, site, person):
        page = site.post("/password/", {"email": person.email})
        assert "Check your email" in page.text
        body = Message.objects.get(template="accounts.set_password").body
        return re.search(r"https?://[^/]+(/password/\S+)", body)[1]

    def test_a_forgotten_password_is_chosen_anew(self, site, person, link):
        assert "Choose your password" in site.get(link).text
        assert site.post(link, {"password": LONG, "again": LONG}).headers["location"] == "/sign-in/"
        assert site.give_password(person, PASSWORD).status_code == 200
        assert site.give_password(person, LONG).status_code == 302

    def test_the_link_works_once(self, site, link):
        site.post(link, {"password": LONG, "again": LONG})
        assert site.get(link).status_code == 410

    def test_looking_at_it_uses_nothing_up(self, site, link):
        site.get(link)
        assert site.get(link).status_code == 200

    @pytest.mark.parametrize("path", ["/password/MQ/abc-def/", "/password/!/x/", "/password/w5w/x/"])
    def test_a_made_up_link_says_so(self, site, authority, path):
        assert "no longer works" in site.get(path).text

    def test_an_unknown_address_gets_the_same_answer_and_no_email(self, site):
        assert "Check your email" in site.post("/password/", {"email": "nobody@example.com"}).text
        assert not Message.objects.exists()

    def test_asking_again_and_again_sends_one(self, site, person, link):
        assert "Check your email" in site.post("/password/", {"email": person.email}).text
        assert Message.objects.count() == 1

    def test_somebody_of_another_council_gets_no_email(self, site):
        site.post("/password/", {"email": MembershipFactory().user.email})
        assert not Message.objects.exists()

    @pytest.mark.parametrize(
        ("password", "again", "words"),
        [("short", "short", "12 characters"), ("password1234", "password1234", "too common"), (LONG, f"{LONG}!", "not the same")],
    )
    def test_a_poor_password_is_refused_with_words(self, site, link, password, again, words):
        assert words in site.post(link, {"password": password, "again": again}).text

    def test_choosing_one_ends_other_sessions(self, site, person, link):
        site.sign_in(person)
        services.choose_password(user=person, password=LONG, authority=person.memberships.get().authority, now=timezone.now())
        assert not site.is_in()


class TestPeople:
    def test_somebody_new_is_invited(self, authority, person):
        made = services.add_person(
            authority=authority, email="new@council.example", name="Nia New", roles=["reviewer"], by=person, now=timezone.now()
        )
        assert (made.user.name, made.roles) == ("Nia New", ["reviewer"])
        assert not made.user.has_usable_password()
        assert Message.objects.get().to == "new@council.example"

    def test_somebody_of_another_council_keeps_name_and_password(self, authority, person):
        user = UserFactory(email="two@council.example", name="Two Councils")
        services.add_person(
            authority=authority, email="TWO@council.example", name="Other", roles=["support"], by=person, now=timezone.now()
        )
        user.refresh_from_db()
        assert user.name == "Two Councils" and user.check_password(PASSWORD)
        assert not Message.objects.exists()

    def test_somebody_who_left_comes_back(self, authority, person):
        left = MembershipFactory(authority=authority, ended_at=timezone.now())
        services.add_person(authority=authority, email=left.user.email, name="", roles=["support"], by=person, now=timezone.now())
        left.refresh_from_db()
        assert left.ended_at is None and left.roles == ["support"]


def test_the_tokens_of_links_stay_out_of_the_log():
    shown = RequestLogMiddleware.format_request(RequestFactory().get("/password/MQ/dijeux-865b9892bfc4cf35c8580ed8a3baabba/"))
    assert shown == "GET /password/MQ/…/"
