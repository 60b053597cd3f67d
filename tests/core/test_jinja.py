"""What templates can rely on: words for dates and money, addresses, and a stop at misspelt names."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import engines
from django.test import RequestFactory
from jinja2 import UndefinedError

from core import filters
from core.jinja import csp_nonce, url_or_none, with_query


def render(source, request=None, **context):
    return engines["jinja2"].from_string(source).render(context, request)


class TestDates:
    def test_days_have_no_leading_nought(self):
        assert filters.show_date(date(2026, 3, 7)) == "7 March 2026"

    def test_moments_are_shown_in_london(self):
        assert filters.show_datetime(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "2 July 2026 at 12:30am"
        assert filters.show_date(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "2 July 2026"

    @pytest.mark.parametrize(
        ("hour", "minute", "words"),
        [(0, 0, "midnight"), (12, 0, "midday"), (9, 0, "9am"), (14, 32, "2:32pm"), (0, 1, "12:01am")],
    )
    def test_times(self, hour, minute, words):
        assert filters.show_time(datetime(2026, 1, 5, hour, minute, tzinfo=UTC)) == words

    @pytest.mark.parametrize(
        ("on", "words"),
        [
            (date(2026, 11, 24), "24 November 2026, today"),
            (date(2026, 11, 25), "25 November 2026, tomorrow"),
            (date(2026, 11, 23), "23 November 2026, yesterday"),
            (date(2026, 11, 27), "27 November 2026, in 3 working days"),
            (date(2026, 11, 28), "28 November 2026, in 3 working days"),
            (date(2026, 11, 20), "20 November 2026, 2 working days ago"),
            (date(2026, 12, 8), "8 December 2026, in 10 working days"),
            (date(2026, 12, 9), "9 December 2026"),
            (date(2030, 1, 1), "1 January 2030"),
        ],
    )
    def test_near_dates_say_how_near(self, on, words):
        assert filters.near_date(on, today=date(2026, 11, 24)) == words

    def test_christmas_is_no_working_day(self):
        assert filters.near_date(date(2026, 12, 29), today=date(2026, 12, 24)).endswith("in 1 working day")

    def test_a_day_between_two_days_off_has_no_working_days_to_count(self):
        assert filters.near_date(date(2026, 11, 22), today=date(2026, 11, 20)) == "22 November 2026"

    @pytest.mark.parametrize("name", ["date", "datetime", "near_date", "money", "number", "filesize"])
    def test_nothing_is_shown_as_asked(self, name):
        assert render("{{ value | %s('not yet') }}" % name, value=None) == "not yet"  # noqa: UP031


class TestWords:
    @pytest.mark.parametrize(
        ("amount", "words"),
        [
            (Decimal("548.00"), "£548"),
            (Decimal("1234.5"), "£1,234.50"),
            (0, "£0"),
            (Decimal("-20"), "−£20"),
            (Decimal("2.345"), "£2.35"),
        ],
    )
    def test_money(self, amount, words):
        assert filters.money(amount) == words

    def test_plural(self):
        assert [render("{{ n }} {{ n|plural('reply', 'replies') }}", n=n) for n in (0, 1, 2)] == ["0 replies", "1 reply", "2 replies"]

    def test_paragraphs_keep_lines_and_no_markup(self):
        words = filters.paragraphs("One <b>\r\nline\r\n\r\n\r\nTwo")
        assert words == '<p class="govuk-body">One &lt;b&gt;<br>line</p>\n<p class="govuk-body">Two</p>'

    @pytest.mark.parametrize(("size", "words"), [(1, "1 byte"), (999, "999 bytes"), (348_000, "348 KB"), (1_240_000, "1.2 MB")])
    def test_file_sizes(self, size, words):
        assert filters.filesize(size) == words


class TestStrictness:
    def test_a_misspelt_name_stops_the_page(self):
        with pytest.raises(UndefinedError):
            render("{{ refrence }}")

    def test_a_missing_attribute_stops_the_page_even_inside_a_macro(self):
        source = '{% from "govuk_frontend_jinja/components/tag/macro.html" import govukTag %}{{ govukTag({"text": thing.lable}) }}'
        with pytest.raises(UndefinedError):
            render(source, thing=object())

    def test_the_design_systems_macros_may_be_given_little(self):
        assert "Send" in render(
            '{% from "govuk_frontend_jinja/components/button/macro.html" import govukButton %}{{ govukButton({"text": "Send"}) }}'
        )

    def test_values_are_escaped(self):
        assert render("{{ value }}", value="<script>") == "&lt;script&gt;"


class TestAddresses:
    def test_a_page_that_this_site_lacks_is_none(self):
        assert url_or_none("nowhere:at_all") is None
        assert url_or_none("core:components") == "/components/"

    def test_query_strings_change_one_value_and_keep_the_rest(self):
        request = RequestFactory().get("/?stage=a&stage=b&page=3&q=x%26y")
        assert with_query(request, page=4) == "?stage=a&stage=b&q=x%26y&page=4"
        assert with_query(request, page=None, sort="-due") == "?stage=a&stage=b&q=x%26y&sort=-due"

    def test_the_nonce_is_the_responses_own(self):
        request = RequestFactory().get("/")
        assert csp_nonce(request) == ""
        request.csp_nonce = "abc"
        assert csp_nonce(request) == "abc"
