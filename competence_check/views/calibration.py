"""How well the tasks measure: have them calibrated, read what was found, take new values into use."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from competence_check import queries
from competence_check.calibration import proposals
from competence_check.models import Framework
from competence_check.views.frameworks import chosen_framework
from lms.jobs.models import OPEN, JobState
from lms.kernel.access import Permission, allow, viewer
from lms.kernel.db import transaction
from lms.kernel.errors import Refused

blueprint = Blueprint(
    "competence_calibration", "competence_check", url_prefix="/kompetenzcheck/messguete", template_folder="templates"
)


def _back(framework: Framework) -> Response:
    return redirect(url_for("competence_calibration.overview", rahmen=framework.slug), 303)


@blueprint.get("")
@allow(Permission.CALIBRATE_TASKS)
def overview() -> str:
    """What was found last, how far a running calibration is, and earlier ones."""
    framework = chosen_framework()
    made = proposals.made_for(framework)
    wanted = request.args.get("fassung", "")
    chosen = next((each for each in made if each.uid == wanted), next(iter(made), None))
    job = proposals.job_for(framework)
    return render_template(
        "competence_check/calibration.html",
        framework=framework,
        frameworks=queries.frameworks_to_choose(),
        made=made,
        chosen=chosen,
        in_use=next((each for each in made if each.taken_at is not None), None),
        prompts=proposals.prompts_of(chosen) if chosen else {},
        families=dict(queries.families()),
        may_change=proposals.runs_the_bank(viewer().organisation_id),
        job=job if job is not None and job.state in OPEN else None,
        failed=job if job is not None and job.state == JobState.FAILED.value else None,
        is_mine=job is not None and job.person_id == viewer().id,
    )


@blueprint.post("/nachrechnen")
@allow(Permission.CALIBRATE_TASKS)
def calibrate() -> Response:
    """Ask for a calibration, done in the background."""
    framework = chosen_framework()
    try:
        with transaction():
            proposals.ask_for(framework, organisation_id=viewer().organisation_id, person_id=viewer().id)
    except Refused as error:
        flash(error.message, "info")
    return _back(framework)


@blueprint.post("/uebernehmen")
@allow(Permission.CALIBRATE_TASKS)
def take() -> Response:
    """Use the new values from now on; results that are there keep theirs."""
    framework = chosen_framework()
    try:
        with transaction():
            proposals.take(proposals.called(request.form.get("fassung", "")), organisation_id=viewer().organisation_id)
    except Refused as error:
        flash(error.message, "warning")
    else:
        flash(_("Die neuen Werte gelten für alle Checks, die ab jetzt beginnen. Ergebnisse bleiben."), "success")
    return _back(framework)
