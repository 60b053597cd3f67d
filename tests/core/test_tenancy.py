"""Councils are separate in the database itself: a forgotten filter gives nothing, a row of another council cannot be written."""

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.db.utils import ProgrammingError
from django.test import Client

from applications.models import Case, Party, PlanningApplication
from applications.projection import refresh
from core.tenancy import across_authorities, acting_for, current_authority_id
from notifications.models import Message
from places.models import Address
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.notifications import MessageFactory

READ_BEFORE_ANYBODY_ACTS = {"accounts_membership", "accounts_apiclient"}  # who may come in is asked before a council is acted for
LOOKED_UP_AS_OWNER = {
    "applications_casesearch",
    "places_address",
}  # read by SECURITY DEFINER functions, which their owner's row security would bind
SHARED = {
    "accounts_localauthority", "accounts_user", "accounts_user_groups", "accounts_user_user_permissions", "accounts_signincode",
    "accounts_usedsignature",  # a hash and a time, against replays
    "applications_applicationtype",
    "auth_group", "auth_group_permissions", "auth_permission",
    "axes_accessattempt", "axes_accessattemptexpiration", "axes_accessfailurelog", "axes_accesslog",
    "django_admin_log", "django_content_type", "django_migrations", "django_session",
    "otp_static_staticdevice", "otp_static_statictoken", "otp_totp_totpdevice",
    "spatial_ref_sys",
    "places_area",  # published open data, the same for every council
    "places_areapiece",
    "places_dataset",
    "places_outsideservice",  # the operator's address and key
}  # fmt: skip


def ask(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def tables(with_authority):
    return {
        name: (enabled, forced, policies)
        for name, enabled, forced, policies in ask(
            """SELECT relname, relrowsecurity, relforcerowsecurity, (SELECT count(*) FROM pg_policy WHERE polrelid = pg_class.oid)
               FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND %s = EXISTS (
                   SELECT FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'authority_id' AND NOT attisdropped)""",
            with_authority,
        )
    }


@pytest.fixture
def here(authority):
    return PlanningApplicationFactory(authority=authority, type_code="pp.full.householder")


@pytest.fixture
def elsewhere(db):
    council = LocalAuthorityFactory()
    with acting_for(council):
        return PlanningApplicationFactory(authority=council, type_code="pp.full.householder")


def reference_of(application):
    with acting_for(application.authority_id):
        return application.case.reference


class TestCatalogue:
    """What PostgreSQL itself says of its tables and roles."""

    def test_every_council_owned_table_is_under_row_level_security(self, db):
        found = tables(with_authority=True)
        assert len(found) > 30
        for name, (enabled, forced, policies) in found.items():
            if name in READ_BEFORE_ANYBODY_ACTS:
                assert not enabled
            else:
                assert (enabled, policies) == (True, 1), name
                assert forced is (name not in LOOKED_UP_AS_OWNER), name

    def test_every_other_table_is_known_to_be_shared(self, db):
        assert set(tables(with_authority=False)) == SHARED

    def test_one_policy_is_the_same_everywhere(self, db):
        rules = ask("SELECT DISTINCT pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid) FROM pg_policy")
        assert len(rules) == 1
        assert rules[0][0] == rules[0][1] and "bops.authority_id" in rules[0][0]

    def test_whatever_hangs_on_a_case_has_a_composite_key(self, db):
        keys = {name for (name,) in ask("SELECT conname FROM pg_constraint WHERE contype = 'f' AND array_length(conkey, 1) = 2")}
        for model in apps.get_models():
            on_a_case = [field for field in model._meta.fields if field.is_relation and field.related_model in (Case, PlanningApplication)]
            if on_a_case:
                assert f"{model._meta.db_table}_same_authority" in keys, model

    def test_the_role_that_serves_requests_has_no_way_round(self, db):
        (who,) = ask("SELECT current_user, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user")
        assert who == ("bops_web", False, False, False)
        assert ask("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relowner = 'bops_web'::regrole") == [(0,)]

    def test_it_may_not_change_tables_or_policies(self, db):
        for sql in (
            "ALTER TABLE applications_case DISABLE ROW LEVEL SECURITY",
            "DROP POLICY by_authority ON applications_case",
            "TRUNCATE applications_case CASCADE",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                ask(sql)


class TestReading:
    def test_without_a_council_there_are_no_rows(self, db):
        council = LocalAuthorityFactory()
        with acting_for(council):
            PlanningApplicationFactory(authority=council, type_code="pp.full.householder")
        assert not Case.objects.exists()
        assert ask("SELECT count(*) FROM applications_case") == [(0,)]

    def test_a_forgotten_filter_gives_nothing_of_another_council(self, here, elsewhere):
        assert list(PlanningApplication.objects.all()) == [here]
        assert list(Case.objects.all()) == [here.case]
        assert not PlanningApplication.objects.filter(pk=elsewhere.pk).exists()
        assert ask("SELECT count(*) FROM applications_planningapplication") == [(1,)]

    def test_another_councils_case_is_404(self, here, elsewhere, officer_client, authority):
        client, _ = officer_client(authority)
        assert client.get(f"/cases/{here.case.reference}/").status_code == 200
        assert client.get(f"/cases/{reference_of(elsewhere)}/").status_code == 404

    def test_across_councils_everything_is_seen_and_a_reason_is_needed(self, here, elsewhere):
        with across_authorities("a test of the whole system"):
            assert set(PlanningApplication.objects.all()) == {here, elsewhere}
        assert list(PlanningApplication.objects.all()) == [here]
        with pytest.raises(ValueError, match="why"), across_authorities(""):
            pass

    def test_councils_nest(self, authority, elsewhere):
        with acting_for(elsewhere.authority_id):
            assert current_authority_id() == elsewhere.authority_id
            assert PlanningApplication.objects.get() == elsewhere
        assert current_authority_id() == authority.pk
        assert not PlanningApplication.objects.exists()


class TestWriting:
    def test_a_row_of_another_council_is_refused(self, authority):
        other = LocalAuthorityFactory()
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            MessageFactory(authority=other)

    def test_a_row_cannot_be_given_away(self, authority):
        message = MessageFactory(authority=authority)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Message.objects.filter(pk=message.pk).update(authority=LocalAuthorityFactory())

    def test_rows_of_another_council_cannot_be_changed_or_deleted(self, authority, elsewhere):
        assert Case.objects.filter(pk=elsewhere.pk).update(town="Here") == 0
        assert Party.objects.all().delete()[0] == 0
        assert ask("WITH gone AS (DELETE FROM applications_case RETURNING 1) SELECT count(*) FROM gone") == [(0,)]

    def test_without_a_council_nothing_can_be_written(self, db):
        council = LocalAuthorityFactory()
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            MessageFactory(authority=council)

    def test_a_child_of_another_councils_case_is_refused_by_its_key(self, authority, elsewhere):
        with pytest.raises(IntegrityError, match="same_authority"), transaction.atomic():
            MessageFactory(authority=authority, case_id=elsewhere.pk)
            ask("SET CONSTRAINTS ALL IMMEDIATE")


class TestConnection:
    """The council that the connection was told, when transactions go wrong and when nothing changes."""

    def test_it_survives_a_savepoint_that_is_rolled_back(self, here):
        with pytest.raises(RuntimeError), transaction.atomic():
            assert Case.objects.count() == 1
            raise RuntimeError
        assert Case.objects.count() == 1

    def test_it_survives_a_statement_that_fails(self, here):
        with pytest.raises(DatabaseError), transaction.atomic():
            ask("SELECT 1 / 0")
        assert Case.objects.count() == 1

    def test_a_council_told_inside_a_savepoint_is_told_again_after_it(self, here, elsewhere):
        with pytest.raises(RuntimeError), transaction.atomic(), acting_for(elsewhere.authority_id):
            assert Case.objects.get() == elsewhere.case
            raise RuntimeError
        assert Case.objects.get() == here.case

    def test_leaving_a_council_inside_a_savepoint_holds_after_a_rollback(self, here, elsewhere):
        """The setting goes back with the savepoint; the connection must not believe what it last said."""
        with acting_for(elsewhere.authority_id):
            assert Case.objects.get() == elsewhere.case
            with pytest.raises(RuntimeError), transaction.atomic():
                with acting_for(here.authority_id):
                    assert Case.objects.get() == here.case
                raise RuntimeError
            assert Case.objects.get() == elsewhere.case

    @pytest.fixture
    def own_connection(self, db):
        made = connections.create_connection("default")
        yield made
        made.close()

    def setting(self, own_connection):
        with own_connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('bops.authority_id', true)")
            return cursor.fetchone()[0]

    def test_it_survives_a_transaction_that_is_rolled_back(self, own_connection):
        own_connection.set_autocommit(False)
        with acting_for(7):
            assert self.setting(own_connection) == "7"
            own_connection.rollback()
            assert self.setting(own_connection) == "7"
        assert self.setting(own_connection) == ""

    def test_a_new_connection_is_told_before_its_first_statement(self, own_connection):
        with acting_for(8):
            assert self.setting(own_connection) == "8"
            own_connection.close()
            assert self.setting(own_connection) == "8"

    def test_nothing_is_said_twice(self, own_connection, monkeypatch):
        said = []
        real = psycopg.Cursor.execute
        with acting_for(9):
            self.setting(own_connection)
            monkeypatch.setattr(
                psycopg.Cursor, "execute", lambda self, sql, *args, **kwargs: (said.append(str(sql)), real(self, sql, *args, **kwargs))[1]
            )
            for _ in range(3):
                self.setting(own_connection)
        assert len(said) == 3
        assert not any("set_config" in sql for sql in said)


class TestLookUps:
    """SECURITY DEFINER functions run as the owner of the look-up tables, and take the council from the session."""

    @pytest.fixture
    def both(self, authority):
        other = LocalAuthorityFactory()
        for council in (authority, other):
            with acting_for(council):
                Address.objects.create(authority=council, uprn="1", lines="1 High Street", postcode="AN1 1AA", point="POINT(-0.09 51.5)")
        return authority, other

    def near(self):
        return [pk for (pk,) in ask("SELECT addresses_near(ST_GeomFromText('POINT(-0.09 51.5)', 4326), 50, 10)")]

    def test_neighbours_are_the_councils_own(self, both):
        for council in both:
            with acting_for(council):
                assert self.near() == [Address.objects.get().pk]

    def test_without_a_council_nothing_is_found(self, both):
        with across_authorities("look-ups name one council"):
            assert self.near() == []

    def test_cases_found_are_the_councils_own(self, here, elsewhere, now):
        for application in (here, elsewhere):
            with acting_for(application.authority_id):
                refresh(application, now=now)
        found = "SELECT search_cases('26-', to_tsquery('simple', 'none'), 50)"
        assert ask(found) == [(here.pk,)]
        with across_authorities("look-ups name one council"):
            assert ask(found) == []

    def test_cases_near_a_site_are_the_councils_own(self, here, elsewhere, now):
        for application in (here, elsewhere):
            with acting_for(application.authority_id):
                refresh(application, now=now)
        found = "SELECT case_id FROM cases_near((SELECT site FROM applications_casesearch LIMIT 1), 100, 0, 50)"
        assert ask(found) == [(here.pk,)]
        with across_authorities("look-ups name one council"):
            assert ask(found) == []

    def test_they_look_in_one_schema_only(self, db):
        settings = ask(
            "SELECT proname, proconfig FROM pg_proc WHERE prosecdef "
            "AND pronamespace = 'public'::regnamespace AND proowner = 'bops'::regrole"
        )
        assert {name for name, _ in settings} == {"addresses_near", "cases_near", "find_addresses", "search_cases"}
        assert all("search_path=public, pg_temp" in config for _, config in settings)


class TestSites:
    """The host picks the council for the whole of a request."""

    def test_an_unknown_host_is_404_in_words(self, db):
        page = Client().get("/", headers={"host": "nowhere.example"})
        assert page.status_code == 404
        assert "There is no council at nowhere.example" in page.text
        assert Client().get("/api/v2/ping", headers={"host": "nowhere.example"}).json()["error"]["code"] == 404

    def test_health_answers_on_every_host(self, db):
        assert Client().get("/health/", headers={"host": "127.0.0.1"}).json() == {"status": "ok"}

    def test_a_streamed_answer_is_made_for_its_council_to_the_end(self, here, elsewhere):
        from bops.middleware import in_pieces

        def lines():
            for _ in range(2):
                yield ",".join(str(pk) for pk in Case.objects.values_list("pk", flat=True)).encode()

        pieces = in_pieces(lines(), elsewhere.authority)
        assert next(pieces) == str(elsewhere.pk).encode()
        assert Case.objects.get() == here.case, "between two pieces the rest of the process is left alone"
        assert list(pieces) == [str(elsewhere.pk).encode()]
