"""What all views of the roadmap share."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from lms.kernel.access import viewer
from lms.learning.services import Learner

blueprint = Blueprint(
    "roadmap", __name__, template_folder="../templates", static_folder="../static", url_prefix="/roadmap"
)

Page = str | Response | tuple[str, int]


def learner() -> Learner:
    """The person of this request, always at home: also a consultant inside a firm."""
    return Learner(viewer().id, viewer().uid, viewer().home_organisation_id)


def back() -> Response:
    """To the roadmap, after something was done with it."""
    return redirect(url_for("roadmap.show"), 303)
