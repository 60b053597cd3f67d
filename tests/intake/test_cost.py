"""What a submission and its files cost: a council receives them in bursts, and each statement is waited for, also by the sender."""

import pytest
from django.utils import timezone

from applications.models import CaseDates, CaseSearch, PlanningApplication
from applications.projection import refresh
from audit.actors import ApiClientActor
from documents.models import Document
from intake import services, tasks
from intake.models import FetchedFile
from tests.factories import odp
from tests.factories.accounts import ApiClientFactory

TOKEN = "bops_the-token-of-a-count"
NEW_CASE = 50  # 99 before the next task was found by statuses alone and rows of a kind were written together
A_FILE = 25  # 66 while each file had the dates of its case computed again


@pytest.fixture
def send(client, southwark):
    """Send one householder application to the council's door."""
    ApiClientFactory(authority=southwark, token=TOKEN)

    def send():
        headers = {"host": southwark.officer_host, "Authorization": f"Bearer {TOKEN}"}
        return client.post("/api/v2/planning_applications", odp.body(), content_type="application/json", headers=headers)

    return send


def test_a_new_case_takes_few_statements(send, django_assert_max_num_queries):
    """Parties, owners, payments, designations, files and look-ups are one statement each, and the projection reads each fact once."""
    send()
    with django_assert_max_num_queries(NEW_CASE):
        answer = send()

    application = PlanningApplication.objects.get(case__reference=answer.json()["id"])
    assert (application.next_task, application.reference_sort) == ("review_documents", application.case.reference)
    assert CaseDates.objects.filter(application=application).exists()
    assert application.case.reference in CaseSearch.objects.get(case=application.case).words
    assert application.case.parties.count() == 2 and application.case.look_ups.count() >= 2


def test_a_new_case_is_projected_as_it_would_be_if_it_were_read_again(send):
    """Creating a case hands the rows that it has just written to the projection: nothing may be missing in them."""
    application = PlanningApplication.objects.get(case__reference=send().json()["id"])
    kept = [dict(model.objects.filter(pk=application.pk).values()[0]) for model in (PlanningApplication, CaseDates, CaseSearch)]

    refresh(application, now=timezone.now())

    assert [dict(model.objects.filter(pk=application.pk).values()[0]) for model in (PlanningApplication, CaseDates, CaseSearch)] == kept


def test_a_file_that_arrives_takes_few_statements(southwark, planx, file_host, django_assert_max_num_queries):
    """It changes no date of its case and no word that the case is found by, so neither is computed again."""
    files = [{"name": f"{odp.FILES}/{number}/plan-{number}.jpg", "type": [{"value": "sitePlan.proposed"}]} for number in range(3)]
    now = timezone.now()
    kept = services.receive(authority=southwark, client=planx, source="planx", body=odp.body(files=files), headers={}, now=now)
    case = services.understand(submission=kept, by=ApiClientActor(planx), now=now).submission.case
    first, second, _ = FetchedFile.objects.filter(case=case)
    tasks.fetch_file(case.authority_id, first.pk)

    with django_assert_max_num_queries(A_FILE):
        tasks.fetch_file(case.authority_id, second.pk)

    assert Document.objects.filter(case=case).count() == 2
