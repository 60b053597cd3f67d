"""An answer and the reasons for it, in words that can be read aloud to a caller."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)

UNCONFIRMED = ("medium", "low")


@dataclass(frozen=True, slots=True)
class Reason:
    """One step: the words, the provision, its address and how sure the table is of it (high, medium, low, confirmed)."""

    text: str
    citation: str = ""
    url: str = ""
    confidence: str = "high"

    @property
    def is_confirmed(self) -> bool:
        """Whether the figure behind this step needs no further check."""
        return self.confidence not in UNCONFIRMED

    def __str__(self) -> str:
        source = f" [{self.citation}]" if self.citation else ""
        doubt = "" if self.is_confirmed else " (this figure has not been confirmed)"
        return f"{self.text}{source}{doubt}"


@dataclass(frozen=True, slots=True)
class Answer(Generic[T_co]):
    """A value of law with the steps that led to it."""

    value: T_co
    because: tuple[Reason, ...] = field(default_factory=tuple)

    @property
    def is_confirmed(self) -> bool:
        """Whether every figure used has been confirmed."""
        return all(reason.is_confirmed for reason in self.because)

    def explain(self) -> list[str]:
        """The reasons as sentences, in order: rule, inputs, arithmetic."""
        return [str(reason) for reason in self.because]


def say_date(day: date) -> str:
    """`Monday 23 November 2026`."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def say_money(amount: object) -> str:
    """`£1,083` or `£43.50`."""
    text = f"{amount:,.2f}"
    return "£" + text.removesuffix(".00")
