import pytest
from django_otp.plugins.otp_static.models import StaticDevice

from core.tenancy import acting_for
from tests.factories.accounts import ApiClientFactory, LocalAuthorityFactory, MembershipFactory
from tests.fakes.file_host import FileHost
from tests.fakes.package_host import PackageHost


@pytest.fixture
def southwark(db):
    """A council, and everything in the test works for it."""
    authority = LocalAuthorityFactory(council_code="SWK")
    with acting_for(authority):
        yield authority


@pytest.fixture
def planx(southwark):
    return ApiClientFactory(authority=southwark, file_hosts=["127.0.0.1", "files.bops.test"])


@pytest.fixture
def file_host(settings):
    """A file host that stands in for every other."""
    with FileHost() as host:
        settings.FETCH_STAND_IN = host.address
        yield host


@pytest.fixture
def package_host(settings):
    """A host of packages that stands in for every other."""
    with PackageHost() as host:
        settings.FETCH_STAND_IN = host.address
        yield host


class Browser:
    """A signed-in person on a council's officer site."""

    def __init__(self, client, host):
        self.client, self.host = client, host

    def get(self, path, **kwargs):
        return self.client.get(path, headers={"host": self.host}, **kwargs)

    def post(self, path, data=None, **kwargs):
        return self.client.post(path, data or {}, headers={"host": self.host}, **kwargs)


@pytest.fixture
def sign_in(client):
    """sign_in(council, roles=[…]): a browser whose person has given password and code."""

    def enter(authority, roles):
        user = MembershipFactory(authority=authority, roles=roles).user
        device = StaticDevice.objects.create(user=user, name="codes")
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        session["otp_device_id"], session["host"] = device.persistent_id, authority.officer_host
        session.save()
        return Browser(client, authority.officer_host)

    return enter


@pytest.fixture
def desk(authority, officer_client):
    """An officer at the desk who keys in a case."""
    from tests.intake.manual_desk import Desk

    client, user = officer_client(authority)
    return Desk(client, user, authority)
