"""Who asks, where proxies stand between."""

import pytest
from axes.helpers import get_client_ip_address
from django.http import HttpResponse
from django.test import RequestFactory

from bops.middleware import ProxyMiddleware


@pytest.fixture
def seen(settings):
    """The address that views and the sign-in see: seen(REMOTE_ADDR, X-Forwarded-For)."""
    settings.TRUSTED_PROXIES = ["10.0.0.0/8", "192.0.2.7", "2001:db8::/32"]

    def ask(address, forwarded=None):
        request = RequestFactory().get("/", REMOTE_ADDR=address, **({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}))
        ProxyMiddleware(lambda _: HttpResponse())(request)
        assert get_client_ip_address(request) == (request.META["REMOTE_ADDR"] or None)
        return request.META["REMOTE_ADDR"]

    return ask


@pytest.mark.parametrize(
    ("address", "forwarded", "found"),
    [
        ("10.1.2.3", "203.0.113.5", "203.0.113.5"),
        ("10.1.2.3", "198.51.100.1, 203.0.113.5", "203.0.113.5"),
        ("10.1.2.3", "198.51.100.1, 203.0.113.5, 192.0.2.7", "203.0.113.5"),
        ("2001:db8::1", "2a00::5", "2a00::5"),
        ("10.1.2.3", "10.9.9.9", "10.9.9.9"),
        ("10.1.2.3", None, "10.1.2.3"),
        ("10.1.2.3", "203.0.113.5, rubbish", "10.1.2.3"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
    ],
    ids=[
        "one proxy",
        "what the visitor wrote",
        "two proxies",
        "version 6",
        "all trusted",
        "asked by the proxy itself",
        "no address",
        "a stranger",
    ],
)
def test_the_last_address_that_no_trusted_proxy_has(seen, address, forwarded, found):
    assert seen(address, forwarded) == found


def test_with_no_proxy_named_nobody_is_believed(seen, settings):
    settings.TRUSTED_PROXIES = []
    assert seen("10.1.2.3", "203.0.113.5") == "10.1.2.3"


def test_it_stands_before_everything_that_asks_for_the_address(settings):
    assert settings.MIDDLEWARE[0] == "bops.middleware.ProxyMiddleware"
