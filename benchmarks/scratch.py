"""What every benchmark needs: a database of its own, made before Django reads its settings and dropped at the end; somebody signed in;
seconds; memory. `BENCH_SCALE=0.01` makes each benchmark that much smaller: whether it runs can be seen in a minute, figures cannot."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
SCALE = float(os.environ.get("BENCH_SCALE", "1"))


def scaled(number: int, least: int = 1) -> int:
    """So many, or as many as the scale asks for."""
    return max(least, round(number * SCALE))


def address(name: str) -> str:
    """Of the set-up's PostgreSQL or Redis. Read without Django's settings, which must see the benchmark's own."""
    if name in os.environ:
        return os.environ[name]
    lines = (ROOT / ".local" / "env").read_text().splitlines()
    return next(line.split("=", 1)[1] for line in lines if line.startswith(f"{name}="))


class Scratch:
    """`scratch = Scratch("bops_bench_x")` before any import of Django's, and `with scratch:` around the work."""

    def __init__(self, name: str, *, settings: str = "bops.settings.test", set_up: bool = True, **environment: str) -> None:
        self.name, self.ordinary, self.has_files = name, address("DATABASE_URL"), settings == "bops.settings.test"
        self._execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
        own = urlunsplit(urlsplit(self.ordinary)._replace(path=f"/{name}"))
        os.environ |= {"LOG_LEVEL": "ERROR", **environment, "DATABASE_URL": own, "DJANGO_SETTINGS_MODULE": settings}
        if set_up:
            import django

            django.setup()

    def migrate(self, *, reference_data: bool = True) -> None:
        from django.core.management import call_command

        from core.db.owner import as_owner

        with as_owner():
            call_command("migrate", verbosity=0)
        if reference_data:
            call_command("load_reference_data", verbosity=0)

    def __enter__(self) -> "Scratch":
        return self

    def __exit__(self, *_: object) -> None:
        from django.conf import settings
        from django.db import connection

        if settings.configured:
            connection.close()
            if self.has_files:
                shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
        self._execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _execute(self, *statements: str) -> None:
        with psycopg.connect(self.ordinary, autocommit=True) as link:
            for statement in statements:
                link.execute(statement)


def signed_in(council: Any) -> Any:
    """The browser of a case officer of the council."""
    from django.test import Client
    from django_otp import DEVICE_ID_SESSION_KEY
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from tests.factories.accounts import MembershipFactory

    user = MembershipFactory.create(authority=council, roles=["case_officer"]).user
    client = Client(HTTP_HOST=council.officer_host)
    client.force_login(user, backend="accounts.backends.StaffBackend")
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = TOTPDevice.objects.create(user=user, name="app", confirmed=True).persistent_id
    session["host"] = council.officer_host
    session.save()
    return client


def seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def memory_mb(process: int | None = None) -> float:
    """What a process has in memory at this moment (not the most that it ever had)."""
    lines = Path(f"/proc/{process or 'self'}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmRSS:"))) / 1024
