"""The site is looked up: what was found stands beside what people said, and takes nothing from them."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.gis.geos import MultiPolygon, Polygon

from applications import jobs, surroundings, tasks
from applications.facts import facts_for
from applications.models import Case, CaseConstraint, SiteLookUp
from audit.models import AuditEvent
from core.errors import DomainError
from core.tenancy import acting_for
from places.models import Area
from tests.factories.accounts import LocalAuthorityFactory, UserFactory
from tests.factories.applications import (
    BreachReportFactory,
    CaseConstraintFactory,
    CaseFactory,
    PlanningApplicationFactory,
    SiteLookUpFactory,
)
from tests.factories.places import AreaFactory, DataSetFactory
from tests.fakes.outside import Bad, OutsideFake
from tests.places.publications import place, square

HERE = Polygon(square(-20, -20, 100), srid=4326)
ELSEWHERE = Polygon(square(500, 500, 100), srid=4326)
CONSERVATION, TPO = "designated.conservationArea", "tpo"


@pytest.fixture
def application(authority):
    return PlanningApplicationFactory(authority=authority)


@pytest.fixture
def look(application, now, django_capture_on_commit_callbacks):
    """Look the site up, and say what is on the list now: code → does it count."""

    def look():
        with time_machine.travel(now, tick=False), django_capture_on_commit_callbacks(execute=True):
            surroundings.look_up_site(case=application.case, now=now)
        return {row.code: row.intersects and row.removed_at is None for row in CaseConstraint.objects.filter(case=application.case)}

    return look


@pytest.fixture
def conservation_areas(db):
    return DataSetFactory(as_of=date(2026, 11, 3))


def constraint(application, code=CONSERVATION):
    return CaseConstraint.objects.get(case=application.case, code=code)


class TestConstraints:
    def test_what_touches_the_red_line_is_found_with_its_source(self, application, look, conservation_areas, now):
        AreaFactory(name="Mill Lane", reference="CA9", key="44009", shape=HERE)
        AreaFactory(name="Far away", shape=ELSEWHERE)
        assert look() == {CONSERVATION: True}
        row = constraint(application)
        assert (row.found, row.declared, row.added_by) == (True, None, None)
        assert row.found_source == "Conservation areas, imported, as of 3 November 2026"
        assert [entity["name"] for entity in row.found_entities] == ["Mill Lane"]
        assert row.found_entities[0]["covers"] == "the whole site"
        assert row.found_entities[0]["url"].endswith("/entity/44009")
        assert row.looked_up_at is not None

    @pytest.mark.parametrize(
        ("ring", "words"), [(square(14, 0, 100), "% of the site"), (square(-50, 0, 50), "only along the edge of the site")]
    )
    def test_says_how_much_of_the_site_is_covered(self, application, look, conservation_areas, ring, words):
        AreaFactory(shape=Polygon(ring, srid=4326))
        look()
        assert constraint(application).found_entities[0]["covers"].endswith(words)

    @pytest.mark.parametrize("gone", [{"retired_at": "2026-11-01T00:00Z"}, {"ended_on": date(2026, 1, 1)}])
    def test_what_has_ended_is_not_found(self, look, conservation_areas, gone):
        AreaFactory(shape=HERE, **gone)
        assert look() == {}

    def test_the_law_and_the_history_hear_of_it(self, application, look, conservation_areas):
        AreaFactory(shape=HERE)
        look()
        event = AuditEvent.objects.get(type="constraints_looked_up")
        assert event.data["changes"] == "Conservation area found"
        assert facts_for(application).in_conservation_area

    def test_looking_again_changes_and_says_nothing(self, look, conservation_areas):
        AreaFactory(shape=HERE)
        look()
        look()
        assert AuditEvent.objects.filter(type="constraints_looked_up").count() == 1

    def test_declared_and_found(self, application, look, conservation_areas):
        CaseConstraintFactory(case=application.case)
        AreaFactory(shape=HERE)
        assert look() == {CONSERVATION: True}
        assert (constraint(application).declared, constraint(application).found, constraint(application).source) == (True, True, "PlanX")

    def test_declared_and_not_found_stays(self, application, look, conservation_areas):
        CaseConstraintFactory(case=application.case)
        assert look() == {CONSERVATION: True}
        assert constraint(application).found is False

    def test_declared_not_to_touch_and_found_counts(self, application, look, conservation_areas):
        CaseConstraintFactory(case=application.case, declared=False, intersects=False)
        AreaFactory(shape=HERE)
        assert look() == {CONSERVATION: True}
        assert constraint(application).declared is False

    def test_what_nobody_looked_for_is_left_as_it_is(self, application, look, conservation_areas):
        CaseConstraintFactory(case=application.case, code=TPO)
        assert look() == {TPO: True}
        assert constraint(application, TPO).found is None

    def test_what_an_officer_removed_stays_removed(self, application, look, conservation_areas, now):
        CaseConstraintFactory(case=application.case, removed_at=now, removed_by=UserFactory())
        AreaFactory(shape=HERE)
        assert look() == {CONSERVATION: False}
        assert constraint(application).found is True

    def test_what_an_officer_added_stays_on_the_list(self, application, look, conservation_areas):
        CaseConstraintFactory(case=application.case, declared=None, added_by=UserFactory())
        assert look() == {CONSERVATION: True}

    def test_what_only_a_look_up_found_goes_with_it_and_is_not_deleted(self, application, look, conservation_areas):
        AreaFactory(shape=HERE)
        look()
        Area.objects.update(retired_at="2026-11-20T00:00Z")
        assert look() == {CONSERVATION: False}
        assert AuditEvent.objects.filter(type="constraints_looked_up").last().data["changes"] == "Conservation area no longer touches"

    def test_a_site_without_a_red_line_is_looked_up_by_its_point(self, authority, application, look, conservation_areas):
        Case.objects.filter(pk=application.case_id).update(boundary_submitted=None)
        AreaFactory(shape=HERE)
        assert look() == {CONSERVATION: True}
        assert constraint(application).found_entities[0]["covers"] == ""

    def test_a_site_that_is_nowhere_waits_for_nobody(self, application, look):
        Case.objects.filter(pk=application.case_id).update(boundary_submitted=None, point=None)
        assert look() == {}
        assert set(SiteLookUp.objects.values_list("state", flat=True)) == {"done"}

    def test_twenty_thousand_corners(self, application, look, conservation_areas):
        import math

        def corner(n):
            return place(40 + (20 + n % 2) * math.cos(n * math.tau / 20_000), 40 + (20 + n % 2) * math.sin(n * math.tau / 20_000))

        ring = [corner(n) for n in range(20_000)]
        Case.objects.filter(pk=application.case_id).update(boundary_submitted=MultiPolygon(Polygon([*ring, ring[0]])).make_valid())
        AreaFactory(shape=HERE)
        assert look() == {CONSERVATION: True}


class TestLive:
    @pytest.fixture
    def fake(self, settings):
        with OutsideFake() as fake:
            settings.PLANNING_DATA_URL = fake.address
            yield fake

    def tree(self, entity=7):
        return {"entity": entity, "dataset": "tree-preservation-zone", "name": "Old oaks", "reference": "T7", "geometry": "", "point": ""}

    def test_data_sets_that_are_not_imported_are_asked_for(self, application, look, conservation_areas, fake):
        fake.answers("/entity.json", {"entities": [self.tree()], "links": {}, "count": 1})
        assert look() == {TPO: True}
        assert constraint(application, TPO).found_source == "Tree preservation zones, planning.data.gov.uk, asked on 24 November 2026"
        assert "conservation-area" not in fake.asked[0][1]["dataset"]

    def test_a_failure_keeps_what_is_known_and_is_tried_again(self, application, look, conservation_areas, fake, now):
        AreaFactory(shape=HERE)
        CaseConstraintFactory(case=application.case, code=TPO, declared=None, found=True, source="Found by look-up")
        fake.next(*[Bad.error] * 3)
        assert look() == {CONSERVATION: True, TPO: True}
        row = SiteLookUp.objects.get(what="constraints")
        assert (row.state, row.attempts) == ("failed", 1)
        assert row.fault == "planning.data.gov.uk answered with an error (500)."
        assert row.next_attempt_at is not None

    def test_the_sweep_asks_again_when_its_time_has_come(self, application, look, fake, now):
        fake.next(*[Bad.html] * 3)
        look()
        fake.answers("/entity.json", {"entities": [self.tree()], "links": {}})
        SiteLookUp.objects.filter(what="constraints").update(next_attempt_at=now - timedelta(days=1))
        jobs.sweep_look_ups()
        assert SiteLookUp.objects.get(what="constraints").state == "done"
        assert constraint(application, TPO).found

    def test_after_eight_attempts_it_waits_for_a_person(self, authority, application, fake):
        row = SiteLookUpFactory(case=application.case, attempts=7)
        fake.next(*[Bad.error] * 3)
        tasks.look_up(authority.pk, row.pk)
        row.refresh_from_db()
        assert (row.state, row.next_attempt_at) == ("failed", None)

    def test_no_longer_asked_for_once_everything_is_imported(self, authority, look, fake):
        from places.data_sets import meanings

        for meaning in meanings().values():
            DataSetFactory(key=meaning.key, name=meaning.name, kind=meaning.kind, codes=sorted(meaning.all_codes))
        look()
        assert fake.asked == []


class TestWardAndParish:
    def test_are_those_in_which_most_of_the_site_lies(self, application, look):
        wards = DataSetFactory(key="ward", name="Wards", kind="ward", codes=[])
        AreaFactory(data_set=wards, codes=[], name="Millbank", shape=Polygon(square(-500, -500, 505), srid=4326))
        AreaFactory(data_set=wards, codes=[], name="Riverside", shape=Polygon(square(5, -500, 600), srid=4326))
        parishes = DataSetFactory(key="parish", name="Parishes", kind="parish", codes=[])
        AreaFactory(data_set=parishes, codes=[], name="Anytown", shape=HERE)
        assert look() == {}, "a ward is no constraint"
        application.case.refresh_from_db()
        assert (application.case.ward, application.case.parish) == ("Riverside", "Anytown")
        assert AuditEvent.objects.get(type="site_placed").data["place"] == "Riverside ward, Anytown parish"

    def test_come_from_mapit_where_no_boundaries_are_imported(self, application, look, settings):
        with OutsideFake() as fake:
            settings.MAPIT_URL = fake.address
            areas = {"1": {"type": "LBW", "name": "Dulwich Hill"}, "2": {"type": "NCP", "name": "Southwark, unparished area"}}
            fake.answers("/point/4326/-0.072900,51.456700", areas)
            look()
        application.case.refresh_from_db()
        assert (application.case.ward, application.case.parish) == ("Dulwich Hill", "Southwark, unparished area")

    def test_stay_as_they_are_when_nobody_knows(self, application, look):
        Case.objects.update(ward="As submitted")
        look()
        application.case.refresh_from_db()
        assert application.case.ward == "As submitted"
        assert SiteLookUp.objects.get(what="ward").state == "done"


class TestHistory:
    def test_is_kept_and_replaced(self, application, look, settings):
        with OutsideFake() as fake:
            settings.PAAPI_URL = fake.address
            fake.answers("/planning_applications", {"data": [{"reference": "15/1", "received_at": "2015-06-13T00:00:00Z"}]})
            look()
            fake.answers("/planning_applications", {"data": [{"reference": "16/2", "view_documents": "javascript:alert(1)"}]})
            look()
        earlier = application.case.earlier_applications.get()
        assert (earlier.reference, earlier.url, earlier.source) == ("16/2", "", "The index of planning applications")

    def test_a_failure_leaves_what_is_known(self, application, look, settings):
        with OutsideFake() as fake:
            settings.PAAPI_URL = fake.address
            fake.answers("/planning_applications", {"data": [{"reference": "15/1"}]})
            look()
            fake.answers("/planning_applications", {"data": "none"})
            look()
        assert application.case.earlier_applications.count() == 1
        assert SiteLookUp.objects.get(what="history").fault == "The index of planning applications gave an answer without a list."

    def test_nobody_is_asked_where_it_is_not_set_up(self, look):
        look()
        assert not SiteLookUp.objects.filter(what="history").exists()


class TestRedLine:
    def moved(self, east=500, metres=30):
        return MultiPolygon(Polygon(square(east, 500, metres)), srid=4326)

    def test_a_corrected_red_line_is_looked_up_again(self, application, look, conservation_areas, now, django_capture_on_commit_callbacks):
        AreaFactory(shape=HERE)
        AreaFactory(name="There", codes=[TPO], shape=ELSEWHERE, data_set=DataSetFactory(key="tree-preservation-zone", codes=[TPO]))
        officer = UserFactory()
        CaseConstraintFactory(case=application.case, code="greenBelt", declared=None, added_by=officer)
        assert look() == {CONSERVATION: True, "greenBelt": True}
        with django_capture_on_commit_callbacks(execute=True):
            surroundings.correct_red_line(
                application=application, boundary=self.moved(), reason="The plan shows the corner plot", by=officer, now=now
            )
        on_list = {row.code: row.intersects for row in CaseConstraint.objects.all()}
        assert on_list == {CONSERVATION: False, TPO: True, "greenBelt": True}
        assert AuditEvent.objects.get(type="red_line_corrected").data["reason"] == "The plan shows the corner plot"

    def test_the_submitted_one_stays(self, application, now):
        before = application.case.boundary_submitted
        surroundings.correct_red_line(application=application, boundary=self.moved(), reason="x", by=UserFactory(), now=now)
        case = Case.objects.get(pk=application.case_id)
        assert case.boundary_submitted.equals(before) and case.boundary_corrected.equals(self.moved())

    @pytest.mark.parametrize("bad", [MultiPolygon(Polygon(((0, 51), (1, 52), (1, 51), (0, 52), (0, 51)))), MultiPolygon()])
    def test_one_that_encloses_nothing_is_refused(self, application, now, bad):
        with pytest.raises(DomainError, match="encloses nothing"):
            surroundings.correct_red_line(application=application, boundary=bad, reason="x", by=UserFactory(), now=now)

    def test_the_same_again_is_refused(self, application, now):
        with pytest.raises(DomainError, match="already"):
            surroundings.correct_red_line(
                application=application, boundary=application.case.boundary_submitted, reason="x", by=UserFactory(), now=now
            )


class TestAnImportAsksAgain:
    @pytest.fixture
    def imported_later(self, now):
        """A data set comes in, with an area on the site, an hour after everything was looked up."""

        def later(kind="constraint", **area):
            data_set = DataSetFactory(kind=kind, imported_at=now + timedelta(hours=1))
            AreaFactory(data_set=data_set, shape=HERE, **area)

        return later

    def sweep(self, now):
        with time_machine.travel(now + timedelta(hours=2), tick=False):
            return jobs.sweep_look_ups()

    def test_about_open_cases_and_once(self, application, look, imported_later, now):
        look()
        imported_later()

        assert self.sweep(now) == 1
        assert constraint(application).found
        assert SiteLookUp.objects.get(what="constraints").done_at == now + timedelta(hours=2)
        assert self.sweep(now) == 0

    def test_about_wards_where_wards_came(self, application, look, imported_later, now):
        look()
        imported_later(kind="ward", name="Bellenden")

        self.sweep(now)

        application.case.refresh_from_db()
        assert application.case.ward == "Bellenden"

    def test_about_open_breaches_too_and_not_about_what_has_ended(self, authority, imported_later, now):
        ended = PlanningApplicationFactory(authority=authority, status="withdrawn")
        cases = [BreachReportFactory(authority=authority).case, BreachReportFactory(authority=authority, status="closed").case, ended.case]
        for case in cases:
            SiteLookUpFactory(case=case, state="done", done_at=now, next_attempt_at=None)
        imported_later()

        self.sweep(now)

        assert [SiteLookUp.objects.get(case=case).done_at > now for case in cases] == [True, False, False]

    def test_a_few_at_a_time_the_oldest_first(self, authority, imported_later, now, monkeypatch):
        monkeypatch.setattr(jobs, "AGAIN_AT_ONCE", 2)
        rows = [
            SiteLookUpFactory(
                case=PlanningApplicationFactory(authority=authority).case,
                state="done",
                done_at=now - timedelta(days=age),
                next_attempt_at=None,
            )
            for age in (1, 3, 2)
        ]
        imported_later()

        assert self.sweep(now) == 2
        assert [SiteLookUp.objects.get(pk=row.pk).done_at > now for row in rows] == [False, True, True]


class TestNothingIsForgotten:
    def test_a_question_whose_task_died_is_asked_by_the_sweep(self, application, now):
        surroundings.look_up_site(case=application.case, now=now)
        SiteLookUp.objects.update(next_attempt_at=now - timedelta(days=400))
        jobs.sweep_look_ups()
        assert set(SiteLookUp.objects.values_list("state", flat=True)) == {"done"}

    def test_a_case_that_came_by_another_door_is_looked_up_too(self, application, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            jobs.sweep_look_ups()
        assert {row.what: row.state for row in SiteLookUp.objects.filter(case=application.case)} == {"constraints": "done", "ward": "done"}

    def test_a_case_without_an_application_has_its_place_too(self, authority, now, conservation_areas):
        AreaFactory(shape=HERE)
        row = SiteLookUpFactory(case=CaseFactory(authority=authority, kind="enforcement"))
        tasks.look_up(authority.pk, row.pk)
        assert CaseConstraint.objects.get().intersects

    def test_another_councils_question_is_not_answered(self, authority):
        with acting_for(other := LocalAuthorityFactory()):
            row = SiteLookUpFactory(case=CaseFactory(authority=other))
        tasks.look_up(authority.pk, row.pk)
        with acting_for(other):
            row.refresh_from_db()
            assert row.state == "waiting"
