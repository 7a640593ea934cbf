"""The result, the look back, and the person's own acts: making clearer, taking along, deleting."""

from uuid import UUID

from flask import Response as FileResponse
from flask import current_app, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from competence_check import exporting, finishing, result_paper, runs, services, sharing, words
from competence_check.forms import AnswerForm
from competence_check.history import history_of
from competence_check.models import Run
from competence_check.result_page import ResultPage, result_page
from competence_check.review import review_of
from competence_check.scoring.status import Change, Status
from competence_check.views.blueprint import blueprint, finished_run, learner, own_run
from lms.catalogue.queries import offered_courses
from lms.kernel import clock
from lms.kernel.access import Permission, allow, may, viewer
from lms.kernel.db import transaction
from lms.kernel.errors import Refused
from lms.web.paper import paper_response

# Where another package that makes plans out of results begins; shown only where it is installed.
ROADMAP = "roadmap.start"


def page_of(run: Run) -> ResultPage:
    """The result with steps that this person may take."""
    courses = [course for course in offered_courses() if course.is_open or may(Permission.INTERNAL_COURSES)]
    return result_page(run, courses)


@blueprint.get("/<uuid:uid>/ergebnis")
@allow(Permission.TAKE_CHECK)
def result(uid: UUID) -> str:
    """The result of a finished run."""
    run = finished_run(uid)
    history = history_of(runs.finished_runs(viewer().id, run.framework_id))
    is_latest = bool(history) and history[0].uid == run.uid
    now = clock.now()
    return render_template(
        "competence_check/result.html",
        page_of=page_of(run),
        history=history,
        is_latest=is_latest,
        can_clarify=is_latest and bool(run.engine),
        grants=[(grant, sharing.state_of(grant, now)) for grant in sharing.grants_of(run)],
        smallest_group=current_app.extensions["settings"].smallest_group,
        has_roadmap=ROADMAP in current_app.view_functions,
        status_names=words.status_names(),
        remarks=words.remarks(),
        Status=Status,
        Change=Change,
    )


@blueprint.get("/<uuid:uid>/ergebnis.json")
@allow(Permission.TAKE_CHECK)
def file(uid: UUID) -> FileResponse:
    """The result as a file, to keep or to hand on."""
    run = finished_run(uid)
    answer = jsonify(exporting.as_json(page_of(run), runs.framework_of(run)))
    answer.headers["Content-Disposition"] = f'attachment; filename="kompetenzcheck-{run.uid[:8]}.json"'
    return answer


@blueprint.get("/<uuid:uid>/ergebnis.pdf")
@allow(Permission.TAKE_CHECK)
def paper(uid: UUID) -> FileResponse:
    """The result as an accessible PDF."""
    run = finished_run(uid)
    made = result_paper.as_pdf(page_of(run), runs.framework_of(run))
    return paper_response(made, f"kompetenzcheck-{run.uid[:8]}.pdf")


@blueprint.post("/<uuid:uid>/klarer")
@allow(Permission.TAKE_CHECK)
def clarify(uid: UUID) -> Response:
    """A few more tasks about one competence."""
    competence = request.form.get("kompetenz", "")
    try:
        with transaction():
            run = own_run(uid, for_update=True)
            services.clarify(run=run, competence=competence)
    except Refused as error:
        flash(error.message, "info")
        return redirect(url_for("competence_check.result", uid=uid, _anchor="kompetenzen"), 303)
    return redirect(url_for("competence_check.go_on", uid=uid), 303)


@blueprint.post("/<uuid:uid>/klarer/fertig")
@allow(Permission.TAKE_CHECK)
def clarified(uid: UUID) -> Response:
    """Take what was answered into the result, also before all tasks are done."""
    with transaction():
        run = own_run(uid, for_update=True)
        competence = finishing.finish_clarifying(run=run, learner=learner())
    if competence:
        flash(_("Ihre Antworten sind eingerechnet. Hier ist das genauere Ergebnis."), "success")
    anchor = f"kompetenz-{competence}" if competence else "kompetenzen"
    return redirect(url_for("competence_check.result", uid=uid, _anchor=anchor), 303)


@blueprint.get("/<uuid:uid>/rueckblick")
@allow(Permission.TAKE_CHECK)
def review(uid: UUID) -> str:
    """The tasks of a finished run, area by area."""
    run = finished_run(uid)
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
