"""Asking outside services: what goes wrong is said in plain words, tried again where that helps, and remembered."""

from dataclasses import replace

import pytest
from django.db import transaction
from django.utils import timezone

from core.readonly import refuse_writes
from places import outside
from places.models import OutsideService
from places.outside import Nothing, NotSetUp, OutsideError, Service, ask
from tests.fakes.outside import Bad, OutsideFake

SERVICE = Service("mapit", "MapIt", "wards", url="MAPIT_URL", seconds=0.4)


@pytest.fixture
def fake(settings):
    with OutsideFake() as fake:
        settings.MAPIT_URL = fake.address
        fake.answers("/here", {"name": "Anytown"})
        yield fake


def row():
    return OutsideService.objects.get(key="mapit")


@pytest.mark.django_db
class TestAsking:
    def test_an_answer_is_given_and_noted(self, fake):
        assert ask(SERVICE, "here", params={"q": "a b"}) == {"name": "Anytown"}
        assert fake.asked == [("/here", {"q": ["a b"]}, None)]
        assert row().last_worked_at is not None and row().last_failed_at is None

    def test_a_question_may_be_posted(self, fake):
        ask(SERVICE, "/here", method="POST", body={"type": "Polygon"})
        assert fake.asked[0][2] == {"type": "Polygon"}

    @pytest.mark.parametrize("bad", [Bad.error, Bad.too_many, Bad.html, Bad.cut_short, Bad.hangs_up, Bad.slow])
    def test_one_failure_is_tried_again(self, fake, bad):
        fake.next(bad)
        assert ask(SERVICE, "here") == {"name": "Anytown"}
        assert len(fake.asked) == 2
        assert row().last_failed_at is None

    @pytest.mark.parametrize(
        ("bad", "words"),
        [
            (Bad.error, "MapIt answered with an error (500)."),
            (Bad.html, "MapIt gave an answer that is cut short or not JSON."),
            (Bad.cut_short, "MapIt gave an answer that is cut short or not JSON."),
            (Bad.hangs_up, "MapIt could not be reached: RemoteProtocolError."),
            (Bad.slow, "MapIt did not answer within 0.4 seconds."),
        ],
    )
    def test_three_failures_are_said_in_plain_words(self, fake, bad, words):
        fake.next(bad, bad, bad)
        with pytest.raises(OutsideError) as error:
            ask(SERVICE, "here")
        assert error.value.words == row().last_failure == words
        assert len(fake.asked) == 3
        assert row().failures_in_row == 1

    @pytest.mark.parametrize("bad", [Bad.refused, Bad.not_understood, Bad.redirect])
    def test_a_refusal_is_not_tried_again_and_pauses_nothing(self, fake, bad):
        fake.next(bad)
        with pytest.raises(OutsideError):
            ask(SERVICE, "here")
        assert len(fake.asked) == 1
        assert row().failures_in_row == 0

    @pytest.mark.parametrize("bad", [Bad.not_found, Bad.gone])
    def test_nothing_there_means_that_the_service_works(self, fake, bad):
        fake.next(bad)
        with pytest.raises(Nothing):
            ask(SERVICE, "here")
        assert len(fake.asked) == 1
        assert row().last_worked_at is not None

    def test_too_much_is_not_read_to_its_end(self, fake):
        fake.answers("/here", b'"' + b"x" * 300_000 + b'"')
        with pytest.raises(OutsideError, match="sent more than"):
            ask(replace(SERVICE, most_bytes=100_000), "here")

    def test_waits_grow_and_differ(self, settings):
        settings.OUTSIDE_WAIT_SECONDS = 1
        first, second = [{outside._wait(number) for _ in range(20)} for number in (1, 2)]
        assert len(first) > 10 and 0.5 <= min(first) <= max(first) <= 1.5
        assert min(second) >= 1 and max(second) <= 3


@pytest.mark.django_db
class TestNotAsking:
    def test_without_an_address(self, settings):
        settings.MAPIT_URL = ""
        with pytest.raises(NotSetUp, match="MAPIT_URL is empty"):
            ask(SERVICE, "here")

    @pytest.mark.parametrize("address", ["http://mapit.example", "file:///etc/passwd", "mapit.example"])
    def test_by_anything_but_https(self, settings, address):
        settings.MAPIT_URL = address
        with pytest.raises(NotSetUp, match="must begin with https"):
            ask(SERVICE, "here")

    def test_inside_a_transaction(self, fake):
        with pytest.raises(RuntimeError, match="inside a transaction"), transaction.atomic():
            ask(SERVICE, "here")
        assert fake.asked == []

    def test_after_five_failures_for_a_while(self, fake):
        fake.next(*[Bad.error] * 15)
        for _ in range(5):
            with pytest.raises(OutsideError, match="error"):
                ask(SERVICE, "here")
        with pytest.raises(OutsideError, match="left alone until"):
            ask(SERVICE, "here")
        assert len(fake.asked) == 15
        assert row().paused_until > timezone.now()

    def test_the_pause_ends_when_somebody_says_so_and_with_the_first_good_answer(self, fake):
        OutsideService.objects.create(key="mapit", failures_in_row=7, paused_until=timezone.now() + timezone.timedelta(hours=1))
        outside.end_pause(SERVICE)
        ask(SERVICE, "here")
        assert (row().failures_in_row, row().paused_until) == (0, None)

    def test_each_failure_after_a_pause_pauses_for_longer(self):
        now = timezone.now()
        pauses = [outside._pause(count, now) for count in range(4, 10)]
        assert pauses[0] is None
        assert pauses[1] < pauses[2] < pauses[3] == pauses[4] == pauses[5]


@pytest.mark.django_db
def test_a_page_that_may_not_write_still_gets_its_answer(fake):
    from django.db import connection

    with connection.execute_wrapper(refuse_writes):
        assert ask(SERVICE, "here") == {"name": "Anytown"}
    assert not OutsideService.objects.exists()
