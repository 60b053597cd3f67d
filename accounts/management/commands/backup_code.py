"""`manage.py backup_code EMAIL`: one backup code for somebody who has neither their app nor their email, such as the first administrator.

It is good for one sign-in, after the password; whoever may run this may see everything anyway. Earlier backup codes stop working.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from accounts.selectors import post_council
from accounts.services import make_backup_codes
from audit.actors import System
from core.tenancy import acting_for


class Command(BaseCommand):
    help = "Make one backup code for a person."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError(f"Nobody has the address {options['email']}.")
        by, now, council = System("The server's command line"), timezone.now(), post_council(user, None)
        if council is None:
            codes = make_backup_codes(user=user, authority=None, by=by, now=now, number=1)
        else:
            with acting_for(council):
                codes = make_backup_codes(user=user, authority=council, by=by, now=now, number=1)
        self.stdout.write(codes[0])
