"""The pages of the programme, for learners and planners; importing them gives the blueprints their routes."""

from lms.programme.views import editing, importing, office, own, pages
from lms.programme.views.base import blueprint, office_blueprint
from lms.programme.views.own import dates_of_course, own_dates_card

__all__ = [
    "blueprint",
    "dates_of_course",
    "editing",
    "importing",
    "office",
    "office_blueprint",
    "own",
    "own_dates_card",
    "pages",
]
