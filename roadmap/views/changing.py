"""Changing what a roadmap is drawn from: hours, courses, levels, the first day."""

from uuid import UUID

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lms.kernel.access import Permission, allow, viewer
from lms.kernel.db import transaction
from lms.kernel.errors import Invalid
from roadmap import queries, redrawing
from roadmap.views.base import Page, back, blueprint, learner
from roadmap.views.pages import hours_form, roadmap_page


@blueprint.post("/<uuid:uid>/stunden")
@allow(Permission.PLAN_ROADMAP)
def change_hours(uid: UUID) -> Page:
    """Plan with other weekly hours."""
    form = hours_form()
    try:
        if form.validate():
            with transaction():
                changed = redrawing.change_hours(learner(), str(uid), form.weekly_minutes.data)
            if changed:
                flash(_("Ihr Lernweg passt jetzt zu Ihrer neuen Lernzeit."), "success")
            return back()
    except Invalid as error:
        form.refuse(error)
    return roadmap_page(queries.roadmap_of(viewer().id, str(uid)), form=form), 422


@blueprint.post("/<uuid:uid>/weglassen")
@allow(Permission.PLAN_ROADMAP)
def drop(uid: UUID) -> Response:
    """Plan without a course."""
    try:
        with transaction():
            changed = redrawing.drop_course(learner(), str(uid), request.form.get("course", ""))
        if changed:
            flash(_("Der Kurs ist weggelassen. Sie können ihn jederzeit zurückholen."), "success")
    except Invalid as error:
        flash(error.message, "warning")
    return back()


@blueprint.post("/<uuid:uid>/zurueckholen")
@allow(Permission.PLAN_ROADMAP)
def bring_back(uid: UUID) -> Response:
    """Allow a dropped course again."""
    with transaction():
        is_planned = redrawing.bring_back(learner(), str(uid), request.form.get("course", ""))
    if is_planned:
        flash(_("Der Kurs ist wieder in Ihrem Lernweg."), "success")
    else:
        flash(_("Der Kurs darf wieder vorkommen. Zurzeit brauchen Sie ihn für Ihr Ziel aber nicht."), "info")
    return back()


@blueprint.post("/<uuid:uid>/ergebnis")
@allow(Permission.PLAN_ROADMAP)
def take_over_result(uid: UUID) -> Response:
    """Go on from the latest result of the check."""
    with transaction():
        changed = redrawing.take_over_result(learner(), str(uid))
    if changed:
        flash(_("Ihr Lernweg beruht jetzt auf Ihrem neuen Ergebnis."), "success")
    return back()


@blueprint.post("/<uuid:uid>/neues-ziel")
@allow(Permission.PLAN_ROADMAP)
def take_over_profile(uid: UUID) -> Response:
    """Go on for the newest version of the target."""
    with transaction():
        changed = redrawing.take_over_profile(learner(), str(uid))
    if changed:
        flash(_("Ihr Lernweg folgt jetzt der neuen Fassung Ihres Ziels."), "success")
    return back()


@blueprint.post("/<uuid:uid>/ab-heute")
@allow(Permission.PLAN_ROADMAP)
def redraw_from_today(uid: UUID) -> Response:
    """Move what is overdue to today and later."""
    with transaction():
        changed = redrawing.redraw_from_today(learner(), str(uid))
    if changed:
        flash(_("Ihr Lernweg ist ab heute neu geplant."), "success")
    return back()
