"""Every text of every published document is on the page "As submitted"."""

import json
from pathlib import Path

import pytest

from intake.submitted import sections_of
from tests.factories.intake import SubmissionFactory

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
PLACES = ("odp/examples/application/**/*.json", "odp/examples/preApplication/*.json", "bops/older-payloads/*/valid*.json")
DOCUMENTS = sorted(path for place in PLACES for path in DATA.glob(place) if path.name != "validationRequests.json")
# Dates are shown as people write them; the rest is told in other words.
OTHERWISE = ("Date", "/start", "/completion", "/submittedAt", "/schema", "/certificate", "/id", "/kind", "/date")
# The red line and the title boundary are drawn, not written.
DRAWN = "/boundary/site/"

pytestmark = pytest.mark.skipif(not DOCUMENTS, reason="Skipped: no published ODP documents in ../shared/data on this machine")


def texts(value, pointer=""):
    if isinstance(value, dict):
        for key, item in value.items():
            yield from texts(item, f"{pointer}/{key}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from texts(item, f"{pointer}/{number}")
    elif isinstance(value, str) and value.strip():
        yield pointer, value.strip()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_text_is_shown(path):
    submission = SubmissionFactory.build(body=path.read_bytes(), authority=None, client=None, source_id="1")
    sections = sections_of(submission)
    shown = "\n".join([section.title for section in sections] + [f"{row['key']}\n{row['value']}" for s in sections for row in s.rows])

    unseen = [(place, text) for place, text in texts(json.loads(path.read_bytes())) if text not in shown]

    assert [where for where in unseen if not where[0].endswith(OTHERWISE) and DRAWN not in where[0]] == []
