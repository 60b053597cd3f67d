"""The audit trail: every event has an actor and words, is chained to the one before, and cannot be changed or taken away."""

import io
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from audit import registry
from audit.actors import ApiClientActor, Applicant, Public, System, actor_of, user_of
from audit.chain import digest, first_fault, link
from audit.models import AuditEvent
from audit.presenters import entry
from audit.registry import EventType
from audit.selectors import fault_in_case, fault_in_council, history_of
from audit.services import record
from core.tenancy import acting_for
from tests.factories.accounts import ApiClientFactory, LocalAuthorityFactory, UserFactory
from tests.factories.applications import PlanningApplicationFactory

MOVED = EventType("test_moved", "Moved from {before} to {after}")
BOPS = System()


@pytest.fixture(autouse=True, scope="module")
def declared():
    registry.register(MOVED)
    yield
    registry._types.pop(MOVED.code)


@pytest.fixture
def case(authority):
    return PlanningApplicationFactory(authority=authority, type_code="pp.full.householder").case


@pytest.fixture
def chain(case, now):
    """Three events of a case."""
    return [record(MOVED, case=case, by=BOPS, now=now + timedelta(hours=n), before=n, after=n + 1) for n in range(3)]


@contextmanager
def trigger_off():
    """What somebody with the owner's rights over the database could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("RESET ROLE")
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER USER")
        yield cursor
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE audit_auditevent ENABLE TRIGGER USER")
        cursor.execute("SET ROLE bops_web")


def tamper(sql, *params):
    with trigger_off() as cursor:
        cursor.execute(sql, params)
        assert cursor.rowcount > 0


class TestRecord:
    def test_it_keeps_who_what_and_when(self, case, now):
        officer = UserFactory(name="Olu Officer")
        event = record(MOVED, case=case, by=officer, now=now, before="a", after="b")
        event.refresh_from_db()
        assert (event.actor_kind, event.actor_name, event.user) == ("user", "Olu Officer", officer)
        assert (event.type, event.at, event.data) == ("test_moved", now, {"before": "a", "after": "b"})
        assert entry(event).title == "Moved from a to b"

    def test_dates_and_money_are_kept_as_words(self, case, now):
        event = record(MOVED, case=case, by=BOPS, now=now, before=now.date(), after=now)
        assert event.data["before"] == "2026-11-24"

    @pytest.mark.parametrize("nobody", [None, object()])
    def test_nobody_behind_it_is_an_error(self, case, now, nobody):
        with pytest.raises(TypeError, match="Say who did it"):
            record(MOVED, case=case, by=nobody, now=now, before=1, after=2)

    def test_a_missing_word_is_an_error(self, case, now):
        with pytest.raises(ValueError, match="test_moved needs after"):
            record(MOVED, case=case, by=BOPS, now=now, before=1)

    def test_an_undeclared_type_is_an_error(self, case, now):
        with pytest.raises(KeyError):
            record(EventType("never_declared", "x"), case=case, by=BOPS, now=now)

    def test_two_types_cannot_share_a_code(self):
        with pytest.raises(ValueError, match="Two event types"):
            registry.register(EventType("test_moved", "Other words"))

    def test_it_goes_with_the_transaction_of_its_verb(self, case, now):
        with pytest.raises(RuntimeError), transaction.atomic():
            record(MOVED, case=case, by=BOPS, now=now, before=1, after=2)
            raise RuntimeError
        assert not AuditEvent.objects.filter(case=case).exists()

    def test_a_council_has_a_chain_of_its_own(self, authority, case, chain, now):
        event = record(MOVED, authority=authority, by=BOPS, now=now, before=1, after=2)
        assert (event.sequence, event.previous_hash, event.case) == (1, "", None)
        assert fault_in_council(authority) is None

    def test_history_is_newest_first(self, case, chain):
        assert list(history_of(case)) == chain[::-1]

    def test_an_event_without_an_actors_name_is_refused_by_the_database(self, case, chain):
        with pytest.raises(IntegrityError, match="event_has_an_actor"), transaction.atomic():
            AuditEvent.objects.create(
                authority=case.authority, case=case, sequence=9, type="x", actor_kind="user", actor_name="", at=chain[0].at
            )


class TestActors:
    def test_each_kind_has_a_name_for_the_history(self, case):
        party = case.parties.first()
        assert actor_of(Applicant(party)).kind == "applicant" and party.name in Applicant(party).name
        assert actor_of(ApiClientActor(ApiClientFactory(name="PlanX"))).name == "PlanX"
        assert actor_of(Public("")).name == "A member of the public"
        assert actor_of(System("The clock")).kind == "system"

    def test_only_a_user_can_be_a_foreign_key(self, db):
        user = UserFactory()
        assert user_of(user) == user
        assert user_of(BOPS) is None


class TestChain:
    def test_it_proves_itself(self, case, chain):
        assert [event.sequence for event in chain] == [1, 2, 3]
        assert chain[1].previous_hash == chain[0].hash
        assert fault_in_case(case) is None

    def test_an_empty_chain_is_whole(self, case):
        assert fault_in_case(case) is None

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ("actor_name = 'Somebody Else'", "Event 2 (test_moved) was changed"),
            ("at = at + interval '1 day'", "Event 2 (test_moved) was changed"),
            ("type = 'test_other'", "Event 2 (test_other) was changed"),
            ("actor_kind = 'applicant'", "Event 2 (test_moved) was changed"),
            ('data = \'{"before": 1, "after": 99}\'', "details of event 2"),
            ("salt = 'pepper'", "details of event 2"),
            ("data_digest = repeat('0', 64)", "Event 2 (test_moved) was changed"),
            ("hash = repeat('0', 64)", "Event 2 (test_moved) was changed"),
            ("sequence = 7", "Event 2 is missing"),
        ],
    )
    def test_what_was_changed_behind_its_back_is_found(self, case, chain, change, words):
        tamper(f"UPDATE audit_auditevent SET {change} WHERE id = %s", chain[1].pk)  # noqa: S608
        assert words in fault_in_case(case)

    def test_an_event_taken_out_is_found(self, case, chain):
        tamper("DELETE FROM audit_auditevent WHERE id = %s", chain[1].pk)
        assert "Event 2 is missing" in fault_in_case(case)

    def test_an_event_rewritten_with_a_fresh_hash_is_found_by_the_next(self, case, chain):
        event = chain[1]
        event.data = {"before": 1, "after": 99}
        event.data_digest = digest(event.data, event.salt)
        event.hash = link(event)
        tamper(
            "UPDATE audit_auditevent SET data = %s, data_digest = %s, hash = %s WHERE id = %s",
            '{"before": 1, "after": 99}', event.data_digest, event.hash, event.pk,
        )  # fmt: skip
        assert "Event 3" in fault_in_case(case)

    def test_an_event_moved_to_another_case_is_found(self, authority, case, chain):
        other = PlanningApplicationFactory(authority=authority, type_code="pp.full.householder").case
        tamper("UPDATE audit_auditevent SET case_id = %s WHERE id = %s", other.pk, chain[2].pk)
        assert fault_in_case(other) is not None

    def test_times_in_another_zone_are_the_same_moment(self, chain):
        events = list(AuditEvent.objects.order_by("sequence"))
        for event in events:
            event.at = event.at.astimezone(UTC)
        assert first_fault(events) is None


class TestAppendOnly:
    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE audit_auditevent SET actor_name = 'x'",
            "UPDATE audit_auditevent SET data = NULL",
            "UPDATE audit_auditevent SET data = NULL, salt = '', actor_name = 'x'",
            "DELETE FROM audit_auditevent",
            "TRUNCATE audit_auditevent",
        ],
    )
    @pytest.mark.parametrize("role", ["bops_web", "bops"])
    def test_nobody_changes_or_takes_away(self, chain, sql, role):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("RESET ROLE" if role == "bops" else "SET ROLE bops_web")
            with pytest.raises(ProgrammingError, match=r"only be added to|permission denied"), transaction.atomic():
                cursor.execute(sql)
            cursor.execute("SET ROLE bops_web")
        assert AuditEvent.objects.count() == 3

    def test_personal_data_is_erased_with_the_chain_whole(self, case, chain):
        assert AuditEvent.objects.filter(pk=chain[1].pk).update(data=None, salt="") == 1
        assert fault_in_case(case) is None
        assert entry(history_of(case)[1]).title == "Moved from [erased] to [erased]"

    def test_what_is_erased_cannot_be_written_again(self, case, chain):
        AuditEvent.objects.filter(pk=chain[1].pk).update(data=None, salt="")
        with pytest.raises(ProgrammingError), transaction.atomic():
            AuditEvent.objects.filter(pk=chain[1].pk).update(data={"before": 1, "after": 9})

    def test_an_erased_event_tells_nothing_of_what_it_said(self, chain):
        """The digest is salted and the salt goes too: guessing what was said does not lead back to it."""
        AuditEvent.objects.filter(pk=chain[1].pk).update(data=None, salt="")
        kept = AuditEvent.objects.get(pk=chain[1].pk)
        assert digest({"before": 1, "after": 2}, "") != kept.data_digest


class TestCommand:
    def verify(self, *councils):
        out, err = io.StringIO(), io.StringIO()
        call_command("verify_audit", *councils, stdout=out, stderr=err)
        return out.getvalue()

    def test_it_verifies_every_chain_of_every_council(self, authority, case, chain, now):
        record(MOVED, authority=authority, by=BOPS, now=now, before=1, after=2)
        other = LocalAuthorityFactory()
        with acting_for(other):
            record(MOVED, authority=other, by=BOPS, now=now, before=1, after=2)
        said = self.verify()
        assert f"{authority}: 2 chains checked, 0 broken." in said
        assert f"{other}: 1 chains checked, 0 broken." in said

    def test_it_verifies_one_council(self, authority, chain):
        other = LocalAuthorityFactory()
        assert str(other) not in self.verify(authority.subdomain)

    def test_it_names_what_is_broken_and_fails(self, authority, case, chain):
        tamper("UPDATE audit_auditevent SET actor_name = 'x' WHERE id = %s", chain[0].pk)
        err = io.StringIO()
        with pytest.raises(CommandError, match="1 broken"):
            call_command("verify_audit", stdout=io.StringIO(), stderr=err)
        assert f"{authority}, case {case.pk}: Event 1 (test_moved) was changed" in err.getvalue()

    def test_an_unknown_council_is_said(self, db):
        with pytest.raises(CommandError, match="no council called nowhere"):
            self.verify("nowhere")


def test_every_declared_event_of_every_app_is_registered_and_can_be_told():
    import importlib
    import importlib.util

    from django.apps import apps
    from django.conf import settings

    for app in apps.get_app_configs():
        if (settings.BASE_DIR / app.name.replace(".", "/")).is_dir() and importlib.util.find_spec(f"{app.name}.events"):
            for event in importlib.import_module(f"{app.name}.events").ALL:
                assert registry.event_type(event.code) == event
                assert event.describe(dict.fromkeys(event.fields, "x"))


def test_at_is_kept_in_utc(case, now):
    event = record(MOVED, case=case, by=BOPS, now=now, before=1, after=2)
    assert event.at == datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
