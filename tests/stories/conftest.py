"""The browser of the stories: the distribution's Chromium, quiet, without a sandbox where root runs it."""

import os
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


@pytest.fixture
def accessible() -> Any:
    """`accessible(page)` asserts that axe finds nothing against WCAG 2.2 AA on the page as it stands."""
    source = AXE.read_text()

    def check(page: Any) -> None:
        # evaluated by the debugger, so the page's own policy stays as strict as it is for people
        page.evaluate(source)
        found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", AXE_TAGS)
        faults = [f"{fault['id']}: {node['html'][:120]} ({fault['help']})" for fault in found["violations"] for node in fault["nodes"]]
        assert faults == [], f"{page.url}\n" + "\n".join(faults)

    return check
