"""What all pages of the programme share."""

from flask import Blueprint

from lms.kernel.access import viewer
from lms.learning.services import Learner

blueprint = Blueprint(
    "programme", __name__, template_folder="../templates", static_folder="../static", url_prefix="/programm"
)

# Whoever plans the programme does so for the organisation they are in.
office_blueprint = Blueprint(
    "programme_office",
    __name__,
    template_folder="../templates",
    url_prefix="/programm/planung",
)


def learner() -> Learner:
    """The person of this request, always at home: also a consultant inside a firm."""
    return Learner(viewer().id, viewer().uid, viewer().home_organisation_id)
