"""Two thousand bodies through the doors, from bytes without sense to documents with one thing wrong: never an answer of 500.

Each is answered in the API's shape and is in the inbox byte for byte. Which bodies is decided by a number, so a failure can be run again:
FUZZ_SEED=7 gives others.
"""

import json
import os
import random

import pytest
from django.db import transaction

from applications.models import Case
from intake.models import Submission
from tests.factories import odp, portal

pytestmark = pytest.mark.slow

SEED = int(os.environ.get("FUZZ_SEED", "1"))
ALLOWED = {200, 202, 400, 404, 413, 422}
SCALARS = [
    None, True, False, 0, -1, 1, 10**9, 10**30, -0.0, 1e308, 0.1, "", " ", "\x00", "a\x00b", "\ud800", "\u202e", "0", "-1", "1e400", "NaN",
    "null",
        "2026-02-30", "0001-01-01", "9999-12-31T23:59:59Z", "2026-03-03T10:15:00", "x" * 300, "9" * 40, "<script>", "'; --", "https://", "http://[::1",
    "file:///etc/passwd", "//x", "breach", "pp.full.householder", "ldc.existing", "@next", "🏠" * 50, "a@b", "b@c.example", "SE1 1AA",
]  # fmt: skip
SHAPES = [
    [],
    {},
    [[]],
    [{}],
    {"": ""},
    {"value": None},
    [None],
    {"type": "Polygon", "coordinates": []},
    {"type": "Point", "coordinates": [1e9, 5]},
]
SHAPES += [{"type": "Polygon", "coordinates": [[[0, 0], [0, 0], [0, 0], [0, 0]]]}, {"type": "FeatureCollection", "features": [{}, None]}]
SHAPES += [{"type": "MultiPolygon", "coordinates": [[[["a", "b"]]]]}, {"a": {"b": {"c": [1, "2", {"d": None}]}}}, [1, [2, [3, [4]]]]]
NONSENSE = [
    b"",
    b"{",
    b"nul",
    b"[]",
    b'""',
    b"0",
    b"\xff\xfe",
    b"\x00",
    b"{}{}",
    b'{"a":1,}',
    b"\xef\xbb\xbf{}",
    b"[" * 5000,
    b'{"a":' * 400,
    b"\x1f\x8b\x08",
]


def anything(chance, depth=0):
    """A value of any sort, now and then with others inside."""
    if depth > 3 or chance.random() < 0.6:
        return chance.choice(SCALARS) if chance.random() < 0.8 else json.loads(json.dumps(chance.choice(SHAPES)))
    if chance.random() < 0.5:
        return [anything(chance, depth + 1) for _ in range(chance.randrange(4))]
    return {str(chance.choice(SCALARS)): anything(chance, depth + 1) for _ in range(chance.randrange(4))}


def places(value):
    """Every member of every object and list of a document: what it is in, and its key."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in members:
        yield value, key
        yield from places(below)


def changed(chance, document):
    """A document with other things at some of its places, or without them, or twice over, or cut off."""
    sent = json.loads(json.dumps(document))
    for _ in range(chance.randrange(1, 5)):
        where, key = chance.choice(list(places(sent)) or [(sent, "a")])
        if isinstance(where, list) and chance.random() < 0.3:
            where.extend(json.loads(json.dumps(where[:20])))
        elif isinstance(where, dict) and chance.random() < 0.2:
            del where[key]
        elif isinstance(where, dict) and chance.random() < 0.1:
            where[str(chance.choice(SCALARS))] = anything(chance)
        else:
            where[key] = anything(chance)
    body = json.dumps(sent).encode()
    return body if chance.random() < 0.97 else body[: chance.randrange(len(body))]


def breach():
    report = {"projectType": [{"value": "new.building"}], "description": "A shed on a green", "date": {"start": "2026-01-01"}}
    boundary = {"site": odp.feature()}
    sent = odp.document(
        "breach", data__report={**report, "boundary": boundary}, data__complainant=odp.person("Cora", "Plain", "c@example.org")
    )
    return odp.change(
        sent, data__applicant=None, data__proposal=None, metadata__schema=odp.SCHEMA.format(version="v0.7.7", name="enforcement")
    )


DOCUMENTS = {
    "application": odp.document,
    "larger extension": odp.larger_extension,
    "advice": lambda: odp.document("preApp", metadata__schema=odp.SCHEMA.format(version="v0.7.7", name="preApplication")),
    "breach": breach,
}


@pytest.fixture
def ask(call):
    """ask(door, body): the answer, after it was looked at."""

    def ask(door, body):
        response = call.post(door, body)
        assert response.status_code in ALLOWED, (door, response.status_code, body[:2000])
        answer = response.json()
        if response.status_code >= 400:
            assert answer["error"]["detail"].rstrip().endswith((".", "”")), answer
            kept = Submission.objects.get(public_id=answer["error"]["submission"])
            assert bytes(kept.body) == body
        return response

    return ask


def test_documents_with_something_wrong(ask):
    """200, each on its own: whatever becomes a case is taken back before the next."""
    chance = random.Random(SEED)
    codes = []
    for _ in range(200):
        kind = chance.choice(list(DOCUMENTS))
        with transaction.atomic():
            codes.append(ask("planning_applications", changed(chance, DOCUMENTS[kind]())).status_code)
            transaction.set_rollback(True)
    assert codes.count(200) > 30 and codes.count(400) > 30, "both sorts must be among them"


def test_versions_with_something_changed(ask):
    """300 more contents under the ids of two cases: never a second case, and the differences of each are found."""
    chance = random.Random(SEED + 1)
    sent = {kind: DOCUMENTS[kind]() for kind in ("application", "larger extension")}
    for document in sent.values():
        ask("planning_applications", json.dumps(document).encode())
    ids = {document["metadata"]["id"] for document in sent.values()}
    for _ in range(300):
        body = changed(chance, chance.choice(list(sent.values())))
        with transaction.atomic():
            ask("planning_applications", body)
            changes_an_id = not any(f'"id": "{one}"' in body.decode() for one in ids)
            transaction.set_rollback(changes_an_id)
    assert Case.objects.count() == 2


def test_bodies_without_sense(ask):
    """1,000: bytes, and JSON of any shape."""
    chance = random.Random(SEED + 2)
    for body in NONSENSE:
        assert ask("planning_applications", body).status_code == 400
    for _ in range(1000 - len(NONSENSE)):
        body = chance.randbytes(chance.randrange(80)) if chance.random() < 0.3 else json.dumps(anything(chance)).encode()
        ask("planning_applications", body)


def test_messages_of_the_planning_portal(ask, django_capture_on_commit_callbacks, monkeypatch):
    """500, each understood at once, as far as a message without its package can be."""
    chance = random.Random(SEED + 3)
    for send_for in ("fetch_package", "look_at_packages"):
        monkeypatch.setattr(f"intake.portal_tasks.{send_for}.delay", lambda *args: None)
    for _ in range(500):
        with django_capture_on_commit_callbacks(execute=True):
            response = ask("submissions?schema=planning-portal", changed(chance, portal.event()))
        assert response.status_code == 202
    assert not Submission.objects.filter(state="failed").exists()
    assert Submission.objects.filter(state="fetching").exists() and Submission.objects.filter(state="faulty").exists()
