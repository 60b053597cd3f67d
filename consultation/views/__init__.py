"""Pages of publicity."""

from consultation.views.comments import CommentsView, ModerateView
from consultation.views.letters import FiguresView, LettersView, PostedView
from consultation.views.neighbours import NeighboursView
from consultation.views.publication import MakePublicView
from consultation.views.site_notices import DisplayView, SiteNoticeView

__all__ = [
    "CommentsView",
    "DisplayView",
    "FiguresView",
    "LettersView",
    "MakePublicView",
    "ModerateView",
    "NeighboursView",
    "PostedView",
    "SiteNoticeView",
]
