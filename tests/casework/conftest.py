"""A desk to sit at."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def desk(authority, officer_client):
    """A client of a case officer, and the officer."""
    return officer_client(authority)


@pytest.fixture
def page_of():
    """`page_of(client, path, **query)` → the text of a page that must be there."""

    def get(client, path, **query):
        response = client.get(path, query)
        assert response.status_code == 200, (path, response.status_code)
        return response.content.decode()

    return get


@pytest.fixture
def queries_of():
    """`queries_of(client, path, **query)` → how many queries the page took."""

    def count(client, path, **query):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(path, query).status_code == 200
        return len([query for query in captured if "set_config" not in query["sql"]])

    return count
