"""The page of a case and its tabs."""

import re
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.models import ApplicationType, CaseReference, PlanningApplication
from applications.services import assign
from applications.snapshot import CaseSnapshot
from applications.tasklist import stages_of, workflow_for
from audit.models import AuditEvent
from casework import workflows
from core.tenancy import acting_for
from notifications.jobs import sweep_messages
from notifications.models import Message
from tests.factories.accounts import LocalAuthorityFactory, MembershipFactory
from tests.factories.applications import (
    CaseConstraintFactory,
    PartyFactory,
    PaymentFactory,
    PlanningApplicationFactory,
    TimeAgreementFactory,
)
from tests.factories.assessment import ConditionFactory, InformativeFactory, SiteVisitFactory
from tests.factories.consultation import CommentFactory, NeighbourFactory, SiteNoticeFactory
from tests.factories.documents import DocumentFactory
from tests.factories.notifications import MessageFactory
from tests.factories.validation import ValidationRequestFactory

pytestmark = pytest.mark.django_db
SIGNING_IN = 5  # session, person, second factor, council, membership: what every page of the officers costs
ITS_FACTS = 8  # the application; people, money, agreements, marks, constraints; what the gazetteer says; who can be given the case
SNAPSHOT = 15  # what the stages may read for the tasks, one query a part


def url(case, tab=""):
    return f"/cases/{case.reference.replace('/', '~')}/{tab}"


class TestOverview:
    def test_shows_what_an_officer_asks_for(self, authority, desk, page_of):
        client, me = desk
        case = PlanningApplicationFactory(authority=authority, valid=True, officer=me, case__ward="Canal")
        PartyFactory(case=case.case, role="agent", first_name="Zoë", last_name="Fry", email="zoe@example.com", phone="020 7946 0999")
        PaymentFactory(case=case.case, amount="300.00")
        CaseConstraintFactory(case=case.case, name="Flood zone 2", code="flood.zone.2")
        page = page_of(client, url(case))
        for words in [
            case.description,
            "Zoë Fry",
            "mailto:zoe@example.com",
            "tel:02079460999",
            "Flood zone 2",
            "£300",
            me.name,
            "Canal ward",
        ]:
            assert words in page
        assert "<svg" in page

    def test_each_date_of_the_law_says_why(self, authority, desk, page_of):
        page = page_of(desk[0], url(PlanningApplicationFactory(authority=authority, valid=True)))
        assert "28 December 2026" in page
        assert "Why this date?" in page
        assert "article 34" in page

    def test_shows_an_extension_beside_the_statutory_date(self, authority, desk, page_of):
        case = PlanningApplicationFactory(authority=authority, valid=True)
        TimeAgreementFactory(application=case)
        page = page_of(desk[0], url(case))
        assert "Agreed expiry" in page
        assert "29 January 2027" in page

    def test_shows_what_an_officer_must_be_told(self, authority, desk, page_of):
        case = PlanningApplicationFactory(authority=authority, attention="2 files could not be fetched.")
        assert "2 files could not be fetched." in page_of(desk[0], url(case))

    def test_lists_the_tasks_by_stage(self, authority, desk, page_of):
        page = page_of(desk[0], url(PlanningApplicationFactory(authority=authority)))
        stages = re.findall(r'app-stage__title">([^<]+)<', page)
        assert stages == ["Validation", "Consultation", "Assessment", "Decision"]
        assert "Review documents" in page

    def test_a_certificate_says_that_the_law_asks_for_no_publicity(self, authority, desk, page_of):
        page = page_of(desk[0], url(PlanningApplicationFactory(authority=authority, type_code="ldc.proposed")))
        assert "No enactment requires publicity" in page
        assert "Neighbour letters" not in page

    def test_a_closed_case_says_so_and_why(self, authority, desk, page_of, now):
        case = PlanningApplicationFactory(authority=authority, valid=True)
        PlanningApplication.objects.filter(pk=case.pk).update(status="withdrawn", closed_reason="The house was sold.")
        page = page_of(desk[0], url(case))
        assert "The house was sold." in page
        assert "Withdraw, return or close" not in page

    def test_another_councils_case_is_404_on_every_tab(self, authority, desk):
        other = LocalAuthorityFactory()
        with acting_for(other):
            theirs = PlanningApplicationFactory(authority=other).reference
        for tab in ["", "next/", "history/", "correspondence/", "related/", "close/", "extension/"]:
            assert desk[0].get(f"/cases/{theirs}/{tab}").status_code == 404

    def test_the_page_costs_no_more_for_a_full_case(self, authority, desk, queries_of):
        client, me = desk
        bare, full = PlanningApplicationFactory.create_batch(2, authority=authority, published=True, officer=me)
        PartyFactory(case=full.case, role="agent")
        put_up = partial(SiteNoticeFactory, displayed=True)
        many = [CommentFactory, NeighbourFactory, put_up, SiteVisitFactory, ConditionFactory, InformativeFactory, PaymentFactory]
        for n in range(12):
            CaseConstraintFactory(case=full.case, code=f"designated.{n}")
            ValidationRequestFactory(case=full.case, number=n + 1)
            DocumentFactory(case=full.case)
            for factory in many:
                factory(case=full.case)
        TimeAgreementFactory(application=full)
        counted = queries_of(client, url(full))
        assert counted == queries_of(client, url(bare))
        assert counted <= SIGNING_IN + ITS_FACTS + SNAPSHOT


class TestAddresses:
    @pytest.mark.parametrize("path", ["/cases/26-00777-happ/", "/cases/26-00777-HAPP/"])
    def test_small_letters_open_the_case_too(self, authority, desk, path):
        PlanningApplicationFactory(authority=authority, case__reference="26-00777-HAPP")
        assert desk[0].get(path).status_code == 200

    def test_a_former_reference_leads_to_the_one_of_today(self, authority, desk):
        case = PlanningApplicationFactory(authority=authority)
        CaseReference.objects.create(authority=authority, case=case.case, reference="26-00001-OLD", until_at=timezone.now())
        assert desk[0].get("/cases/26-00001-OLD/").url == url(case)

    @pytest.mark.parametrize(
        ("typed", "to"),
        [
            ("/cases/15/01234/FUL/", "/cases/15~01234~FUL/"),
            ("/cases/15/01234/ful/", "/cases/15~01234~FUL/"),
            ("/cases/15/01234/FUL/history/", "/cases/15~01234~FUL/history/"),
        ],
    )
    def test_slashes_as_they_are_lead_to_the_address_with_tildes(self, authority, desk, typed, to):
        PlanningApplicationFactory(authority=authority, case__reference="15/01234/FUL")
        response = desk[0].get(typed)
        assert (response.status_code, response.url) == (302, to)
        assert desk[0].get(to).status_code == 200

    @pytest.mark.parametrize("path", ["/cases/15/99999/FUL/", "/cases/26-99999-HAPP/", "/cases/a/b/c/d/e/f/g/h/"])
    def test_what_does_not_exist_is_404(self, desk, path):
        assert desk[0].get(path).status_code == 404


class TestNext:
    def test_goes_to_the_task_that_comes_next(self, authority, desk):
        case = PlanningApplicationFactory(authority=authority)
        assert desk[0].get(url(case, "next/")).url == f"/cases/{case.reference}/validation/documents/" or case.next_task in desk[0].get(
            url(case, "next/")
        ).url.replace("-", "_")

    def test_goes_to_the_case_where_nothing_is_left(self, authority, desk):
        case = PlanningApplicationFactory(authority=authority, determined=True)
        assert desk[0].get(url(case, "next/")).url == url(case)


class TestAssign:
    def test_gives_the_case_to_an_officer_and_takes_it_back(self, authority, desk):
        client, _ = desk
        colleague = MembershipFactory(authority=authority).user
        case = PlanningApplicationFactory(authority=authority)
        assert "The case is with" in client.post(url(case, "assign/"), {"officer": colleague.pk}, follow=True).content.decode()
        case.case.refresh_from_db()
        assert case.case.officer == colleague
        client.post(url(case, "assign/"), {"officer": "nobody"})
        case.case.refresh_from_db()
        assert case.case.officer is None

    def test_refuses_somebody_of_another_council_and_a_reader(self, authority, desk, officer_client):
        case = PlanningApplicationFactory(authority=authority)
        stranger = MembershipFactory(authority=LocalAuthorityFactory()).user
        assert "Choose an officer" in desk[0].post(url(case, "assign/"), {"officer": stranger.pk}, follow=True).content.decode()
        reader, _ = officer_client(authority, roles=["land_charges"])
        assert reader.post(url(case, "assign/"), {"officer": "nobody"}).status_code == 403

    def test_get_does_not_assign(self, authority, desk):
        assert desk[0].get(url(PlanningApplicationFactory(authority=authority), "assign/")).status_code == 405


class TestTheNoteAtTheTop:
    def test_is_taken_away_by_whoever_dealt_with_it_and_kept_in_the_history(self, authority, desk, page_of):
        client, me = desk
        case = PlanningApplicationFactory(authority=authority, attention="“plan.pdf” did not arrive.\nNo UPRN was sent.")
        page = page_of(client, url(case))
        assert url(case, "note/dismiss/") in page and "No UPRN was sent." in page

        client.post(url(case, "note/dismiss/"), {"note": "“plan.pdf” did not arrive.\r\nNo UPRN was sent."})

        case.refresh_from_db()
        assert case.attention == ""
        event = AuditEvent.objects.get(case=case.case, type="note_dismissed")
        assert (event.user_id, "No UPRN" in event.data["note"]) == (me.pk, True)

    def test_stays_when_it_says_something_new(self, authority, desk):
        case = PlanningApplicationFactory(authority=authority, attention="Old.\nNew.")
        words = desk[0].post(url(case, "note/dismiss/"), {"note": "Old."}, follow=True).content.decode()
        assert "something new" in words
        case.refresh_from_db()
        assert case.attention == "Old.\nNew."

    def test_a_reader_cannot_take_it_away(self, authority, officer_client, page_of):
        case = PlanningApplicationFactory(authority=authority, attention="Old.")
        reader, _ = officer_client(authority, roles=["land_charges"])
        assert "note/dismiss" not in page_of(reader, url(case))
        assert reader.post(url(case, "note/dismiss/"), {"note": "Old."}).status_code == 403


class TestTabs:
    def test_history_tells_in_the_officers_words_newest_first(self, authority, desk, page_of, now):
        client, me = desk
        case = PlanningApplicationFactory(authority=authority)
        assign(application=case, officer=me, by=me, now=now)
        assign(application=case, officer=None, by=me, now=now)
        page = page_of(client, url(case, "history/"))
        assert page.index(f"Taken off {me.name}") < page.index(f"Assigned to {me.name}")
        only = page_of(client, url(case, "history/"), kind="assigned")
        assert f"Assigned to {me.name}" in only
        assert f"Taken off {me.name}" not in only

    def test_history_pages_at_fifty(self, authority, desk, page_of, now, queries_of):
        client, me = desk
        case = PlanningApplicationFactory(authority=authority)
        for n in range(52):
            assign(application=case, officer=me if n % 2 == 0 else None, by=me, now=now)
        assert page_of(client, url(case, "history/")).count("moj-timeline__item") == 50
        assert page_of(client, url(case, "history/"), page=2).count("moj-timeline__item") == 2

    def test_correspondence_shows_what_became_of_each_message_and_no_secrets(self, authority, desk, page_of, now):
        case = PlanningApplicationFactory(authority=authority)
        Message.objects.create(
            authority=authority,
            case=case.case,
            template="validation.invalid",
            to="ada@example.com",
            to_name="Ada",
            subject="We need more",
            body="Open https://example/my/secret-token/",
            shown_body="Open [a link]",
            state="failed",
            last_error="No such mailbox",
            sent_by="Me",
            created_at=now,
        )
        page = page_of(desk[0], url(case, "correspondence/"))
        assert "We need more" in page
        assert "Ada (ada@example.com)" in page
        assert "Failed" in page
        assert "No such mailbox" in page
        assert "secret-token" not in page

    def test_a_message_that_failed_is_sent_again(self, authority, desk, page_of, officer_client, now):
        case = PlanningApplicationFactory(authority=authority)
        message = MessageFactory(
            authority=authority, case=case.case, state="failed", last_error="No such mailbox", created_at=timezone.now()
        )
        sweep_messages()
        again = url(case, f"messages/{message.public_id}/send-again/")
        assert again in page_of(desk[0], url(case, "correspondence/"))
        listed = page_of(desk[0], "/messages/failed/")
        assert case.reference in listed and "No such mailbox" in listed and "1 message did not arrive" in listed

        reader, _ = officer_client(authority, roles=["land_charges"])
        assert again not in page_of(reader, url(case, "correspondence/"))
        assert reader.post(again).status_code == 403
        other = PlanningApplicationFactory(authority=authority)
        assert desk[0].post(url(other, f"messages/{message.public_id}/send-again/")).status_code == 404

        assert desk[0].post(again)["Location"] == url(case, "correspondence/")
        message.refresh_from_db()
        assert message.state == "waiting"
        assert "has left already" in desk[0].post(again, follow=True).content.decode()

    @pytest.mark.parametrize("tab", ["history/", "correspondence/", "related/"])
    def test_an_empty_tab_says_so(self, authority, desk, page_of, tab):
        case = PlanningApplicationFactory(authority=authority, case__postcode="", case__uprn="")
        assert page_of(desk[0], url(case, tab))


class TestWorkflows:
    def test_every_type_has_a_workflow_that_exists(self):
        keys = {workflow.key for workflow in workflows.ALL}
        assert set(ApplicationType.objects.values_list("workflow", flat=True)) <= keys

    @pytest.mark.parametrize("workflow", workflows.ALL, ids=lambda workflow: workflow.key)
    def test_every_task_has_a_page_and_a_key_of_its_own(self, workflow):
        tasks = [task for stage in workflow.stages for task in stage.tasks]
        assert len({task.key for task in tasks}) == len(tasks)
        for task in tasks:
            assert reverse(task.url, kwargs={"reference": "26-00100-HAPP"}).startswith("/cases/26-00100-HAPP/")

    @pytest.mark.parametrize(
        ("code", "has", "has_not"),
        [
            ("ldc.proposed", {"make_public", "assessment_text"}, {"neighbours", "neighbour_letters", "conditions", "amenity"}),
            ("pp.full.householder", {"neighbours", "site_notice", "conditions"}, {"amenity"}),
            ("pa.part1.classA", {"neighbour_letters", "amenity", "conditions"}, set()),
            ("preApp", {"check_fee", "recommend"}, {"make_public", "neighbours"}),
            ("pp.full.major", {"neighbours", "conditions", "determine"}, {"amenity"}),
        ],
    )
    def test_a_type_has_the_tasks_of_its_kind(self, authority, code, has, has_not):
        application = PlanningApplicationFactory(authority=authority, type_code=code)
        keys = {task.key for stage in workflow_for(application).stages for task in stage.tasks}
        assert has <= keys
        assert not has_not & keys

    @pytest.mark.parametrize("trait", [{}, {"valid": True}, {"published": True}, {"determined": True}])
    @pytest.mark.parametrize("code", ["ldc.proposed", "pp.full.householder", "pa.part1.classA", "preApp", "pp.full.major"])
    def test_every_status_can_be_computed_at_every_stage(self, authority, code, trait):
        application = PlanningApplicationFactory(authority=authority, type_code=code, **trait)
        rows = [row for stage in stages_of(CaseSnapshot(application)) for row in stage.rows]
        assert rows
        assert all(row.status and isinstance(row.line, str) for row in rows)
