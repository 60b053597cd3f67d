"""The public register as machines read it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from applications.models import CaseReference, Ownership, Payment, PlanningApplication
from applications.projection import refresh
from consultation.models import Consultation
from core.tenancy import acting_for
from decision.outcomes import OUTCOMES
from tests.factories.accounts import LocalAuthorityFactory, UserFactory
from tests.factories.applications import PlanningApplicationFactory

SEARCH = "public/planning_applications/search"


@pytest.fixture
def register(call, southwark):
    """Read the register: register("26-…") or register("search", q="…")."""

    def read(what="search", **query):
        return call.get(f"public/planning_applications/{what}", query)

    return read


def make(southwark, reference="26-00100-HAPP", **traits):
    return PlanningApplicationFactory(authority=southwark, case__reference=reference, **{"published": True, **traits})


def references(response):
    return [row["application"]["reference"] for row in response.json()["data"]]


class TestOneApplication:
    def test_needs_no_token(self, register, southwark):
        make(southwark)

        assert register("26-00100-HAPP").status_code == 200

    def test_says_what_the_register_says(self, register, southwark):
        officer = UserFactory(name="Olu Officer")
        make(southwark, description="Build a shed", officer=officer, case__address_lines="1 Pine Grove", case__uprn="123")

        shown = register("26-00100-HAPP").json()

        assert shown["application"]["type"] == {"value": "pp.full.householder", "description": "planning_permission"}
        assert shown["application"]["fullReference"] == "SWK-26-00100-HAPP"
        assert shown["application"]["status"] == "in_assessment"
        assert shown["application"]["receivedAt"] == "2026-11-02T10:00:00.000+00:00"
        assert shown["application"]["validAt"] == "2026-11-02T00:00:00.000+00:00"
        assert shown["proposal"]["description"] == "Build a shed"
        assert shown["property"]["address"] == {
            "latitude": 51.4567,
            "longitude": -0.0729,
            "title": "1 Pine Grove",
            "singleLine": "1 Pine Grove, Anytown, AN1 2BC",
            "uprn": "123",
            "town": "Anytown",
            "postcode": "AN1 2BC",
        }
        assert shown["property"]["boundary"]["site"]["geometry"]["type"] == "MultiPolygon"
        assert shown["officer"] == {"name": "Olu Officer"}

    def test_keeps_the_time_of_summer(self, register, southwark):
        make(southwark, published_at=datetime(2026, 7, 1, 9, 5, 0, 123456, tzinfo=UTC))

        assert register("26-00100-HAPP").json()["application"]["publishedAt"] == "2026-07-01T10:05:00.123+01:00"

    def test_has_no_decision_before_there_is_one(self, register, southwark):
        make(southwark)

        shown = register("26-00100-HAPP").json()["application"]

        assert (shown["decision"], shown["determinationDate"], shown["determinedAt"], shown["sessionId"]) == (None, None, None, None)

    @pytest.mark.parametrize("outcome", OUTCOMES)
    def test_tells_each_outcome_in_the_words_of_the_api(self, register, southwark, outcome):
        make(southwark, determined=True, outcome=outcome)

        shown = register("26-00100-HAPP").json()["application"]

        assert shown["decision"] in {"granted", "refused", "not_required"}
        assert shown["determinationDate"] == "2026-11-20"

    def test_gives_nobodys_home_or_address_for_email_away(self, register, southwark):
        application = make(southwark)
        party = application.case.parties.get()
        party.address_lines, party.postcode = "77 Secret Mews", "SE99 9ZZ"
        party.save()
        Ownership.objects.create(authority=southwark, case=application.case, certificate="a", interest="owner.sole")

        response = register("26-00100-HAPP")

        for private in ("Secret Mews", "SE99", "@", party.phone):
            assert private not in response.content.decode()
        assert response.json()["applicant"] == {
            "type": "individual",
            "address": None,
            "ownership": {"interest": "owner.sole", "certificate": "a"},
            "agent": {"address": None},
        }

    def test_tells_when_comments_can_be_sent_and_where(self, register, southwark):
        application = make(southwark)
        Consultation.objects.create(authority=southwark, case=application.case, started_on=date(2026, 11, 5), ends_on=date(2026, 11, 27))

        consultation = register("26-00100-HAPP").json()["application"]["consultation"]

        assert (consultation["startDate"], consultation["endDate"]) == ("2026-11-05", "2026-11-27")
        assert consultation["publicUrl"] == "http://southwark.applicants.localhost/applications/26-00100-HAPP/"

    @pytest.mark.parametrize("reference", ["15/01234/FUL", "15~01234~FUL", "15%2F01234%2FFUL", "15/01234/ful"])
    def test_is_found_by_an_imported_reference_with_slashes(self, register, southwark, reference):
        make(southwark, "15/01234/FUL")

        assert register(reference).json()["application"]["reference"] == "15/01234/FUL"

    def test_is_found_by_the_reference_it_had_before(self, register, southwark):
        application = make(southwark, "26-00100-FUL")
        CaseReference.objects.create(
            authority=southwark, case=application.case, reference="26-00100-HAPP", until_at=datetime(2026, 11, 9, tzinfo=UTC)
        )

        response = register("26-00100-HAPP")

        assert (response.status_code, response["Location"]) == (301, "/api/v2/public/planning_applications/26-00100-FUL")
        documents = register("26-00100-HAPP/documents")
        assert (documents.status_code, documents["Location"]) == (301, f"{response['Location']}/documents")
        assert register("26-00999-HAPP/documents").status_code == 404

    @pytest.mark.parametrize(
        "traits",
        [
            {"published_at": None},
            {"status": "invalidated", "valid_from_on": None, "validated_at": None},
            {"status": "returned"},
            {"case__kind": "pre_application"},
        ],
        ids=["not published", "invalid", "returned", "advice"],
    )
    def test_is_404_when_it_is_not_public(self, register, southwark, traits):
        make(southwark, **traits)

        response = register("26-00100-HAPP")

        assert response.status_code == 404
        assert response.json()["error"]["detail"] == "There is no public application with this reference at this council."
        assert register().json()["pagination"]["totalAvailableItems"] == 0

    def test_is_404_at_another_council(self, register, call, southwark):
        with acting_for(medway := LocalAuthorityFactory()):
            make(medway, "26-00777-HAPP")

        assert register("26-00777-HAPP").status_code == 404
        call.host = medway.public_host
        assert register("26-00777-HAPP").status_code == 200


class TestForBrowsersAndCaches:
    def test_any_origin_may_read(self, register, southwark):
        make(southwark)

        assert register("26-00100-HAPP")["Access-Control-Allow-Origin"] == "*"
        assert register("nothing")["Access-Control-Allow-Origin"] == "*"

    def test_a_preflight_is_answered(self, call):
        response = call.client.options(
            f"/api/v2/{SEARCH}", headers={"host": call.host, "origin": "https://x.test", "access-control-request-method": "GET"}
        )

        assert (response.status_code, response["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")

    def test_what_has_not_changed_is_not_sent_again(self, register, call, southwark):
        application = make(southwark)
        etag = register("26-00100-HAPP")["ETag"]
        place = "public/planning_applications/26-00100-HAPP"

        assert call.get(place, if_none_match=etag).status_code == 304
        PlanningApplication.objects.filter(pk=application.pk).update(description="Other words")
        assert call.get(place, if_none_match=etag).status_code == 200

    def test_head_is_get_without_the_body(self, call, southwark):
        make(southwark)
        place, headers = "/api/v2/public/planning_applications/26-00100-HAPP", {"host": call.host}

        head, get = call.client.head(place, headers=headers), call.client.get(place, headers=headers)

        assert head.content == b""
        assert (head["Content-Length"], head["ETag"]) == (str(len(get.content)), get["ETag"])

    def test_submissions_are_open_to_no_other_origin(self, call):
        assert "Access-Control-Allow-Origin" not in call.post("planning_applications", b"{}")


class TestSearch:
    @pytest.fixture
    def five(self, southwark):
        """Five cases published on five days, the newest first, two of them received at the same moment."""
        start = datetime(2026, 11, 4, 10, 0, tzinfo=UTC)
        return [make(southwark, f"26-0010{n}-HAPP", published_at=start - timedelta(days=n)).case.reference for n in range(5)]

    def test_lists_the_newest_first_with_its_figures(self, register, five):
        response = register()

        assert references(response) == five
        assert response.json()["pagination"] == {
            "resultsPerPage": 10,
            "currentPage": 1,
            "totalPages": 1,
            "totalResults": 5,
            "totalAvailableItems": 5,
        }

    def test_pages_hold_each_case_once_although_all_were_received_at_the_same_time(self, register, five):
        found = [references(register(sortBy="receivedAt", resultsPerPage=2, page=page)) for page in (1, 2, 3)]

        assert sorted(reference for page in found for reference in page) == sorted(five)
        assert [len(page) for page in found] == [2, 2, 1]

    @pytest.mark.parametrize(
        ("query", "number", "size"),
        [
            ({"page": 99, "resultsPerPage": 2}, 3, 2),
            ({"page": 0}, 1, 10),
            ({"page": "x", "resultsPerPage": -1}, 1, 10),
            ({"resultsPerPage": 1000}, 1, 50),
            ({"maxresults": 3}, 1, 3),
            ({"page": "9" * 40}, 1, 10),
        ],
    )
    def test_odd_pages_are_brought_into_range(self, register, five, query, number, size):
        figures = register(**query).json()["pagination"]

        assert (figures["currentPage"], figures["resultsPerPage"]) == (number, size)

    def test_oldest_first(self, register, five):
        assert references(register(orderBy="asc")) == five[::-1]

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"q": "26-00102"}, [2]),
            ({"query": "pine grove"}, [0, 1, 2, 3, 4]),
            ({"q": "zebra"}, []),
            ({"q": "' OR 1=1 -- \x00"}, []),
            ({"q": "!!&|()"}, []),
            ({"reference": "00103"}, [3]),
            ({"postcode": "an12bc"}, [0, 1, 2, 3, 4]),
            ({"postcode": "ZZ1 1ZZ"}, []),
            ({"description": "rear EXTENSION"}, [0, 1, 2, 3, 4]),
            ({"applicationType[]": "ldc.proposed,pp.full.householder"}, [0, 1, 2, 3, 4]),
            ({"applicationType": "ldc.proposed"}, []),
            ({"applicationStatus[]": ["determined", "in_assessment"]}, [0, 1, 2, 3, 4]),
            ({"applicationStatus[]": "withdrawn"}, []),
            ({"publishedAtFrom": "2026-11-02", "publishedAtTo": "2026-11-03"}, [1, 2]),
            ({"publishedAtTo": "2026-11-01"}, [3, 4]),
            ({"publishedAtTo": "yesterday"}, [0, 1, 2, 3, 4]),
            ({"validatedAtFrom": "2026-11-02", "validatedAtTo": "2026-11-02"}, [0, 1, 2, 3, 4]),
            ({"councilDecision": "granted"}, []),
            ({"councilDecision": "unheard of"}, []),
        ],
        ids=str,
    )
    def test_filters(self, register, five, query, found):
        response = register(**query)

        assert response.status_code == 200
        assert references(response) == [five[n] for n in found]
        assert response.json()["pagination"]["totalAvailableItems"] == 5

    @pytest.mark.parametrize("query", ["%", "_", "26-00%HAPP", "Private", "private GROVE", "OWNER LTD", "PAY-778899", "pay778899"])
    def test_finds_nobody_by_name_or_payment_and_takes_no_wildcards(self, register, southwark, query):
        case = make(southwark, published=True).case
        case.parties.update(first_name="Zoe", last_name="Private", company="Owner Ltd")
        Payment.objects.create(authority=southwark, case=case, amount=258, reference="PAY-778899")
        refresh(PlanningApplication.objects.get(pk=case.pk), now=datetime(2026, 11, 24, 14, 0, tzinfo=UTC))

        assert references(register(q=query)) == []
        assert references(register(q="grove")) == ["26-00100-HAPP"]

    @pytest.mark.parametrize("query", ["26-00100", "an12bc", "AN1 2BC", "100012345678", "rear pine", "26-00100-FUL", "26-00100-h"])
    def test_finds_by_all_that_the_page_shows(self, register, southwark, query):
        application = make(southwark, case__uprn="100012345678", case__address_lines="1 Pine Grove, Swift Yard")
        former = {"reference": "26-00100-FUL", "until_at": application.published_at}
        CaseReference.objects.create(authority=southwark, case=application.case, **former)
        refresh(application, now=datetime(2026, 11, 24, 14, 0, tzinfo=UTC))

        assert references(register(q=query)) == ["26-00100-HAPP"]

    def test_private_cases_take_no_places_of_public_ones(self, register, southwark, monkeypatch):
        make(southwark)
        for n in range(3):
            make(southwark, f"26-0020{n}-HAPP", published=False, valid=True)
        monkeypatch.setattr("api.search.MOST_FOUND", 2)

        assert references(register(q="grove")) == ["26-00100-HAPP"]

    def test_a_long_register_is_not_counted_afresh_each_time(self, register, five, southwark, monkeypatch):
        monkeypatch.setattr("api.search.COUNTED_EACH_TIME", 4)
        sizes = []
        for n in range(2):
            sizes.append(register(q="zebra").json()["pagination"]["totalAvailableItems"])
            make(southwark, f"26-0030{n}-HAPP")

        assert sizes == [5, 5]

    def test_by_decision(self, register, southwark):
        make(southwark, "26-00001-PA1A", type_code="pa.part1.classA", determined=True, outcome="pa_not_required")

        assert references(register(councilDecision="not_required")) == ["26-00001-PA1A"]
        assert references(register(councilDecision="refused")) == []

    def test_costs_the_same_for_one_and_for_ten(self, register, southwark, django_assert_max_num_queries):
        for n in range(10):
            make(southwark, f"26-{n:05d}-HAPP")
        register()

        with django_assert_max_num_queries(8):
            assert len(references(register())) == 10


def test_types_have_a_code_a_name_and_a_suffix(call, southwark):
    types = call.get("public/application_types").json()

    assert {"code": "ldc.proposed", "name": "Lawful development certificate: proposed use", "suffix": "LDCP"} in types
    assert [t["code"] for t in types] == sorted(t["code"] for t in types)


class TestDocument:
    def test_describes_every_operation(self, client, southwark):
        document = client.get("/api/docs/openapi.json", headers={"host": southwark.officer_host}).json()

        assert document["openapi"].startswith("3.1")
        assert "/api/v2/planning_applications" in document["paths"]
        assert document["paths"]["/api/v2/public/planning_applications/{reference}"]["get"]["responses"]["200"]

    @pytest.mark.parametrize("site", ["officer_host", "public_host"])
    def test_is_a_page_for_people_too(self, client, southwark, site):
        page = client.get("/api/docs/", headers={"host": getattr(southwark, site)})

        assert page.status_code == 200
        assert "POST /api/v2/planning_applications" in page.content.decode()
