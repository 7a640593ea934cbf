"""The pages of the roadmap, each group in a module of its own; importing them gives the blueprint its routes."""

from roadmap.views import beginning, changing, comparing, dates, finishing, funding, pages, papers, stating
from roadmap.views.base import blueprint
from roadmap.views.cards import next_step_card

__all__ = [
    "beginning",
    "blueprint",
    "changing",
    "comparing",
    "dates",
    "finishing",
    "funding",
    "next_step_card",
    "pages",
    "papers",
    "stating",
]
