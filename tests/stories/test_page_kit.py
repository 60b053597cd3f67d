"""The page kit in a browser: the gallery under the real content security policy, with keys, ticks, drafts and without scripts."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from csp.utils import build_policy
from django.conf import settings
from django.template import engines
from django.test import RequestFactory

from core import forms, gallery
from core.views import components_gallery, not_found

pytestmark = pytest.mark.story

ADDRESS = "http://bops.test"
NONCE = "a-nonce-for-one-answer"
BUILT = settings.BASE_DIR / "static" / "build"
TASK = """{% extends "layouts/task.jinja" %}{% block evidence %}<p class="govuk-body">What to read</p>{% endblock %}"""


def request_of(path: str) -> Any:
    request = RequestFactory().get(path)
    request.site, request.csp_nonce, request._messages = "officers", NONCE, []
    request.authority = SimpleNamespace(pk=0, council_name="Riverside Council", email="planning@example.gov.uk")
    request.user, request.membership = SimpleNamespace(name="Ann Other", is_authenticated=True), SimpleNamespace(manages_council=False)
    return request


def task_page(request: Any) -> str:
    form = gallery.GalleryForm()
    forms.draw(form.fields["assessment"], autosave="/draft/")
    context = {"case": gallery.CASE, "task": SimpleNamespace(title="Site notice"), "form": form}
    return engines["jinja2"].from_string(TASK).render(context, request)


PAGES = {
    "/components/": lambda request: components_gallery(request).content.decode(),
    "/task/": task_page,
    "/nothing/": lambda request: not_found(request).content.decode(),
}


class Site:
    """Answers the browser without a server: pages with the policy of production, and what the build made."""

    def __init__(self) -> None:
        self.drafts: list[str] = []
        self.answers: list[tuple[int, dict[str, Any]]] = []

    def __call__(self, route: Any) -> None:
        path = route.request.url.removeprefix(ADDRESS).split("?")[0].split("#")[0]
        if path == "/draft/":
            self.drafts.append(route.request.post_data)
            status, body = self.answers.pop(0)
            route.fulfill(status=status, body=json.dumps(body), content_type="application/json")
        elif path.startswith("/static/"):
            route.fulfill(path=BUILT / path.removeprefix("/static/"))
        else:
            html = PAGES.get(path, PAGES["/nothing/"])(request_of(path))
            route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": build_policy(nonce=NONCE)})


@pytest.fixture
def site(page: Any) -> Site:
    answers = Site()
    page.route(f"{ADDRESS}/**", answers)
    return answers


def open_gallery(page: Any) -> Any:
    page.goto(f"{ADDRESS}/components/")
    return page


@pytest.mark.parametrize("width", [320, 375, 640, 1280])
def test_everything_is_accessible_and_fits(site, quiet_page, accessible, width):
    quiet_page.set_viewport_size({"width": width, "height": 900})
    open_gallery(quiet_page)
    assert quiet_page.evaluate("document.documentElement.scrollWidth") <= width
    quiet_page.locator(".app-site-map").first.scroll_into_view_if_needed()
    quiet_page.locator(".app-site-map__map").wait_for()
    accessible(quiet_page)


def test_the_help_opens_and_closes_by_keys_and_is_accessible(site, quiet_page, accessible):
    open_gallery(quiet_page)
    quiet_page.keyboard.press("?")
    assert quiet_page.get_by_role("dialog").is_visible()
    accessible(quiet_page)
    quiet_page.keyboard.press("Escape")
    assert quiet_page.get_by_role("dialog").is_hidden()


def test_keys_do_nothing_while_somebody_types(site, quiet_page):
    open_gallery(quiet_page)
    quiet_page.keyboard.press("/")
    quiet_page.keyboard.type("/jn?x")
    assert quiet_page.get_by_role("search").get_by_role("searchbox").input_value() == "/jn?x"
    assert quiet_page.get_by_role("dialog").is_hidden()


def test_j_and_k_walk_along_a_list_and_x_ticks_a_line(site, quiet_page):
    open_gallery(quiet_page)
    focused = "document.activeElement.textContent"
    steps = []
    for key in "jjk":
        quiet_page.keyboard.press(key)
        steps.append(quiet_page.evaluate(focused))
    assert steps == ["Check the documents", "Check the fee", "Check the documents"]
    quiet_page.get_by_role("link", name="26-00123-HAPP").last.focus()
    quiet_page.keyboard.press("j")
    quiet_page.keyboard.press("x")
    assert quiet_page.get_by_label("Select 26-00124-FUL").is_checked()


def test_n_goes_to_what_is_next(site, quiet_page):
    open_gallery(quiet_page)
    quiet_page.keyboard.press("n")
    quiet_page.wait_for_url("**#next")


def test_ticked_lines_bring_up_what_can_be_done_with_them(site, quiet_page):
    open_gallery(quiet_page)
    bar = quiet_page.get_by_role("region", name="Do with the selected cases")
    assert bar.count() == 0
    quiet_page.get_by_label("Select 26-00123-HAPP").check()
    assert bar.get_by_text("1 selected").is_visible()
    quiet_page.get_by_label("Select all cases").check()
    assert bar.get_by_text("2 selected").is_visible()
    bar.get_by_role("button", name="Clear").click()
    assert not quiet_page.get_by_label("Select 26-00123-HAPP").is_checked()


def test_documents_are_seen_large_one_after_the_other(site, quiet_page, accessible):
    open_gallery(quiet_page)
    quiet_page.get_by_role("link", name="See Existing and proposed elevations large").click()
    viewer = quiet_page.get_by_role("dialog")
    assert viewer.get_by_role("heading").inner_text() == "Existing and proposed elevations (1 of 2)"
    accessible(quiet_page)
    quiet_page.keyboard.press("ArrowRight")
    assert viewer.get_by_role("heading").inner_text() == "Site location plan (2 of 2)"
    quiet_page.keyboard.press("ArrowRight")
    assert viewer.get_by_role("heading").inner_text() == "Existing and proposed elevations (1 of 2)"
    quiet_page.keyboard.press("Escape")
    assert viewer.count() == 0
    assert quiet_page.evaluate("document.activeElement.textContent") == "Existing and proposed elevations"


def test_a_long_text_saves_itself_and_says_when(site, quiet_page):
    site.answers = [(200, {"version": 4})]
    quiet_page.goto(f"{ADDRESS}/task/")
    quiet_page.get_by_label("Assessment").fill("The roof is flat.")
    quiet_page.get_by_text("Saved ").wait_for()
    assert "The roof is flat." in site.drafts[0] and "csrfmiddlewaretoken" in site.drafts[0]


def test_a_text_that_somebody_else_changed_is_kept_and_the_reason_said(site, page):
    site.answers = [(409, {"message": "Rita changed this at 2:30pm."})]
    page.goto(f"{ADDRESS}/task/")
    page.get_by_label("Assessment").fill("My words")
    page.get_by_text("Rita changed this at 2:30pm.").wait_for()
    assert page.get_by_label("Assessment").input_value() == "My words"


def test_leaving_a_changed_form_is_asked_about(site, quiet_page):
    asked: list[str] = []
    quiet_page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    quiet_page.goto(f"{ADDRESS}/task/")
    quiet_page.goto(f"{ADDRESS}/components/")
    assert asked == []
    quiet_page.goto(f"{ADDRESS}/task/")
    quiet_page.get_by_label("Reference on the notice").fill("26")
    quiet_page.goto(f"{ADDRESS}/components/")
    assert asked == ["beforeunload"]


def test_a_choice_opens_what_it_needs(site, quiet_page, accessible):
    quiet_page.goto(f"{ADDRESS}/task/")
    assert quiet_page.get_by_label("Email address of the team").is_hidden()
    quiet_page.get_by_label("Email a team").check()
    assert quiet_page.get_by_label("Email address of the team").is_visible()
    accessible(quiet_page)


def test_what_has_the_cursor_is_not_under_the_bar_of_the_case(site, quiet_page):
    quiet_page.set_viewport_size({"width": 1280, "height": 700})
    quiet_page.goto(f"{ADDRESS}/task/")
    quiet_page.get_by_role("button", name="Save and mark complete").focus()
    for _ in range(12):
        quiet_page.keyboard.press("Shift+Tab")
        hidden = quiet_page.evaluate(
            """() => {
                const bar = document.querySelector(".app-case-bar").getBoundingClientRect();
                const here = document.activeElement;
                return here.closest("main") && here.getBoundingClientRect().bottom <= bar.bottom && here.outerHTML;
            }"""
        )
        assert not hidden, hidden


class TestWithoutScripts:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return {**browser_context_args, "java_script_enabled": False}

    def test_every_place_action_and_drawing_is_there(self, site, page):
        page.set_viewport_size({"width": 375, "height": 900})
        open_gallery(page)
        assert page.get_by_role("button", name="Sign out").is_visible()
        assert page.get_by_role("button", name="Assign to me").is_visible()
        assert page.get_by_role("img", name="127 Lower Marsh Road: a site about").is_visible()
        assert page.get_by_text("Reload this page to see how far it is").is_visible()
        page.get_by_text("Filter (2 chosen)").click()
        assert page.get_by_role("button", name="Show results").is_visible()
        assert page.get_by_label("Email address of the team").first.is_visible()
