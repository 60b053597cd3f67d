"""Lines of the list of invalid applications without a reply."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from applications.payments import paid
from casework.selectors.returns import who_answers


@dataclass(frozen=True)
class ReturnRow:
    """One case: who did not answer, since when, and what was paid."""

    application: Any
    on: date

    @property
    def reference(self) -> str:
        return str(self.application.reference)

    @property
    def href(self) -> str:
        return reverse("casework:case", kwargs={"reference": self.reference})

    @property
    def address(self) -> str:
        return str(self.application.case.address)

    @property
    def who(self) -> str:
        return who_answers(self.application)

    @property
    def officer(self) -> str:
        return self.application.officer_name or "Nobody"

    @property
    def overdue_since(self) -> date:
        return self.application.overdue_since

    @property
    def days_over(self) -> int:
        return (self.on - self.overdue_since).days

    @property
    def paid(self) -> Decimal:
        return paid(self.application.case)
