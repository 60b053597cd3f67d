import pytest

from core.tenancy import acting_for
from tests.factories.accounts import ApiClientFactory, LocalAuthorityFactory
from tests.fakes.file_host import FileHost


@pytest.fixture
def southwark(db):
    """A council, and everything in the test works for it."""
    authority = LocalAuthorityFactory()
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
