"""What a decision notice has to name: enactments, section, heading and the sentence of the decision."""

from __future__ import annotations

from dataclasses import dataclass

from statute.answers import Answer
from statute.facts import CaseFacts
from statute.kinds import kind_of
from statute.outcomes import CONDITIONAL, checked_outcome
from statute.tables import lookup

TENSES = {"ldc_existing": "was", "ldc_proposed": "would have been", "ldc_listed": "would have been", "ldc": "was"}


@dataclass(frozen=True, slots=True)
class NoticeStatute:
    """The words of law on a notice: titles, section ("" where none is named), heading, and the sentence of the decision."""

    legislation: tuple[str, ...]
    section: str
    heading: str
    sentence: str


def notice_statute(facts: CaseFacts, outcome: str, *, with_conditions: bool = False) -> Answer[NoticeStatute]:
    """The enactments and words for a decision of this kind. Errors: UnknownFigure, ContradictoryFacts for an outcome it cannot have."""
    kind = kind_of(facts)
    checked_outcome(outcome, kind.family, facts.type_code)
    if outcome == "granted" and with_conditions:
        outcome = CONDITIONAL
    row = lookup("notices", kind.rules["notice"], facts.law_on, facts.overrides)
    words = lookup("notice_words", outcome, facts.law_on, facts.overrides)
    values = {**row.values, "act": row["legislation"][0], "tense": TENSES.get(row.key, "was"), "section": row["section"] or "191 or 192"}
    heading, sentence = words["heading"].format(**values), words["sentence"].format(**values)
    because = (row.reason(f"The notice is given under {row.citation}"), words.reason(f"The words for “{outcome}”"))
    return Answer(NoticeStatute(tuple(row["legislation"]), row["section"], heading, sentence), because)
