"""Verbs that reach across the stages."""

from casework.services.desk import assign_many, confirm_figure, make_calendar_feed, revoke_calendar_feed, withdraw_figure
from casework.services.endings import blocks_to_close, blocks_to_return, blocks_to_withdraw, close, return_invalid, withdraw

__all__ = [
    "assign_many",
    "blocks_to_close",
    "blocks_to_return",
    "blocks_to_withdraw",
    "close",
    "confirm_figure",
    "make_calendar_feed",
    "return_invalid",
    "revoke_calendar_feed",
    "withdraw",
    "withdraw_figure",
]
