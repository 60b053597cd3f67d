"""Nothing that is sent disappears: each leaf of each published document is on a case page, in the API, or in docs/not-shown.md with why.

The documents are not part of this project: they lie beside it, in `../shared/data`, on the machines that have them.
"""

import html
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from django.urls import reverse

from applications.models import PlanningApplication
from audit.actors import ApiClientActor
from core.tenancy import acting_for
from intake.models import Submission
from intake.services import receive, understand
from intake.submitted import sections_of
from tests.contracts import sentinels
from tests.factories.accounts import ApiClientFactory, LocalAuthorityFactory
from tests.factories.intake import RECEIVED_AT

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
KINDS = ("application", "preApplication", "prototypeApplication", "enforcement")
PLACES = (*(f"odp/examples/{kind}/**/*.json" for kind in KINDS), "bops/older-payloads/*/valid[A-Z]*.json")
DOCUMENTS = sorted(path for place in PLACES for path in DATA.glob(place))
TAGS = re.compile(r"<[^>]*>")

pytestmark = pytest.mark.skipif(not DOCUMENTS, reason="Skipped: no published ODP documents in ../shared/data on this machine")
each_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.stem}")


@cache
def document(path):
    return json.loads(path.read_bytes())


def sections(sent):
    """What the page "As submitted" is made of, without a database."""
    return sections_of(Submission(source=Submission.Source.PLANX, body=json.dumps(sent).encode()))


def bare(markup):
    return html.unescape(TAGS.sub("", markup))


def words(sent):
    return "\n".join(
        f"{each.title}\n" + "\n".join(f"{row['key']}\n{row['value']}\n{bare(row['why'])}" for row in each.rows) for each in sections(sent)
    )


def pieces(sent):
    """The page "As submitted" in its smallest pieces."""
    rows = [row for each in sections(sent) for row in each.rows]
    return Counter((row["key"], piece) for row in rows for piece in f"{row['value']}; {bare(row['why'])}".split("; "))


def unseen(path, text):
    """The leaves of a marked document whose mark is not in the text."""
    _, marks, _ = sentinels.marked(document(path))
    return [mark.pointer for mark in marks if not mark.is_in(text)]


def unexplained(pointers):
    patterns = sentinels.not_shown()
    return [where for where in pointers if not any(sentinels.matches(pattern, where) for pattern in patterns)]


@pytest.fixture
def see(db, officer_client):
    """see(sent): the text of the page "As submitted" of the case that becomes of it; if asked, the red line as the API tells it."""
    authority = LocalAuthorityFactory()
    with acting_for(authority):
        planx = ApiClientFactory(authority=authority)
        client, _ = officer_client(authority, roles=["case_officer", "enforcement"])

        def look(sent, drawn=False):
            kept = receive(authority=authority, client=planx, source="planx", body=json.dumps(sent).encode(), headers={}, now=RECEIVED_AT)
            understood = understand(submission=kept, by=ApiClientActor(planx), now=RECEIVED_AT)
            assert understood.reference, understood.submission.faults
            if drawn and understood.submission.case.kind != "application":
                return understood.submission.case.boundary.coords  # what the map of the case draws: the register tells nothing of advice
            if drawn:
                PlanningApplication.objects.update(published_at=RECEIVED_AT, status="in_assessment")
                path = f"/api/v2/public/planning_applications/{understood.reference}"
                return client.get(path, headers={"host": authority.public_host}).json()["property"]["boundary"]["site"]["geometry"][
                    "coordinates"
                ]
            page = client.get(reverse("intake:submitted", args=[understood.reference]), HTTP_HOST=authority.officer_host)
            assert page.status_code == 200
            return sentinels.plain(html.unescape(TAGS.sub("\n", page.content.decode())))

        yield look


@each_document
def test_each_text_number_and_day_is_on_a_page_of_the_case(path, see):
    sent, _, _ = sentinels.marked(document(path))

    assert unexplained(unseen(path, see(sent))) == []


@each_document
def test_each_yes_and_no_makes_a_difference(path):
    """As many pieces of the page change as answers are turned round: those of one kind at a time, so that each has a piece of its own."""
    _, _, turned = sentinels.marked(document(path))
    before = pieces(document(path))

    same = []
    for ways in sentinels.alike(way for way in turned if way[-1] not in ("coordinates", "type")):
        after = pieces(sentinels.other(document(path), ways))
        if max((before - after).total(), (after - before).total()) < len(ways):
            same += map(sentinels.pointer, ways)
    assert unexplained(same) == []


@each_document
def test_each_shape_is_in_the_api(path, see):
    shapes = {sentinels.pointer(way): value for way, value in sentinels.leaves(document(path)) if way[-1] == "coordinates"}
    red_line = [where for where in shapes if where.startswith("/data/proposal/")]

    assert unexplained([where for where in shapes if where not in red_line]) == []
    if red_line:
        drawn = set(positions(see(document(path), drawn=True)))
        assert [where for where in red_line if not set(positions(shapes[where])) <= drawn] == []


def positions(coordinates):
    """The pairs of numbers of a shape, to a tenth of a metre."""
    if isinstance(coordinates[0], (int, float)):
        yield tuple(round(number, 6) for number in coordinates[:2])
    else:
        for below in coordinates:
            yield from positions(below)


def test_the_list_of_what_is_not_shown_has_no_stale_entry():
    hidden = set()
    for path in DOCUMENTS:
        sent, _, turned = sentinels.marked(document(path))
        hidden |= set(unseen(path, sentinels.plain(words(sent))))
        hidden |= {sentinels.pointer(way) for way in turned if way[-1] in ("coordinates", "type")}

    stale = [pattern for pattern in sentinels.not_shown() if not any(sentinels.matches(pattern, where) for where in hidden)]
    assert stale == []


def test_each_entry_of_the_list_has_its_reason():
    assert sentinels.not_shown()
    assert all(len(reason) > 20 for reason in sentinels.not_shown().values())
