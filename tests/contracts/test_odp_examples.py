"""Every document that the Open Digital Planning project publishes is read whole.

The documents are not part of this project: they lie beside it, in `../shared/data`, on the machines that have them.
"""

import dataclasses
import json
from pathlib import Path

import pytest

from intake.readers import odp

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
PLACES = ("odp/examples/application/**/*.json", "odp/examples/preApplication/*.json", "bops/older-payloads/*/valid[!a]*.json")
DOCUMENTS = sorted(path for place in PLACES for path in DATA.glob(place) if path.name != "validationRequests.json")

pytestmark = pytest.mark.skipif(not DOCUMENTS, reason="Skipped: no published ODP documents in ../shared/data on this machine")


@pytest.fixture(params=DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def submitted(request):
    body = request.param.read_bytes()
    return json.loads(body), odp.read(body)


def test_the_known_number_of_documents_is_there():
    assert len(DOCUMENTS) >= 32


def test_is_taken_without_a_fault(submitted):
    _, reading = submitted

    assert reading.faults == ()
    assert reading.application.source_id
    assert reading.application.boundary.geometry.valid
    assert reading.application.boundary.geometry.srid == 4326


def test_keeps_every_designation(submitted):
    document, reading = submitted
    sent = document["data"]["property"].get("planning", {}).get("designations", [])

    kept = reading.application.designations

    assert [d.value for d in kept] == [d["value"] for d in sent]
    assert [d.intersects for d in kept] == [d["intersects"] for d in sent]
    assert [len(d.entities) for d in kept] == [len(d.get("entities", [])) for d in sent]


def test_keeps_every_file_with_its_types(submitted):
    document, reading = submitted

    kept = reading.application.files

    assert [f.url for f in kept] == [f["name"] for f in document["files"]]
    assert [[t.value for t in f.types] for f in kept] == [[t["value"] for t in f["type"]] for f in document["files"]]


def test_keeps_every_answer(submitted):
    document, reading = submitted

    assert [a.question for a in reading.application.answers] == [r["question"].strip() for r in document["responses"]]


def test_nothing_that_was_sent_is_lost(submitted):
    """Each text is found in the shape or among the unknown parts; dates and the schema's address are read as such."""
    document, reading = submitted
    kept = "\n".join(_texts(dataclasses.asdict(reading.application)))

    lost = [(pointer, text) for pointer, text in _leaves(document) if text.strip() not in kept]

    assert [leaf for leaf in lost if leaf[0] not in ("/metadata/schema", "/metadata/submittedAt")] == []
    assert reading.application.submitted_at.year == int(document["metadata"]["submittedAt"][:4])


def test_numbers_and_yes_or_no_are_kept_too(submitted):
    """What has no column is told with its place."""
    document, reading = submitted
    parking = document["data"]["proposal"].get("parking", {})

    for what in parking:
        assert any(detail.pointer == f"/data/proposal/parking/{what}" for detail in reading.application.details)


def _leaves(value, pointer=""):
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, f"{pointer}/{key}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _leaves(item, f"{pointer}/{number}")
    elif isinstance(value, str):
        yield pointer, value


def _texts(thing):
    """All texts of a shape, however deep."""
    if isinstance(thing, dict):
        for key, item in thing.items():
            yield from (*_texts(key), *_texts(item))
    elif isinstance(thing, (list, tuple)):
        for item in thing:
            yield from _texts(item)
    elif thing is not None:
        yield str(thing)
