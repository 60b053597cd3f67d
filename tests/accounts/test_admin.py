"""A council's admin shows its own rows and nobody else's: in lists, pages, choices, look-ups and exports."""

import csv
import io
import json

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.admin_sites import council_admin, system_admin
from accounts.models import ApiClient, LocalAuthority, Membership, User, hash_token
from accounts.policy import policy
from accounts.tenant_admin import TenantAdmin
from applications.models import ApplicationType, AuthorityApplicationType
from audit.models import AuditEvent
from casework.models import CorrespondenceTemplate
from core.spreadsheets import safe
from core.tenancy import acting_for
from notifications.models import Message, NotifyAccount
from places.models import Address
from tests.accounts.conftest import Site, emailed_code
from tests.factories.accounts import ApiClientFactory, LocalAuthorityFactory, MembershipFactory, UserFactory
from tests.factories.casework import CorrespondenceTemplateFactory
from tests.factories.notifications import NotifyAccountFactory
from tests.factories.validation import LocalListItemFactory, ReadyReasonFactory
from validation.models import LocalListItem, ReadyReason

MARK = "zzz-elsewhere"
NOTIFY = ["33333333-3333-3333-3333-333333333333", "44444444-4444-4444-4444-444444444444"]
OFFICERS = "bops.urls_officers"
MODELS = list(council_admin._registry)


def address(name, mark):
    name = f"admin:{name}" if ":" not in name else name
    return reverse(name, urlconf=OFFICERS, current_app="council", args=mark)


def page_of(model, kind, *args):
    return address(f"{model._meta.app_label}_{model._meta.model_name}_{kind}", args)


def make_rows(council, mark):
    """One row of each registered model, with `mark` in whatever is shown of it."""
    user = UserFactory(name=f"Person {mark}", email=f"{mark}@person.example")
    with acting_for(council):
        return {
            LocalAuthority: council,
            Membership: MembershipFactory(authority=council, user=user),
            ApiClient: ApiClientFactory(authority=council, name=f"Client {mark}", token_hash=hash_token(mark)),
            AuthorityApplicationType: AuthorityApplicationType.objects.create(
                authority=council, type=ApplicationType.objects.first(), suffix="ZZ" if mark == MARK else "OWN", disclaimer=mark
            ),
            CorrespondenceTemplate: CorrespondenceTemplateFactory(authority=council, name=f"Letter {mark}"),
            NotifyAccount: NotifyAccountFactory(authority=council, email_template_id=NOTIFY[mark == MARK]),
            LocalListItem: LocalListItemFactory(authority=council, name=f"Item {mark}"),
            ReadyReason: ReadyReasonFactory(authority=council, title=f"Reason {mark}"),
            Address: Address.objects.create(authority=council, uprn="1", lines=f"1 {mark} Street", postcode="ZZ1 1ZZ", point="POINT(0 51)"),
        }


@pytest.fixture
def elsewhere(db):
    """Another council, with a row of everything."""
    return make_rows(LocalAuthorityFactory(short_name=MARK, council_name=f"{MARK} Council", officer_host=f"{MARK}.bops.localhost"), MARK)


@pytest.fixture
def own(authority):
    return make_rows(authority, "here")


@pytest.fixture
def client(authority, officer_client):
    return officer_client(authority, roles=["administrator"])[0]


def see(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


class TestNothingOfAnotherCouncil:
    def test_every_admin_of_the_council_stands_on_the_tenant_admin(self):
        assert all(isinstance(one, TenantAdmin) for one in council_admin._registry.values())

    def test_no_case_is_in_an_admin(self):
        for site in (council_admin, system_admin, admin.site):
            for model in site._registry:
                fields = {field.name for field in model._meta.get_fields() if field.concrete}
                assert not fields & {"case", "application"}, model
        assert Group not in council_admin._registry

    def test_every_registered_model_has_a_row_in_this_test(self, elsewhere):
        assert set(elsewhere) == set(MODELS)

    def test_the_first_page(self, client, own, elsewhere):
        assert MARK not in see(client, "/admin/")

    @pytest.mark.parametrize("model", MODELS)
    def test_lists_and_searches(self, client, own, elsewhere, model):
        page = see(client, page_of(model, "changelist"))
        assert MARK not in page
        assert model is LocalAuthority or "here" in page or "OWN" in page or NOTIFY[0] in page
        if council_admin._registry[model].search_fields:
            assert "0 results" in see(client, page_of(model, "changelist") + f"?q={MARK[:6]}")

    @pytest.mark.parametrize("model", MODELS)
    @pytest.mark.parametrize("kind", ["change", "history"])
    def test_a_row_of_another_council_cannot_be_opened(self, client, own, elsewhere, model, kind):
        answer = client.get(page_of(model, kind, elsewhere[model].pk), follow=True)
        assert MARK not in answer.content.decode()
        assert answer.redirect_chain, "sent away, as for a row that does not exist"
        assert client.get(page_of(model, kind, own[model].pk)).status_code == 200

    @pytest.mark.parametrize("model", MODELS)
    def test_a_row_of_another_council_cannot_be_saved(self, client, elsewhere, model):
        before = type(elsewhere[model]).objects.filter(pk=elsewhere[model].pk)
        client.post(page_of(model, "change", elsewhere[model].pk), {"name": "changed", "roles": ["administrator"]})
        with acting_for(elsewhere[LocalAuthority]):
            assert before.get() == elsewhere[model]
        assert not AuditEvent.objects.filter(type="admin_record_changed").exists()

    @pytest.mark.parametrize("model", MODELS)
    def test_the_choices_of_forms(self, client, own, elsewhere, model):
        assert MARK not in see(client, page_of(model, "change", own[model].pk))
        if model not in (LocalAuthority, NotifyAccount):  # there is one, and no more
            assert MARK not in see(client, page_of(model, "add"))

    def test_look_ups(self, client, own, elsewhere):
        for model, model_admin in council_admin._registry.items():
            for field in model._meta.fields:
                if not field.is_relation:
                    continue
                answer = client.get(
                    "/admin/autocomplete/",
                    {"term": "", "app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": field.name},
                )
                assert MARK not in answer.content.decode(), (model_admin, field)

    @pytest.mark.parametrize("model", MODELS)
    def test_exports(self, client, own, elsewhere, model):
        data = {"action": "export_as_csv", "_selected_action": [own[model].pk, elsewhere[model].pk], "select_across": "0"}
        everything = data | {"select_across": "1"}
        for sent in (data, everything):
            answer = client.post(page_of(model, "changelist"), sent)
            rows = list(csv.reader(io.StringIO(answer.content.decode())))
            assert answer["Content-Type"].startswith("text/csv")
            assert len(rows) > 1
            assert MARK not in answer.content.decode()

    def test_nothing_can_be_deleted(self, client, own):
        for model in MODELS:
            assert client.post(page_of(model, "delete", own[model].pk), {"post": "yes"}).status_code == 403

    def test_choices_of_a_foreign_key_to_people_or_councils_are_the_councils_own(self, client, own, elsewhere, authority):
        request = type("Request", (), {"authority": authority})()
        assert list(TenantAdmin._own_choices(LocalAuthority, request)) == [authority]
        assert elsewhere[Membership].user not in TenantAdmin._own_choices(User, request)
        assert elsewhere[Membership] not in TenantAdmin._own_choices(Membership, request)
        assert ApplicationType.objects.count() == TenantAdmin._own_choices(ApplicationType, request).count()


class TestWhoMayComeIn:
    @pytest.mark.parametrize("role", ["case_officer", "reviewer", "land_charges", "team_leader"])
    def test_others_are_refused(self, authority, officer_client, role):
        client, _ = officer_client(authority, roles=[role])
        assert client.get("/admin/").status_code == 302
        assert client.get("/admin/", follow=True).status_code == 403
        assert client.get(page_of(Membership, "changelist"), follow=True).status_code == 403

    def test_strangers_are_asked_to_sign_in(self, authority):
        answer = Client(HTTP_HOST=authority.officer_host).get("/admin/accounts/membership/", follow=True)
        assert answer.redirect_chain[-1][0] == "/sign-in/?next=%2Fadmin%2Faccounts%2Fmembership%2F"

    def test_superusers_of_django_are_nothing_special_here(self, authority, officer_client):
        user = UserFactory(is_staff=True, is_superuser=True)
        client, _ = officer_client(authority, roles=["support"], user=user)
        assert client.get("/admin/", follow=True).status_code == 403

    def test_signing_out_of_it_signs_out(self, client):
        client.post("/admin/logout/")
        assert client.get("/security/").status_code == 302


class TestWhatItDoes:
    def test_the_council_changes_its_own_facts_and_choices(self, client, authority):
        form = client.get(page_of(LocalAuthority, "change", authority.pk)).context["adminform"].form
        data = {name: form[name].value() or "" for name in form.fields} | {"phone": "020 7946 0999", "policy_access_link_days": "7"}
        answer = client.post(page_of(LocalAuthority, "change", authority.pk), data)
        assert answer.status_code == 302, answer.context["adminform"].form.errors
        authority.refresh_from_db()
        assert (authority.phone, policy(authority, "access_link_days")) == ("020 7946 0999", 7)
        assert policy(authority, "due_soon_days") == 7 and "due_soon_days" not in authority.settings

    def test_a_choice_left_empty_goes_back_to_the_default(self, client, authority):
        authority.settings = {"access_link_days": 3, "something_else": "kept"}
        authority.save()
        form = client.get(page_of(LocalAuthority, "change", authority.pk)).context["adminform"].form
        assert form["policy_access_link_days"].value() == 3
        data = {name: form[name].value() or "" for name in form.fields} | {"policy_access_link_days": ""}
        client.post(page_of(LocalAuthority, "change", authority.pk), data)
        authority.refresh_from_db()
        assert authority.settings == {"something_else": "kept"}

    def test_closure_days_are_written_one_a_line_and_kept_in_order(self, client, authority):
        path = page_of(LocalAuthority, "change", authority.pk)
        form = client.get(path).context["adminform"].form
        data = {name: form[name].value() or "" for name in form.fields}
        refused = client.post(path, data | {"policy_closure_days": "29 December"})
        assert "2026-12-29" in str(refused.context["adminform"].form.errors["policy_closure_days"])
        assert client.post(path, data | {"policy_closure_days": "2026-12-30\n2026-12-29\n2026-12-30"}).status_code == 302
        authority.refresh_from_db()
        assert policy(authority, "closure_days") == ["2026-12-29", "2026-12-30"]
        assert client.get(path).context["adminform"].form["policy_closure_days"].value() == "2026-12-29\n2026-12-30"

    def test_its_hosts_cannot_be_changed_here(self, client, authority):
        client.post(page_of(LocalAuthority, "change", authority.pk), {"officer_host": "evil.example"})
        authority.refresh_from_db()
        assert authority.officer_host != "evil.example"

    def test_a_person_is_added_by_email_and_invited(self, client, authority):
        answer = client.post(page_of(Membership, "add"), {"email": "Nia@council.example", "name": "Nia New", "roles": ["reviewer"]})
        assert answer.status_code == 302
        made = Membership.objects.get(user__email="nia@council.example")
        assert (made.authority, made.roles) == (authority, ["reviewer"])
        assert Message.objects.get().to == "nia@council.example"

    def test_a_person_is_added_once(self, client, own):
        answer = client.post(page_of(Membership, "add"), {"email": own[Membership].user.email, "name": "x", "roles": ["reviewer"]})
        assert "belongs to the council already" in answer.content.decode()

    def test_roles_are_changed_and_written_into_the_history(self, client, own):
        client.post(page_of(Membership, "change", own[Membership].pk), {"roles": ["validation", "support"]})
        own[Membership].refresh_from_db()
        assert own[Membership].roles == ["validation", "support"]
        event = AuditEvent.objects.get(type="admin_record_changed")
        assert event.data["verb"] == "Changed" and "Person here" in event.data["record"] and event.data["changes"].startswith("Roles: “")

    def test_a_link_to_choose_a_password_can_be_sent(self, client, own):
        client.post(page_of(Membership, "changelist"), {"action": "send_password_link", "_selected_action": [own[Membership].pk]})
        assert Message.objects.get().template == "accounts.set_password"

    def test_a_token_is_shown_once(self, client, authority):
        data = {"name": "PlanX", "permissions": ["planning_application:write"], "file_hosts": "files.example", "file_headers": "{}"}
        page = client.post(page_of(ApiClient, "add"), data, follow=True).content.decode()
        token = page[page.index("bops_") :].split(" ")[0]
        made = ApiClient.objects.get(authority=authority)
        assert made.token_hash == hash_token(token)
        assert token not in client.get(page_of(ApiClient, "change", made.pk)).content.decode()
        assert made.file_hosts == ["files.example"]
        assert token not in json.dumps(list(AuditEvent.objects.values_list("data", flat=True)))

    def signing(self, **changes):
        names = {"name": "Planning Portal", "kind": "hmac", "permissions": ["planning_application:write"]}
        return names | {"product_id": "BOPS", "client_id": "SWK", "file_hosts": "files.example", "file_headers": "", **changes}

    def test_the_planning_portals_secret_is_shown_once_and_kept_sealed(self, client, authority):
        page = client.post(page_of(ApiClient, "add"), self.signing(), follow=True).content.decode()

        made = ApiClient.objects.get(authority=authority)
        assert made.secret in page
        assert made.secret not in made.sealed_secret
        assert f"/api/v2/submissions/{made.sqid}" in page
        assert made.secret not in client.get(page_of(ApiClient, "change", made.pk)).content.decode()
        assert made.token_hash is None

    def test_a_secret_that_the_portal_gave_is_kept_and_not_shown(self, client, authority):
        page = client.post(page_of(ApiClient, "add"), self.signing(secret="given-by-them"), follow=True).content.decode()

        assert ApiClient.objects.get(authority=authority).secret == "given-by-them"
        assert "given-by-them" not in page

    def test_a_client_that_signs_needs_the_names_it_signs_with(self, client):
        page = client.post(page_of(ApiClient, "add"), self.signing(client_id="")).content.decode()

        assert "Enter the client ID that the Planning Portal signs with." in page
        assert not ApiClient.objects.exists()

    def test_keys_of_file_hosts_go_in_and_are_never_shown(self, client, authority):
        client.post(page_of(ApiClient, "add"), self.signing(file_headers='{"api-key": "open-sesame"}'))
        made = ApiClient.objects.get(authority=authority)

        page = client.get(page_of(ApiClient, "change", made.pk)).content.decode()
        client.post(page_of(ApiClient, "change", made.pk), self.signing(paused="on"))

        assert "There is: api-key." in page and "open-sesame" not in page
        made.refresh_from_db()
        assert (made.file_headers, made.paused) == ({"api-key": "open-sesame"}, True)
        assert "open-sesame" not in json.dumps(made.sealed_headers)

    @pytest.mark.parametrize(
        ("entered", "sent"),
        [
            ('{"basic": ["officer", "pass:wörd"]}', {"Authorization": "Basic b2ZmaWNlcjpwYXNzOnfDtnJk"}),
            ('{"bearer": "abc.def", "x-from": "bops"}', {"x-from": "bops", "Authorization": "Bearer abc.def"}),
            ("{}", {}),
        ],
    )
    def test_a_name_and_password_a_token_or_nothing_at_all(self, client, authority, entered, sent):
        client.post(page_of(ApiClient, "add"), self.signing(file_headers='{"api-key": "open-sesame"}'))
        made = ApiClient.objects.get(authority=authority)

        client.post(page_of(ApiClient, "change", made.pk), self.signing(file_headers=entered))

        made.refresh_from_db()
        assert made.file_headers == sent

    @pytest.mark.parametrize(
        "headers",
        ['{"basic": "x"}', '{"basic": ["a:b", "c"]}', '{"basic": ["a"]}', '{"basic": ["a", "b"], "bearer": "c"}', '{"bearer": "clé"}'],
    )
    def test_a_name_and_password_that_are_none(self, client, headers):
        assert client.post(page_of(ApiClient, "add"), self.signing(file_headers=headers)).status_code == 200
        assert not ApiClient.objects.exists()

    @pytest.mark.parametrize("headers", ['["api-key"]', '{"api key": "x"}', '{"a": "x\\r\\nHost: y"}', '{"a": 1}', "{"])
    def test_headers_that_are_none(self, client, headers):
        assert client.post(page_of(ApiClient, "add"), self.signing(file_headers=headers)).status_code == 200
        assert not ApiClient.objects.exists()

    def test_a_network_that_is_none(self, client):
        page = client.post(page_of(ApiClient, "add"), self.signing(networks="203.0.113.0/24,everywhere")).content.decode()

        assert "everywhere is not an IP address or network" in page

    def test_an_address_is_added_with_its_point_in_words(self, client, authority):
        data = {"uprn": "100", "lines": "1 New Street", "town": "", "postcode": "SE1 1AA", "longitude": "-0.09", "latitude": "51.5"}
        assert client.post(page_of(Address, "add"), data).status_code == 302
        assert Address.objects.get(uprn="100").point.coords == (-0.09, 51.5)

    def test_one_override_a_type_is_said_in_words(self, client, own):
        data = {"type": own[AuthorityApplicationType].type.pk, "active": "on", "suffix": "", "disclaimer": ""}
        assert "already exists" in client.post(page_of(AuthorityApplicationType, "add"), data).content.decode()

    @pytest.mark.parametrize("value", ["=1+1", "+44", "-1", "@x", "\tx"])
    def test_an_export_holds_no_formula(self, value):
        assert safe(value) == f"'{value}"
        assert safe(None) == ""


class TestWholeSystem:
    @pytest.fixture
    def config(self, settings, authority):
        staff = MembershipFactory(authority=authority, user=UserFactory(is_staff=True)).user
        site = Site(Client(), settings.CONFIG_HOST)
        site.give_password(staff)
        site.post("/sign-in/code/", {"code": emailed_code()})
        return site

    def test_every_list_and_page_opens(self, config, own):
        for model in system_admin._registry:
            label = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
            assert config.get(label).status_code == 200
            assert config.get(f"{label}add/").status_code == 200
            assert config.get(f"{label}{model.objects.first().pk}/change/").status_code == 200

    def test_a_change_is_in_the_history_of_the_council_it_was_made_to(self, config, own, authority):
        path = f"/admin/accounts/membership/{own[Membership].pk}/change/"
        data = {"user": own[Membership].user.pk, "authority": authority.pk, "roles": ["reviewer"], "ended_at": ""}
        assert config.post(path, data).status_code == 302
        assert AuditEvent.objects.filter(authority=authority, type="admin_record_changed").count() == 1

    def test_a_person_is_made_without_a_password(self, config):
        config.post("/admin/accounts/user/add/", {"email": "Root@example.com", "name": "Root", "is_active": "on"})
        assert not User.objects.get(email="root@example.com").has_usable_password()

    def test_a_token_is_made_for_the_chosen_council(self, config, authority):
        data = {
            "authority": authority.pk,
            "name": "PlanX",
            "permissions": "planning_application:read",
            "file_hosts": "",
            "file_headers": "{}",
        }
        answer = config.post("/admin/accounts/apiclient/add/", data, follow=True)
        assert "bops_" in answer.content.decode()
        assert ApiClient.objects.get(name="PlanX").authority == authority

    def test_the_councils_host_does_not_open_it(self, authority, own):
        assert Client(HTTP_HOST=authority.officer_host).get("/admin/accounts/user/").status_code in {302, 404}
