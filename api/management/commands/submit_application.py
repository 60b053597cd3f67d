"""Send a file to the running BOPS as PlanX would, over HTTP."""

import http.client
import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts import services
from accounts.models import ApiClient, LocalAuthority, hash_token
from api.authentication import WRITE
from audit.actors import System
from core.tenancy import acting_for

PATH = "/api/v2/planning_applications"
ANSWER_SECONDS = 120
TOKEN_LIFE = timedelta(hours=1)
NAME = "PlanX (submit_application)"


class Command(BaseCommand):
    help = "Send an ODP document to a council of the BOPS that runs here; prints the reference, or what is wrong with the document."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("council", help="The council's short name, such as southwark")
        parser.add_argument("file", type=Path, help="A JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        authority = LocalAuthority.objects.filter(subdomain=options["council"]).first()
        if authority is None:
            raise CommandError(f"There is no council {options['council']}.")
        try:
            body = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from None
        status, answer = self._post(authority, body, _token(authority, _hosts(body)))
        if status != 200:
            raise CommandError(_words(status, answer))
        self.stdout.write(answer["id"])

    def _post(self, authority: LocalAuthority, body: bytes, token: str) -> tuple[int, dict[str, Any]]:
        """Python does not know names under .localhost: the machine itself is called, with the council's host name."""
        port = running_port()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
        headers = {"Host": authority.officer_host, "Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        try:
            connection.request("POST", PATH, body, headers)
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        except OSError:
            raise CommandError(f"Nothing answers on port {port}. Start BOPS with: make run") from None
        except ValueError:
            raise CommandError("The answer was not JSON: is this BOPS?") from None
        finally:
            connection.close()


def running_port() -> int:
    """Where the web server of this folder listens: BOPS_PORT, else what `make run` wrote down, else 8000."""
    written = settings.BASE_DIR / ".local" / "port"
    return int(os.environ.get("BOPS_PORT") or (written.read_text() if written.exists() else "8000"))


def _hosts(body: bytes) -> list[str]:
    """The hosts that a document's files are on."""
    try:
        files = json.loads(body).get("files", [])
        return sorted({urlsplit(file["name"]).hostname or "" for file in files} - {""})
    except (ValueError, AttributeError, TypeError, KeyError):
        return []


def _token(authority: LocalAuthority, hosts: list[str]) -> str:
    """The token of this command at a council: one client each, however often it is used, good for an hour from its last use."""
    now = timezone.now()
    token = f"bops_{salted_hmac('api.submit_application', str(authority.pk), algorithm='sha256').hexdigest()}"
    with acting_for(authority), transaction.atomic():
        known = ApiClient.objects.select_for_update().filter(authority=authority, token_hash=hash_token(token)).first()
        if known is None:
            return _first(authority, token, hosts, now)
        known.file_hosts, known.expires_at = sorted({*known.file_hosts, *hosts}), now + TOKEN_LIFE
        known.save(update_fields=["file_hosts", "expires_at"])
    return token


def _first(authority: LocalAuthority, token: str, hosts: list[str], now: datetime) -> str:
    try:
        with transaction.atomic():
            services.make_api_client(
                authority=authority,
                by=System("The command line"),
                now=now,
                name=NAME,
                token=token,
                permissions=[WRITE],
                file_hosts=hosts,
                expires_at=now + TOKEN_LIFE,
            )
    except IntegrityError:  # another call was first
        return _token(authority, hosts)
    return token


def _words(status: int, answer: dict[str, Any]) -> str:
    error = answer.get("error", {})
    faults = [f"  {fault['pointer'] or '/'}: {fault['message']}" for fault in error.get("pointers") or []]
    return "\n".join([f"{status} {error.get('message', '')}: {error.get('detail', '')}", *faults])
