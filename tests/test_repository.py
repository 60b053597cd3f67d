"""The repository keeps its own habits: what people agreed on is checked here, so that nobody has to remember it."""

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent
APPS = [
    "core", "statute", "accounts", "audit", "notifications", "places", "applications", "intake", "documents", "validation",
    "consultation", "assessment", "decision", "casework", "applicant_portal", "reporting", "api", "bops",
]  # fmt: skip
# Shrinks, never grows: files and functions that are longer than agreed.
LONG_FILES: set[str] = set()
LONG_FUNCTIONS: set[str] = set()
# Whole-system work: the only modules that may look across councils, each with its reason at the call.
ACROSS = {
    "accounts/jobs.py",
    "api/jobs.py",
    "casework/jobs.py",
    "consultation/jobs.py",
    "decision/jobs.py",
    "documents/jobs.py",
    "intake/jobs.py",
    "notifications/jobs.py",
    "notifications/selectors.py",  # a provider's receipt names a message and no council
}
NO_FACTORY = {"AuthorityApplicationType", "CaseReference", "ReferenceCounter", "CaseSearch", "StatusChange"}


def sources(*, tests: bool = False) -> list[Path]:
    folders = [ROOT / app for app in APPS] + ([ROOT / "tests"] if tests else [])
    return [path for folder in folders for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_file_is_over_400_lines() -> None:
    long = {name(path) for path in sources(tests=True) if len(path.read_text().splitlines()) > 400}
    assert long == LONG_FILES


def test_no_function_is_over_60_lines() -> None:
    long = set()
    for path in sources():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > 60:
                long.add(f"{name(path)}:{node.name}")
    assert long == LONG_FUNCTIONS


def test_no_page_template_is_over_120_lines() -> None:
    long = [name(path) for path in (ROOT / "templates").rglob("*.jinja") if len(path.read_text().splitlines()) > 120]
    assert long == []


def test_every_template_is_used() -> None:
    text = "\n".join(
        path.read_text() for path in [*sources(tests=True), *(ROOT / "templates").rglob("*.jinja"), *(ROOT / "bops").rglob("*.py")]
    )
    made_from_keys = ("messages/", "print/decision/", "admin_site/", "components/")
    unused = []
    for path in (ROOT / "templates").rglob("*"):
        relative = str(path.relative_to(ROOT / "templates"))
        if path.is_file() and path.suffix in {".jinja", ".html"} and not relative.startswith(made_from_keys) and relative not in text:
            unused.append(relative)
    assert unused == []


@pytest.mark.parametrize("folder", ["components"])
def test_every_component_is_used_by_a_page(folder: str) -> None:
    pages = "\n".join(path.read_text() for path in (ROOT / "templates").rglob("*.jinja"))
    unused = [path.name for path in (ROOT / "templates" / folder).glob("*.jinja") if pages.count(f"{folder}/{path.name}") < 1]
    assert unused == []


def views_of(urlconf: str) -> Iterator[tuple[str, Any]]:
    def walk(patterns: list[Any], prefix: str, inside_admin: bool) -> Iterator[tuple[str, Any]]:
        for pattern in patterns:
            place = prefix + str(pattern.pattern)
            admin = inside_admin or getattr(pattern, "app_name", None) == "admin"
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, place, admin)
            elif isinstance(pattern, URLPattern) and not admin:
                yield place, pattern.callback

    yield from walk(get_resolver(urlconf).url_patterns, "/", False)


@pytest.mark.parametrize("urlconf", ["bops.urls_officers", "bops.urls_public", "bops.urls_config"])
def test_every_url_names_its_permission(urlconf: str) -> None:
    from accounts.middleware import permission_of
    from accounts.permissions import Permission, RequestPermission

    allowed = {value for key, value in vars(RequestPermission).items() if key.isupper()}
    unnamed = [
        place for place, view in views_of(urlconf) if not isinstance(permission_of(view), Permission) and permission_of(view) not in allowed
    ]
    assert unnamed == []


def forms_with_files() -> dict[str, set[Any]]:
    """The forms that have a field for files, by name."""
    from django.forms.forms import BaseForm

    def below(kind: Any) -> Iterator[Any]:
        for one in kind.__subclasses__():
            yield one
            yield from below(one)

    found: dict[str, set[Any]] = {}
    for one in below(BaseForm):
        ours = one.__module__.split(".")[0] != "tests"  # where all tests run, theirs are known too
        if ours and any(field.widget.needs_multipart_form for field in getattr(one, "base_fields", {}).values()):
            found.setdefault(one.__name__, set()).add(one)
    return found


def reads_files(view: Any, forms: dict[str, set[Any]]) -> bool:
    """Whether a view fills a form with files, by its source: of a function with the helpers that it calls, of a class with what it
    inherits, but for what pages pass on that others are made of."""
    kind = getattr(view, "view_class", None)
    if kind is None:
        inner = inspect.unwrap(view)
        source = inspect.getsource(inner)
        helpers = [getattr(inspect.getmodule(inner), name, None) for name in set(re.findall(r"\b(_\w+)\(", source)) - {"_sent"}]
        everything = source + "".join(inspect.getsource(one) for one in helpers if inspect.isfunction(one))
        return "request.FILES" in everything or bool("_sent(" in source and set(forms) & set(re.findall(r"\w+", source)))
    own = [one for one in kind.__mro__ if (ROOT / one.__module__.split(".")[0]).is_dir()]
    source = "".join(inspect.getsource(one) for one in own)
    passed_on = source.replace("self.form_class(request.POST, request.FILES", "")
    used = getattr(kind, "form_class", None)
    named = [name for name in set(forms) & set(re.findall(r"\w+", source)) if getattr(used, "__name__", "") != name or used in forms[name]]
    return "request.FILES" in passed_on or bool(named)


@pytest.mark.parametrize(("urlconf", "least"), [("bops.urls_officers", 10), ("bops.urls_public", 4), ("bops.urls_config", 0)])
def test_every_view_that_reads_files_declares_how_many_and_no_other_does(urlconf: str, least: int) -> None:
    """Whatever else is sent to a page is refused by its length (documents.uploads)."""
    views = list(views_of(urlconf))  # first, for it imports the forms
    forms = forms_with_files()
    reading = {place for place, view in views if reads_files(view, forms)}
    declaring = {place for place, view in views if hasattr(getattr(view, "view_class", view), "takes_files")}
    assert reading == declaring
    assert len(reading) >= least


def test_every_event_type_is_declared_once_and_recorded_somewhere() -> None:
    from audit.registry import all_types

    declared: dict[str, str] = {}
    for path in ROOT.glob("*/events.py"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and getattr(node.value.func, "id", "") == "EventType":
                declared[node.targets[0].id] = node.value.args[0].value  # type: ignore[attr-defined]
    text = "\n".join(path.read_text() for path in sources() if path.name != "events.py")
    assert [constant for constant in declared if not re.search(rf"\b{constant}\b", text)] == []
    assert set(declared.values()) <= set(all_types())


def test_every_model_has_a_factory() -> None:
    text = "\n".join(path.read_text() for path in (ROOT / "tests" / "factories").glob("*.py"))
    ours = {
        model.__name__
        for config in apps.get_app_configs()
        if config.name in APPS
        for model in config.get_models()
        if not model._meta.auto_created
    }
    assert sorted(m for m in ours - NO_FACTORY if f"model = {m}\n" not in text) == []


def test_migrations_have_names_that_say_something() -> None:
    nameless = [name(path) for path in ROOT.glob("*/migrations/0*.py") if re.match(r"\d{4}_auto_", path.name)]
    assert nameless == []


def test_services_know_nothing_of_http() -> None:
    wrong = []
    for path in sources():
        if "services" in path.parts or path.name == "services.py":
            for node in ast.walk(tree_of(path)):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("django.http", "django.shortcuts")):
                    wrong.append(name(path))
    assert wrong == []


def test_views_start_from_the_councils_own_cases() -> None:
    wrong = []
    for path in sources():
        if path.name in {"views.py"} or "views" in path.parts:
            text = path.read_text()
            wrong += [f"{name(path)}: {found}" for found in re.findall(r"\b[A-Z]\w+\.objects\b|get_object_or_404\([A-Z]\w+", text)]
    assert [line for line in wrong if not line.startswith(("accounts/views", "applications/views.py"))] == []


def test_only_named_modules_look_across_councils() -> None:
    found = {name(path) for path in sources() if re.search(r"\bacross_authorities\(", path.read_text()) and name(path) != "core/tenancy.py"}
    assert found <= ACROSS


def test_numbers_of_days_live_in_the_statute_or_in_policy() -> None:
    law = re.compile(r"(timedelta\(days=|add_working_days\([^)]*,)\s*(5|7|8|10|14|15|18|21|28|30|35|42|56|91|112)\b")
    wrong = [
        f"{name(path)}:{number}"
        for path in sources()
        if not name(path).startswith(("statute/", "casework/demo/", "casework/management/commands/load_demo"))
        and path != ROOT / "accounts" / "policy.py"
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if law.search(line)
    ]
    assert wrong == []


def test_the_statute_knows_neither_django_nor_a_database() -> None:
    wrong = [
        name(path)
        for path in (ROOT / "statute").glob("*.py")
        if re.search(r"^\s*(from|import) (django|applications|core)\b", path.read_text(), re.M)
    ]
    assert wrong == []


def test_addresses_that_leave_are_made_by_url_for() -> None:
    """A bare `reverse` in a task, a message or a service would leave without its host."""
    wrong = []
    for path in sources():
        if path.name in {"tasks.py", "messages.py", "jobs.py", "services.py"} or "services" in path.parts:
            for node in ast.walk(tree_of(path)):
                if (
                    isinstance(node, ast.ImportFrom)
                    and node.module == "django.urls"
                    and any(alias.name.startswith("reverse") for alias in node.names)
                ):
                    wrong.append(name(path))
    assert wrong == []


def test_status_is_assigned_in_one_place() -> None:
    wrong = []
    for path in sources():
        if name(path) == "applications/lifecycle.py":
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Attribute) and target.attr == "status" and getattr(target.value, "id", "") == "application":
                        wrong.append(f"{name(path)}:{node.lineno}")
    assert wrong == []


def test_every_outcome_has_a_row_and_every_type_ends_in_one() -> None:
    import tomllib

    from decision.outcomes import OUTCOMES
    from statute.outcomes import OUTCOMES as STATUTORY

    types = tomllib.loads((ROOT / "applications" / "types.toml").read_text())
    used = {outcome for entry in types.values() for outcome in entry["outcomes"]}
    assert used <= set(OUTCOMES)
    assert {o for o in STATUTORY if o not in {"granted_with_conditions", "not_determined"}} <= set(OUTCOMES)


def test_every_decision_topic_of_the_law_has_words() -> None:
    import tomllib

    words = tomllib.loads((ROOT / "decision" / "notice.toml").read_text())["appeal_topics"]
    law = tomllib.loads((ROOT / "statute" / "data" / "appeals.toml").read_text())
    topics = {topic for row in law["appeals"] for topic in [*row.get("topics", []), *([row["topic"]] if "topic" in row else [])]}
    assert topics - set(words) == set()


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 60
