"""Publicity: table of contents."""

from consultation.services.comments import hold_comment, publish_comment, receive_comment
from consultation.services.letters import MissingFigures, NotYetPublic, ask_for_letters, record_posting
from consultation.services.neighbours import choose_neighbours
from consultation.services.press_notices import record_press_notice
from consultation.services.publication import make_public, take_off_public
from consultation.services.site_notices import cancel_site_notice, create_site_notice, record_display

__all__ = [
    "MissingFigures",
    "NotYetPublic",
    "ask_for_letters",
    "cancel_site_notice",
    "choose_neighbours",
    "create_site_notice",
    "hold_comment",
    "make_public",
    "publish_comment",
    "receive_comment",
    "record_display",
    "record_posting",
    "record_press_notice",
    "take_off_public",
]
