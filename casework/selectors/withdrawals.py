"""What was asked about withdrawing a case."""

from applications.models import PlanningApplication, WithdrawalRequest


def asked_withdrawal(application: PlanningApplication) -> WithdrawalRequest | None:
    """The request to withdraw that waits for the council, or None."""
    if application.withdrawal_asked_at is None:
        return None
    return application.case.withdrawal_requests.filter(state=WithdrawalRequest.State.ASKED).select_related("party").first()


def withdrawals_of(application: PlanningApplication) -> list[WithdrawalRequest]:
    """All that was ever asked about withdrawing a case, the newest first."""
    return list(application.case.withdrawal_requests.select_related("party", "answered_by").order_by("-asked_at", "-pk"))
