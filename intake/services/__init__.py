"""The verbs of the inbox: keep, understand, create, replay, set aside."""

from intake.services.creating import create_case, sender, try_files_again
from intake.services.given_up import NothingToDealWith, set_aside
from intake.services.receiving import KeyUsedBefore, receive
from intake.services.understanding import Outcome, Understood, replay, understand

__all__ = [
    "KeyUsedBefore", "NothingToDealWith", "Outcome", "Understood", "create_case", "receive", "replay", "sender", "set_aside",
    "try_files_again", "understand",
]  # fmt: skip
