"""A later version of an application: what differs is kept in the officer's words, and is taken over or left point by point."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from applications.lifecycle import NotAllowedNow
from applications.models import Payment, PlanningApplication
from audit.actors import ApiClientActor
from audit.models import AuditEvent
from core.tenancy import acting_for
from intake import services
from intake.models import Difference, FetchedFile, Submission
from intake.services import NothingToTakeOver, receive, understand
from tests.factories import odp
from tests.factories.accounts import LocalAuthorityFactory, UserFactory

NOW = datetime(2026, 3, 3, 10, 16, tzinfo=ZoneInfo("Europe/London"))
NEW_FILE = {"name": f"{odp.FILES}/3/roof.pdf", "type": [{"value": "roofPlan.proposed", "description": "Roof plan - proposed"}]}
EAST = [[x + 0.0002, y] for x, y in odp.SQUARE]


@pytest.fixture
def sent():
    return odp.document()


@pytest.fixture
def send(southwark, planx):
    def send(body, now=NOW):
        kept = receive(authority=southwark, client=planx, source="planx", body=odp.encoded(body), headers={}, now=now)
        return understand(submission=kept, by=ApiClientActor(planx), now=now)

    return send


@pytest.fixture
def again(send, sent):
    """again(**changes): the application arrives, then once more with changes. The rows of what differs."""

    def again(**changes):
        send(sent)
        later = send(odp.change(sent, **changes), NOW + timedelta(days=1)).submission
        return list(Difference.objects.filter(submission=later))

    return again


@pytest.fixture
def officer(db):
    return UserFactory(name="Olu Officer")


def application():
    return PlanningApplication.objects.get()


class TestWhatDiffers:
    def one(self, rows):
        assert len(rows) == 1, [str(row) for row in rows]
        return rows[0]

    @pytest.mark.parametrize(
        ("changes", "words", "before", "after", "action"),
        [
            (
                {"data__proposal__description": "Two rooms"},
                "Proposal: Description", "A timber garden room behind the house", "Two rooms", "description",
            ),
            ({"data__applicant__email": "rq@example.org"}, "Applicant: Email", "rosa.quill@example.com", "rq@example.org", "applicant"),
            ({"data__applicant__agent__company": None}, "Agent: Company", "Draughtsman and Daughter", "", ""),
            ({"data__property__address__uprn": "000099999013"}, "Site: UPRN", "000099999012", "000099999013", "uprn"),
            ({"data__application__fee__payable": 528}, "Fee and payment: Payable", "£264", "£528", "fee"),
            ({"data__application__fee__reference": {"govPay": "p-2"}}, "Fee and payment: Payment reference", "pay-123", "p-2", "payment"),
            ({"data__applicant__ownership__certificate": "d"}, "Ownership: Certificate", "B", "D", ""),
        ],
        ids=lambda value: value if isinstance(value, str) and ": " in value else "",
    )  # fmt: skip
    def test_in_the_officers_words(self, again, changes, words, before, after, action):
        row = self.one(again(**changes))

        assert (str(row), row.before.removesuffix(".00"), row.after.removesuffix(".00"), row.action) == (words, before, after, action)

    def test_a_red_line_by_how_much_it_moved_and_what_it_holds(self, again):
        rows = [row for row in again(data__proposal__boundary__site=odp.feature(EAST)) if row.part == "Red line"]

        row = self.one(rows)
        assert (row.before, row.action) == ("0.0928 hectares", "red_line")
        assert row.after.startswith("0.0928 hectares. ")
        assert "its middle lies 13.9 metres from where it was" in row.after
        assert "464 square metres are new, 464 are left out" in row.after

    def test_a_red_line_that_is_drawn_from_another_corner_is_the_same(self, again):
        ring = [*odp.SQUARE[1:], odp.SQUARE[1]]

        assert again(data__proposal__boundary__site=odp.feature(ring)) == []

    def test_files_that_are_new_gone_or_described_otherwise(self, again, sent):
        first = {**sent["files"][0], "description": "As built"}

        rows = again(files=[first, NEW_FILE])

        assert [(row.label.rsplit("/", 1)[-1], row.action) for row in rows] == [
            ("site%20plan.pdf", ""),
            ("roof.pdf", "file"),
            ("elevations.jpg", ""),
        ]
        assert "stays on the case" in rows[2].after

    def test_a_key_in_a_files_address_is_no_difference(self, again, sent):
        files = [{**file, "name": f"{file['name']}?key=new"} for file in sent["files"]]

        assert again(files=files) == []

    def test_designations(self, again, sent):
        listed = [
            *sent["data"]["property"]["planning"]["designations"][1:],
            {"value": "listed", "description": "Listed building", "intersects": True},
        ]

        rows = again(data__property__planning__designations=listed)

        assert {row.part for row in rows} == {"Designations"}
        assert any("Listed building" in row.label for row in rows)
        assert not any(row.action for row in rows)

    def test_an_unknown_part_too(self, again):
        row = self.one(again(data__moonbase={"domes": 3}))

        assert (row.before, row.after) == ("", "3")

    def test_when_it_was_sent_is_no_difference_and_bothers_nobody(self, again):
        assert again(metadata__submittedAt="2026-03-04T08:00:00Z") == []
        assert "sent version" not in application().attention
        assert AuditEvent.objects.get(type="submission_changed").data["places"] == "nothing that is read"

    def test_the_third_version_is_compared_with_the_second(self, send, sent):
        send(sent)
        send(odp.change(sent, data__proposal__description="Two rooms"))
        third = send(odp.change(sent, data__proposal__description="Three rooms")).submission

        row = self.one(list(third.differences.all()))
        assert (third.revision, row.before, row.after) == (3, "Two rooms", "Three rooms")

    def test_a_first_version_that_is_understood_last_changes_nothing(self, southwark, planx, sent):
        """Its package came late, or it was tried again."""
        names = {"authority": southwark, "client": planx, "source": "planx", "headers": {}, "now": NOW}
        first = receive(body=odp.encoded(sent), **names)
        second = receive(body=odp.encoded(odp.change(sent, data__proposal__description="Two rooms")), **names)
        understand(submission=second, by=ApiClientActor(planx), now=NOW)

        answer = understand(submission=first, by=ApiClientActor(planx), now=NOW)

        assert answer.reference == application().case.reference
        assert (application().description, answer.submission.state) == ("Two rooms", "superseded")
        assert not Difference.objects.exists()

    def test_the_case_stays_as_it_was(self, again, sent):
        again(data__proposal__description="Two rooms", data__applicant__email="rq@example.org", files=[NEW_FILE])

        assert application().description == "A timber garden room behind the house"
        assert application().case.parties.get(role="applicant").email == "rosa.quill@example.com"
        assert FetchedFile.objects.count() == len(sent["files"])


class TestTakingOver:
    def take(self, row, officer):
        return services.take_over(difference=row, by=officer, now=timezone.now())

    def test_a_description(self, again, officer):
        row = self.take(again(data__proposal__description="Two rooms")[0], officer)

        assert application().description == "Two rooms"
        assert application().description_submitted == "A timber garden room behind the house"
        assert (row.state, row.decided_by) == ("taken", officer)
        event = AuditEvent.objects.get(type="difference_taken_over")
        assert (event.data["label"], event.data["after"], event.data["version"]) == ("Description", "Two rooms", 2)

    @pytest.mark.parametrize(
        ("place", "value", "name", "kept"),
        [
            ("email", "rq@example.org", "email", "rq@example.org"),
            ("phone", {"primary": "020 7946 0999"}, "phone", "020 7946 0999"),
            ("name", {"first": "Rosalind", "last": "Quill"}, "first_name", "Rosalind"),
            ("address", {"line1": "1 New Street", "town": "Hull", "postcode": "hu11aa"}, "postcode", "HU1 1AA"),
        ],
    )
    def test_a_fact_about_the_applicant_and_nothing_else(self, again, officer, place, value, name, kept):
        rows = again(**{f"data__applicant__{place}": value, "data__applicant__agent__email": "new@example.net"})

        self.take(next(row for row in rows if row.part == "Applicant"), officer)

        assert getattr(application().case.parties.get(role="applicant"), name) == kept
        assert application().case.parties.get(role="agent").email == "tom@example.net"

    def test_somebody_who_is_new(self, send, sent, officer):
        send(odp.change(sent, data__applicant__agent=None))
        later = send(sent).submission

        self.take(later.differences.filter(part="Agent").first(), officer)

        assert application().case.parties.get(role="agent").company == "Draughtsman and Daughter"

    def test_the_address_of_the_site(self, again, officer):
        rows = again(data__property__address__pao="14", data__property__address__title="14 ELM TREE ROW, LONDON")

        self.take(next(row for row in rows if row.action == "address"), officer)

        assert "14" in application().case.address_lines

    def test_a_red_line_corrects_the_one_that_was_submitted(self, again, officer):
        rows = again(data__proposal__boundary__site=odp.feature(EAST))
        before = application().case.boundary_submitted

        self.take(next(row for row in rows if row.action == "red_line"), officer)

        case = application().case
        assert case.boundary_submitted.equals(before)
        assert case.boundary_corrected.extent[0] == pytest.approx(EAST[0][0])

    def test_a_fee_and_what_was_paid_on_top(self, again, officer):
        rows = again(data__application__fee__payable=528, data__application__fee__reference={"govPay": "pay-456"})

        for row in rows:
            self.take(row, officer)

        assert application().fee_payable == Decimal(528)
        assert list(Payment.objects.values_list("reference", "amount", "state")) == [
            ("pay-123", Decimal(264), "received"),
            ("pay-456", Decimal(264), "received"),
        ]

    def test_a_payment_that_was_expected_has_come(self, send, sent, officer):
        send(odp.change(sent, data__application__fee__reference=None))
        later = send(sent).submission

        self.take(later.differences.get(action="payment"), officer)

        assert list(Payment.objects.values_list("reference", "amount", "state")) == [("pay-123", Decimal(264), "received")]

    def test_a_second_reference_for_money_that_is_there_already_is_refused(self, again, officer):
        row = again(data__application__fee__reference={"govPay": "pay-456"})[0]

        with pytest.raises(NothingToTakeOver, match=r"£264\.00 are recorded as received"):
            self.take(row, officer)
        row.refresh_from_db()
        assert (row.state, Payment.objects.count()) == ("open", 1)

    def test_a_new_file_is_sent_for_and_the_others_stay(self, again, sent, officer):
        row = next(row for row in again(files=[NEW_FILE]) if row.action == "file")

        self.take(row, officer)

        assert FetchedFile.objects.count() == len(sent["files"]) + 1
        added = FetchedFile.objects.get(url=NEW_FILE["name"])
        assert (added.submission.revision, added.case_id, added.state) == (2, application().pk, "waiting")

    def test_is_done_once(self, again, officer):
        row = again(data__proposal__description="Two rooms")[0]
        self.take(row, officer)

        with pytest.raises(NothingToTakeOver, match="dealt with already: taken over"):
            self.take(row, officer)

    def test_what_can_only_be_read_is_refused(self, again, officer):
        with pytest.raises(NothingToTakeOver, match="change the case where it shows it"):
            self.take(again(data__moonbase="x")[0], officer)

    def test_leaving_changes_nothing_but_is_remembered(self, again, officer):
        row = services.leave(difference=again(data__proposal__description="Two rooms")[0], by=officer, now=timezone.now())

        assert application().description == "A timber garden room behind the house"
        assert (row.state, AuditEvent.objects.filter(type="difference_left").count()) == ("left", 1)

    def test_the_rest_can_be_left_at_once(self, again, officer):
        rows = again(data__proposal__description="Two rooms", data__moonbase="x", data__user=None)
        self.take(rows[0], officer)

        assert services.leave_rest(submission=rows[0].submission, by=officer, now=timezone.now()) == 2
        assert set(Difference.objects.values_list("state", flat=True)) == {"taken", "left"}


class TestAfterTheEnd:
    @pytest.fixture
    def ended(self, send, sent):
        send(sent)
        PlanningApplication.objects.update(status="withdrawn")

    def test_a_later_version_is_only_noted(self, ended, send, sent):
        answer = send(odp.change(sent, data__proposal__description="Two rooms"))

        assert answer.reference == application().case.reference
        assert "sent version" not in application().attention
        assert AuditEvent.objects.get(type="submission_after_the_end").data["version"] == 2
        assert not AuditEvent.objects.filter(type="submission_changed").exists()

    def test_nothing_of_it_can_be_taken_over(self, ended, send, sent, officer):
        row = send(odp.change(sent, data__proposal__description="Two rooms")).submission.differences.get()

        with pytest.raises(NotAllowedNow):
            services.take_over(difference=row, by=officer, now=timezone.now())
        with pytest.raises(NotAllowedNow):
            services.leave(difference=row, by=officer, now=timezone.now())


class TestThePage:
    @pytest.fixture
    def rows(self, again):
        return again(data__proposal__description="Two\nrooms", data__moonbase="<b>x</b>", files=[NEW_FILE])

    @pytest.fixture
    def browser(self, rows, southwark, sign_in):
        return sign_in(southwark, roles=["validation"])

    @property
    def place(self):
        return f"/cases/{application().case.reference}/submitted/changes/"

    def test_shows_before_and_after_and_is_linked_from_the_case(self, browser):
        page = browser.get(self.place).content.decode()

        for words in ("What changed in version 2", "Proposal: Description", "A timber garden room behind the house", "Two<br>rooms"):
            assert words in page
        assert "<b>x</b>" not in page
        assert f'href="{self.place}"' in browser.get(f"/cases/{application().case.reference}/").content.decode()

    def test_shows_what_officers_made_of_it_meanwhile(self, browser):
        PlanningApplication.objects.update(description="A garden room, reworded")

        assert "A garden room, reworded" in browser.get(self.place).content.decode()

    def test_takes_over_and_leaves(self, browser, rows):
        taken = browser.post(f"{self.place}2/{rows[0].position}/", {"decision": "take"}, follow=True).content.decode()
        browser.post(f"{self.place}2/{rows[1].position}/", {"decision": "leave"})
        browser.post(f"{self.place}2/leave")

        assert "Description: taken over." in taken
        assert application().description == "Two\nrooms"
        assert [row.state for row in Difference.objects.order_by("position")][:2] == ["taken", "left"]
        assert not Difference.objects.filter(state="open").exists()
        assert "Taken over by" in browser.get(self.place).content.decode()

    def test_says_so_when_somebody_was_faster(self, browser, rows, officer):
        services.leave(difference=rows[0], by=officer, now=timezone.now())

        page = browser.post(f"{self.place}2/{rows[0].position}/", {"decision": "take"}, follow=True).content.decode()

        assert "This was dealt with already: left as it is." in page

    def test_of_a_case_that_was_sent_once_is_not_there(self, send, sent, southwark, sign_in):
        send(sent)

        assert sign_in(southwark, roles=["validation"]).get(self.place).status_code == 404

    def test_of_a_version_that_never_came_is_not_there(self, browser):
        assert browser.get(f"{self.place}9/").status_code == 404
        assert browser.post(f"{self.place}2/999/", {"decision": "take"}).status_code == 404

    def test_others_may_look_but_not_decide(self, rows, southwark, sign_in):
        browser = sign_in(southwark, roles=["land_charges"])

        assert "Use what version 2 says" not in browser.get(self.place).content.decode()
        assert browser.post(f"{self.place}2/{rows[0].position}/", {"decision": "take"}).status_code == 403

    def test_of_another_council_is_not_there(self, rows, sign_in):
        medway, place = LocalAuthorityFactory(), self.place
        with acting_for(medway):
            assert sign_in(medway, roles=["validation"]).get(place).status_code == 404


class TestTheDatabase:
    def test_refuses_a_decision_without_who_and_when(self, again):
        row = again(data__proposal__description="Two rooms")[0]

        with pytest.raises(IntegrityError), transaction.atomic():
            Difference.objects.filter(pk=row.pk).update(state="taken")

    def test_refuses_a_second_submission_under_one_key(self, southwark, planx, send, sent):
        send(sent)
        send(odp.change(sent, metadata__id="other"))

        with pytest.raises(IntegrityError), transaction.atomic():
            Submission.objects.update(idempotency_key="same")

    def test_refuses_what_is_set_aside_by_nobody(self, send, sent):
        send(sent)

        with pytest.raises(IntegrityError), transaction.atomic():
            Submission.objects.update(set_aside_at=NOW)
