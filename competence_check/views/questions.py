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


def _go_on(run: Run) -> str:
    """Where the run goes on: the first question without an answer, or what comes after the last."""
    number = first_unanswered(run.item_order, runs.answered_ids(run))
    if run.state == RunState.FINISHED.value and not (run.clarifying and number):
        return url_for("competence_check.result", uid=run.uid)
    if number is None:
        return url_for("competence_check.finish", uid=run.uid)
    return url_for("competence_check.question", uid=run.uid, number=number)


@blueprint.get("/<uuid:uid>/weiter")
@allow(Permission.TAKE_CHECK)
def go_on(uid: UUID) -> Response:
    """To the first question without an answer, or to what comes after the last."""
    return redirect(_go_on(own_run(uid)))


@blueprint.post("/<uuid:uid>/weiter")
@allow(Permission.TAKE_CHECK)
def go_further(uid: UUID) -> Response:
    """The same, after choosing a task where one is missing: when the bank was empty for a while, or had changed."""
    with transaction():
        run = own_run(uid, for_update=True)
        services.go_further(run)
    return redirect(_go_on(run), 303)


@blueprint.get("/<uuid:uid>/frage/<int:number>")
@allow(Permission.TAKE_CHECK)
def question(uid: UUID, number: int) -> Page:
    """A question, with the answer given so far."""
    try:
        return _question_page(uid, number)
    except services.ItemGone as error:
        flash(error.message, "info")
        return redirect(_go_on(own_run(uid)))


def _question_page(uid: UUID, number: int, given: Mapping[str, Sequence[str]] | None = None, error: str = "") -> Page:
    run = own_run(uid)
    place = services.place_in(run, number)
    try:
        services.keep_open(run, number)
    except services.RunFinished:
        return _finished_page(run)
    item, asked, answers = runs.item_with_competence(place.item_id), runs.asked_items(run), runs.answers_of(run)
    present = answers.get(item.id)
    form = AnswerForm(formdata=None, version=item.version, item=item.id)
    if item.retired and present is None:
        return render_template("competence_check/retired.html", run=run, number=number, form=form)
    if given is None:
        given = fields_of(present.response) if present is not None else {}
    page = render_template(
        "competence_check/question.html",
        form=form,
        run=run,
        number=number,
        item=item,
        question=question_of(item, run.uid, given),
        progress=progress_at(
            asked,
            {answer.item_id: answer.seconds for answer in answers.values()},
            number,
            clarify_from=run.clarify_from if run.clarifying else 0,
            missing=len(finishing.missing_areas(asked, set(answers), runs.areas_with_tasks(run))),
        ),
        error=error,
    )
    return (page, 422) if error else page


@blueprint.post("/<uuid:uid>/frage/<int:number>")
@allow(Permission.TAKE_CHECK)
def answer(uid: UUID, number: int) -> Page:
    """Keep the answer; on to the next question, or pause."""
    form = AnswerForm()
    fields = {name: values for name, values in request.form.lists() if name != "csrf_token"}
    try:
        if fields.get("act"):
            # Something inside a simulated task, looked into, folded or searched: nothing is stored for it.
            return _question_page(uid, number, fields)
        with transaction():
            run = own_run(uid, for_update=True)
            was_left_out = _keep(run, number, form, fields)
    except services.RunFinished:
        return _finished_page(own_run(uid))
    except services.ItemGone as error:
        flash(error.message, "info")
        return redirect(_go_on(own_run(uid)), 303)
    except Invalid as error:
        if fields.get("later"):
            return paused(own_run(uid))
        return _question_page(uid, number, fields, _(error.message))
    return paused(run) if fields.get("later") else _next(run, number, was_left_out=was_left_out)


def _keep(run: Run, number: int, form: AnswerForm, fields: Mapping[str, list[str]]) -> bool:
    """Keep the answer; True where the question was withdrawn meanwhile and another takes its place."""
    item = runs.item_with_competence(services.place_in(run, number).item_id)
    services.keep_open(run, number)
    if services.leave_out(run=run, item=item):
        return True
    if not form.is_about(item.id):
        raise services.ItemGone(
            _("Diese Aufgabe gehört nicht mehr zu Ihrem Check. Ihre Antworten sind gespeichert; hier geht es weiter.")
        )
    response = services.read_response(item, fields)
    services.answer(run=run, item=item, version=form.shown_version(), response=response)
    return False


def _next(run: Run, number: int, *, was_left_out: bool) -> Response:
    if was_left_out:
        flash(_("Diese Aufgabe gibt es nicht mehr, darum kommt eine andere. Ihre Antworten sind gespeichert."), "info")
        return redirect(_go_on(run), 303)
    if number < len(run.item_order):
        return redirect(url_for("competence_check.question", uid=run.uid, number=number + 1), 303)
    if run.state == RunState.FINISHED.value:
        return _clarified(run.uid)
    return redirect(_go_on(run), 303)


def _clarified(uid: str) -> Response:
    """After the last of the tasks that make a competence clearer: into the result with them."""
    with transaction():
        competence = finishing.finish_clarifying(run=own_run(UUID(uid), for_update=True), learner=learner())
    flash(_("Ihre Antworten sind eingerechnet. Hier ist das genauere Ergebnis."), "success")
    return redirect(url_for("competence_check.result", uid=uid, _anchor=f"kompetenz-{competence}"), 303)


@blueprint.get("/<uuid:uid>/abschliessen")
@allow(Permission.TAKE_CHECK)
def finish(uid: UUID) -> Page:
    """Before the end: what is answered, what is not, and what finishing means."""
    run = own_run(uid)
    if run.state == RunState.FINISHED.value:
        return redirect(url_for("competence_check.result", uid=run.uid))
    asked, answered = runs.asked_items(run), runs.answered_ids(run)
    return render_template(
        "competence_check/finish.html",
        form=AnswerForm(formdata=None),
        run=run,
        done=len([item for item in asked if item.format and item.id in answered]),
        missing=len(finishing.missing_areas(asked, answered, runs.areas_with_tasks(run))),
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
