"""Let a machine talk to a council: prints its token, alone, on the last line."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts import services
from accounts.admin_forms import API_PERMISSIONS
from accounts.models import LocalAuthority
from audit.actors import System
from core.tenancy import acting_for

PLANX_FILES = "api.editor.planx.uk,api.editor.planx.dev"
KNOWN = [code for code, _ in API_PERMISSIONS]


class Command(BaseCommand):
    help = "Make an API client for a council. Its token is printed once and kept nowhere."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("council", help="The council's short name, such as southwark")
        parser.add_argument("--permissions", required=True, help=f"With commas between: {', '.join(KNOWN)}")
        parser.add_argument("--name", default="PlanX", help="What the history calls this client")
        parser.add_argument("--file-hosts", default=PLANX_FILES, help="Hosts that its files may be fetched from, with commas between")

    def handle(self, *args: Any, **options: Any) -> None:
        authority = LocalAuthority.objects.filter(subdomain=options["council"]).first()
        if authority is None:
            names = ", ".join(LocalAuthority.objects.values_list("subdomain", flat=True)) or "none yet"
            raise CommandError(f"There is no council {options['council']}. There are: {names}.")
        permissions = _listed(options["permissions"])
        unknown = [permission for permission in permissions if permission not in KNOWN]
        if unknown or not permissions:
            raise CommandError(f"Unknown permission: {', '.join(unknown) or 'none given'}. Known are: {', '.join(KNOWN)}.")
        with acting_for(authority):
            client, shown = services.make_api_client(
                authority=authority,
                by=System("The command line"),
                now=timezone.now(),
                name=options["name"],
                permissions=permissions,
                file_hosts=_listed(options["file_hosts"]),
            )
        self.stderr.write(
            f"{client.name} may now talk to {authority.council_name} at {authority.officer_host}. Its token, shown this once:"
        )
        self.stdout.write(shown["token"])


def _listed(text: str) -> list[str]:
    return [item.strip() for item in text.split(",") if item.strip()]
