"""Submissions a second: the web server as `make run` starts it (2 processes), 8 senders at once, each document with a red line and 2 files.

Works in a database of its own, made and dropped here, and in a Redis database that nothing else uses. Prints, for each door, submissions a
second, the time within which half and 95 in 100 were answered, and how often the bare reading of their JSON would fit into that time; and
how many of the machine's cores were busy meanwhile, and with the web server's processes: on a shared machine the rest is not BOPS alone.
"""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from benchmarks.scratch import ROOT, Scratch, address, scaled

NAME, REDIS_DATABASE = "bops_bench_intake", 7
SENDERS = 8
APPLICATIONS = scaled(240, 16)
TOKEN = "bops_the-token-of-a-benchmark"  # noqa: S105
START_SECONDS, ANSWER_SECONDS = 60, 120


scratch = Scratch(
    NAME, settings="bops.settings.demo", REDIS_URL=urlunsplit(urlsplit(address("REDIS_URL"))._replace(path=f"/{REDIS_DATABASE}"))
)

import redis  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from applications.models import PlanningApplication  # noqa: E402
from core.db.owner import as_owner  # noqa: E402
from core.tenancy import acting_for  # noqa: E402
from tests.factories import odp  # noqa: E402
from tests.factories.accounts import ApiClientFactory, LocalAuthorityFactory  # noqa: E402


@contextlib.contextmanager
def web_server() -> Iterator[tuple[int, int]]:
    """The port of a server on the benchmark's database, and its process group."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(ROOT / ".venv" / "bin" / "gunicorn"), "bops.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--preload", "--no-control-socket", "--log-level", "error"]
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(command, cwd=ROOT, start_new_session=True, stdout=log, stderr=log)
        try:
            wait_for(server, port)
            yield port, server.pid
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(20)


def wait_for(server: subprocess.Popen, port: int) -> None:
    for _ in range(START_SECONDS * 10):
        if server.poll() is not None:
            sys.exit("The web server did not start.")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    sys.exit(f"The web server did not answer within {START_SECONDS} seconds.")


def send_all(port: int, host: str, door: str, bodies: list[bytes]) -> tuple[float, list[float]]:
    """Every body through a door by SENDERS at once: the seconds of the whole, and of each."""
    waiting, seconds, wrong = iter(bodies), [], []
    lock = threading.Lock()
    headers = {"Host": host, "Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}

    def sender() -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
        while True:
            with lock:
                body = next(waiting, None)
            if body is None:
                break
            began = time.perf_counter()
            line.request("POST", f"/api/v2/{door}", body, headers)
            answer = line.getresponse()
            text = answer.read()
            seconds.append(time.perf_counter() - began)
            if answer.status not in (200, 202):
                wrong.append((answer.status, text[:300]))
        line.close()

    threads = [threading.Thread(target=sender) for _ in range(SENDERS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = time.perf_counter() - began
    assert not wrong, wrong[0]
    assert len(seconds) == len(bodies)
    return whole, sorted(seconds)


def seconds_of(group: int) -> tuple[float, float]:
    """CPU seconds so far: of a process group, and of the whole machine where it was not idle."""
    ours, tick = 0, os.sysconf("SC_CLK_TCK")
    for process in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # one that has ended meanwhile
            columns = process.read_text().rpartition(")")[2].split()
            ours += int(columns[11]) + int(columns[12]) if int(columns[2]) == group else 0
    columns = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
    busy = sum(int(column) for number, column in enumerate(columns) if number not in (3, 4))  # idle, and waiting for a disk
    return ours / tick, busy / tick


def report(title: str, bodies: list[bytes], server: tuple[int, int], host: str, door: str, parse: float) -> float:
    port, group = server
    before = seconds_of(group)
    whole, seconds = send_all(port, host, door, bodies)
    cores = [(after - start) / whole for start, after in zip(before, seconds_of(group), strict=True)]
    rate = len(bodies) / whole
    half, most = (seconds[int(len(seconds) * share)] * 1000 for share in (0.5, 0.95))
    figures = f"{rate:>8.1f} a second{half:>8.0f} ms{most:>8.0f} ms{whole / len(bodies) / parse:>8.0f}"
    print(f"{title:44}{figures}{cores[0]:>10.1f} of {cores[1]:.1f} of {os.cpu_count()}")
    return rate


def parse_seconds(bodies: list[bytes]) -> float:
    began = time.perf_counter()
    for body in bodies:
        json.loads(body)
    return (time.perf_counter() - began) / len(bodies)


def main() -> None:
    with as_owner():
        call_command("migrate", verbosity=0)
    call_command("load_reference_data", verbosity=0)
    council = LocalAuthorityFactory.create()
    with acting_for(council):
        ApiClientFactory.create(authority=council, token=TOKEN)
    connection.close()
    bodies = [odp.body() for _ in range(APPLICATIONS)]
    later = [odp.encoded(odp.change(json.loads(body), data__proposal__description="Two rooms")) for body in bodies]
    parse, host = parse_seconds(bodies), council.officer_host
    with web_server() as server:
        send_all(server[0], host, "planning_applications", [odp.body() for _ in range(2 * SENDERS)])  # processes are warm
        print(f"{'':44}{'rate':>17}{'half':>11}{'95 in 100':>11}{'parse':>8}  cores: server, busy, all")
        made = report("new, a case in the same answer", bodies, server, host, "planning_applications", parse)
        again = report("the same again", bodies, server, host, "planning_applications", parse)
        report("a later version, with its differences", later, server, host, "planning_applications", parse)
        left = [odp.body() for _ in range(APPLICATIONS)]
        report("left, kept and answered at once", left, server, host, "submissions", parse)
    with acting_for(council):
        cases = PlanningApplication.objects.count()
    assert cases == APPLICATIONS + 2 * SENDERS, f"{cases} cases of {APPLICATIONS + 2 * SENDERS} applications"
    print(f"A repeat costs {made / again:.2f} of a new one; {cases} applications are {cases} cases.")


signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
try:
    with scratch:
        main()
finally:
    redis.Redis.from_url(os.environ["REDIS_URL"]).flushdb()
