"""Search: anything that people know of a case finds it."""

import pytest
from django.utils import timezone

from applications.models import CaseReference
from applications.projection import refresh
from casework.selectors.search import LONGEST, Question
from core.tenancy import acting_for
from tests.factories.accounts import LocalAuthorityFactory, UserFactory
from tests.factories.applications import PartyFactory, PaymentFactory, PlanningApplicationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cottage(authority):
    """One case with a bit of everything, closed; and two others that only get in the way."""
    PlanningApplicationFactory(
        authority=authority, case__reference="26-00555-LDCP", case__address_lines="1 Elm Road", case__postcode="ZZ9 9ZZ"
    )
    PlanningApplicationFactory(
        authority=authority, case__reference="26-00556-LDCP", case__address_lines="14 Oak Road", case__postcode="ZZ9 9ZY"
    )
    case = PlanningApplicationFactory(
        authority=authority,
        determined=True,
        case__reference="24-00123-HAPP",
        case__address_lines="Rose Cottage, 12-14 O'Connell Street",
        case__town="Little Snoring",
        case__postcode="NR21 0HU",
        case__uprn="100023336956",
        case__ward="Lancaster North",
        description="Erect a conservatory; 50% of the garden is kept (naïve design)",
        case__officer=UserFactory(name="Siobhán McGee"),
    )
    PartyFactory(case=case.case, role="agent", first_name="Zoë", last_name="Fotheringay", company="Lodge & Sons Ltd")
    PaymentFactory(case=case.case, reference="sandbox-ref-456")
    CaseReference.objects.create(authority=authority, case=case.case, reference="15/01234/FUL", until_at=timezone.now())
    refresh(case, now=timezone.now())
    return case


TABLE = [
    ("part of the reference", "00123"),
    ("reference without its year", "00123-happ"),
    ("council's prefix and a part", "{code}-24-00123"),
    ("part of a former reference", "15/01234"),
    ("UPRN", "100023336956"),
    ("postcode", "NR21 0HU"),
    ("postcode without its space, in small letters", "nr210hu"),
    ("first half of the postcode", "NR21"),
    ("house name", "rose cottage"),
    ("house number and street", "12-14 o'connell street"),
    ("beginning of a street", "O'Conn"),
    ("whole address with commas", "Rose Cottage, 12-14 O'Connell Street, Little Snoring, NR21 0HU"),
    ("town", "little snoring"),
    ("ward", "Lancaster North"),
    ("agent's name", "Zoë Fotheringay"),
    ("company with an ampersand", "Lodge & Sons"),
    ("words of the proposal, any order", "garden conservatory"),
    ("beginning of a word of the proposal", "conservat"),
    ("a percentage", "50% garden"),
    ("letters beyond ASCII", "naïve"),
    ("case officer", "Siobhán McGee"),
    ("reference of a payment", "sandbox-ref-456"),
    ("capitals and spaces around", "   ROSE   COTTAGE  "),
    ("words from different places", "fotheringay conservatory snoring"),
]


@pytest.mark.parametrize(("what", "typed"), TABLE, ids=[what for what, _ in TABLE])
def test_finds_the_closed_case_and_no_other(authority, desk, cottage, page_of, what, typed):
    page = page_of(desk[0], "/search/", q=typed.format(code=authority.council_code))
    assert f'href="/cases/{cottage.reference}/"' in page
    assert "LDCP" not in page


@pytest.mark.parametrize(
    "typed",
    [
        "24-00123-HAPP",
        "24-00123-happ",
        " 24-00123-HAPP ",
        "{code}-24-00123-HAPP",
        "{code}/24-00123-happ",
        "15/01234/FUL",
        "15/01234/ful",
        "15~01234~FUL",
    ],
)
def test_a_whole_reference_opens_the_case_at_once(authority, desk, cottage, typed):
    response = desk[0].get("/search/", {"q": typed.format(code=authority.council_code)})
    assert response.status_code == 302
    assert response.url == "/cases/24-00123-HAPP/"


def test_an_imported_reference_with_slashes_opens_its_case(authority, desk):
    PlanningApplicationFactory(authority=authority, case__reference="09/00017/OUT")
    assert desk[0].get("/search/", {"q": "09/00017/out"}).url == "/cases/09~00017~OUT/"


ODD = ["\x00", "'", '"', "\\", "%", "_", "&", "|", "!", ":*", "(", "<->", "🏠", "' OR 1=1 --", "a\x00b", "-", "~", "💥 & !", "\\'"]


@pytest.mark.parametrize("typed", ODD, ids=repr)
def test_odd_characters_never_crash(desk, page_of, typed):
    assert page_of(desk[0], "/search/", q=typed)


def test_a_very_long_question_is_cut(desk, page_of):
    assert page_of(desk[0], "/search/", q="word " * 5000)
    assert len(Question.of("x" * 5000).text) == LONGEST


def test_wildcards_stand_for_themselves(authority, desk, cottage, page_of):
    assert "Nothing was found" in page_of(desk[0], "/search/", q="24%HAPP")
    assert "Nothing was found" in page_of(desk[0], "/search/", q="24_00123")


def test_says_what_was_searched_when_nothing_is_found(authority, desk, cottage, page_of):
    page = page_of(desk[0], "/search/", q="unfindable")
    assert "Nothing was found" in page
    assert "UPRNs and postcodes" in page
    assert f"“{authority.council_code}-”" in page


def test_all_words_must_be_there(desk, cottage, page_of):
    assert "Nothing was found" in page_of(desk[0], "/search/", q="rose conservatory bungalow")


def test_another_councils_case_is_not_found(authority, desk, cottage, page_of):
    other = LocalAuthorityFactory()
    with acting_for(other):
        PlanningApplicationFactory(authority=other, case__reference="23-00999-HAPP", case__address_lines="Hidden House")
    assert "Nothing was found" in page_of(desk[0], "/search/", q="hidden house")
    assert "Nothing was found" in page_of(desk[0], "/search/", q="23-00999-HAPP")


def test_results_can_be_sorted_and_paged(authority, desk, page_of):
    PlanningApplicationFactory.create_batch(30, authority=authority, description="Dormer window")
    page = page_of(desk[0], "/search/", q="dormer", sort="reference")
    assert "30 cases for “dormer”" in page
    assert "page=2" in page


def test_takes_the_same_number_of_queries_for_few_and_for_many(authority, desk, queries_of):
    PlanningApplicationFactory.create_batch(2, authority=authority, description="Dormer window")
    few = queries_of(desk[0], "/search/", q="dormer")
    PlanningApplicationFactory.create_batch(20, authority=authority, description="Dormer window")
    assert queries_of(desk[0], "/search/", q="dormer") == few <= 10


def test_an_empty_question_asks_for_one(desk, page_of):
    assert "Closed cases are searched too" in page_of(desk[0], "/search/")


def test_the_best_comes_first(authority, desk, page_of):
    """A part of a reference goes before the same characters in the text."""
    text = PlanningApplicationFactory(authority=authority, description="As approved under 4711")
    number = PlanningApplicationFactory(authority=authority, case__reference="26-04711-HAPP")
    later = PlanningApplicationFactory(authority=authority, description="See 4711 again")
    page = page_of(desk[0], "/search/", q="4711")
    places = [page.index(f"/cases/{case.reference}/") for case in (number, later, text)]
    assert places == sorted(places)
