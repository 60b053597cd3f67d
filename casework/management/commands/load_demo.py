"""`manage.py load_demo`: three councils with people, addresses and 340 invented cases; nothing where there is a council."""

import random
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from accounts.models import LocalAuthority, User
from applications.models import ApplicationType, PlanningApplication
from audit.actors import System
from casework.demo import areas, people
from casework.demo.breach import send_reports
from casework.demo.councils import COUNCILS, PEOPLE, DemoCouncil
from casework.demo.portal import send_packages
from casework.demo.story import STAGES, Plot, extend, tell
from core.tenancy import acting_for

# How many days old cases of a stage are, and how many in a hundred are at it.
AGES = {
    "received": (0, 9, 16),
    "invalid": (6, 40, 8),
    "valid": (3, 14, 8),
    "public": (8, 20, 6),
    "consulted": (10, 70, 16),
    "assessed": (32, 75, 10),
    "recommended": (38, 62, 6),
    "returned": (40, 60, 3),
    "accepted": (42, 58, 3),
    "determined": (65, 400, 20),
    "withdrawn": (30, 300, 4),
}
TYPES = {
    "pp.full.householder": 46,
    "ldc.proposed": 14,
    "pa.part1.classA": 12,
    "pp.full.minor": 9,
    "ldc.existing": 3,
    "listed": 4,
    "advertConsent": 2,
    "wtt.consent": 5,
    "approval.conditions": 3,
    "preApp": 2,
}
BUSY_OFFICER_CASES = 60
MANY_COMMENTS = [104, 118, 131]


class Command(BaseCommand):
    help = "Load the demo."

    def handle(self, *args: Any, **options: Any) -> None:
        if LocalAuthority.objects.exists():
            self.stdout.write("The demo is there already; its data is kept.")
            return
        areas.import_all(timezone.now(), timezone.localdate())
        for number, demo in enumerate(COUNCILS):
            with transaction.atomic():
                council = people.make_council(demo)
            with acting_for(council):
                self._fill(council, demo, random.Random(2026 + number))  # noqa: S311
        people.make_people_between_councils()

    def _fill(self, council: LocalAuthority, demo: DemoCouncil, dice: random.Random) -> None:
        sites = people.make_addresses(council, demo)
        dice.shuffle(sites)
        team = {name: User.objects.get(email=f"{name}@{demo.subdomain}.example") for name in PEOPLE}
        types = {row.code: row for row in ApplicationType.objects.filter(code__in=TYPES)}
        for number in range(demo.cases):
            plot = self._plot(council, team, types, sites[number], number, demo, dice)
            with transaction.atomic():
                application = tell(plot)
            if plot.stage in {"consulted", "assessed"} and number % 7 == 0:
                extend(PlanningApplication.objects.get(pk=application.pk), plot, 28)
        if demo.cases < len(sites):
            with transaction.atomic():
                send_packages(council, sites[demo.cases], timezone.now() - timedelta(hours=3), team["validation"])
                send_reports(council, sites[demo.cases + 1 :], timezone.now() - timedelta(days=2), System("PlanX"))
        self.stdout.write(f"{council}: {demo.cases} cases.")

    def _plot(self, council: Any, team: Any, types: Any, site: Any, number: int, demo: DemoCouncil, dice: random.Random) -> Plot:
        stage = STAGES[0] if number < 6 else dice.choices(list(AGES), [share for _, _, share in AGES.values()])[0]
        code = dice.choices(list(TYPES), list(TYPES.values()))[0]
        crowded = demo is COUNCILS[0] and number in range(20, 20 + len(MANY_COMMENTS))
        if crowded:
            stage, code = "consulted", "pp.full.householder"
        if code == "preApp" and stage not in {"received", "invalid", "withdrawn"}:
            stage = "valid"  # advice before an application is neither publicised nor decided
        youngest, oldest, _ = AGES[stage]
        busy = demo is COUNCILS[0] and 10 <= number < 10 + BUSY_OFFICER_CASES
        if busy and stage in {"determined", "withdrawn"}:
            stage, youngest, oldest = "consulted", 12, 70
        received = timezone.localtime() - timedelta(days=dice.randint(youngest, oldest))
        received = received.replace(hour=dice.randint(9, 16), minute=dice.randint(0, 59), second=0, microsecond=0)
        return Plot(
            council=council,
            demo=demo,
            people=team,
            site=site,
            type=types[code],
            stage=stage,
            received_at=min(received, timezone.now() - timedelta(hours=1)),
            officer=self._officer(team, stage, busy, dice),
            dice=dice,
            comments=MANY_COMMENTS[number - 20] if crowded else dice.choice([0, 0, 1, 2, 3, 5]),
            with_files=number % 3 == 0,
        )

    def _officer(self, team: Any, stage: str, busy: bool, dice: random.Random) -> Any:
        if busy:
            return team["case.officer"]
        if stage == "received":
            return None
        return team[dice.choice(["second.officer", "third.officer", "second.officer", "administrator"])] if dice.random() < 0.9 else None
