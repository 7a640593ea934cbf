"""Better plans and other plans: both are shown beside the present one before they are taken."""

from uuid import UUID

from flask import flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lms.kernel.access import Permission, allow, viewer
from lms.kernel.db import transaction
from lms.kernel.errors import Invalid
from roadmap import queries, redrawing, trying, wording
from roadmap.forms import whole_number
from roadmap.views.base import Page, back, blueprint, learner


@blueprint.post("/<uuid:uid>/vorschlag")
@allow(Permission.PLAN_ROADMAP)
def take_proposal(uid: UUID) -> Response:
    """Follow the better plan that was found."""
    with transaction():
        taken = redrawing.take_proposal(learner(), str(uid), whole_number(request.form.get("version", "")))
    if taken:
        flash(_("Sie folgen jetzt dem besseren Plan. Der bisherige bleibt unter „Frühere Fassungen“."), "success")
    else:
        flash(_("Inzwischen hat sich etwas geändert, der Vorschlag gilt nicht mehr."), "info")
    return back()


@blueprint.post("/<uuid:uid>/genau-rechnen")
@allow(Permission.PLAN_ROADMAP)
def look_for_better(uid: UUID) -> Response:
    """Have the best plan looked for."""
    with transaction():
        redrawing.look_for_better(learner(), str(uid))
    return back()


@blueprint.get("/<uuid:uid>/vergleich")
@allow(Permission.PLAN_ROADMAP)
def what_if(uid: UUID) -> Page:
    """Other hours, goals and limits beside those of today: two plans, the differences marked."""
    page = trying.what_if(queries.roadmap_of(viewer().id, str(uid)), request.args)
    return render_template("roadmap/what_if.html", page_of=page, hours=wording.hours, euros=wording.euros)


@blueprint.post("/<uuid:uid>/wuensche")
@allow(Permission.PLAN_ROADMAP)
def change_wishes(uid: UUID) -> Response:
    """Plan with other hours, goals and limits."""
    form = trying.wishes_form(request.form)
    try:
        with transaction():
            changed = redrawing.change_wishes(learner(), str(uid), form.weekly_minutes.data or -1, form.wishes())
        if changed:
            flash(_("Ihr Lernweg folgt jetzt Ihren neuen Wünschen."), "success")
    except Invalid as error:
        flash(" ".join([error.message, *error.fields.values()]).strip(), "warning")
    return back()
