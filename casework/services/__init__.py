"""Verbs that reach across the stages."""

from casework.services.desk import assign_many, confirm_figure, make_calendar_feed, revoke_calendar_feed, withdraw_figure
from casework.services.endings import blocks_to_close, blocks_to_return, blocks_to_withdraw, close, return_invalid, withdraw
from casework.services.letters import NothingToPrint, ask_for_letter_run, record_posting, write_instead
from casework.services.withdrawals import AlreadyAsked, NothingAsked, ask_to_withdraw, decline_withdrawal, take_back_withdrawal

__all__ = [
    "AlreadyAsked",
    "NothingAsked",
    "NothingToPrint",
    "ask_for_letter_run",
    "ask_to_withdraw",
    "assign_many",
    "blocks_to_close",
    "blocks_to_return",
    "blocks_to_withdraw",
    "close",
    "confirm_figure",
    "decline_withdrawal",
    "make_calendar_feed",
    "record_posting",
    "return_invalid",
    "revoke_calendar_feed",
    "take_back_withdrawal",
    "withdraw",
    "withdraw_figure",
    "write_instead",
]
