import re
from typing import Any

import pytest
from django.core.cache import cache

from notifications.models import Message
from tests.factories.accounts import MembershipFactory

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


@pytest.fixture
def person(authority):
    """A case officer of the council, who has a password and nothing else yet."""
    return MembershipFactory(authority=authority, roles=["case_officer"]).user


@pytest.fixture
def site(client, authority):
    return Site(client, authority.officer_host)


def emailed_code() -> str:
    return re.search(r"\b\d{6}\b", Message.objects.filter(template="accounts.sign_in_code").first().body)[0]


class Site:
    """The officers' site, as somebody with a browser meets it."""

    def __init__(self, client: Any, host: str) -> None:
        self.client, self.host = client, host

    def get(self, path: str, **kwargs: Any) -> Any:
        return self.client.get(path, headers={"host": self.host}, **kwargs)

    def post(self, path: str, data: Any = None, **kwargs: Any) -> Any:
        return self.client.post(path, data or {}, headers={"host": self.host}, **kwargs)

    def give_password(self, user: Any, password: str = PASSWORD, after: str = "") -> Any:
        return self.post(f"/sign-in/{f'?next={after}' if after else ''}", {"email": user.email, "password": password})

    def sign_in(self, user: Any) -> Any:
        self.give_password(user)
        return self.post("/sign-in/code/", {"code": emailed_code()})

    def is_in(self) -> bool:
        return self.get("/security/").status_code == 200
