"""Runs BOPS until Ctrl-C: database and broker, demo data, web server, worker, clock. Stops what it started, and only that."""

import contextlib
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".local"
LOGS = LOCAL / "log"
BIN = ROOT / ".venv" / "bin"
START_SECONDS = 60
STOP_SECONDS = 15


class Stop(Exception):
    """Somebody asked for the end (Ctrl-C, SIGTERM, a closed terminal)."""


def ask_to_stop(signum: int, frame: object) -> None:
    raise Stop


def only_one_here() -> TextIO:
    """Holds the lock of this checkout until the process ends."""
    lock = (LOCAL / "run.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit("BOPS already runs from this folder: stop that one first (Ctrl-C in its window).")
    return lock


def free_port() -> int:
    """BOPS_PORT or 8000; another one, with a word about it, when that is taken."""
    wanted = int(os.environ.get("BOPS_PORT") or 8000)
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                print(f"Port {wanted} is taken: using another one.")
                continue
            return probe.getsockname()[1]
    sys.exit("No free port.")


def services(verb: str) -> int:
    return subprocess.run([ROOT / "scripts" / "services.sh", verb], stdout=None if verb == "start" else subprocess.DEVNULL).returncode


def nobody_else(users: TextIO) -> bool:
    """Gives up our part in the database and the broker; false while a test run still has one."""
    fcntl.flock(users, fcntl.LOCK_UN)
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def start(name: str, *command: str) -> subprocess.Popen:
    """A process in a group of its own, writing to .local/log; it ends when this one is killed outright."""
    with (LOGS / f"{name}.log").open("ab") as log:
        return subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", *command],
            cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip


def any_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_web(port: int) -> subprocess.Popen:
    return start(
        "web", f"{BIN}/gunicorn", "bops.wsgi:application", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread",
        "--workers", "2", "--threads", "4", "--preload", "--timeout", "60", "--no-control-socket", "--access-logfile", "-",
    )  # fmt: skip


def start_worker() -> subprocess.Popen:
    return start("worker", f"{BIN}/celery", "-A", "bops", "worker", "--concurrency", "2", "--loglevel", "INFO")


def start_clock() -> subprocess.Popen:
    return start("beat", f"{BIN}/celery", "-A", "bops", "beat", "--pidfile", "", "--loglevel", "INFO")


def stop_all(processes: dict[str, subprocess.Popen]) -> None:
    """Asks each group to end, then insists."""
    for process in processes.values():
        signal_group(process, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes.values():
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            signal_group(process, signal.SIGKILL)
            process.wait()
        signal_group(process, signal.SIGKILL)


def signal_group(process: subprocess.Popen, signum: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signum)


def healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def fail_if_one_ended(processes: dict[str, subprocess.Popen]) -> None:
    for name, process in processes.items():
        if process.poll() is not None:
            tail = (LOGS / f"{name}.log").read_text(errors="replace").splitlines()[-25:]
            print(f"The {name} process ended by itself. The end of .local/log/{name}.log:", *tail, sep="\n", file=sys.stderr)
            sys.exit(1)


def wait_until_healthy(processes: dict[str, subprocess.Popen], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not healthy(port):
        fail_if_one_ended(processes)
        if time.monotonic() > deadline:
            sys.exit(f"http://127.0.0.1:{port}/health/ did not answer in {START_SECONDS} seconds; see .local/log.")
        time.sleep(0.1)


def serve() -> None:
    port = free_port()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bops.settings.demo")
    os.environ["BOPS_PORT"] = str(port)
    (LOCAL / "port").write_text(f"{port}\n")
    processes: dict[str, subprocess.Popen] = {}
    were_running = services("status") == 0
    users = (LOCAL / "services.users").open("w")
    fcntl.flock(users, fcntl.LOCK_SH)
    try:
        if services("start") != 0:
            sys.exit("The database or the broker did not start.")
        processes["web"] = start_web(port)  # loads while the database is prepared
        subprocess.run([BIN / "python", ROOT / "scripts" / "prepare.py"], cwd=ROOT, check=True)
        wait_until_healthy(processes, port)
        processes["worker"] = start_worker()
        processes["beat"] = start_clock()
        print(f"\nBOPS is running: http://127.0.0.1:{port}/health/ answers. Logs are in .local/log. Ctrl-C stops it.\n")
        print((LOCAL / "demo_signins").read_text(), flush=True)
        while True:
            fail_if_one_ended(processes)
            time.sleep(1)
    except Stop:
        print("\nStopping.", flush=True)
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)
    finally:
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, signal.SIG_IGN)
        stop_all(processes)
        if not were_running and nobody_else(users):
            services("stop")


if __name__ == "__main__":
    LOGS.mkdir(parents=True, exist_ok=True)
    held = only_one_here()
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, ask_to_stop)
    serve()
