"""The one table of states."""

import ast
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from applications import lifecycle
from applications.lifecycle import (
    ENDED,
    RUNNING,
    UNDOES,
    VERBS,
    Block,
    Blocked,
    NotAllowedNow,
    can,
    guard,
    leads_to,
    lock,
    move,
    refuse_ended,
)
from applications.models import PlanningApplication
from applications.querysets import CLOSED, OPEN
from audit.actors import System
from tests.factories.accounts import UserFactory
from tests.factories.applications import PlanningApplicationFactory

pytestmark = pytest.mark.django_db
STATUSES = set(PlanningApplication.Status.values)


def test_every_status_of_the_table_exists():
    named = {status for froms, to in VERBS.values() for status in (*froms, to)}
    assert named <= STATUSES


def test_every_status_can_be_reached_and_all_but_the_decision_can_be_left():
    reached = {to for _, to in VERBS.values()}
    left = {status for froms, _ in VERBS.values() for status in froms}
    assert STATUSES - reached == {"pending"}
    assert STATUSES - left == {"determined"}


def test_running_and_ended_make_up_the_whole_life():
    assert set(RUNNING) | set(ENDED) | {"pending"} == STATUSES
    assert not set(RUNNING) & set(ENDED)
    assert (set(OPEN), set(CLOSED)) == (set(RUNNING), set(ENDED))


@pytest.mark.parametrize("verb", sorted(VERBS))
@pytest.mark.parametrize("status", sorted(STATUSES))
def test_a_verb_moves_only_from_where_the_table_says(authority, now, verb, status):
    allowed, to = VERBS[verb]
    application = PlanningApplication(status=status)
    assert can(application, verb) == (status in allowed)
    if status not in allowed:
        with pytest.raises(NotAllowedNow, match=application.get_status_display().lower()):
            guard(application, verb)
    assert to in STATUSES


def test_a_move_writes_who_when_and_why(authority, now):
    application, officer = PlanningApplicationFactory(authority=authority), UserFactory()
    change = move(application, "invalidate", by=officer, now=now, reason="No plans")
    application.refresh_from_db()
    assert application.status == "invalidated"
    assert (change.verb, change.from_status, change.to_status, change.at, change.by, change.reason) == (
        "invalidate", "not_started", "invalidated", now, officer, "No plans",
    )  # fmt: skip


def test_a_move_by_the_clock_has_a_name_and_no_person(authority, now):
    change = move(PlanningApplicationFactory(authority=authority), "invalidate", by=System("Nightly sweep"), now=now)
    assert (change.by, change.by_name) == (None, "Nightly sweep")


def test_nobody_can_move_a_case(authority, now):
    with pytest.raises(TypeError):
        move(PlanningApplicationFactory(authority=authority), "invalidate", by=None, now=now)


def test_a_refused_move_changes_nothing(authority, now):
    application = PlanningApplicationFactory(authority=authority)
    with pytest.raises(NotAllowedNow):
        move(application, "determine", by=UserFactory(), now=now)
    assert application.status == "not_started"
    assert not application.status_changes.exists()


def test_the_database_refuses_a_decision_without_an_outcome(authority):
    application = PlanningApplicationFactory(authority=authority, valid=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanningApplication.objects.filter(pk=application.pk).update(status="determined")


def test_a_block_tells_all_its_reasons_at_once():
    refusal = Blocked([Block("First.", "a:b"), Block("Second.")])
    assert refusal.message == "First. Second."
    assert [block.url_name for block in refusal.blocks] == ["a:b", ""]


def test_a_lock_reads_the_application_again(authority):
    application = PlanningApplicationFactory(authority=authority)
    PlanningApplication.objects.filter(pk=application.pk).update(description="Changed meanwhile")
    with transaction.atomic():
        assert lock(application).description == "Changed meanwhile"


@pytest.mark.parametrize("status", ENDED)
def test_what_has_ended_cannot_be_changed(status):
    with pytest.raises(NotAllowedNow):
        refuse_ended(PlanningApplication(status=status))


@pytest.mark.parametrize("status", RUNNING)
def test_what_runs_can(status):
    assert refuse_ended(PlanningApplication(status=status)) is None


def test_what_undoes_leads_only_where_the_undone_came_from():
    assert set(UNDOES) <= set(VERBS)
    for verb, (undone, possible) in UNDOES.items():
        assert {VERBS[name][1] for name in undone} <= set(VERBS[verb][0]), "it starts where the undone verb ended"
        assert set(possible) == {status for name in undone for status in VERBS[name][0]}, "it ends where the undone verb started"
        assert VERBS[verb][1] in possible


@pytest.mark.parametrize("status", RUNNING)
@pytest.mark.parametrize("ending", ["withdraw", "return", "close"])
def test_a_case_that_is_reopened_stands_where_it_stood(authority, now, ending, status):
    application = PlanningApplicationFactory(authority=authority, status=status)
    move(application, ending, by=UserFactory(), now=now, reason="Sold")
    assert leads_to(application, "reopen") == status
    change = move(application, "reopen", by=UserFactory(), now=now, reason="It was not sold")
    assert (change.from_status, change.to_status, application.status) == (VERBS[ending][1], status, status)


def test_a_case_that_ended_twice_is_reopened_to_where_it_stood_last(authority, now):
    application, officer = PlanningApplicationFactory(authority=authority), UserFactory()
    for verb in ("withdraw", "reopen", "invalidate", "return"):
        move(application, verb, by=officer, now=now)
    assert leads_to(application, "reopen") == "invalidated"


@pytest.mark.parametrize("before", ["not_started", "invalidated"])
def test_an_undone_validation_leads_to_where_it_came_from(authority, now, before):
    application = PlanningApplicationFactory(authority=authority, status=before)
    move(application, "validate", by=UserFactory(), now=now)
    assert move(application, "unvalidate", by=UserFactory(), now=now, reason="A plan is missing").to_status == before


@pytest.mark.parametrize(
    ("values", "to"), [({"status": "withdrawn"}, "not_started"), ({"valid": True, "status": "closed"}, "in_assessment")]
)
def test_a_case_that_came_with_no_past_is_reopened_by_what_is_known_of_it(authority, values, to):
    assert leads_to(PlanningApplicationFactory(authority=authority, **values), "reopen") == to


def test_nobody_else_assigns_a_status():
    """`application.status = …` stands in lifecycle.py alone."""
    root = Path(lifecycle.__file__).parent.parent
    apps = [
        "applications",
        "intake",
        "documents",
        "validation",
        "consultation",
        "assessment",
        "decision",
        "casework",
        "applicant_portal",
        "api",
    ]
    guilty = []
    for path in (path for app in apps for path in (root / app).rglob("*.py") if "migrations" not in path.parts):
        for node in ast.walk(ast.parse(path.read_text())):
            targets = node.targets if isinstance(node, ast.Assign) else []
            for target in targets:
                if (
                    isinstance(target, ast.Attribute)
                    and target.attr == "status"
                    and getattr(target.value, "id", "") in {"application", "planning"}
                ):
                    guilty.append(str(path.relative_to(root)))
    assert set(guilty) == {"applications/lifecycle.py"}


def test_a_change_of_status_that_was_written_never_changes(authority, now):
    change = move(PlanningApplicationFactory(authority=authority, status="pending"), "accept", by=System(), now=now)

    for attempt in (lambda: type(change).objects.update(reason="Another story"), change.delete):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            attempt()
    change.refresh_from_db()
    assert change.reason == ""
