"""`manage.py demo_signins`: the addresses of the demo, and who can sign in there."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.demo import PASSWORD
from accounts.models import LocalAuthority, Membership, User
from core.hosts import base_url


class Command(BaseCommand):
    help = "Print the demo's addresses and sign-ins."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Only the demo has sign-ins to print.")
        councils = list(LocalAuthority.objects.order_by("pk"))
        if not councils:
            raise CommandError("The demo is not loaded yet: run manage.py load_demo.")
        for council in councils:
            self._council(council)
        self._whole_system()
        self.stdout.write(f"\nPassword of everybody: {PASSWORD}")
        self.stdout.write("The code that is asked for next is in the outbox: /outbox/ on the council's officers' site.")

    def _council(self, council: LocalAuthority) -> None:
        self.stdout.write(f"\n{council.council_name}")
        self.stdout.write(f"  officers   {base_url(council, 'officers')}/")
        self.stdout.write(f"  public     {base_url(council, 'public')}/")
        self.stdout.write(f"  outbox     {base_url(council, 'officers')}/outbox/")
        members = Membership.objects.filter(authority=council, ended_at=None, user__is_active=True).select_related("user")
        for member in members.order_by("user__email"):
            self.stdout.write(f"  {member.user.email:<42} {member.user.name:<24} {', '.join(member.role_names)}")

    def _whole_system(self) -> None:
        port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
        self.stdout.write(f"\nThe whole system\n  admin      {settings.PUBLIC_SCHEME}://{settings.CONFIG_HOST}{port}/admin/")
        for user in User.objects.filter(is_staff=True, is_active=True):
            self.stdout.write(f"  {user.email:<42} {user.name}")
