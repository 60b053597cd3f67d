"""Drawing numbers, their revisions, and the register of a case's drawings."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from documents import numbering, selectors, services
from documents.register import register_csv, register_rows
from tests.factories.accounts import UserFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import DocumentFactory, a_pdf


class TestReading:
    @pytest.mark.parametrize(
        ("text", "number", "revision"),
        [
            ("A-101", "A-101", ""),
            ("A-101 rev B", "A-101", "B"),
            ("A-101 Rev. b", "A-101", "B"),
            ("A-101_revision_B", "A-101", "B"),
            ("A-101 (rev B)", "A-101", "B"),
            ("A-101-revP02", "A-101", "P02"),
            ("P-101 C", "P-101", "C"),
            ("2301/PL/04 P01", "2301/PL/04", "P01"),
            ("Plan A", "Plan A", ""),
            ("Drawing 2", "Drawing 2", ""),
            ("1234 rev 3", "1234", "3"),
        ],
    )
    def test_knows_the_number_from_its_revision(self, text: str, number: str, revision: str) -> None:
        assert numbering.numbers_in(text) == [numbering.DrawingNumber(number, revision)]

    def test_a_file_may_hold_several_drawings(self) -> None:
        assert [str(one) for one in numbering.numbers_in(" A-1 rev A ,A-2;  ")] == ["A-1 rev A", "A-2"]
        assert numbering.tidy(" A-1   rev A ,A-2;  A-2") == "A-1 rev A, A-2"

    @pytest.mark.parametrize(
        ("now", "then"),
        [
            ("A-1", "A-1 rev A"),
            ("A-1 rev B", "A-1 rev C"),
            ("A-1 Z", "A-1 rev AA"),
            ("A-1 P09", "A-1 rev P10"),
            ("7 rev 1, 8", "7 rev 2, 8 rev A"),
            ("", ""),
        ],
    )
    def test_what_comes_next(self, now: str, then: str) -> None:
        assert numbering.next_revision(now) == then

    @pytest.mark.parametrize(
        ("name", "number"),
        [
            ("A-101 rev B ground floor.pdf", "A-101 rev B"),
            ("ground floor PL_02.pdf", "PL-02"),
            ("IMG_1234.jpg", ""),
            ("2026-03-01 site plan.pdf", ""),
            ("statement.pdf", ""),
        ],
    )
    def test_what_a_files_name_tells(self, name: str, number: str) -> None:
        assert numbering.guess(name) == number

    @given(st.text(max_size=60))
    def test_nothing_that_is_typed_breaks_it(self, text: str) -> None:
        tidied = numbering.tidy(text)

        assert numbering.tidy(tidied) == tidied
        assert numbering.keys_in(text) == numbering.keys_in(tidied)
        numbering.next_revision(text)
        numbering.guess(text)


@pytest.fixture
def case(authority: Any) -> Any:
    return PlanningApplicationFactory.create(authority=authority).case


@pytest.fixture
def by(authority: Any) -> Any:
    return UserFactory.create()


class TestNumbering:
    @pytest.mark.parametrize("number", ["A-101", "a–101 rev C", "B-1, A-101 rev D"])
    def test_a_current_drawing_keeps_its_number_to_itself(self, case: Any, by: Any, now: Any, number: str) -> None:
        DocumentFactory.create(case=case, number="A-101 rev B", name="ground.pdf")
        other = DocumentFactory.create(case=case)
        with pytest.raises(DomainError, match=r"is the number of ground\.pdf already") as refusal:
            services.edit_document(document=other, number=number, by=by, now=now)
        assert refusal.value.field == "number"

    def test_archived_ones_copies_and_other_cases_do_not_count(self, case: Any, by: Any, now: Any) -> None:
        DocumentFactory.create(case=case, number="A-1", archived=True)
        DocumentFactory.create(case=PlanningApplicationFactory.create(authority=case.authority).case, number="A-1")
        original = DocumentFactory.create(case=case, number="A-2")
        copy = services.add_redacted_copy(document=original, content=a_pdf(words="x"), name="x.pdf", by=by, now=now, publish=True)
        services.edit_document(document=DocumentFactory.create(case=case), number="A-1", by=by, now=now)

        assert services.edit_document(document=copy, number="A-2 rev A", by=by, now=now).number == "A-2 rev A"

    def test_what_came_with_a_doubled_number_can_still_be_changed_otherwise(self, case: Any, by: Any, now: Any) -> None:
        one, _ = DocumentFactory.create_batch(2, case=case, number="A-1")
        assert services.edit_document(document=one, tags=["roofPlan.existing"], by=by, now=now).tags == ["roofPlan.existing"]

    def test_a_revision_takes_over_the_number_and_the_chain_is_told(self, case: Any, by: Any, now: Any) -> None:
        first = DocumentFactory.create(case=case, number="A-1", in_decision_notice=True, name="first.pdf")
        second = services.replace_document(document=first, content=a_pdf(words="2"), name="second.pdf", number="A-1 rev A", by=by, now=now)
        third = services.replace_document(document=second, content=a_pdf(words="3"), name="third.pdf", number="A-1 rev B", by=by, now=now)

        assert (third.number, third.replaces, third.in_decision_notice) == ("A-1 rev B", second, True)
        for one in (first, second, third):
            assert selectors.chain_of(one) == [third, second, first]

    def test_an_older_revision_does_not_come_back_beside_the_newer(self, case: Any, by: Any, now: Any) -> None:
        first = DocumentFactory.create(case=case, number="A-1")
        services.replace_document(document=first, content=a_pdf(words="2"), name="second.pdf", by=by, now=now)
        first.refresh_from_db()
        with pytest.raises(DomainError, match=r"A-1 is the number of second\.pdf already"):
            services.restore_document(document=first, by=by, now=now)

    def test_the_page_offers_the_next_revision(self, case: Any, authority: Any, officer_client: Any) -> None:
        document = DocumentFactory.create(case=case, number="A-1 rev B")
        address = reverse("documents:replace", kwargs={"reference": case.reference, "public_id": document.public_id})

        assert 'value="A-1 rev C"' in officer_client(authority, ["case_officer"])[0].get(address).content.decode()


class TestRegister:
    @pytest.fixture
    def officer(self, authority: Any, officer_client: Any) -> Client:
        client: Client = officer_client(authority, ["land_charges"])[0]
        return client

    @pytest.fixture
    def drawings(self, case: Any) -> None:
        old = DocumentFactory.create(case=case, number="A-2 rev A", name="old.pdf", archived=True, archive_reason="Replaced by new.pdf")
        DocumentFactory.create(case=case, number="A-2 rev B", name="new.pdf", replaces=old, public=True, in_decision_notice=True)
        DocumentFactory.create(case=case, number="A-10, A-9", name="sheet.pdf", description="=1+1")
        DocumentFactory.create(case=case, name="unnumbered.pdf")
        DocumentFactory.create(case=case, name="report.pdf", tags=["noiseAssessment"])

    @pytest.mark.usefixtures("drawings")
    def test_each_number_once_the_current_revision_first(self, case: Any) -> None:
        rows = register_rows(selectors.drawings_with_their_past(case))

        assert [(row.number, row.revision, row.status, row.public) for row in rows] == [
            ("A-2", "B", "Current", True),
            ("A-2", "A", "Superseded", False),
            ("A-9", "", "Current", False),
            ("A-10", "", "Current", False),
        ]
        assert not any(row.twice for row in rows)

    def test_a_number_that_two_have_is_told(self, case: Any) -> None:
        DocumentFactory.create_batch(2, case=case, number="A-1")
        original = DocumentFactory.create(case=case, number="A-5")
        DocumentFactory.create(case=case, number="A-5", redaction_of=original)
        rows = register_rows(selectors.drawings_with_their_past(case))

        assert [(row.number, row.twice) for row in rows] == [("A-1", True), ("A-1", True), ("A-5", False)]

    @pytest.mark.usefixtures("drawings")
    def test_its_page(self, case: Any, officer: Client, django_assert_max_num_queries: Any) -> None:
        address = reverse("documents:register", kwargs={"reference": case.reference})
        html = officer.get(address).content.decode()
        assert "<s>A-2</s>" in html and "<s>old.pdf</s>" in html and "<s>new.pdf</s>" not in html
        assert html.index("new.pdf") < html.index("old.pdf") < html.index("unnumbered.pdf") and "report.pdf" not in html

        with django_assert_max_num_queries(30) as few:
            officer.get(address)
        DocumentFactory.create_batch(20, case=case, number="X-1")
        with django_assert_max_num_queries(len(few.captured_queries)):
            assert "Number twice" in officer.get(address).content.decode()

    @pytest.mark.usefixtures("drawings")
    def test_as_a_spreadsheet_that_runs_nothing(self, case: Any, officer: Client) -> None:
        answer = officer.get(reverse("documents:register_csv", kwargs={"reference": case.reference}))
        lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))

        assert answer["Content-Disposition"].startswith("attachment;")
        assert lines[1] == ["A-2", "B", "new.pdf", "Site plan - proposed", "2026-11-03", "Current", "Yes", "Yes"]
        assert lines[3][2] == "'=1+1"

    def test_an_empty_one(self, case: Any, officer: Client) -> None:
        assert (
            "No drawing has a number yet"
            in officer.get(reverse("documents:register", kwargs={"reference": case.reference})).content.decode()
        )
        assert register_csv([]).count("\n") == 1
