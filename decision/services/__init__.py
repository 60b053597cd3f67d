"""Recommending, reviewing and deciding: table of contents."""

from decision.services.determination import blocks_to_determine, determine
from decision.services.recommendations import (
    blocks_to_submit,
    save_recommendation,
    submit_recommendation,
    take_back_recommendation,
)
from decision.services.reviews import SameOfficer, review

__all__ = [
    "SameOfficer",
    "blocks_to_determine",
    "blocks_to_submit",
    "determine",
    "review",
    "save_recommendation",
    "submit_recommendation",
    "take_back_recommendation",
]
