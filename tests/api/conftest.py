import json

import pytest

from core.tenancy import acting_for
from tests.factories.accounts import ApiClientFactory, LocalAuthorityFactory

TOKEN = "bops_the-token-of-planx"


@pytest.fixture
def southwark(db):
    authority = LocalAuthorityFactory(subdomain="southwark", council_code="SWK")
    with acting_for(authority):
        yield authority


@pytest.fixture
def planx(southwark):
    return ApiClientFactory(authority=southwark, token=TOKEN, file_hosts=["files.bops.test"])


class Caller:
    """A machine that calls one council."""

    def __init__(self, client, host, token):
        self.client, self.host, self.token = client, host, token

    def headers(self, token=None):
        token = self.token if token is None else token
        return {"host": self.host, **({"authorization": f"Bearer {token}"} if token else {})}

    def post(self, path, body, token=None, **extra):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.post(f"/api/v2/{path}", body, content_type="application/json", headers=self.headers(token), **extra)

    def get(self, path, query=None, token="", **headers):
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(f"/api/v2/{path}", query or {}, headers={**self.headers(token), **names})


@pytest.fixture
def call(client, planx):
    return Caller(client, planx.authority.officer_host, TOKEN)
