"""Every example worked by hand comes out of the engine as it was worked."""

import pytest

from tests.statute.questions import QUESTIONS, answered
from tests.statute.worked import Worked, counted, examples

ENOUGH = 250


@pytest.mark.parametrize("row", examples(), ids=str)
def test_the_engine_agrees_with_the_working(row: Worked) -> None:
    assert answered(row) == row.expected, row.working


def test_there_are_examples_enough() -> None:
    assert counted(examples()) >= ENOUGH


def test_each_row_says_where_it_comes_from() -> None:
    assert [row for row in examples() if not (row.article and row.spec and row.working)] == []


def test_each_question_is_asked() -> None:
    assert QUESTIONS.keys() - {row.question for row in examples()} == set()
