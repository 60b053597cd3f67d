"""An import that is killed in the middle of a file, in a process of its own and without mercy."""

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from accounts.models import LocalAuthority
from core.tenancy import acting_for
from places.models import Address, AddressImport
from tests.factories.accounts import LocalAuthorityFactory
from tests.places import gazetteer_files as made

LINES = 60_000
PATIENCE = 60  # seconds for the process to start reading


@pytest.fixture
def council(django_db_setup: None, django_db_blocker: Any) -> Iterator[LocalAuthority]:
    """A council of the test's own, for good: another process must see it. Its addresses are cleared away."""
    with django_db_blocker.unblock():
        name = f"killed-{uuid.uuid4().hex[:8]}"
        council = LocalAuthorityFactory.create(subdomain=name, council_code=name[-4:])
        with acting_for(council):
            yield council
            Address.objects.all().delete()
        connection.close()


@pytest.mark.slow
def test_a_killed_import_leaves_the_gazetteer_as_it_was_and_can_be_run_again(
    council: LocalAuthority, tmp_path: Path, live_database_url: str
) -> None:
    before = made.core_file(tmp_path / "core_2025-01-01.csv", {"UPRN": "1", "BUILDING_NUMBER": "99"})
    path = made.core_file(tmp_path / "core_2025-02-01.csv", *({"UPRN": str(number)} for number in range(1, LINES + 1)))
    run = [sys.executable, "manage.py", "import_addresses", "--authority", council.subdomain]
    environment = os.environ | {"DATABASE_URL": live_database_url, "DJANGO_SETTINGS_MODULE": "bops.settings.test"}
    subprocess.run([*run, str(before)], env=environment, check=True, capture_output=True)

    process = subprocess.Popen([*run, str(path)], env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    try:
        assert process.stderr is not None
        assert "50,000 lines" in process.stderr.readline()
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stderr.close()
    assert list(Address.objects.values_list("uprn", "lines")) == [("1", "99 Mill Lane")]
    assert AddressImport.objects.first().state == "running"

    wait_until_the_server_has_noticed(council.pk)
    subprocess.run([*run, str(path)], env=environment, check=True, capture_output=True)
    assert Address.objects.count() == LINES
    assert Address.objects.get(uprn="1").lines == "14 Mill Lane"
    assert list(AddressImport.objects.values_list("state", flat=True)) == ["done", "stopped", "done"]


@pytest.fixture
def live_database_url() -> str:
    """The test database, for another process."""
    values = connection.settings_dict
    return f"postgres://{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT']}/{values['NAME']}"


def wait_until_the_server_has_noticed(council: int) -> None:
    """The lock of an import ends with its connection, which PostgreSQL gives up a moment after the process has gone."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 2))", [f"addresses:{council}"])
            if cursor.fetchone()[0]:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 2))", [f"addresses:{council}"])
                return
        time.sleep(0.2)
    raise AssertionError("The lock of the killed import is still held.")
