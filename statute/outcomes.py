"""The outcomes that a decision can have, and which kinds of application can have them."""

from __future__ import annotations

from statute.errors import ContradictoryFacts, UnknownFigure

REFUSALS = ("refused", "not_lawful", "pa_refused", "not_permitted_development", "split")
CONDITIONAL = "granted_with_conditions"
NON_DETERMINATION = "not_determined"
USUAL = ("granted", CONDITIONAL, "refused", "split", NON_DETERMINATION)
BY_FAMILY = {
    "ldc": ("lawful", "not_lawful", "split", NON_DETERMINATION),
    "prior_approval": ("pa_not_required", "pa_granted", "pa_refused", "not_permitted_development", "deemed", NON_DETERMINATION),
    "obligation": ("granted", "modified", "discharged", "refused", NON_DETERMINATION),
    "tree": (*USUAL, "no_objection"),
    "hedgerow": ("granted", "no_objection", "refused", NON_DETERMINATION),
    "other": (*USUAL, "advice_given"),
}
OUTCOMES = tuple(dict.fromkeys((*USUAL, *(outcome for outcomes in BY_FAMILY.values() for outcome in outcomes))))


def outcomes_for(family: str) -> tuple[str, ...]:
    """The outcomes that a case of this family can have."""
    return BY_FAMILY.get(family, USUAL)


def checked_outcome(outcome: str, family: str, type_code: str) -> str:
    """The outcome, if a case of this family can have it. Errors: UnknownFigure, ContradictoryFacts."""
    if outcome not in OUTCOMES:
        raise UnknownFigure(f"“{outcome}” is not an outcome: {', '.join(OUTCOMES)}", fact="outcome")
    if outcome not in outcomes_for(family):
        raise ContradictoryFacts(f"“{type_code}” cannot end in “{outcome}”", fact="outcome")
    return outcome
