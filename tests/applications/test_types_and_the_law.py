"""The application types of the product and those of the law engine are the same, down to the words of each outcome."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

import statute
from statute import AmbiguousTypeCode, CaseFacts, NotInForce

TYPES = tomllib.loads((Path(__file__).resolve().parents[2] / "applications" / "types.toml").read_text())
RECEIVED = date(2026, 9, 14)


def test_the_law_knows_every_type() -> None:
    assert TYPES.keys() <= set(statute.type_codes())


@pytest.mark.parametrize("code", TYPES)
def test_each_outcome_of_a_type_has_words_in_law(code: str) -> None:
    facts = CaseFacts(code, RECEIVED, RECEIVED)
    try:
        statute.determination_period(facts)
    except (AmbiguousTypeCode, NotInForce):
        return
    for outcome in TYPES[code]["outcomes"]:
        assert statute.notice_statute(facts, outcome).value.heading
