import json

import pytest
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice

from audit.actors import ApiClientActor
from core.tenancy import acting_for
from intake import services
from tests.factories import portal
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


@pytest.fixture
def client_of_portal(southwark):
    return ApiClientFactory(authority=southwark, name="Planning Portal", file_hosts=[portal.HOST])


@pytest.fixture
def arrives(southwark, client_of_portal, package_host, django_capture_on_commit_callbacks):
    """arrives(zip, …): a message comes whose package is this zip; the submission once all that follows is done."""

    def send(package, number=portal.NUMBER, version=1, **more):
        said = portal.event(number, version, **more)
        for link in said["documentLinks"]:
            if package is not None:
                package_host.holds(link["documentLink"], package)
        return deliver(said)

    def deliver(said):
        now = timezone.now()
        with django_capture_on_commit_callbacks(execute=True):
            kept = services.receive(
                authority=southwark,
                client=client_of_portal,
                source="planning_portal",
                body=json.dumps(said).encode(),
                headers={},
                now=now,
            )
            services.understand(submission=kept, by=ApiClientActor(client_of_portal), now=now)
        kept.refresh_from_db()
        return kept

    send.deliver = deliver
    return send


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
        client.force_login(user, backend="accounts.backends.StaffBackend")
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
