"""Whatever a sender puts where, the reader answers and the database holds what it made of it."""

import copy
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.actors import ApiClientActor
from intake.readers import odp as reader
from intake.services import Outcome, receive, understand
from tests.factories import odp

NOW = datetime(2026, 3, 3, 10, 16, tzinfo=ZoneInfo("Europe/London"))
WORDS = st.text(max_size=12) | st.sampled_from(
    ["", "\x00", "\ud800", "2026-02-30", "1e400", "x" * 500, "-0", "NaN", "0001-01-01", "9" * 30]
)
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from([0, -1, 10**9, 1e308, 0.1 + 0.2])
SCALARS = st.none() | st.booleans() | WORDS | NUMBERS
ANYTHING = st.recursive(SCALARS, lambda below: st.lists(below, max_size=3) | st.dictionaries(WORDS, below, max_size=3), max_leaves=8)
WHOLE = odp.larger_extension(
    data__proposal__extend={"area": {"squareMetres": 20}, "projection": {"metres": 4}},
    data__application__preApp={"reference": "25/00001/PRE", "date": "2025-01-01"},
    data__applicant__siteContact={"role": "other", "name": "Sue", "email": "s@example.com", "phone": "1"},
)


def places(value, way=()):
    """The way to every place of a document."""
    if way:
        yield way
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in members:
        yield from places(below, (*way, key))


PLACES = [way for way in places(WHOLE) if way[0] != "metadata" or way[-1] not in ("metadata", "schema", "id")]
CHANGES = st.lists(st.tuples(st.sampled_from(PLACES), ANYTHING), min_size=1, max_size=4)


def changed(changes):
    """The whole submission with other things at some of its places."""
    sent = copy.deepcopy(WHOLE)
    for way, value in changes:
        below = sent
        for step in way[:-1]:
            try:
                below = below[step]
            except (KeyError, IndexError, TypeError):
                break
        else:
            if isinstance(below, dict) or (isinstance(below, list) and isinstance(way[-1], int) and way[-1] < len(below)):
                below[way[-1]] = value
    return odp.encoded(sent)


@given(changes=CHANGES)
@settings(max_examples=300, deadline=None)
def test_the_reader_always_answers(changes):
    reading = reader.read(changed(changes))

    assert reading.faults or reading.application.proposal.description
    for fault in (*reading.faults, *reading.notes):
        assert fault.message.endswith(".")


@given(body=st.binary(max_size=60) | ANYTHING.map(odp.encoded))
@settings(max_examples=200, deadline=None)
def test_any_other_body_is_a_fault(body):
    assert reader.read(body).faults


@pytest.mark.slow
@given(changes=CHANGES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_holds_what_was_made_of_it(southwark, planx, changes):
    with transaction.atomic():
        kept = receive(authority=southwark, client=planx, source="planx", body=changed(changes), headers={}, now=NOW)
        understood = understand(submission=kept, by=ApiClientActor(planx), now=NOW)
        assert understood.outcome in {Outcome.CREATED, Outcome.FAULTY, Outcome.UNKNOWN_TYPE}
        assert bool(understood.reference) == (understood.outcome is Outcome.CREATED)
        transaction.set_rollback(True)
