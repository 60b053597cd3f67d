"""A council says it in its own words: with placeholders that are known, with nothing that is run, and never at the price of a message."""

import re
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from jinja2 import nodes
from structlog.testing import capture_logs

from audit.models import AuditEvent
from core.errors import DomainError
from core.tenancy import acting_for
from notifications import catalogue, jobs, selectors, services
from notifications.models import Message, MessageWording
from notifications.rendering import render
from notifications.samples import sample_of
from notifications.templates import environment
from notifications.wording import Text, Unusable, broken, faults_of, fill, parts_of, placeholders_of, standard_text
from notifications.wordings import CannotBeSaid, change_wording, reset_wording
from tests.factories.accounts import LocalAuthorityFactory, UserFactory
from tests.factories.applications import CaseFactory
from tests.factories.notifications import MessageWordingFactory

FOLDER = settings.BASE_DIR / "templates"
KEYS = sorted(catalogue.all_types())
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
COUNCIL = SimpleNamespace(council_name="Exampleton Council", short_name="Exampleton", email="planning@example.gov.uk", phone="")
CANCELLED = catalogue.message_type("validation.request_cancelled")
SENT = catalogue.message_type("validation.requests_sent")
OWN = Text("About ((reference))", "We can do without ((what)) at ((address)).\n\nWhy: ((reason))")


def tree(template):
    return environment().parse((FOLDER / template).read_text())


def optional_in(key):
    """The names on which it depends whether something is said, in a message and its parts."""
    message_type = catalogue.message_type(key)
    trees = [tree(path) for path in (message_type.template, *parts_of(message_type).values())]
    tests = [one.test for each in trees for one in each.find_all(nodes.If)]
    names = {name.name for test in tests for name in [test, *test.find_all(nodes.Name)] if isinstance(name, nodes.Name)}
    return sorted(names & message_type.needs)


def sample(key, own=None):
    return render(catalogue.message_type(key), *sample_of(catalogue.message_type(key), COUNCIL, NOW), own)


class TestStandardWords:
    @pytest.mark.parametrize("key", KEYS)
    def test_they_can_be_kept_as_a_councils_own(self, key):
        message_type = catalogue.message_type(key)
        assert faults_of(message_type, standard_text(message_type)) == []

    @pytest.mark.parametrize(("key", "without"), [(key, name) for key in KEYS for name in ("", *optional_in(key))])
    def test_kept_as_they_are_they_say_the_same(self, key, without):
        """With all that they can say, and without each thing that they say only where there is something to say."""
        message_type = catalogue.message_type(key)
        context, given = sample_of(message_type, COUNCIL, NOW)
        context = {name: value[:1] if isinstance(value, list) else value for name, value in context.items()}  # own words cannot count
        if without:
            context[without] = {str: "", list: [], bool: False}.get(type(context[without]))
        with capture_logs() as log:
            own = render(message_type, context, given, standard_text(message_type))
        usual = render(message_type, context, given)
        assert log == []
        assert (own.subject, own.body.split(), own.shown.split()) == (usual.subject, usual.body.split(), usual.shown.split())

    @pytest.mark.parametrize("key", KEYS)
    def test_they_never_choose_between_two_sentences(self, key):
        """A council's own words cannot: what chooses is a part (_name.jinja), which they include as one placeholder."""
        template = tree(catalogue.message_type(key).template)
        assert not [one.lineno for one in template.find_all(nodes.If) if one.else_ or one.elif_]
        assert not [one.lineno for one in template.find_all((nodes.CondExpr, nodes.Or, nodes.Not, nodes.Compare))]

    @pytest.mark.parametrize("key", KEYS)
    def test_each_has_facts_to_be_looked_at_with(self, key):
        shown = sample(key)
        assert not re.search(r"\[(?!not shown\])[a-z ]+\]", shown.subject + shown.body)


class TestFilling:
    def test_words_that_look_like_a_placeholder_stay_words(self):
        assert fill("((text)) ((link))", {"text": "((link))", "link": "https://x.example"}) == "((link)) https://x.example"

    def test_a_paragraph_with_nothing_to_say_is_left_out(self):
        values = {"where": "", "who": "Ada", "when": ""}
        assert fill("One.\n\nWhere: ((where))\n\n((who)) ((when))\n\nEnd.", values) == "One.\n\nAda \n\nEnd.".replace("Ada ", "Ada")

    def test_capitals_and_blanks_do_not_matter(self):
        assert fill("(( Who ))", {"who": "Ada"}) == "Ada"

    def test_an_unknown_one_stops_it(self):
        with pytest.raises(Unusable, match="nonsense"):
            fill("((nonsense))", {})

    @pytest.mark.parametrize("code", ["{{ 7 * 7 }}", "{% for x in y %}", "${7*7}", "#{7*7}", "%(what)s", "{what}", "<script>7</script>"])
    def test_no_code_is_run(self, code):
        own = Text("x", f"((what)) ((reason)) {code}")
        words = render(CANCELLED, *sample_of(CANCELLED, COUNCIL, NOW), own)
        assert "49" not in words.body
        assert code in words.body or faults_of(CANCELLED, own), "as it is, or refused"


class TestChecking:
    @pytest.mark.parametrize(
        ("subject", "body", "field", "words"),
        [
            ("", "((what)) ((reason))", "subject", "Enter a subject"),
            ("x" * 201, "((what)) ((reason))", "subject", "200 characters"),
            ("a\nb", "((what)) ((reason))", "subject", "one line"),
            ("x", " ", "body", "Enter what the message says"),
            ("x", "((what)) ((reason)) " + "x" * 10_000, "body", "10000 characters"),
            ("x", "((what))", "body", "Put in ((reason))"),
            ("x", "((what)) ((reason)) ((adress))", "body", "Did you mean ((address))?"),
            ("((zzzz))", "((what)) ((reason))", "subject", "((zzzz)) is not a placeholder"),
            ("x", "((what)) ((reason)) ((address)", "body", "two brackets"),
            ("x", "((what)) ((reason)) {{ address }}", "body", "round brackets"),
            ("x", "Dear ((name)), ((what)) ((reason))", "body", "Take out the greeting"),
        ],
    )
    def test_a_text_that_does_not_fit_is_refused_in_words(self, subject, body, field, words):
        (fault,) = faults_of(CANCELLED, Text(subject, body))
        assert fault.field == field and words in fault.words

    @pytest.mark.parametrize(
        ("subject", "body", "words"),
        [
            ("((link))", "((requests))\n\n((link))", "Take ((link)) out of the subject"),
            ("((requests))", "((requests))\n\n((link))", "too long"),
            ("x", "((requests))", "Put in ((link))"),
            ("x", "((link))", "Put in ((requests))"),
            ("x", "Look: ((requests))\n\n((link))", "line of its own"),
        ],
    )
    def test_links_and_lists_have_their_places(self, subject, body, words):
        assert [fault for fault in faults_of(SENT, Text(subject, body)) if words in fault.words]

    def test_secrets_stay_hidden_from_officers(self):
        words = sample(SENT.key, Text("Hello", "((requests))\n\n((link))"))
        assert "planning.example" in words.body and "planning.example" not in words.shown and "Elevations" in words.shown

    def test_what_no_sender_gives_is_no_placeholder(self):
        assert "reference" not in placeholders_of(catalogue.message_type("accounts.sign_in_code"))
        assert {"reference", "council", "name", "today", "what"} <= set(placeholders_of(CANCELLED))

    def test_what_must_be_said_is_one_of_the_names(self):
        with pytest.raises(ValueError, match="must be said"):
            catalogue.MessageType("a.b", "x", needs=["y"], must_say=["z"])


class TestChanging:
    @pytest.fixture
    def by(self, db):
        return UserFactory(name="Ada Admin")

    def change(self, authority, by, text=OWN, based_on=None):
        return change_wording(authority=authority, key=CANCELLED.key, text=text, based_on=based_on, by=by, now=NOW)

    def send(self, authority):
        context = {"what": "Roof plan", "address": "1 Fir Road", "reason": "It came."}
        case = CaseFactory(authority=authority)
        return services.send_email(
            authority=authority, case=case, message=CANCELLED.key, to="a@example.com", context=context, by=UserFactory(), now=NOW
        )

    def test_the_next_message_says_it(self, authority, by):
        self.change(authority, by)
        sent = self.send(authority)
        assert sent.body.startswith("We can do without Roof plan at 1 Fir Road.\n\nWhy: It came.\n\n")
        assert authority.email in sent.body

    def test_other_councils_say_what_they_said(self, authority, by):
        self.change(authority, by)
        other = LocalAuthorityFactory()
        with acting_for(other):
            assert "no longer need" in self.send(other).body

    def test_the_history_has_before_and_after(self, authority, by):
        self.change(authority, by)
        event = AuditEvent.objects.get(type="wording_changed")
        assert (event.actor_name, event.data["message"]) == ("Ada Admin", CANCELLED.key)
        assert "no longer need" in event.data["before"] and "can do without" in event.data["after"]

    def test_back_to_standard(self, authority, by):
        row = self.change(authority, by)
        back = reset_wording(authority=authority, key=CANCELLED.key, based_on=row.pk, by=by, now=NOW)
        assert selectors.wording_of(authority, CANCELLED.key) is None
        assert "no longer need" in self.send(authority).body
        assert [one.standard for one in selectors.wordings_of(authority, CANCELLED.key)] == [True, False]
        assert AuditEvent.objects.filter(type="wording_reset").count() == 1
        with pytest.raises(DomainError, match="hold already"):
            reset_wording(authority=authority, key=CANCELLED.key, based_on=back.pk, by=by, now=NOW)

    def test_two_at_once_the_second_is_told(self, authority, by):
        self.change(authority, by)
        with pytest.raises(DomainError, match="Ada Admin changed these words"):
            self.change(authority, by, Text("Other", OWN.body))
        assert MessageWording.objects.count() == 1

    def test_what_does_not_fit_is_not_kept(self, authority, by):
        with pytest.raises(CannotBeSaid) as refused:
            self.change(authority, by, Text("", "((nonsense))"))
        assert {fault.field for fault in refused.value.faults} == {"subject", "body"}
        assert not MessageWording.objects.exists()

    def test_nothing_different_is_no_change(self, authority, by):
        with pytest.raises(DomainError, match="Nothing is different"):
            self.change(authority, by, standard_text(CANCELLED))

    def test_a_text_that_fits_no_more_gives_way_and_is_told(self, authority):
        MessageWordingFactory(authority=authority, key=CANCELLED.key, body="((gone)) ((what)) ((reason))")
        with capture_logs() as log:
            sent = self.send(authority)
        assert sent.state == Message.State.WAITING and "no longer need" in sent.body
        assert log[0]["event"] == "wording_unusable" and "gone" in log[0]["error"]
        assert list(broken(selectors.own_texts(authority))) == [CANCELLED.key]

    def test_a_subject_that_grows_too_long_is_cut(self, authority):
        MessageWordingFactory(authority=authority, key=CANCELLED.key, subject="About ((what))", body=OWN.body)
        context = {"what": "plans " * 100, "address": "1 Fir Road", "reason": "It came."}
        sent = services.send_email(
            authority=authority, message=CANCELLED.key, to="a@example.com", context=context, by=UserFactory(), now=NOW
        )
        assert len(sent.subject) == 300 and sent.subject.startswith("About plans plans") and sent.subject.endswith("…")

    def test_a_subject_that_says_nothing_gives_way(self):
        silent = Text("((where))", "((reference)) ((link))")
        message_type = catalogue.message_type("consultation.site_notice_to_display")
        context, given = sample_of(message_type, COUNCIL, NOW)
        assert render(message_type, {**context, "where": ""}, given, silent).subject.startswith("Please display a site notice")

    def test_a_text_of_a_message_that_is_no_more_is_left_alone(self, authority):
        MessageWordingFactory(authority=authority, key="old.message")
        assert broken(selectors.own_texts(authority)) == {}


class TestAfterARelease:
    def test_the_command_tells_whose_words_cannot_be_used(self, authority, capsys):
        call_command("check_wording")
        assert "can be used" in capsys.readouterr().out
        MessageWordingFactory(authority=authority, key=CANCELLED.key, body="((gone)) ((what)) ((reason))")
        other = LocalAuthorityFactory()
        with acting_for(other):
            MessageWordingFactory(authority=other, key=CANCELLED.key)
        with pytest.raises(CommandError, match="1 cannot be used"):
            call_command("check_wording")
        assert f"{authority}, {CANCELLED.key}: ((gone)) is not a placeholder" in capsys.readouterr().out

    def test_administrators_and_nobody_else_read_it_on_their_pages(self, authority, officer_client):
        MessageWordingFactory(authority=authority, key=CANCELLED.key, body="((gone)) ((what)) ((reason))")
        jobs.count_failures()
        assert "cannot be used any more" in officer_client(authority, roles=["administrator"])[0].get("/service/").content.decode()
        assert "cannot be used any more" not in officer_client(authority, roles=["case_officer"])[0].get("/service/").content.decode()
