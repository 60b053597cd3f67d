"""Signing in: a password, then a second factor, on the site of a council that the person belongs to."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import services
from accounts.models import Membership, SignInCode
from audit.models import AuditEvent
from notifications.models import Message
from tests.accounts.conftest import PASSWORD, Site, emailed_code
from tests.factories.accounts import LocalAuthorityFactory, MembershipFactory, SignInCodeFactory, UserFactory


def current_code(device):
    return f"{totp(device.bin_key):06d}"


@pytest.fixture
def app(person):
    return TOTPDevice.objects.create(user=person, name="app", confirmed=True)


class TestPassword:
    def test_the_page_asks_for_email_and_password(self, site):
        page = site.get("/sign-in/")
        assert page.status_code == 200
        assert "Email address" in page.text and "Password" in page.text

    def test_every_other_page_leads_to_it_and_back(self, site):
        assert site.get("/security/?a=1&b=2").headers["location"] == "/sign-in/?next=%2Fsecurity%2F%3Fa%3D1%26b%3D2"

    def test_a_password_alone_opens_nothing(self, site, person):
        assert site.give_password(person).headers["location"] == "/sign-in/code/"
        assert not site.is_in()

    @pytest.mark.parametrize("email", ["nobody@council.example", ""])
    def test_a_wrong_password_and_an_unknown_person_read_the_same(self, site, person, email):
        page = site.post("/sign-in/", {"email": email or person.email, "password": "wrong"})
        assert "The email address or the password is wrong" in page.text

    def test_capitals_in_the_address_do_not_matter(self, site, person):
        page = site.post("/sign-in/", {"email": person.email.upper(), "password": PASSWORD})
        assert page.status_code == 302

    def test_empty_fields_say_what_to_do(self, site):
        page = site.post("/sign-in/", {})
        assert "Enter your email address" in page.text and "Enter your password" in page.text

    def test_somebody_of_another_council_is_refused_in_words(self, site, authority):
        stranger = MembershipFactory(authority=LocalAuthorityFactory()).user
        page = site.give_password(stranger)
        assert f"You do not have access to {authority.council_name}" in page.text
        assert site.get("/sign-in/code/").status_code == 302

    def test_somebody_whose_place_has_ended_is_refused(self, site, person, now):
        Membership.objects.filter(user=person).update(ended_at=now)
        assert "You do not have access" in site.give_password(person).text

    def test_somebody_who_was_switched_off_is_refused(self, site, person):
        person.is_active = False
        person.save()
        assert "is wrong" in site.give_password(person).text

    def test_repeated_failures_lock_out_and_say_for_how_long(self, site, person, settings):
        for _ in range(settings.AXES_FAILURE_LIMIT - 1):
            assert site.give_password(person, "wrong").status_code == 200
        assert site.give_password(person, "wrong").status_code == 429
        page = site.give_password(person)
        assert page.status_code == 429, "the right password comes too late"
        assert "Too many wrong passwords" in page.text and "30 minutes" in page.text

    def test_a_colleague_at_the_same_address_is_not_locked_out(self, site, person, authority, settings):
        for _ in range(settings.AXES_FAILURE_LIMIT):
            site.give_password(person, "wrong")
        assert site.give_password(MembershipFactory(authority=authority).user).status_code == 302


class TestEmailedCode:
    def test_the_code_comes_by_email_and_opens_the_site(self, site, person):
        site.give_password(person)
        assert "Check your email" in site.get("/sign-in/code/").text
        assert site.post("/sign-in/code/", {"code": emailed_code()}).headers["location"] == "/"
        assert site.is_in()

    def test_it_leads_back_to_the_page_that_was_asked_for(self, site, person):
        where = site.give_password(person, after="/security/").headers["location"]
        assert site.post(where, {"code": emailed_code()}).headers["location"] == "/security/"

    @pytest.mark.parametrize("after", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
    def test_it_never_leads_elsewhere(self, site, person, after):
        where = site.give_password(person, after=after).headers["location"]
        assert site.post(where, {"code": emailed_code()}).headers["location"] == "/"

    def test_the_code_is_not_kept_in_words(self, site, person):
        site.give_password(person)
        assert emailed_code() not in str(SignInCode.objects.filter(user=person).values())

    def test_a_wrong_code_is_refused(self, site, person):
        site.give_password(person)
        wrong = f"{(int(emailed_code()) + 1) % 1_000_000:06d}"
        assert "The code is not right" in site.post("/sign-in/code/", {"code": wrong}).text
        assert not site.is_in()

    def test_a_code_works_once(self, site, person, authority):
        site.sign_in(person)
        used = emailed_code()
        site.post("/sign-out/")
        with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
            site.give_password(person)
            if emailed_code() == used:  # chance gave the same six digits again: ask for others
                site.post("/sign-in/send-code/")
            assert emailed_code() != used
            assert "not right" in site.post("/sign-in/code/", {"code": used}).text

    def test_a_code_ends_after_ten_minutes(self, site, person):
        site.give_password(person)
        with time_machine.travel(timezone.now() + timedelta(minutes=11)):
            assert "too old" in site.post("/sign-in/code/", {"code": emailed_code()}).text

    def test_five_wrong_tries_end_a_code(self, person, authority):
        at = timezone.now()
        SignInCodeFactory(user=person, code="123456", expires_at=at + timedelta(minutes=10))

        def enter(code, minute):
            with time_machine.travel(at + timedelta(minutes=minute)):
                return services.check_code(user=person, factor="email", code=code, authority=authority, now=at + timedelta(minutes=minute))

        for minute in range(1, 6):
            with pytest.raises(services.WrongCode):
                enter("654321", minute)
        with pytest.raises(services.WrongCode):
            enter("123456", 8)

    def test_four_wrong_tries_do_not(self, person, authority):
        SignInCodeFactory(user=person, code="123456", tries_left=1, expires_at=timezone.now() + timedelta(minutes=1))
        assert services.check_code(user=person, factor="email", code="123456", authority=authority, now=timezone.now())

    def test_two_people_with_the_same_code_have_different_hashes(self, person):
        assert SignInCodeFactory(user=person).code_hash != SignInCodeFactory().code_hash

    def test_tries_in_quick_succession_have_to_wait(self, site, person):
        site.give_password(person)
        for _ in range(2):
            page = site.post("/sign-in/code/", {"code": "000000" if emailed_code() != "000000" else "111111"})
        assert "Too many wrong codes. Wait" in page.text

    def test_another_code_can_be_asked_for_after_a_moment(self, site, person):
        site.give_password(person)
        site.post("/sign-in/send-code/")
        assert Message.objects.count() == 1
        assert "We sent a code moments ago" in site.get("/sign-in/code/").text
        with time_machine.travel(timezone.now() + timedelta(seconds=31)):
            site.post("/sign-in/send-code/")
        assert Message.objects.count() == 2

    def test_the_password_step_is_forgotten_after_a_quarter_of_an_hour(self, site, person):
        site.give_password(person)
        with time_machine.travel(timezone.now() + timedelta(minutes=16)):
            assert site.get("/sign-in/code/").headers["location"] == "/sign-in/"
            assert site.post("/sign-in/send-code/").headers["location"] == "/sign-in/"

    @pytest.mark.parametrize("code", ["12345", "abcdef", "1234567", ""])
    def test_what_is_no_code_says_what_to_do(self, site, person, code):
        site.give_password(person)
        assert site.post("/sign-in/code/", {"code": code}).status_code == 200

    def test_spaces_are_forgiven(self, site, person):
        site.give_password(person)
        code = emailed_code()
        assert site.post("/sign-in/code/", {"code": f" {code[:3]} {code[3:]} "}).status_code == 302

    def test_signing_in_is_in_the_councils_history(self, site, person):
        site.sign_in(person)
        event = AuditEvent.objects.get(type="signed_in")
        assert (event.actor_name, event.data) == (person.name, {"factor": "an emailed code"})


class TestApp:
    def test_an_app_comes_first_and_nothing_is_emailed(self, site, person, app):
        site.give_password(person)
        assert "your app shows" in site.get("/sign-in/code/").text
        assert not Message.objects.exists()
        assert site.post("/sign-in/code/", {"code": current_code(app)}).status_code == 302
        assert site.is_in()

    def test_the_code_can_be_emailed_instead(self, site, person, app):
        site.give_password(person)
        where = site.post("/sign-in/send-code/").headers["location"]
        assert site.post(where, {"code": emailed_code()}).status_code == 302
        assert site.is_in()

    def test_a_code_of_the_app_works_once(self, site, person, app):
        site.give_password(person)
        code = current_code(app)
        site.post("/sign-in/code/", {"code": code})
        site.post("/sign-out/")
        site.give_password(person)
        assert site.post("/sign-in/code/", {"code": code}).status_code == 200

    def test_a_code_of_an_hour_ago_is_refused(self, person, app):
        with pytest.raises(services.WrongCode):
            services.check_code(user=person, factor="app", code=f"{totp(app.bin_key, t0=3600):06d}", authority=None, now=timezone.now())

    def test_an_app_that_was_never_confirmed_does_not_count(self, site, person):
        services.begin_app(user=person)
        site.give_password(person)
        assert "Check your email" in site.get("/sign-in/code/?by=app").text


class TestBackupCode:
    def test_each_works_once(self, site, person, authority):
        first, second = services.make_backup_codes(user=person, authority=authority, by=person, now=timezone.now())[:2]
        for code, status in [(first, 302), (first, 200), (second, 200)]:
            site.give_password(person)
            assert site.post("/sign-in/code/?by=backup", {"code": code.upper()}).status_code == status
        with time_machine.travel(timezone.now() + timedelta(minutes=1)):
            site.give_password(person)
            assert site.post("/sign-in/code/?by=backup", {"code": second}).status_code == 302

    def test_they_are_not_kept_in_words(self, person, authority):
        codes = services.make_backup_codes(user=person, authority=authority, by=person, now=timezone.now())
        device = person.staticdevice_set.get()
        assert not set(device.token_set.values_list("token", flat=True)) & set(codes)


class TestSession:
    def test_signing_out_needs_a_press_of_the_button(self, site, person):
        site.sign_in(person)
        assert site.get("/sign-out/").status_code == 405
        site.post("/sign-out/")
        assert not site.is_in()

    def test_a_cookie_carried_to_another_councils_host_opens_nothing(self, site, person):
        other = LocalAuthorityFactory()
        MembershipFactory(authority=other, user=person)
        site.sign_in(person)
        elsewhere = Site(site.client, other.officer_host)
        assert not elsewhere.is_in()
        assert site.is_in()

    def test_a_place_that_ends_closes_open_sessions(self, site, person, now):
        site.sign_in(person)
        Membership.objects.filter(user=person).update(ended_at=now)
        assert not site.is_in()

    def test_somebody_signed_in_need_not_sign_in_again(self, site, person):
        site.sign_in(person)
        assert site.get("/sign-in/").headers["location"] == "/"

    def test_the_session_gets_a_new_key_at_each_step(self, site, person):
        site.give_password(person)
        halfway = site.client.cookies["sessionid"].value
        site.post("/sign-in/code/", {"code": emailed_code()})
        assert site.client.cookies["sessionid"].value != halfway

    def test_the_cookie_is_for_this_host_alone(self, site, person):
        site.give_password(person)
        cookie = site.client.cookies["sessionid"]
        assert cookie["domain"] == "" and cookie["httponly"]

    def test_the_public_site_has_no_sign_in(self, client, authority):
        assert client.get("/sign-in/", headers={"host": authority.public_host}).status_code == 404


class TestWholeSystem:
    @pytest.fixture
    def config(self, settings):
        return Site(Client(), settings.CONFIG_HOST)

    def test_staff_sign_in_with_an_emailed_code_from_a_council_of_theirs(self, config, authority):
        staff = MembershipFactory(authority=authority, user=UserFactory(is_staff=True)).user
        assert config.get("/admin/").headers["location"] == "/admin/login/?next=/admin/"
        assert config.get("/admin/login/?next=/admin/").headers["location"] == "/sign-in/?next=%2Fadmin%2F"
        config.give_password(staff)
        assert config.post("/sign-in/code/", {"code": emailed_code()}).headers["location"] == "/admin/"
        assert config.get("/admin/").status_code == 200

    def test_staff_of_no_council_are_told_to_use_a_backup_code(self, config, db):
        staff = UserFactory(is_staff=True)
        config.give_password(staff)
        assert "No council can write to you" in config.get("/sign-in/code/").text
        code = services.make_backup_codes(user=staff, authority=None, by=staff, now=timezone.now())[0]
        config.post("/sign-in/code/?by=backup", {"code": code})
        assert config.get("/admin/").status_code == 200

    def test_officers_are_refused(self, config, person):
        assert "You do not have access to the whole-system admin" in config.give_password(person).text

    def test_a_password_alone_opens_nothing(self, config, db):
        config.give_password(UserFactory(is_staff=True))
        assert config.get("/admin/").status_code == 302
        assert config.get("/security/").status_code == 302
