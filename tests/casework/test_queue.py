"""The registration queue."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from casework.selectors import queue
from core.tenancy import acting_for
from documents.models import Document
from intake.models import FetchedFile, Submission
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.applications import PartyFactory, PaymentFactory, PlanningApplicationFactory

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


def arrived(authority, day, **values):
    at = datetime(2026, 11, day, 10, tzinfo=LONDON) if isinstance(day, int) else day
    return PlanningApplicationFactory(authority=authority, received_at=at, received_on=at.date(), **values)


class TestQueue:
    def test_shows_what_came_in_oldest_first_and_nothing_else(self, authority, desk, page_of):
        later, earlier = arrived(authority, 20), arrived(authority, 3)
        valid = PlanningApplicationFactory(authority=authority, valid=True)
        page = page_of(desk[0], "/queue/")
        assert page.index(earlier.reference) < page.index(later.reference)
        assert valid.reference not in page

    def test_shows_the_fee_that_the_law_asks_for_and_what_was_paid(self, authority, desk, page_of):
        short, paid = arrived(authority, 3), arrived(authority, 4)
        PaymentFactory(case=short.case, amount="100.00")
        PaymentFactory(case=paid.case, amount="548.00")
        page = page_of(desk[0], "/queue/")
        assert "£100 paid, £448 short" in page
        assert "£548 paid<" in page

    def test_says_when_the_fee_cannot_be_computed(self, authority, desk, page_of):
        arrived(authority, 3, type_code="pp.full.major")
        assert "Not computed" in page_of(desk[0], "/queue/")
        arrived(authority, 4, type_code="pp.full.major", fee_payable="1234.00")
        assert "£1,234 submitted" in page_of(desk[0], "/queue/")

    def test_counts_files_that_arrived_are_to_come_and_failed(self, authority, desk, page_of, now):
        case = arrived(authority, 3)
        Document.objects.create(
            authority=authority, case=case.case, name="plan.pdf", received_on=now.date(), source="submitted", created_at=now
        )
        submission = Submission.objects.create(
            authority=authority, source="planx", source_id="1", body=b"{}", received_at=now, case=case.case
        )
        for position, state in enumerate(["fetched", "failed", "refused", "waiting"]):
            FetchedFile.objects.create(
                authority=authority,
                submission=submission,
                case=case.case,
                position=position,
                url="https://x.example/a",
                name="a",
                state=state,
            )
        page = page_of(desk[0], "/queue/")
        assert "1 arrived" in page
        assert "2 failed" in page
        assert "1 still to come" in page

    def test_says_when_there_is_no_red_line(self, authority, desk, page_of):
        arrived(authority, 3)
        assert "No red line" not in page_of(desk[0], "/queue/")
        arrived(authority, 3, case__boundary_submitted=None)
        assert "No red line" in page_of(desk[0], "/queue/")

    def test_taking_an_application_opens_it_and_tells_colleagues(self, authority, desk, officer_client, page_of):
        client, me = desk
        case = arrived(authority, 3)
        response = client.post(f"/cases/{case.reference}/claim/", follow=True)
        assert response.redirect_chain == [(f"/cases/{case.reference}/", 302)]
        assert f"You have taken {case.reference}" in response.content.decode()
        case.case.refresh_from_db()
        assert case.case.claimed_by == me
        assert case.reference not in page_of(client, "/queue/")
        assert case.reference in page_of(client, "/queue/", show="mine")
        colleague, _ = officer_client(authority, roles=["support"])
        assert me.name in page_of(colleague, "/queue/", show="all")
        assert "A colleague has already taken" in colleague.post(f"/cases/{case.reference}/claim/", follow=True).content.decode()

    def test_a_reader_cannot_take(self, authority, officer_client, page_of):
        client, _ = officer_client(authority, roles=["land_charges"])
        case = arrived(authority, 3)
        assert "/claim/" not in page_of(client, "/queue/")
        assert client.post(f"/cases/{case.reference}/claim/").status_code == 403

    def test_an_empty_queue_says_so(self, desk, page_of):
        assert "The queue is empty" in page_of(desk[0], "/queue/")

    def test_another_councils_applications_are_not_shown(self, authority, desk, page_of):
        other = LocalAuthorityFactory()
        with acting_for(other):
            theirs = PlanningApplicationFactory(authority=other).reference
        assert theirs not in page_of(desk[0], "/queue/", show="all")

    def test_takes_the_same_number_of_queries_for_3_and_for_20(self, authority, desk, queries_of):
        for n in range(3):
            PaymentFactory(case=arrived(authority, 3 + n).case)
        few = queries_of(desk[0], "/queue/")
        for n in range(17):
            case = arrived(authority, 3 + n, case__uprn="1").case
            PaymentFactory(case=case)
            PartyFactory(case=case, role="agent")
        assert queries_of(desk[0], "/queue/") == few


class TestDuplicates:
    def found(self, authority, application):
        waiting = list(queue.waiting(authority, "all", None))
        return queue.duplicates_of(authority, waiting)[application.pk]

    def test_the_same_uprn_within_28_days(self, authority):
        first = arrived(authority, 1, case__uprn="100000000009", valid=True)
        again = arrived(authority, 29, case__uprn="100000000009")
        assert self.found(authority, again) == [(first.reference, "same UPRN")]

    def test_not_after_28_days(self, authority):
        arrived(authority, datetime(2026, 10, 31, 10, tzinfo=LONDON), case__uprn="100000000009")
        again = arrived(authority, 29, case__uprn="100000000009")
        assert self.found(authority, again) == []

    def test_the_council_may_choose_another_window(self, authority):
        authority.settings["duplicate_window_days"] = 5
        authority.save()
        arrived(authority, 1, case__uprn="100000000009")
        assert self.found(authority, arrived(authority, 7, case__uprn="100000000009")) == []

    @pytest.mark.parametrize(("email", "alike"), [("agent@x.example", True), ("other@x.example", False)])
    def test_the_same_address_and_agent_without_a_uprn(self, authority, email, alike):
        site = {"case__uprn": "", "case__address_lines": "7 Low Lane", "case__postcode": "AN1 1AA"}
        first = arrived(authority, 3, **site)
        PartyFactory(case=first.case, role="agent", email="agent@x.example", first_name="A", last_name="B")
        again = arrived(authority, 9, **site)
        PartyFactory(case=again.case, role="agent", email=email, first_name="A", last_name="B")
        assert self.found(authority, again) == ([(first.reference, "same address and agent")] if alike else [])

    def test_the_same_address_without_an_agent_is_not_enough(self, authority):
        site = {"case__uprn": "", "case__address_lines": "7 Low Lane"}
        arrived(authority, 3, **site)
        assert self.found(authority, arrived(authority, 9, **site)) == []

    def test_two_sites_without_a_uprn_are_not_the_same(self, authority):
        arrived(authority, 3, case__uprn="")
        assert self.found(authority, arrived(authority, 9, case__uprn="")) == []

    def test_the_page_links_to_the_other_one(self, authority, desk, page_of):
        first = arrived(authority, 3, case__uprn="5", valid=True)
        arrived(authority, 9, case__uprn="5")
        page = page_of(desk[0], "/queue/")
        assert f'href="/cases/{first.reference}/"' in page
        assert "same UPRN" in page
