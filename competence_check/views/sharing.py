"""Sharing, always the person's own act: with the unit's figures, with one adviser; and taking it back."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from competence_check import finishing, sharing
from competence_check.forms import EntrustForm
from competence_check.models import Run
from competence_check.views.blueprint import blueprint, finished_run, learner, own_run
from lms.kernel.access import Permission, allow, viewer
from lms.kernel.db import transaction
from lms.kernel.errors import Invalid

Page = str | tuple[str, int] | Response


def _to_result(uid: UUID | str) -> Response:
    return redirect(url_for("competence_check.result", uid=uid, _anchor="teilen"), 303)


@blueprint.post("/<uuid:uid>/teilen")
@allow(Permission.TAKE_CHECK)
def share(uid: UUID) -> Response:
    """Let the result count, without a name, in the figures of one's unit."""
    with transaction():
        finishing.share(run=own_run(uid, for_update=True), learner=learner())
    flash(_("Ihr Ergebnis zählt jetzt ohne Namen in den Zahlen Ihrer Einheit. Danke."), "success")
    return _to_result(uid)


@blueprint.post("/<uuid:uid>/zuruecknehmen")
@allow(Permission.TAKE_CHECK)
def withdraw(uid: UUID) -> Response:
    """No longer."""
    with transaction():
        finishing.withdraw(run=own_run(uid, for_update=True), learner=learner())
    flash(_("Zurückgenommen. Ihr Ergebnis zählt nicht mehr mit."), "success")
    return _to_result(uid)


@blueprint.get("/<uuid:uid>/freigeben")
@allow(Permission.TAKE_CHECK)
def entrust(uid: UUID) -> Page:
    """To whom and for how long."""
    return _entrust_page(finished_run(uid), EntrustForm(formdata=None))


@blueprint.post("/<uuid:uid>/freigeben")
@allow(Permission.TAKE_CHECK)
def entrust_now(uid: UUID) -> Page:
    """First show who was found, then open the result to them."""
    run, form = own_run(uid), EntrustForm()
    if not form.validate_on_submit():
        return _entrust_page(run, form)
    try:
        adviser = sharing.find_adviser(learner=learner(), login=form.text("login"))
        if form.text("confirmed") != adviser.uid:
            form.confirmed.data = adviser.uid
            return render_template("competence_check/entrust_confirm.html", run=run, form=form, adviser=adviser)
        with transaction():
            locked = own_run(uid, for_update=True)
            sharing.entrust(run=locked, learner=learner(), login=form.text("login"), days=int(form.days.data))
    except Invalid as error:
        form.login.errors = [*form.login.errors, error.message]
        return _entrust_page(run, form)
    flash(_("Freigegeben für %(name)s. Sie können es jederzeit zurücknehmen.", name=adviser.name), "success")
    return _to_result(uid)


def _entrust_page(run: Run, form: EntrustForm) -> Page:
    page = render_template("competence_check/entrust.html", run=run, form=form)
    return (page, 422) if form.errors else page


@blueprint.post("/freigabe/<uuid:grant>/beenden")
@allow(Permission.TAKE_CHECK)
def take_back(grant: UUID) -> Response:
    """The adviser no longer sees the result."""
    with transaction():
        found = sharing.own_grant(viewer().id, str(grant))
        sharing.take_back(grant=found, run=found.run, learner=learner())
    flash(_("Zurückgenommen. Das Ergebnis ist dort nicht mehr zu sehen."), "success")
    return _to_result(found.run.uid)
