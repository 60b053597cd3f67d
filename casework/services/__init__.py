"""Verbs that reach across the stages."""

from casework.services.correcting import correct_date, lift_correction
from casework.services.desk import assign_many, confirm_figure, make_calendar_feed, revoke_calendar_feed, withdraw_figure
from casework.services.endings import (
    accept_withdrawal,
    blocks_to_close,
    blocks_to_return,
    blocks_to_withdraw,
    close,
    return_invalid,
    withdraw,
)
from casework.services.letters import NothingToPrint, ask_for_letter_run, record_posting, write_instead
from casework.services.received import Incoming, record_answer, record_extension, record_received, record_withdrawal
from casework.services.returning import HasAnswered, return_many, return_silent
from casework.services.retyping import change_type
from casework.services.undoing import reopen, unvalidate
from casework.services.withdrawals import AlreadyAsked, NothingAsked, ask_to_withdraw, decline_withdrawal, take_back_withdrawal
from casework.services.writing import Addressee, check_by_hand, write_by_hand

__all__ = [
    "Addressee",
    "AlreadyAsked",
    "HasAnswered",
    "Incoming",
    "NothingAsked",
    "NothingToPrint",
    "accept_withdrawal",
    "ask_for_letter_run",
    "ask_to_withdraw",
    "assign_many",
    "blocks_to_close",
    "blocks_to_return",
    "blocks_to_withdraw",
    "change_type",
    "check_by_hand",
    "close",
    "confirm_figure",
    "correct_date",
    "decline_withdrawal",
    "lift_correction",
    "make_calendar_feed",
    "record_answer",
    "record_extension",
    "record_posting",
    "record_received",
    "record_withdrawal",
    "reopen",
    "return_invalid",
    "return_many",
    "return_silent",
    "revoke_calendar_feed",
    "take_back_withdrawal",
    "unvalidate",
    "withdraw",
    "withdraw_figure",
    "write_by_hand",
    "write_instead",
]
