"""An officer who asks for something chooses from the council's own lists, and starts from its ready-made words."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories.applications import PlanningApplicationFactory
from tests.factories.validation import LocalListItemFactory, ReadyReasonFactory
from validation.grounds import ground_of
from validation.models import ValidationRequest


@pytest.fixture
def application(authority):
    return PlanningApplicationFactory(authority=authority)


@pytest.fixture
def client(authority, officer_client):
    return officer_client(authority)[0]


@pytest.fixture
def item(authority):
    return LocalListItemFactory(
        authority=authority,
        name="Noise report",
        what="A report on noise from the kitchen.",
        source="Policy N1",
        document_tag="noiseAssessment",
        type_codes=["pp.full.householder"],
    )


def new(application, what="document", query=""):
    return reverse("validation:new_request", kwargs={"reference": application.reference, "what": what}) + query


def words_in(client, path, name="reason"):
    """What stands in a text box of the page."""
    answer = client.get(path)
    assert answer.status_code == 200
    return re.search(rf'<textarea[^>]*name="{name}"[^>]*>(.*?)</textarea>', answer.content.decode(), re.DOTALL)[1].strip()


def chosen_in(client, path):
    return set(re.findall(r'<option value="([^"]*)" selected', client.get(path).content.decode()))


def test_an_item_of_the_list_is_the_ground_in_its_own_words(client, application, item):
    given = {"tag": "noiseAssessment", "reason": "You cook at night", "ground": f"item-{item.pk}"}
    assert client.post(new(application), given).status_code == 302
    request = ValidationRequest.objects.get()
    assert ground_of(request) == "An item of our local list of requirements: Noise report (Policy N1)"
    item.name = "Something else"
    item.save()
    request.refresh_from_db()
    assert "Noise report" in ground_of(request), "what was asked stays as it was asked"


def test_an_item_of_the_national_list_names_itself_beside_the_law(client, application, authority):
    plan = LocalListItemFactory(authority=authority, name="Site plan", ground="plans", source="")
    client.post(new(application, "other"), {"reason": "None came", "suggestion": "Send one", "ground": f"item-{plan.pk}"})
    assert ground_of(ValidationRequest.objects.get()).endswith("article 7): Site plan")


def test_the_page_of_an_item_starts_with_what_it_asks(client, application, item):
    path = new(application, query=f"?requirement={item.pk}")
    assert words_in(client, path) == item.what
    assert chosen_in(client, path) == {"noiseAssessment", f"item-{item.pk}"}


@pytest.mark.parametrize("query", ["?requirement=999999", "?requirement=x", "?words=-1", "?words=" + "9" * 40, "?words=²"])
def test_an_address_that_names_nothing_starts_empty(client, application, item, query):
    assert words_in(client, new(application, query=query)) == ""


def test_items_of_other_types_and_times_are_not_offered_and_not_taken(client, application, authority, item):
    other = LocalListItemFactory(authority=authority, type_codes=["pp.full.major"])
    over = LocalListItemFactory(authority=authority, valid_to=application.received_on - timedelta(days=1))
    page = client.get(new(application)).content.decode()
    assert item.name in page and other.name not in page and over.name not in page
    refused = client.post(new(application), {"tag": "noiseAssessment", "reason": "x", "ground": f"item-{other.pk}"})
    assert refused.status_code == 422 and not ValidationRequest.objects.exists()


def test_a_request_keeps_its_item_when_it_is_edited_and_can_lose_it(client, application, item):
    client.post(new(application), {"tag": "noiseAssessment", "reason": "x", "ground": f"item-{item.pk}"})
    asked = ValidationRequest.objects.get()
    edit = reverse("validation:edit_request", kwargs={"reference": application.reference, "request_id": asked.public_id})
    assert chosen_in(client, edit) == {f"item-{item.pk}"}
    client.post(edit, {"version": asked.version, "reason": "y", "ground": "local_list", "list_item": "By hand"})
    asked.refresh_from_db()
    assert ground_of(asked) == "An item of our local list of requirements: By hand"


def test_ready_made_words_are_there_to_start_from(client, application, authority):
    words = ReadyReasonFactory(
        authority=authority, kind="other_change", title="Form", reason="It is not complete.", suggestion="Fill it in."
    )
    page = client.get(new(application, "other")).content.decode()
    assert f"?words={words.pk}" in page and f"?words={words.pk}" not in client.get(new(application)).content.decode()
    path = new(application, "other", f"?words={words.pk}")
    assert (words_in(client, path), words_in(client, path, "suggestion")) == ("It is not complete.", "Fill it in.")
