"""One question per page. Every answer is kept at once; back, two tabs and old pages lose nothing."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from competence_check import finishing, runs, services
from competence_check.forms import AnswerForm
from competence_check.models import Run, RunState
from competence_check.progress import first_unanswered, progress_at
from competence_check.questions import fields_of, question_of
from competence_check.views.blueprint import blueprint, learner, own_run
from competence_check.views.start import paused
from lms.kernel.access import Permission, allow
from lms.kernel.db import transaction
from lms.kernel.errors import Invalid, Refused

Page = str | tuple[str, int] | Response


def _finished_page(run: Run) -> tuple[str, int]:
    return render_template("competence_check/finished.html", run=run), 409


@blueprint.get("/<uuid:uid>/weiter")
@allow(Permission.TAKE_CHECK)
def go_on(uid: UUID) -> Response:
    """To the first question without an answer, or to what comes after the last."""
    run = own_run(uid)
    if run.state == RunState.FINISHED.value:
        return redirect(url_for("competence_check.result", uid=run.uid))
    number = first_unanswered(run.item_order, runs.answered_ids(run))
    if number is None:
        return redirect(url_for("competence_check.finish", uid=run.uid))
    return redirect(url_for("competence_check.question", uid=run.uid, number=number))


@blueprint.get("/<uuid:uid>/frage/<int:number>")
@allow(Permission.TAKE_CHECK)
def question(uid: UUID, number: int) -> Page:
    """A question, with the answer given so far."""
    return _question_page(uid, number)


def _question_page(uid: UUID, number: int, given: Mapping[str, Sequence[str]] | None = None, error: str = "") -> Page:
    run = own_run(uid)
    if run.state == RunState.FINISHED.value:
        return _finished_page(run)
    place = services.place_in(run, number)
    item, asked, answers = runs.item_with_competence(place.item_id), runs.asked_items(run), runs.answers_of(run)
    present = answers.get(item.id)
    if given is None:
        given = fields_of(present.response) if present is not None else {}
    page = render_template(
        "competence_check/question.html",
        form=AnswerForm(formdata=None, version=item.version),
        run=run,
        number=number,
        item=item,
        question=question_of(item, run.uid, given),
        progress=progress_at(asked, answers.keys(), number),
        error=error,
    )
    return (page, 422) if error else page


@blueprint.post("/<uuid:uid>/frage/<int:number>")
@allow(Permission.TAKE_CHECK)
def answer(uid: UUID, number: int) -> Page:
    """Keep the answer; on to the next question, or pause."""
    form = AnswerForm()
    fields = {name: values for name, values in request.form.lists() if name != "csrf_token"}
    # Something inside a simulated task, looked into, folded or searched: nothing is stored for it.
    return _question_page(uid, number, fields) if fields.get("act") else _keep(uid, number, form, fields)


def _keep(uid: UUID, number: int, form: AnswerForm, fields: Mapping[str, Sequence[str]]) -> Page:
    try:
        with transaction():
            run = own_run(uid, for_update=True)
            item = runs.item_with_competence(services.place_in(run, number).item_id)
            services.keep_open(run)
            response = services.read_response(item, fields)
            services.answer(run=run, item=item, version=form.shown_version(), response=response)
    except services.RunFinished:
        return _finished_page(own_run(uid))
    except Invalid as error:
        if fields.get("later"):
            return paused(own_run(uid))
        return _question_page(uid, number, fields, _(error.message))
    if fields.get("later"):
        return paused(run)
    if number < len(run.item_order):
        return redirect(url_for("competence_check.question", uid=run.uid, number=number + 1), 303)
    return redirect(url_for("competence_check.finish", uid=run.uid), 303)


@blueprint.get("/<uuid:uid>/abschliessen")
@allow(Permission.TAKE_CHECK)
def finish(uid: UUID) -> Page:
    """Before the end: what is answered, what is not, and what finishing means."""
    run = own_run(uid)
    if run.state == RunState.FINISHED.value:
        return redirect(url_for("competence_check.result", uid=run.uid))
    asked, answered = runs.asked_items(run), runs.answered_ids(run)
    tasks = [item.id for item in asked if item.format]
    return render_template(
        "competence_check/finish.html",
        form=AnswerForm(formdata=None),
        run=run,
        done=len([item for item in tasks if item in answered]),
        tasks=len(tasks),
        missing=len(finishing.missing_areas(asked, answered)),
        number=first_unanswered(run.item_order, answered),
    )


@blueprint.post("/<uuid:uid>/abschliessen")
@allow(Permission.TAKE_CHECK)
def finish_now(uid: UUID) -> Response:
    """Close the run; a second press leads to the same result, too few answers back to the page that says so."""
    try:
        with transaction():
            finishing.finish(run=own_run(uid, for_update=True), learner=learner())
    except Refused as error:
        flash(error.message, "info")
        return redirect(url_for("competence_check.finish", uid=uid), 303)
    flash(_("Geschafft. Hier ist Ihr Ergebnis."), "success")
    return redirect(url_for("competence_check.result", uid=uid), 303)
