"""The verbs of the inbox: keep, understand, create, replay."""

from intake.services.creating import create_case, sender, try_files_again
from intake.services.receiving import receive
from intake.services.understanding import Outcome, Understood, replay, understand

__all__ = ["Outcome", "Understood", "create_case", "receive", "replay", "sender", "try_files_again", "understand"]
