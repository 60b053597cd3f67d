"""The ways to run BOPS agree: the set-up of a developer's machine, the image, the compose file, the settings, the documents."""

import importlib.util
import json
import os
import re
import socket
import subprocess
import time
import tomllib
from pathlib import Path

import pytest
import yaml
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()
PYPROJECT = (ROOT / "pyproject.toml").read_text()
READ_BY_LIBRARIES = {"DJANGO_SETTINGS_MODULE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}


def settings_names(*modules: str) -> dict[str, bool]:
    """Each environment variable that the settings modules read, and whether it has a default."""
    names: dict[str, bool] = {}
    for module in modules:
        text = (ROOT / "bops" / "settings" / f"{module}.py").read_text()
        for name, default in re.findall(r'\benv\(\s*"([A-Z0-9_]+)"\s*(,)?', text):
            names[name] = names.get(name, False) or bool(default)
        names.update(dict.fromkeys(re.findall(r'\benv_flag\(\s*"([A-Z0-9_]+)"', text), True))
    return names


def application_environment(service: str) -> dict[str, str]:
    return COMPOSE["services"][service]["environment"]


def serve_module():
    spec = importlib.util.spec_from_file_location("serve", ROOT / "scripts" / "serve.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("service", ["web", "worker", "beat", "migrations"])
def test_the_compose_file_sets_what_the_settings_need(service):
    needed = {name for name, has_default in settings_names("base", "production").items() if not has_default}
    assert needed, "the settings need nothing: this test looks in the wrong place"
    assert needed <= set(application_environment(service))


@pytest.mark.parametrize("service", ["web", "worker", "beat", "migrations"])
def test_the_compose_file_sets_nothing_that_nobody_reads(service):
    assert set(application_environment(service)) <= set(settings_names("base", "production")) | READ_BY_LIBRARIES


def test_the_operating_manual_names_every_setting():
    manual = (ROOT / "docs" / "operating.md").read_text()
    assert [name for name in settings_names("base", "production") if f"`{name}`" not in manual] == []


def test_a_server_runs_the_processes_that_a_developer_runs():
    serve = (ROOT / "scripts" / "serve.py").read_text()
    for words in (["gunicorn", "bops.wsgi:application", "gthread"], ["celery", "worker"], ["celery", "beat"]):
        assert all(word in serve for word in words)
    assert all(word in DOCKERFILE.split("CMD", 1)[1] for word in ("gunicorn", "bops.wsgi:application", "gthread"))
    assert COMPOSE["services"]["worker"]["command"][:4] == ["celery", "-A", "bops", "worker"]
    assert COMPOSE["services"]["beat"]["command"][:4] == ["celery", "-A", "bops", "beat"]
    assert {"db", "redis", "store"} <= set(COMPOSE["services"])


def test_only_the_migrations_sign_in_as_the_owner_of_the_tables():
    users = {name: re.match(r"postgres://(\w+):", application_environment(name)["DATABASE_URL"])[1] for name in ("web", "worker", "beat")}
    assert set(users.values()) == {"bops_web"}
    assert application_environment("migrations")["DATABASE_URL"].startswith("postgres://bops:")


def test_database_roles_are_written_once():
    assert "scripts/roles.sql" in (ROOT / "scripts" / "services.sh").read_text()
    assert any(volume.startswith("./scripts/roles.sql:") for volume in COMPOSE["services"]["db"]["volumes"])
    assert "/scripts/roles.sql" in (ROOT / "docker" / "roles.sh").read_text()


def test_every_file_that_the_compose_file_mounts_exists():
    mounted = [volume.split(":")[0] for service in COMPOSE["services"].values() for volume in service.get("volumes", [])]
    assert [path for path in mounted if path.startswith("./") and not (ROOT / path).exists()] == []


def test_the_image_installs_the_system_packages_of_the_set_up():
    assert "scripts/system_packages.sh base runtime" in DOCKERFILE
    assert "apt-get" not in DOCKERFILE
    assert "scripts/system_packages.sh" in (ROOT / "scripts" / "setup.sh").read_text()


def test_the_image_installs_the_locked_python_packages():
    assert re.search(r"pip sync --require-hashes .*requirements\.txt", DOCKERFILE)
    assert "--require-hashes" in (ROOT / "scripts" / "setup.sh").read_text()


def test_the_image_copies_files_that_exist():
    copied = [word for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.M) for word in line.split()[:-1]]
    assert copied
    assert [path for path in copied if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "package-lock.json"])
def test_lock_files_name_no_address(name):
    text = (ROOT / name).read_text()
    assert '"resolved"' not in text
    assert not re.search(r"--index-url|--find-links|--extra-index-url|file:", text)
    if name != "package-lock.json":  # there, packages name the pages where they ask for money
        assert "://" not in text


def test_every_declared_python_package_is_locked():
    data = tomllib.loads(PYPROJECT)
    for lock, wanted in (("requirements.txt", data["project"]["dependencies"]), ("requirements-dev.txt", data["dependency-groups"]["dev"])):
        locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / lock).read_text(), re.M))
        names = {re.match(r"[A-Za-z0-9-]+", line)[0].lower() for line in wanted}
        assert names - locked == set(), f"run scripts/lock.sh: {lock} is behind pyproject.toml"


def test_the_test_lock_holds_the_versions_of_the_server_lock():
    pins = [
        dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / name).read_text(), re.M)) for name in ("requirements.txt", "requirements-dev.txt")
    ]
    assert [name for name, version in pins[0].items() if pins[1].get(name) != version] == []


def test_every_dependency_says_why_it_is_here():
    block = PYPROJECT.split("dependencies = [", 1)[1].split("# --- ruff", 1)[0]
    lines = [line for line in block.splitlines() if line.strip().startswith('"')]
    assert len(lines) > 30
    assert [line for line in lines if not re.search(r"#\s+\S+", line)] == []


def test_macros_and_styles_are_of_one_version_of_the_design_system():
    package = json.loads((ROOT / "package.json").read_text())
    lock = json.loads((ROOT / "package-lock.json").read_text())
    assert "govuk-frontend 6.3.0" in PYPROJECT.split("govuk-frontend-jinja==", 1)[1].splitlines()[0]
    assert package["dependencies"]["govuk-frontend"] == "6.3.0"
    assert lock["packages"]["node_modules/govuk-frontend"]["version"] == "6.3.0"


def test_each_make_target_is_one_script_that_can_run():
    scripts = re.findall(r"^\t@(\S+)", (ROOT / "Makefile").read_text(), re.M)
    assert {"scripts/run.sh", "scripts/test.sh", "scripts/bench.sh"} <= set(scripts)
    assert [name for name in [*scripts, ".ci/run", "docker/roles.sh"] if not os.access(ROOT / name, os.X_OK)] == []


@pytest.mark.parametrize("script", sorted((ROOT / "scripts").glob("*.sh")), ids=lambda path: path.name)
def test_shell_scripts_can_be_read_by_the_shell(script):
    assert subprocess.run(["bash", "-n", script], capture_output=True, text=True).stderr == ""


def test_a_taken_port_is_left_alone(monkeypatch, capsys):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        monkeypatch.setenv("BOPS_PORT", str(taken))
        port = serve_module().free_port()
    assert port != taken
    assert f"Port {taken} is taken" in capsys.readouterr().out


def test_a_free_port_is_the_one_asked_for(monkeypatch, capsys):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    monkeypatch.setenv("BOPS_PORT", str(free))
    assert serve_module().free_port() == free
    assert capsys.readouterr().out == ""


def test_a_process_that_does_not_answer_is_not_healthy():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert serve_module().healthy(port) is False


def soon(answer) -> bool:
    """Whether `answer()` comes true within five seconds."""
    deadline = time.monotonic() + 5
    while not (found := answer()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return bool(found)


def has_ended(pid: str) -> bool:
    state = Path(f"/proc/{pid}/stat")
    try:
        return state.read_text().split()[2] == "Z"
    except OSError:
        return True


def test_stopping_ends_the_whole_group(tmp_path, monkeypatch):
    serve = serve_module()
    monkeypatch.setattr(serve, "LOGS", tmp_path)
    process = serve.start("group", "bash", "-c", "sleep 60 & echo $!; wait")
    log = tmp_path / "group.log"
    assert soon(lambda: log.read_text().strip())
    child = log.read_text().strip()
    assert not has_ended(child)
    serve.stop_all({"group": process})
    assert process.returncode is not None
    assert soon(lambda: has_ended(child))


@pytest.mark.django_db
def test_the_tests_work_as_the_role_that_row_level_security_binds():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("bops_web", False, False)
