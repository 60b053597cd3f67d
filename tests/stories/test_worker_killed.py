"""A real worker is killed in the middle of a batch of letters: the batch is finished once, and no letter is made twice."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from bops.celery import app
from consultation import services
from consultation.jobs import sweep_print_runs
from consultation.models import Letter, PrintRun
from core.tenancy import acting_for
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.consultation import NeighbourFactory

LETTERS = 40
PATIENCE = 120
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def broker() -> Iterator[str]:
    """Tasks go to a Redis database of the test's own instead of running at once."""
    import redis

    before = (app.conf.task_always_eager, app.conf.broker_url, app.conf.broker_write_url)
    url = settings.KILL_TEST_BROKER_URL
    redis.Redis.from_url(url).flushdb()
    app.conf.update(task_always_eager=False, broker_url=url, broker_write_url=url)
    app.set_current()
    forget_connections()
    yield url
    app.conf.update(task_always_eager=before[0], broker_url=before[1], broker_write_url=before[2])
    forget_connections()


def forget_connections() -> None:
    """An eager task has opened a producer to the broker of before: without this, messages go there and nobody reads them."""
    app._pool = None
    app.amqp._producer_pool = None


@pytest.fixture
def start_worker(broker: str) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts a Celery worker as a server would, on the test's database and broker."""
    made = connection.settings_dict
    address = f"postgres://{made['USER']}@{made['HOST']}:{made['PORT']}/{made['NAME']}"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "bops.settings.demo",
        "DATABASE_URL": address,
        "REDIS_URL": broker,
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
    }
    workers: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "celery", "-A", "bops", "worker", "--concurrency", "1", "--loglevel", "ERROR"]
        worker = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
        workers.append(worker)
        return worker

    yield start
    for worker in workers:
        kill(worker)


def kill(worker: subprocess.Popen[bytes]) -> None:
    """The whole worker at once, as when a machine loses power."""
    if worker.poll() is None:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def wait_for(what: Callable[[], Any]) -> Any:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = what()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("It did not happen in time.")


def test_the_batch_is_finished_once(town: Any, start_worker: Any) -> None:
    officer = town.person("case_officer")
    application = PlanningApplicationFactory.create(
        authority=town.council, published=True, case__reference=f"26-{town.council.pk:05d}-HAPP"
    )
    neighbours = [NeighbourFactory.create(case=application.case, address=f"{n} Quarry Road, Anytown") for n in range(1, LETTERS + 1)]
    now = timezone.now()
    run = services.ask_for_letters(application=application, neighbours=neighbours, letter_date=timezone.localdate(now), by=officer, now=now)
    made = Letter.objects.filter(print_run=run).exclude(key="")

    worker = start_worker()
    wait_for(lambda: made.count() >= 3)
    kill(worker)
    before = dict(made.values_list("pk", "made_at"))
    assert len(before) < LETTERS
    assert PrintRun.objects.get(pk=run.pk).state == "making"

    PrintRun.objects.filter(pk=run.pk).update(next_attempt_at=now - timedelta(minutes=1))
    with acting_for(town.council):
        sweep_print_runs()
    start_worker()
    wait_for(lambda: PrintRun.objects.get(pk=run.pk).state == "made")

    after = dict(made.values_list("pk", "made_at"))
    assert len(after) == LETTERS
    assert {pk: after[pk] for pk in before} == before
    assert len(set(made.values_list("key", flat=True))) == LETTERS
    assert application.case.documents.count() == 1
    assert application.case.events.filter(type="neighbour_letters_made").count() == 1
