import pytest

from tests.fakes.notify import notify_server


@pytest.fixture
def notify(settings):
    """GOV.UK Notify's stand-in, and BOPS set up to use it."""
    with notify_server() as server:
        settings.LOCAL_OUTBOX = False
        settings.NOTIFY_API_KEY = server.key
        settings.NOTIFY_BASE_URL = server.url
        settings.NOTIFY_EMAIL_TEMPLATE_ID = "11111111-2222-3333-4444-555555555555"
        yield server


@pytest.fixture
def no_provider(settings):
    settings.LOCAL_OUTBOX, settings.NOTIFY_API_KEY, settings.EMAIL_HOST = False, "", ""
