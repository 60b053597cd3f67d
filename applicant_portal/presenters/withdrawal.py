"""What withdrawing means, whether it can be asked for, and what was asked."""

from dataclasses import dataclass
from functools import cached_property

from applicant_portal.access import Access
from applications.models import WithdrawalRequest
from casework.selectors.withdrawals import withdrawals_of

State = WithdrawalRequest.State
COLOURS = {State.ASKED: "yellow", State.ACCEPTED: "green", State.DECLINED: "red", State.TAKEN_BACK: "grey", State.OVERTAKEN: "grey"}


@dataclass(frozen=True)
class Asked:
    """One request to withdraw."""

    row: WithdrawalRequest

    @property
    def label(self) -> str:
        return self.row.get_state_display()

    @property
    def colour(self) -> str:
        return COLOURS[State(self.row.state)]

    @property
    def waits(self) -> bool:
        return self.row.state == State.ASKED


@dataclass(frozen=True)
class Withdrawal:
    """The page of one case."""

    access: Access

    @cached_property
    def asked(self) -> list[Asked]:
        """The newest first."""
        return [Asked(row) for row in withdrawals_of(self.access.application)]

    @property
    def waiting(self) -> Asked | None:
        return next((asked for asked in self.asked if asked.waits), None)

    @property
    def may_ask(self) -> bool:
        return not self.why_not

    @property
    def may_take_back(self) -> bool:
        return self.waiting is not None and self.access.is_party and self.waiting.row.party_id == self.access.party.pk

    @property
    def why_not(self) -> str:
        """Why it cannot be asked for now, in words for them; "" where it can."""
        application = self.access.application
        if application.is_closed:
            return f"The application is {application.get_status_display().lower()}: it cannot be withdrawn any more."
        if not self.access.is_party:
            return "Only the applicant or the agent can ask to withdraw the application."
        return "A request to withdraw waits for our answer. You need not do anything." if self.waiting else ""
