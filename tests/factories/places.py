import factory
from django.contrib.gis.geos import Point
from factory.django import DjangoModelFactory

from places.models import Address
from tests.factories.accounts import LocalAuthorityFactory


class AddressFactory(DjangoModelFactory):
    class Meta:
        model = Address

    authority = factory.SubFactory(LocalAuthorityFactory)
    uprn = factory.Sequence(lambda n: str(200000000000 + n))
    lines = factory.Sequence(lambda n: f"{n + 1} Quarry Road")
    town = "Anytown"
    postcode = "AN1 3CD"
    point = Point(-0.0728, 51.4568)
