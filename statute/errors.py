"""What the law cannot answer, and which fact is the reason."""

from __future__ import annotations

from datetime import date


class StatuteError(Exception):
    """The question has no lawful answer on these facts; `fact` names the one to put right."""

    def __init__(self, message: str, *, fact: str) -> None:
        super().__init__(message)
        self.message = message
        self.fact = fact


class UnknownTypeCode(StatuteError):
    """The application type code is in none of the tables."""

    def __init__(self, code: str) -> None:
        super().__init__(f"“{code}” is not an application type that the tables know", fact="type_code")
        self.code = code


class AmbiguousTypeCode(StatuteError):
    """The code names a group of types with different rules: a more exact one is needed."""

    def __init__(self, code: str, choices: tuple[str, ...]) -> None:
        super().__init__(f"“{code}” covers kinds of application with different rules: choose {' or '.join(choices)}", fact="type_code")
        self.code = code
        self.choices = choices


class MissingFact(StatuteError):
    """A fact that the rule needs has not been given."""

    def __init__(self, fact: str, why: str) -> None:
        super().__init__(f"{fact} is needed: {why}", fact=fact)


class ContradictoryFacts(StatuteError):
    """Two facts cannot both be true."""


class DateBeforeTables(StatuteError):
    """The date lies before the first rule that the tables hold."""


class NotInForce(StatuteError):
    """The rule existed, but not on this date."""


class CalendarEnds(StatuteError):
    """The kept list of bank holidays does not reach this date."""

    def __init__(self, day: date, first: int, last: int) -> None:
        super().__init__(f"The list of bank holidays covers {first} to {last}, so days in {day.year} cannot be counted", fact="date")


class UnknownFigure(StatuteError):
    """No table holds a figure of this name."""


class OverrideNotAllowed(StatuteError):
    """The law fixes this figure: a council cannot set its own."""


class FeeNotComputed(StatuteError):
    """The fee for these facts cannot be worked out here, and why."""
