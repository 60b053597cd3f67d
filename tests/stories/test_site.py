"""An officer compares what was declared with what is published, and looks at the history of the site."""

import random
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon

from applications.surroundings import look_up_site_now
from places.models import Area, DataSet, OutsideService
from tests.factories.applications import CaseConstraintFactory, EarlierApplicationFactory, PlanningApplicationFactory, SiteLookUpFactory
from tests.factories.places import AreaFactory, DataSetFactory, OutsideServiceFactory
from tests.stories.actors import Officer
from tests.stories.town import Town


def box(x: float, y: float, size: float) -> Polygon:
    return Polygon.from_bbox((x, y, x + size, y + size))


@pytest.mark.story
class TestSite:
    """Published areas belong to all councils and stay after a story, so this one plays on a moor where no other does."""

    town: Town

    @pytest.fixture(autouse=True)
    def arrive(self, town: Town, visit: Any, settings: Any) -> Any:
        self.town, self.visit = town, visit
        dice = random.Random()
        x, y = -5 + dice.random(), 57 + dice.random()
        self.application = self.a_case(x, y)
        self.reference = self.application.reference
        case = self.application.case
        CaseConstraintFactory(case=case, entities=[{"name": "Riverside"}])
        CaseConstraintFactory(case=case, code="greenBelt", name="Green belt")
        conservation = DataSetFactory()
        trees = DataSetFactory(key="tree-preservation-zone", name="Tree preservation zones", codes=["tpo"])
        self.areas = [
            AreaFactory(data_set=conservation, name="Far away", shape=MultiPolygon(box(x + 0.1, y, 0.001), srid=4326)[0]),
            AreaFactory(data_set=trees, name="Old pines", codes=["tpo"], shape=Polygon(box(x - 0.002, y - 0.002, 0.0025)[0], srid=4326)),
        ]
        look_up_site_now(case=case, now=case.created_at)
        settings.PAAPI_URL = settings.PLANNING_DATA_URL = "https://example.org"
        self.a_case(x + 0.0001, y, determined=True)
        EarlierApplicationFactory(case=case, url="https://example.org/1", council="anytown")
        SiteLookUpFactory(case=case, what="history", state="done", done_at=case.created_at, next_attempt_at=None)
        yield
        Area.objects.filter(pk__in=[area.pk for area in self.areas]).delete()
        DataSet.objects.filter(pk__in=[conservation.pk, trees.pk], entities=None).delete()
        OutsideService.objects.all().delete()

    def a_case(self, x: float, y: float, **values: Any) -> Any:
        site = MultiPolygon(box(x, y, 0.001), srid=4326)
        return PlanningApplicationFactory.create(
            authority=self.town.council, case__boundary_submitted=site, case__point=site.centroid, **values
        )

    @pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
    def test_what_touches_the_site(self, phone: bool) -> None:
        officer = self.visit(Officer, "case_officer", phone=phone)
        officer.opens(self.reference, "validation/constraints/")
        officer.sees("3 constraints on the site, 2 to compare")
        officer.sees("Old pines")
        officer.sees("Found, not declared")
        officer.sees("Declared, not found")
        officer.page_is_fine()

    @pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
    def test_the_history_of_the_site(self, phone: bool) -> None:
        officer = self.visit(Officer, "case_officer", phone=phone)
        officer.opens(self.reference, "related/")
        officer.sees("Red lines overlap")
        officer.sees("Granted")
        officer.sees("From the index of planning applications" if phone else "Application Refused")
        officer.page_is_fine()

    @pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
    def test_the_outside_services(self, phone: bool) -> None:
        OutsideServiceFactory(key="planning-data", failing=True, last_worked_at="2026-11-23T09:30Z")
        DataSet.objects.filter(key="tree-preservation-zone").update(left_out=1, remarks=["4411 Mill Lane: It has no shape. Left out."])
        administrator = self.visit(Officer, "administrator", phone=phone)
        administrator.page.goto(f"{self.town.officers}/outside-services/")
        administrator.sees("planning.data.gov.uk did not answer within 10 seconds.")
        administrator.sees("Tree preservation zones")
        administrator.page_is_fine()
