"""Pages of the administration: where statements are forwarded to, and how that goes."""

from datetime import datetime, time

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from lms.kernel import clock
from lms.kernel.access import Permission, allow, viewer
from lms.kernel.db import transaction
from lms.kernel.errors import Invalid, NotFound
from lms.xapi import standing, targets
from lms.xapi.access_views import LARGEST_ID, Page
from lms.xapi.forms import NewTargetForm, PastForm, TargetForm
from lms.xapi.models import Target
from lms.xapi.past import ask_for_past
from lms.xapi.reasons import told
from lms.xapi.trying import try_target
from lms.xapi.vocabulary.known import VERBS

blueprint = Blueprint(
    "record_targets", __name__, template_folder="templates", url_prefix="/lernnachweise/weiterleitung"
)


@blueprint.get("")
@allow(Permission.MANAGE_RECORDS)
def index() -> str:
    """Where statements are forwarded to, and how that goes."""
    found = standing.standings(viewer().organisation_id)
    return render_template("xapi/targets.html", standings=found, told=told)


@blueprint.get("/neu")
@allow(Permission.MANAGE_RECORDS)
def new() -> str:
    """The form for a new target."""
    return _form_page(NewTargetForm(formdata=None))


@blueprint.post("/neu")
@allow(Permission.MANAGE_RECORDS)
def create() -> Page:
    """Add the target; what is stored already is due, too, if that was chosen."""
    form = NewTargetForm()
    if location := form.done_at(viewer().uid):
        return redirect(location, 303)
    if not form.validate():
        return _form_page(form), 422
    try:
        with transaction():
            added = targets.add_target(organisation_id=viewer().organisation_id, wish=form.wish)
            if form.past.data != "none":
                ask_for_past(added, form.since)
            location = url_for("record_targets.show", target_id=added.id)
            form.done(viewer().uid, location)
    except Invalid as error:
        form.refuse(error)
        return _form_page(form), 422
    flash(_("Das Ziel ist angelegt. Prüfen Sie jetzt die Verbindung."), "success")
    return redirect(location, 303)


@blueprint.get("/<int:target_id>")
@allow(Permission.MANAGE_RECORDS)
def show(target_id: int) -> str:
    """One target, with what it did not take."""
    target = _target(target_id)
    asked = request.args.get("vor", "")
    after = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    found = standing.given_up(target, after)
    return render_template(
        "xapi/target.html",
        standing=standing.standing_of(target),
        given_up=found[: standing.ON_A_PAGE],
        older=found[standing.ON_A_PAGE - 1].id if len(found) > standing.ON_A_PAGE else None,
        told=told,
        verbs=VERBS,
        past=PastForm(formdata=None),
    )


@blueprint.get("/<int:target_id>/aendern")
@allow(Permission.MANAGE_RECORDS)
def edit(target_id: int) -> str:
    """The form with what is set now; never with the secret."""
    target = _target(target_id)
    return _form_page(TargetForm.of(target), target)


@blueprint.post("/<int:target_id>/aendern")
@allow(Permission.MANAGE_RECORDS)
def change(target_id: int) -> Page:
    """Change the target."""
    target, form = _target(target_id), TargetForm()
    if not form.validate():
        return _form_page(form, target), 422
    try:
        with transaction():
            targets.change_target(_target(target_id), form.wish)
    except Invalid as error:
        form.refuse(error)
        return _form_page(form, target), 422
    flash(_("Die Änderung ist gespeichert."), "success")
    return _shown(target_id)


@blueprint.post("/<int:target_id>/pruefen")
@allow(Permission.MANAGE_RECORDS)
def check(target_id: int) -> Response:
    """Try the connection; nothing is stored there."""
    # Outside of a transaction: the other side may take its time.
    reason = try_target(_target(target_id))
    with transaction():
        target = _target(target_id)
        target.checked_at, target.check_result = clock.now(), reason.stored if reason else None
        if reason is None:
            target.paused_until = None
    if reason:
        flash(told(reason.stored), "warning")
    else:
        flash(_("Die Verbindung klappt: Das Ziel nimmt unsere Lernnachweise an."), "success")
    return _shown(target_id)


@blueprint.post("/<int:target_id>/nachsenden")
@allow(Permission.MANAGE_RECORDS)
def replay(target_id: int) -> Response:
    """Send again what was given up: all of it, or the one delivery that the form names."""
    wanted = request.form.get("zustellung", "")
    one = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 else None
    with transaction():
        count = targets.replay(_target(target_id), delivery_id=one)
    flash(ngettext("%(num)s Lernnachweis wird nachgesendet.", "%(num)s Lernnachweise werden nachgesendet.", count))
    return _shown(target_id)


@blueprint.post("/<int:target_id>/vergangenes")
@allow(Permission.MANAGE_RECORDS)
def send_past(target_id: int) -> Response:
    """Let the target have what is stored already, all of it or from a day on."""
    form = PastForm()
    if not form.validate():
        flash(_("Bitte geben Sie einen Tag an, oder lassen Sie das Feld leer."), "warning")
        return _shown(target_id)
    day = form.since.data
    with transaction():
        ask_for_past(_target(target_id), datetime.combine(day, time(), clock.LOCAL) if day else None)
    flash(_("Was schon gespeichert ist, wird jetzt durchgesehen und nachgesendet."), "success")
    return _shown(target_id)


@blueprint.post("/<int:target_id>/senden")
@allow(Permission.MANAGE_RECORDS)
def switch(target_id: int) -> Response:
    """Stop sending, or go on."""
    active = request.form.get("senden") == "ja"
    with transaction():
        targets.set_active(_target(target_id), active=active)
    flash(_("Es wird weiter gesendet.") if active else _("Das Senden ist angehalten."), "success")
    return _shown(target_id)


@blueprint.get("/<int:target_id>/entfernen")
@allow(Permission.MANAGE_RECORDS)
def ask_to_remove(target_id: int) -> str:
    """Ask before a target is forgotten."""
    target = _target(target_id)
    return render_template("xapi/target_remove.html", target=target, standing=standing.standing_of(target))


@blueprint.post("/<int:target_id>/entfernen")
@allow(Permission.MANAGE_RECORDS)
def remove(target_id: int) -> Response:
    """Forget the target."""
    with transaction():
        targets.remove_target(_target(target_id))
    flash(_("Das Ziel ist entfernt."), "success")
    return redirect(url_for("record_targets.index"), 303)


def _form_page(form: TargetForm, target: Target | None = None) -> str:
    return render_template("xapi/target_form.html", form=form, target=target, verbs=VERBS)


def _shown(target_id: int) -> Response:
    return redirect(url_for("record_targets.show", target_id=target_id), 303)


def _target(target_id: int) -> Target:
    if target_id > LARGEST_ID:
        raise NotFound(_("Dieses Ziel gibt es nicht."))
    return targets.target_of(organisation_id=viewer().organisation_id, target_id=target_id)
