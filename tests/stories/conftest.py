"""The browser of the stories: the distribution's Chromium, quiet, without a sandbox where root runs it."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# Playwright's synchronous interface keeps an event loop in this thread; Django's ORM is used beside it, never inside it
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE = 15_000  # milliseconds that anything may take to come: nothing on an idle machine needs a tenth of it
# A form that was filled in wrongly, a page without permission: the browser notes it, the page says what to do.
# And the map library notes that a map has no room while its page is being left.
REFUSED = re.compile(r"status of (403|409|422)|No map visible because|net::ERR_CONNECTION_RESET")
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.fail("Chromium is not installed: run `make setup`.")
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": chromium, "args": FLAGS + root}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/London", "bypass_csp": False}


@pytest.fixture
def console(page: Any) -> list[str]:
    """Errors and warnings that the page's console has said so far."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.fixture
def quiet_page(page: Any, console: list[str]) -> Iterator[Any]:
    """A page whose console must stay empty: a breach of the content security policy or a script's error fails the story."""
    yield page
    assert console == []


# What a page is built of: elements, attributes and where there are words, in order. Names of this council and numbers do not count.
BUILT_OF = """() => {
  const kept = ["id", "for", "name"], known = ["class", "role", "type"], found = [innerWidth];
  for (const element of document.querySelectorAll("*")) {
    const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const attributes = [...element.attributes].map(({ name, value }) => {
      if (kept.includes(name)) return name + value.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "-");
      return name + (known.includes(name) || name.startsWith("aria-") ? value.replace(/[0-9]+/g, "0") : Boolean(value.trim()));
    });
    found.push(element.localName, own, Boolean(element.offsetParent), Boolean(element.checked), ...attributes);
  }
  return found.join("|");
}"""


@pytest.fixture(scope="session")
def built_before() -> set[str]:
    """What the pages were built of in which axe has found nothing: a page that is the same in all but its words is not looked at again."""
    return set()


@pytest.fixture
def accessible(built_before: set[str]) -> Any:
    """`accessible(page)` asserts that axe finds nothing against WCAG 2.2 AA on the page as it stands."""
    source = AXE.read_text()
    options = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"]}

    def check(page: Any) -> None:
        built = page.evaluate(BUILT_OF)
        if built in built_before:
            return
        # evaluated by the debugger, so the page's own policy stays as strict as it is for people
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(source)
        found = page.evaluate("options => axe.run(document, options)", options)
        faults = [f"{fault['id']}: {node['html'][:120]} ({fault['help']})" for fault in found["violations"] for node in fault["nodes"]]
        assert faults == [], f"{page.url}\n" + "\n".join(faults)
        built_before.add(built)

    return check


@pytest.fixture(scope="session")
def story_server(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """A web server in a thread. What stories write is committed and stays: each makes a council of its own, and nothing is truncated."""
    from pytest_django.live_server_helper import LiveServer

    with django_db_blocker.unblock():
        server = LiveServer("127.0.0.1")
        yield server
        server.stop()


@pytest.fixture(scope="session")
def story_files() -> Iterator[Any]:
    """The host that submissions fetch their files from."""
    from tests.fakes.file_host import FileHost

    with FileHost() as host:
        yield host


@pytest.fixture
def town(story_server: Any, story_files: Any, django_db_blocker: Any) -> Iterator[Any]:
    """A new council with its server."""
    import uuid

    from django.db import connection

    from core.tenancy import acting_for
    from tests.factories.accounts import LocalAuthorityFactory
    from tests.stories.town import Town

    with django_db_blocker.unblock():
        assert connection.settings_dict["NAME"].startswith("test_"), "Stories write for good: never into another database."
        name = f"story-{uuid.uuid4().hex[:8]}"
        council = LocalAuthorityFactory.create(subdomain=name, council_code=name[-4:], short_name=f"Council {name[-8:]}")
        with acting_for(council):
            yield Town(council, int(story_server.url.rsplit(":", 1)[1]), story_files)


@pytest.fixture(scope="session", autouse=True)
def patient() -> None:
    from playwright.sync_api import expect

    expect.set_options(timeout=PATIENCE)


@pytest.fixture
def visit(browser: Any, browser_context_args: dict[str, Any], town: Any, accessible: Any) -> Iterator[Any]:
    """`visit(Officer, "case_officer")` or `visit(Applicant, phone=True)`: a person with a browser; a noisy console fails the story."""
    contexts, said = [], []

    def arrive(kind: Any, role: str = "", *, phone: bool = False, javascript: bool = True) -> Any:
        size = {"width": 375, "height": 800} if phone else {"width": 1280, "height": 900}
        context = browser.new_context(**browser_context_args, viewport=size, java_script_enabled=javascript)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if role:
            context.add_cookies([town.cookie_for(role)])
        page = context.new_page()
        page.on(
            "console",
            lambda message: (
                said.append(message.text) if message.type in {"error", "warning"} and not REFUSED.search(message.text) else None
            ),
        )
        page.on("pageerror", lambda error: said.append(str(error)))
        return kind(page, town, accessible)

    yield arrive
    for number, context in enumerate(contexts):
        if os.environ.get("STORY_SHOTS"):  # a folder: what each person saw last, to look at when a story fails
            context.pages[0].screenshot(path=Path(os.environ["STORY_SHOTS"]) / f"{number}.png", full_page=True)
        context.close()
    assert said == []


@pytest.fixture
def travel() -> Iterator[Any]:
    """`travel(when)`: from now on it is `when`, and time goes on from there. Whoever is signed in must sign in again after 12 hours."""
    import time_machine

    journeys: list[Any] = []

    def go(when: Any) -> None:
        journey = time_machine.travel(when, tick=True)
        journey.start()
        journeys.append(journey)

    yield go
    for journey in reversed(journeys):
        journey.stop()
