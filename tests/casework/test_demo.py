"""The demo is what a planning service looks like, and each kind of its stories can be told."""

import random
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from applications.models import ApplicationType, BreachReport
from audit.actors import System
from casework.demo import areas, people
from casework.demo.breach import send_reports
from casework.demo.councils import COUNCILS, PEOPLE
from casework.demo.portal import send_packages
from casework.demo.story import STAGES, Plot, tell
from casework.management.commands.load_demo import TYPES, Command
from core.tenancy import acting_for
from intake.models import Submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def southwark(db: None) -> Any:
    council = people.make_council(COUNCILS[0])
    with acting_for(council):
        yield council


def team() -> dict[str, User]:
    return {name: User.objects.get(email=f"{name}@southwark.example") for name in PEOPLE}


def test_there_is_enough_of_everything(southwark: Any) -> None:
    """At least 300 cases at all stages and ages, one officer with 60, three with a hundred comments and more."""
    officers, dice, command = team(), random.Random(2026), Command()
    types = {row.code: row for row in ApplicationType.objects.filter(code__in=TYPES)}
    plots = [command._plot(southwark, officers, types, None, number, COUNCILS[0], dice) for number in range(COUNCILS[0].cases)]
    assert sum(demo.cases for demo in COUNCILS) >= 300
    assert set(STAGES) == {plot.stage for plot in plots}
    assert Counter(plot.officer for plot in plots)[officers["case.officer"]] >= 60
    assert len([plot for plot in plots if plot.comments > 100]) == 3
    late = timezone.now() - timedelta(days=60)
    assert len([plot for plot in plots if plot.stage in {"consulted", "assessed"} and plot.received_at < late]) >= 3


@pytest.mark.parametrize(
    ("stage", "code"),
    [*((stage, "pp.full.householder") for stage in STAGES), *(("determined", code) for code in TYPES if code != "preApp")],
)
def test_a_case_can_be_told_as_far_as(southwark: Any, stage: str, code: str) -> None:
    site = people.make_addresses(southwark, COUNCILS[0])[0]
    officers = team()
    plot = Plot(
        council=southwark,
        demo=COUNCILS[0],
        people=officers,
        site=site,
        type=ApplicationType.objects.get(code=code),
        stage=stage,
        received_at=timezone.now() - timedelta(days=70 if stage == "determined" else 50),
        officer=officers["case.officer"],
        dice=random.Random(7),
        comments=2,
        with_files=True,
    )
    application = tell(plot)
    application.refresh_from_db()
    expected = {
        "received": "not_started",
        "invalid": "invalidated",
        "recommended": "awaiting_determination",
        "accepted": "awaiting_determination",
        "returned": "to_be_reviewed",
        "determined": "determined",
        "withdrawn": "withdrawn",
    }
    assert application.status == expected.get(stage, "in_assessment")
    assert application.case.documents.count() >= 3


def test_the_invented_areas_are_found_on_the_demos_sites(southwark: Any) -> None:
    now = timezone.now()
    areas.import_all(now, now.date())
    site = people.make_addresses(southwark, COUNCILS[0])[0]
    assert areas.is_in_conservation_area(COUNCILS[0], site.point)
    officers = team()
    plot = Plot(
        council=southwark,
        demo=COUNCILS[0],
        people=officers,
        site=site,
        type=ApplicationType.objects.get(code="pp.full.householder"),
        stage="received",
        received_at=now - timedelta(days=2),
        officer=None,
        dice=random.Random(1),
    )
    case = tell(plot).case
    found = {row.code for row in case.constraints.filter(found=True)}
    assert found == {"designated.conservationArea", "articleFour"}
    case.refresh_from_db()
    assert case.ward == "Riverside"


def test_one_case_came_as_a_package_of_the_planning_portal_and_then_in_a_second_version(southwark: Any) -> None:
    site = people.make_addresses(southwark, COUNCILS[0])[0]

    send_packages(southwark, site, timezone.now() - timedelta(hours=3), team()["validation"])

    first, second = Submission.objects.filter(source="planning_portal").order_by("revision")
    assert first.case == second.case
    assert first.case is not None
    assert first.case.alternative_reference.startswith("PP-1340")
    assert first.case.boundary_submitted.contains(site.point)
    assert {row.action for row in second.differences.all()} >= {"description"}


def test_breaches_were_reported_by_people_who_are_named_to_those_who_look_into_them(southwark: Any) -> None:
    sites = people.make_addresses(southwark, COUNCILS[0])[:2]

    send_reports(southwark, sites, timezone.now() - timedelta(days=2), System("PlanX"))

    reports = list(BreachReport.objects.select_related("case").order_by("pk"))
    assert [report.case.kind for report in reports] == ["enforcement", "enforcement"]
    assert all(report.case.boundary_submitted.contains(site.point) for report, site in zip(reports, sites, strict=True))
    assert [party.role for party in reports[0].case.parties.all()] == ["complainant"]
