"""A real worker is killed outright in the middle of a fetch: every file arrives, and each once."""

import os
import signal
import subprocess
import sys
import time
import uuid

import pytest
import redis
from celery import Celery
from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.models import LocalAuthority
from audit.actors import ApiClientActor
from core.tenancy import acting_for
from documents.models import Document
from intake import services
from intake.models import FetchedFile
from intake.services import creating
from tests.factories import odp
from tests.factories.accounts import ApiClientFactory, LocalAuthorityFactory
from tests.fakes.file_host import FileHost

FILES = 50
PATIENCE_SECONDS = 240
BROKER = settings.KILL_TEST_BROKER_URL.rsplit("/", 1)[0] + "/11"  # a Redis database that no other test uses


@pytest.fixture
def broker():
    with redis.Redis.from_url(BROKER) as server, Celery("sender", broker=BROKER, set_as_current=False) as sender:
        server.flushdb()
        yield sender
        server.flushdb()


@pytest.fixture
def start_worker(broker):
    """Start a worker on that broker and on the test's database; all are killed at the end."""
    database = connection.settings_dict
    place = f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    started = []

    def start(stand_in):
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": "bops.settings.test", "DATABASE_URL": place}
        env |= {"REDIS_URL": BROKER, "FETCH_STAND_IN": stand_in}
        command = [sys.executable, "-m", "celery", "-A", "bops", "worker", "--concurrency", "1", "--without-gossip", "--without-mingle"]
        worker = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        started.append(worker)
        return worker

    yield start
    for worker in started:
        kill(worker)


def kill(worker):
    if worker.poll() is None:
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait(10)


def wait_until(true, what):
    until = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < until, f"not within {PATIENCE_SECONDS} seconds: {what}"
        time.sleep(0.1)


@pytest.mark.slow
def test_all_files_arrive_once(django_db_setup, django_db_blocker, broker, start_worker):
    with django_db_blocker.unblock(), FileHost(slow_seconds=0.1) as host:
        before = LocalAuthority.objects.filter(subdomain__startswith="twin-").count()
        authority = LocalAuthorityFactory(subdomain=f"twin-{uuid.uuid4().hex}", council_code=f"T{before:03X}")
        with acting_for(authority):
            client = ApiClientFactory(authority=authority, token=uuid.uuid4().hex, file_hosts=["files.bops.test"])
            case = case_with_files(client)
            fetched = FetchedFile.objects.filter(case=case, state="fetched")
            worker = start_worker(host.address)
            for file in FetchedFile.objects.filter(case=case):
                broker.send_task("intake.tasks.fetch_file", args=[authority.pk, file.pk])
            wait_until(lambda: fetched.count() >= 10, "ten files")
            kill(worker)
            assert fetched.count() < FILES, "the worker was faster than the test"

            start_worker(host.address)
            wait_until(lambda: fetched.count() == FILES, "all files")

            assert Document.objects.filter(case=case).count() == FILES
            assert len(set(Document.objects.filter(case=case).values_list("name", flat=True))) == FILES
        connection.close()


def case_with_files(client):
    files = [{"name": f"{odp.FILES}/bad/slow/plan-{number}.jpg"} for number in range(FILES)]
    now, body = timezone.now(), odp.body(files=files)
    kept = services.receive(authority=client.authority, client=client, source="planx", body=body, headers={}, now=now)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(creating, "enqueue_on_commit", lambda *args: None)
        return services.understand(submission=kept, by=ApiClientActor(client), now=now).submission.case
