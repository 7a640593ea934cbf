"""The blueprint of all pages of the check, and who takes it."""

from uuid import UUID

from flask import Blueprint

from competence_check import runs
from competence_check.models import Run
from lms.kernel.access import viewer
from lms.learning.services import Learner

blueprint = Blueprint(
    "competence_check",
    "competence_check",
    url_prefix="/kompetenzcheck",
    template_folder="templates",
    static_folder="static",
)


def learner() -> Learner:
    """The person of this request, always at home: also a consultant inside a firm."""
    return Learner(viewer().id, viewer().uid, viewer().home_organisation_id)


def own_run(uid: UUID, *, for_update: bool = False) -> Run:
    """The run `uid` of the person of this request; raises NotFound for anybody else's."""
    return runs.own_run(viewer().id, str(uid), for_update=for_update)
