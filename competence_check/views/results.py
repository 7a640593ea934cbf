"""The result, the look back, and what belongs to the person alone: sharing, withdrawing, deleting."""

from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from competence_check import finishing, queries, runs, words
from competence_check.forms import AnswerForm
from competence_check.models import RunState, Scope
from competence_check.results import result_of
from competence_check.review import review_of
from competence_check.scoring.status import Status
from competence_check.steps import next_steps
from competence_check.views.blueprint import blueprint, learner, own_run
from lms.catalogue.queries import offered_courses
from lms.kernel.access import Permission, allow, may, viewer
from lms.kernel.db import transaction

# Where another package that makes plans out of results begins; shown only where it is installed.
ROADMAP = "roadmap.start"


@blueprint.get("/<uuid:uid>/ergebnis")
@allow(Permission.TAKE_CHECK)
def result(uid: UUID) -> str | Response:
    """The result of a finished run."""
    run = own_run(uid)
    if run.state != RunState.FINISHED.value:
        return redirect(url_for("competence_check.go_on", uid=run.uid))
    names = queries.competences_of(run.framework_id)
    estimates = queries.estimates_of(run.id)
    levels = {code: row.level for code, row in estimates[Scope.COMPETENCE].items()}
    profile = queries.profile_for_family(run.family, run.framework_id)
    courses = [course for course in offered_courses() if course.is_open or may(Permission.INTERNAL_COURSES)]
    history = runs.finished_runs(viewer().id, run.framework_id)
    return render_template(
        "competence_check/result.html",
        run=run,
        result=result_of(names, estimates[Scope.AREA], estimates[Scope.COMPETENCE], runs.self_ratings_of(run)),
        steps=next_steps(levels, profile, courses),
        profile=profile,
        names={name.id: name.names for name in names},
        area_names={name.area: name.area_names for name in names},
        history=history,
        is_latest=bool(history) and history[0][0].id == run.id,
        smallest_group=current_app.extensions["settings"].smallest_group,
        has_roadmap=ROADMAP in current_app.view_functions,
        status_names=words.status_names(),
        remarks=words.remarks(),
        Status=Status,
    )


@blueprint.get("/<uuid:uid>/rueckblick")
@allow(Permission.TAKE_CHECK)
def review(uid: UUID) -> str | Response:
    """The tasks of a finished run, area by area."""
    run = own_run(uid)
    if run.state != RunState.FINISHED.value:
        return redirect(url_for("competence_check.go_on", uid=run.uid))
    rows = runs.answered_items(run)
    areas = {competence.area.code: competence.area.names for _answer, item, competence in rows if item.format}
    wanted = request.args.get("bereich", "")
    area = wanted if wanted in areas else next(iter(areas), "")
    inside = [row for row in rows if row[2].area.code == area]
    outdated = [(item.id, answer.item_version) for answer, item, _of in inside if answer.item_version != item.version]
    return render_template(
        "competence_check/review.html",
        run=run,
        areas=areas,
        area=area,
        tasks=review_of(inside, runs.former_items(outdated)),
    )


@blueprint.post("/<uuid:uid>/teilen")
@allow(Permission.TAKE_CHECK)
def share(uid: UUID) -> Response:
    """Let the result count, without a name, in the figures of one's unit."""
    with transaction():
        finishing.share(run=own_run(uid, for_update=True), learner=learner())
    flash(_("Ihr Ergebnis zählt jetzt ohne Namen in den Zahlen Ihrer Einheit. Danke."), "success")
    return redirect(url_for("competence_check.result", uid=uid, _anchor="teilen"), 303)


@blueprint.post("/<uuid:uid>/zuruecknehmen")
@allow(Permission.TAKE_CHECK)
def withdraw(uid: UUID) -> Response:
    """No longer."""
    with transaction():
        finishing.withdraw(run=own_run(uid, for_update=True), learner=learner())
    flash(_("Zurückgenommen. Ihr Ergebnis zählt nicht mehr mit."), "success")
    return redirect(url_for("competence_check.result", uid=uid, _anchor="teilen"), 303)


@blueprint.get("/<uuid:uid>/loeschen")
@allow(Permission.TAKE_CHECK)
def delete(uid: UUID) -> str:
    """Ask before anything is gone."""
    return render_template("competence_check/delete.html", run=own_run(uid), form=AnswerForm(formdata=None))


@blueprint.post("/<uuid:uid>/loeschen")
@allow(Permission.TAKE_CHECK)
def delete_now(uid: UUID) -> Response:
    """Remove the run."""
    with transaction():
        finishing.delete_run(run=own_run(uid, for_update=True), learner=learner())
    flash(_("Gelöscht. Von diesem Durchgang ist nichts mehr gespeichert."), "success")
    return redirect(url_for("competence_check.start"), 303)
