"""The blueprint of all pages of the check, and who takes it."""

from uuid import UUID

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from competence_check import runs
from competence_check.models import Run, RunState
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


class Unfinished(Exception):
    """The page is about a result, and the run has none yet."""


def own_run(uid: UUID, *, for_update: bool = False) -> Run:
    """The run `uid` of the person of this request; raises NotFound for anybody else's."""
    return runs.own_run(viewer().id, str(uid), for_update=for_update)


def finished_run(uid: UUID) -> Run:
    """The same where it is finished; an open one leads on to where it stands."""
    run = own_run(uid)
    if run.state != RunState.FINISHED.value:
        raise Unfinished(run.uid)
    return run


@blueprint.errorhandler(Unfinished)
def _go_on(unfinished: Unfinished) -> Response:
    return redirect(url_for("competence_check.go_on", uid=unfinished.args[0]))
