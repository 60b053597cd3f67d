"""Pages of publicity."""

from consultation.views.comments import CommentsView, ModerateView
from consultation.views.letters import FiguresView, LettersView, PostedView
from consultation.views.neighbours import NeighboursView, ask_for_addresses
from consultation.views.print_runs import progress
from consultation.views.publication import MakePublicView
from consultation.views.site_notices import CancelView, DisplayView, PressNoticeView, SiteNoticeView

__all__ = [
    "CancelView",
    "CommentsView",
    "DisplayView",
    "FiguresView",
    "LettersView",
    "MakePublicView",
    "ModerateView",
    "NeighboursView",
    "PostedView",
    "PressNoticeView",
    "SiteNoticeView",
    "ask_for_addresses",
    "progress",
]
