"""The development in figures, as far as a submission tells it, and where each figure was read."""

from datetime import date
from decimal import Decimal

import pytest

from applications.models import Case
from intake import figures
from intake.readers import odp as reader
from tests.factories import odp

RECEIVED = date(2026, 3, 3)
NEW_HOMES = {"data__proposal__projectType": [{"value": "new.residential.dwelling"}]}


def development(type_code="pp.full", **changes):
    """The development of an invented submission, not stored."""
    said = reader.read_document(odp.document(type_code, **changes)).application
    return figures.development(Case(authority_id=1), said, RECEIVED)


def units(**listed):
    return {"residential": {key: [{"identicalUnits": count, "area": {"squareMetres": 80}}] for key, count in listed.items()}}


class TestMajor:
    @pytest.mark.parametrize(
        ("type_code", "changes", "major"),
        [
            ("pp.full", {"data__proposal__newDwellings": {"newBuild": {"count": 9}}}, False),
            ("pp.full", {"data__proposal__newDwellings": {"newBuild": {"count": 10}}}, True),
            ("pp.full", {"data__proposal__new": {"area": {"squareMetres": 999}}}, False),
            ("pp.full", {"data__proposal__new": {"area": {"squareMetres": 1000}}}, True),
            ("pp.full", {"data__proposal__boundary__area": {"hectares": 1}}, True),
            ("pp.full.major", {}, True),
            ("pp.full.householder", {"data__proposal__boundary__area": {"hectares": 3}}, False),
            ("pp.full.minor", {"data__proposal__newDwellings": {"newBuild": {"count": 12}}}, False),
            ("ldc.proposed", {"data__proposal__boundary__area": {"hectares": 3}}, False),
            ("a.type.of.tomorrow", {}, False),
        ],
    )
    def test_the_law_says_what_is_major(self, type_code, changes, major):
        assert development(type_code, **changes).is_major is major

    def test_with_why(self):
        told = development(data__proposal__newDwellings={"newBuild": {"count": 12}}).sources["is_major"]

        assert told == {"source": "submitted", "where": "Major: 12 homes (10 or more)"}

    def test_a_type_that_rules_it_out_is_told_to_the_officer(self):
        said = reader.read_document(odp.document("pp.full.minor", data__proposal__newDwellings={"newBuild": {"count": 12}})).application
        made = figures.development(Case(authority_id=1), said, RECEIVED)

        [remark] = figures.remarks(said, made, RECEIVED)
        assert remark == "The type is not one for major development, but the figures are. Major: 12 homes (10 or more)."


class TestHomes:
    def test_gained_lost_and_their_floor_space(self):
        made = development(data__proposal__units=units(new=6, removed=2))

        assert (made.dwellings_gained, made.dwellings_lost) == (6, 2)
        assert made.floorspace_by_use == {"dwellings": 320.0}
        assert made.sources["dwellings_lost"]["where"] == "/data/proposal/units/residential"

    def test_fewer_than_there_are_is_a_loss(self):
        made = development(data__proposal__units={"total": 1}, data__property__units={"total": 3})

        assert (made.dwellings_gained, made.dwellings_lost) == (-2, 2)

    def test_what_is_not_told_is_not_made_up(self):
        made = development()

        assert (made.dwellings_gained, made.dwellings_lost, made.floorspace_gained, made.floorspace_by_use) == (None, None, None, {})
        assert "dwellings_gained" not in made.sources


@pytest.mark.parametrize(
    ("field", "type_code", "changes", "where"),
    [
        ("is_change_of_use", "pp.full", {"data__proposal__projectType": [{"value": "changeOfUse.whole"}]}, "changeOfUse.whole"),
        ("is_change_of_use", "pa.part3.classMA", {}, "pa.part3.classMA"),
        ("is_demolition", "pp.full", {"data__proposal__projectType": [{"value": "demolish.full"}]}, "demolish.full"),
        ("is_demolition", "pp.full.householder.demolition", {}, "/data/application/type"),
        ("is_retrospective", "pp.full.householder.retro", {}, "retro"),
        ("is_retrospective", "pp.full", {"data__proposal__date": {"completion": "2020-01-01"}}, "/data/proposal/date/completion"),
    ],
)
def test_what_is_done_is_told_with_its_place(field, type_code, changes, where):
    made = development(type_code, **changes)

    assert getattr(made, field) is True
    assert where in made.sources[field]["where"]
    assert getattr(development("pp.full"), field) is False


def test_the_kind_of_property_gives_the_use_of_an_extension():
    made = development(data__property__type={"value": "commercial.office.workspace"}, data__proposal__extend={"area": {"squareMetres": 45}})

    assert (made.use, made.floorspace_by_use, made.floorspace_not_homes) == ("offices", {"offices": 45.0}, Decimal("45"))


def test_the_tallest_building_and_the_most_storeys():
    buildings = {"buildings": [{"height": {"metres": 9.5}, "storeys": 3}, {"height": {"metres": 21.2}, "storeys": 7}]}
    made = development(data__proposal__newBuildings=buildings)

    assert (made.maximum_height, made.storeys) == (Decimal("21.20"), 7)
    assert made.sources["maximum_height"]["where"].startswith("/data/proposal/newBuildings/buildings/1/height/metres")


def test_what_has_no_column_is_kept_with_its_place():
    made = development(
        data__property__trees={"present": True, "adjacent": False},
        data__proposal__materials={"roof": "Welsh slate"},
        data__applicant__siteContact={"role": "other", "name": "Sue Pike", "email": "sue@example.com", "phone": "1"},
        metadata__service__enhancements={"dataProperty": "proposal.description", "original": "shed", "enhanced": "A timber shed"},
    )

    kept = {(detail["pointer"], detail["label"]): detail["value"] for detail in made.details}
    assert kept["/data/property/trees/present", "Trees: present"] == "Yes"
    assert kept["/data/proposal/materials/roof", "Proposed: roof"] == "Welsh slate"
    assert kept["/data/applicant/siteContact", "Contact for a site visit"] == "other, Sue Pike, sue@example.com, 1"
    assert kept["/metadata/service/enhancements/original", "Words of the applicant"] == "shed"
