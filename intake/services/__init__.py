"""The verbs of the inbox: keep, understand, create, replay, set aside, take over."""

from intake.services.creating import create_case, sender, try_files_again
from intake.services.given_up import NothingToDealWith, set_aside, start_held
from intake.services.receiving import KeyUsedBefore, receive
from intake.services.understanding import Outcome, Understood, replay, understand
from intake.services.versions import NothingToTakeOver, leave, leave_rest, take_over

__all__ = [
    "KeyUsedBefore", "NothingToDealWith", "NothingToTakeOver", "Outcome", "Understood", "create_case", "leave", "leave_rest", "receive",
    "replay", "sender", "set_aside", "start_held", "take_over", "try_files_again", "understand",
]  # fmt: skip
