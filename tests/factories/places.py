"""Addresses, published areas and outside services."""

import uuid
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import factory
from django.contrib.gis.geos import Point
from factory.django import DjangoModelFactory

from places.models import Address, AddressImport, Area, AreaPiece, DataSet, GazetteerRecord, OutsideService
from tests.factories.accounts import LocalAuthorityFactory

LONDON = ZoneInfo("Europe/London")


class AddressFactory(DjangoModelFactory):
    class Meta:
        model = Address

    authority = factory.SubFactory(LocalAuthorityFactory)
    uprn = factory.Sequence(lambda n: str(200000000000 + n))
    lines = factory.Sequence(lambda n: f"{n + 1} Quarry Road")
    town = "Anytown"
    postcode = "AN1 3CD"
    point = Point(-0.0728, 51.4568)


class AddressImportFactory(DjangoModelFactory):
    class Meta:
        model = AddressImport

    authority = factory.SubFactory(LocalAuthorityFactory)
    state = "done"
    started_at = datetime(2026, 11, 3, 9, 0, tzinfo=LONDON)
    finished_at = datetime(2026, 11, 3, 9, 2, tzinfo=LONDON)
    asked_by = "The command line"
    file = "AddressBaseCore_COU_2026-10-30_001.csv"
    format = "AddressBase Core"
    supplied_at = datetime(2026, 10, 30, tzinfo=LONDON)


class GazetteerRecordFactory(DjangoModelFactory):
    """The name of a street."""

    class Meta:
        model = GazetteerRecord

    authority = factory.SubFactory(LocalAuthorityFactory)
    kind = 15
    key = factory.Sequence(lambda n: f"{20100000 + n}:ENG")
    owner = factory.Sequence(lambda n: 20100000 + n)
    supplied_at = datetime(2026, 10, 30, tzinfo=LONDON)
    fields = {"name": "MILL LANE", "locality": "", "town": "ANYTOWN", "language": "ENG"}


class OutsideServiceFactory(DjangoModelFactory):
    """Traits: failing."""

    class Meta:
        model = OutsideService

    class Params:
        failing = factory.Trait(
            last_failed_at=datetime(2026, 11, 24, 13, 0, tzinfo=LONDON),
            last_failure="planning.data.gov.uk did not answer within 10 seconds.",
            failures_in_row=5,
        )

    key = factory.Sequence(lambda n: f"service-{n}")


class DataSetFactory(DjangoModelFactory):
    class Meta:
        model = DataSet
        django_get_or_create = ["key"]

    key = "conservation-area"
    name = "Conservation areas"
    as_of = date(2026, 11, 3)
    imported_at = datetime(2026, 11, 4, 3, 0, tzinfo=LONDON)
    source = "conservation-area.csv"
    codes = ["designated.conservationArea"]


class AreaFactory(DjangoModelFactory):
    """`AreaFactory(shape=…)`: one area with one piece; the shape is a polygon in degrees."""

    class Meta:
        model = Area
        skip_postgeneration_save = True

    data_set = factory.SubFactory(DataSetFactory)
    key = factory.LazyFunction(lambda: str(uuid.uuid4().int % 10**12))  # areas are shared: what a story left behind is in nobody's way
    name = factory.Sequence(lambda n: f"Area {n}")
    codes = ["designated.conservationArea"]
    digest = "0" * 32

    @factory.post_generation
    def shape(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create and extracted is not None:
            AreaPieceFactory(area=self, shape=extracted.transform(27700, clone=True))


class AreaPieceFactory(DjangoModelFactory):
    class Meta:
        model = AreaPiece

    area = factory.SubFactory(AreaFactory)
