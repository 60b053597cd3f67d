"""What the components say and leave out."""

import json
import re
from html import unescape
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory

from core import gallery

SQUARE = {"type": "Polygon", "coordinates": [[[-0.1, 51.5], [-0.099, 51.5], [-0.099, 51.501], [-0.1, 51.5]]]}


def component(name, call, query="", **context):
    """What a page gets that imports from components/<name> and writes {{ call }}."""
    macro = call.split("(")[0]
    source = f'{{% from "components/{name}.jinja" import {macro} %}}{{{{ {call} }}}}'
    return engines["jinja2"].from_string(source).render({**context, "request": RequestFactory().get(f"/list/{query}")})


def words(markup):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


class TestDaysBar:
    @pytest.mark.parametrize(
        ("days", "said", "state"),
        [
            (40, "40 days left", "fine"),
            (10, "10 days left", "near"),
            (1, "1 day left", "soon"),
            (0, "0 days left", "soon"),
            (-1, "1 day over", "over"),
        ],
    )
    def test_says_how_long_in_words_as_well_as_in_colour(self, days, said, state):
        markup = component("days_bar", "days_bar(days)", days=days)
        assert words(markup) == said
        assert f"app-days--{state}" in markup

    def test_the_bar_is_as_long_as_what_is_left_and_no_longer(self):
        widths = [re.findall(r'__fill" width="([\d.]+)"', component("days_bar", "days_bar(n, 56)", n=n))[0] for n in (28, 90, 0, -2)]
        assert [float(width) for width in widths] == [50, 100, 0, 100]

    def test_no_limit_has_no_bar(self):
        assert words(component("days_bar", "days_bar(None)")) == "No limit"


class TestTable:
    columns = [{"text": "Case", "key": "case", "sort": "case"}, {"text": "Due", "key": "due", "sort": "due"}]

    def table(self, sort, query=""):
        call = 'data_table(columns, rows, "Cases", request=request, sort=sort, select_name="case")'
        rows = [{"id": 7, "href": "/7/", "case": "26-1", "due": "<b>today</b>"}]
        return component("data_table", call, query, columns=self.columns, rows=rows, sort=sort)

    def test_a_heading_sorts_and_sorts_the_other_way_when_pressed_again(self):
        assert 'aria-sort="ascending"' in self.table("due")
        assert 'href="?stage=a&amp;sort=-due"' in self.table("due", "?stage=a&page=3&sort=due")
        assert 'aria-sort="descending"' in self.table("-due")
        assert 'href="?sort=due"' in self.table("-due")

    def test_values_are_text_unless_they_are_markup(self):
        assert "&lt;b&gt;today" in self.table("due")

    def test_the_tick_box_says_which_line(self):
        assert 'name="case" value="7" data-bulk="item" aria-label="Select 26-1"' in self.table("due")


class TestPagination:
    def shown(self, count, number=1, query=""):
        page = Paginator(range(count), 10).get_page(number)
        return component("pagination", 'pagination(page, request, "cases")', query, page=page)

    def test_says_which_lines_are_shown(self):
        assert "Showing 11 to 20 of 1,234 cases" in words(self.shown(1234, 2))

    def test_one_page_has_no_links(self):
        assert words(self.shown(3)) == "3 cases"
        assert words(self.shown(1)) == "1 case"

    def test_nothing_says_nothing(self):
        assert words(self.shown(0)) == ""

    def test_other_pages_keep_the_filters(self):
        assert 'href="?stage=a&amp;page=3"' in self.shown(100, 2, "?stage=a&page=2")


class TestTaskList:
    def test_a_task_that_cannot_start_is_not_a_link(self):
        markup = component("task_list", "task_list(stages)", stages=gallery.STAGES)
        assert "Press notice</a>" not in markup and "Site notice</a>" in markup

    def test_only_the_next_one_is_marked(self):
        markup = component("task_list", 'task_list(stages, "#next")', stages=gallery.STAGES)
        assert markup.count("app-task-list__item--next") == 1

    def test_every_description_that_is_pointed_at_exists(self):
        markup = component("task_list", "task_list(stages)", stages=gallery.STAGES)
        for ids in re.findall(r'aria-describedby="([^"]+)"', markup):
            assert all(f'id="{name}"' in markup for name in ids.split())


class TestSmallOnes:
    def test_a_fact_that_is_not_known_says_so(self):
        markup = component("facts", "facts(rows)", rows=[{"key": "Agent", "value": ""}, {"key": "Fee", "value": 0}])
        assert words(markup) == "Agent Not given Fee 0"

    def test_no_reasons_no_question(self):
        assert component("why", "why([])").strip() == ""

    def test_a_reason_names_its_law(self):
        markup = component("why", "why(reasons)", reasons=gallery.REASONS)
        assert "DMPO 2015, article 34(2)(b)" in words(markup) and words(markup).startswith("Why this date?")

    def test_work_is_asked_after_until_it_is_done(self):
        assert "hx-get" in component("progress", 'progress("Letters", 4, 9, url="/x/")')
        assert "hx-get" not in component("progress", 'progress("Letters", 7, 9, url="/x/", failed=2)')

    def test_a_map_carries_its_shape_and_nothing_breaks_out_of_it(self):
        shape = SQUARE | {"name": "\"'><script>"}
        markup = component("site_map", 'site_map(shape, "1 High Street")', shape=shape)
        assert json.loads(unescape(re.search(r'data-boundary="([^"]+)"', markup).group(1))) == shape
        assert "<script" not in markup

    def test_no_shape_no_map(self):
        assert words(component("site_map", 'site_map(None, "1 High Street")')) == "There is no drawing of the site yet."

    def test_a_comment_is_text(self):
        markup = component("comment_card", 'comment_card("<script>", "A", at)', at=gallery.RETURNED.at)
        assert "<script>" not in markup

    def test_a_chart_has_its_numbers_in_a_table_too(self):
        bars = [
            SimpleNamespace(label="1 December 2026", value=3, colour="red"),
            SimpleNamespace(label="2 December 2026", value=0, colour=""),
        ]
        said = words(component("bar_chart", 'bar_chart(bars, "Next week")', bars=bars))
        assert "1 December 2026 3" in said and "2 December 2026 0" not in said

    def test_an_empty_chart_is_a_sentence(self):
        assert words(component("bar_chart", 'bar_chart([], "Next week")')) == "Next week: none in this time"

    def test_flash_messages_say_how_it_went(self):
        sent = [SimpleNamespace(level_tag="success", message="2 letters <sent>"), SimpleNamespace(level_tag="error", message="Not sent")]
        markup = component("flash", "flash(sent)", sent=sent)
        assert words(markup) == "Done 2 letters <sent> There is a problem Not sent"
        assert "<sent>" not in markup
