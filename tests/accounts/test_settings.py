"""What a council sets for itself: numbers within limits, lists, and all of it in the history with what was there before."""

import re

import pytest
from django.urls import reverse

from accounts.models import ApiClient, LocalAuthority
from accounts.policy import POLICIES, policy
from audit.models import AuditEvent
from notifications.models import NotifyAccount
from tests.accounts.test_admin import page_of
from tests.factories.accounts import ApiClientFactory
from tests.factories.notifications import NotifyAccountFactory
from tests.factories.validation import LocalListItemFactory, ReadyReasonFactory
from validation import lists
from validation.models import LocalListItem, ReadyReason


@pytest.fixture
def client(authority, officer_client):
    client, client.user = officer_client(authority, roles=["administrator"])
    return client


def posted(client, path, **changes):
    """The page's form sent as it is shown, but for these."""
    form = client.get(path).context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    return client.post(path, {name: "" if value is None else value for name, value in data.items()} | changes)


def faults(answer):
    return {} if answer.status_code == 302 else dict(answer.context["adminform"].form.errors)


class TestChoices:
    @pytest.fixture
    def path(self, authority):
        return page_of(LocalAuthority, "change", authority.pk)

    def test_a_response_period_is_changed_and_the_history_says_from_what(self, client, authority, path):
        assert faults(posted(client, path, policy_request_answer_working_days="10")) == {}
        assert faults(posted(client, path, policy_request_answer_working_days="12", phone="020 7946 0777")) == {}
        authority.refresh_from_db()
        assert policy(authority, "request_answer_working_days") == 12
        words = AuditEvent.objects.filter(type="admin_record_changed").latest("pk").data["changes"]
        assert "Working days an applicant has to answer a validation request: “10” became “12”" in words
        assert "“020 7946 0777”" in words

    @pytest.mark.parametrize("entered", ["0", "-1", "91", "ten", "1.5"])
    def test_a_period_outside_its_limits_is_refused(self, client, authority, path, entered):
        assert "policy_request_answer_working_days" in faults(posted(client, path, policy_request_answer_working_days=entered))
        authority.refresh_from_db()
        assert authority.settings == {}

    @pytest.mark.parametrize(("entered", "kept"), [("True", True), ("False", False)])
    def test_yes_and_no_are_kept_as_such(self, client, authority, path, entered, kept):
        assert faults(posted(client, path, policy_silence_agrees_to_description=entered)) == {}
        authority.refresh_from_db()
        assert authority.settings == {"silence_agrees_to_description": kept}
        assert posted(client, path).status_code == 302
        authority.refresh_from_db()
        assert authority.settings == {"silence_agrees_to_description": kept}, "shown as it is, and saved as it is shown"

    def test_none_of_them_counts_reminding_days(self, client, authority, path):
        assert faults(posted(client, path, policy_request_reminder_working_days="0")) == {}
        authority.refresh_from_db()
        assert policy(authority, "request_reminder_working_days") == 0

    @pytest.mark.parametrize("entered", ["enf", "TOOLONGX", "E/F", "E F"])
    def test_an_ending_of_references_is_short_and_plain(self, client, path, entered):
        assert "capital letters" in str(faults(posted(client, path, policy_breach_suffix=entered))["policy_breach_suffix"])

    def test_every_number_has_limits_that_hold_its_default(self):
        for name, one in POLICIES.items():
            if isinstance(one.default, int) and not isinstance(one.default, bool):
                assert one.lowest is not None and one.lowest <= one.default <= one.highest, name

    def test_a_secret_is_not_told_to_the_history(self, client, authority):
        machine = ApiClientFactory(
            authority=authority, kind="hmac", product_id="P", client_id="C", token_hash=None, sqid="abc", secret="old"
        )
        assert (
            faults(posted(client, page_of(ApiClient, "change", machine.pk), secret="new-secret", permissions=["planning_application:read"]))
            == {}
        )
        changes = AuditEvent.objects.filter(type="admin_record_changed").latest("pk").data["changes"]
        assert "Client secret: changed" in changes and "new-secret" not in changes


ITEM = {"name": "Noise report", "ground": "local_list", "what": "A report.", "when": "", "source": "Policy N1", "valid_from": "2026-01-01"}


class TestRequirements:
    def test_one_is_added(self, client, authority):
        answer = client.post(
            page_of(LocalListItem, "add"), ITEM | {"type_codes": ["pp.full.householder"], "document_tag": "noiseAssessment"}
        )
        assert faults(answer) == {}
        item = LocalListItem.objects.get()
        assert (item.authority, item.type_codes, item.valid_to) == (authority, ["pp.full.householder"], None)

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"valid_to": "2025-12-31"}, "valid_to"),
            ({"source": " "}, "source"),
            ({"type_codes": ["nonsense"]}, "type_codes"),
            ({"document_tag": "nonsense"}, "document_tag"),
            ({"ground": "nonsense"}, "ground"),
            ({"what": ""}, "what"),
        ],
    )
    def test_what_makes_no_sense_is_refused_beside_its_field(self, client, wrong, field):
        assert field in faults(client.post(page_of(LocalListItem, "add"), ITEM | wrong))
        assert not LocalListItem.objects.exists()

    def test_a_second_of_the_same_name_and_day_is_refused_in_words(self, client, authority):
        LocalListItemFactory(authority=authority, name="Noise report")
        assert "already exists" in client.post(page_of(LocalListItem, "add"), ITEM).content.decode()

    def test_those_of_a_type_and_day(self, authority, now):
        on = now.date()
        LocalListItemFactory(authority=authority, name="Every type")
        LocalListItemFactory(authority=authority, name="Householders", type_codes=["pp.full.householder"])
        LocalListItemFactory(authority=authority, name="Others", type_codes=["pp.full.major"])
        LocalListItemFactory(authority=authority, name="Over", valid_to=on.replace(day=on.day - 1))
        LocalListItemFactory(authority=authority, name="Last day", valid_to=on)
        LocalListItemFactory(authority=authority, name="Not yet", valid_from=on.replace(year=on.year + 1))
        found = [item.name for item in lists.requirements_for(authority, "pp.full.householder", on)]
        assert found == ["Every type", "Householders", "Last day"]


class TestUsualOnes:
    @pytest.mark.parametrize(("model", "event"), [(LocalListItem, "usual_requirements_added"), (ReadyReason, "usual_reasons_added")])
    def test_they_are_added_once(self, client, authority, model, event):
        path = reverse(f"admin:validation_{model._meta.model_name}_usual", urlconf="bops.urls_officers", current_app="council")
        assert client.get(path).status_code == 405
        assert "Added: " in client.post(path, follow=True).content.decode()
        number = model.objects.filter(authority=authority).count()
        assert number > 5
        assert "all there already" in client.post(path, follow=True).content.decode()
        assert model.objects.count() == number
        assert AuditEvent.objects.filter(type=event).count() == 1

    def test_each_passes_the_admins_own_form(self, client, authority, now):
        lists.add_usual_requirements(authority=authority, by=client.user, now=now)
        lists.add_usual_reasons(authority=authority, by=client.user, now=now)
        for row in [*LocalListItem.objects.all(), *ReadyReason.objects.all()]:
            assert faults(posted(client, page_of(type(row), "change", row.pk))) == {}, row

    def test_words_that_are_no_longer_offered(self, authority):
        ReadyReasonFactory(authority=authority, title="Old", withdrawn=True)
        kept = ReadyReasonFactory(authority=authority, title="New")
        assert list(lists.ready_reasons(authority, "additional_document")) == [kept]


class TestNotify:
    KEY = "council-11111111-1111-1111-1111-111111111111-22222222-2222-2222-2222-222222222222"
    TEMPLATE = "33333333-3333-3333-3333-333333333333"

    def test_the_key_is_sealed_and_the_token_is_shown_once(self, client, authority):
        data = {"api_key": self.KEY, "email_template_id": self.TEMPLATE}
        page = client.post(page_of(NotifyAccount, "add"), data, follow=True).content.decode()
        account = NotifyAccount.objects.get()
        token = re.search(r"receipts is (\S+) \(copy", page)[1]
        assert (account.authority, account.key) == (authority, self.KEY) and account.knows(token)
        again = client.get(page_of(NotifyAccount, "change", account.pk)).content.decode()
        assert token not in again and self.KEY not in again and f"{authority.officer_host}/notifications/receipts/" in again
        told = str(list(AuditEvent.objects.values_list("data", flat=True)))
        assert (self.KEY not in told and token not in told and "Api key: changed" in told) or "API key: changed" in told

    def test_an_empty_key_leaves_it_and_a_new_token_ends_the_old_one(self, client, authority):
        account = NotifyAccountFactory(authority=authority)
        old, key = account.new_callback_token(), account.key
        account.save()
        data = {"api_key": "", "email_template_id": self.TEMPLATE, "new_token": "on"}
        assert client.post(page_of(NotifyAccount, "change", account.pk), data).status_code == 302
        account.refresh_from_db()
        assert account.key == key and not account.knows(old)

    @pytest.mark.parametrize("key", ["", "abc", "11111111-1111-1111-1111-111111111111"])
    def test_what_is_no_key_is_refused(self, client, key):
        assert "api_key" in faults(client.post(page_of(NotifyAccount, "add"), {"api_key": key, "email_template_id": self.TEMPLATE}))
        assert not NotifyAccount.objects.exists()

    def test_there_is_one(self, client, authority):
        NotifyAccountFactory(authority=authority)
        assert client.post(page_of(NotifyAccount, "add"), {"api_key": self.KEY, "email_template_id": self.TEMPLATE}).status_code == 403
