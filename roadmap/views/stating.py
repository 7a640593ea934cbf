"""Stating levels by hand."""

from uuid import UUID

from flask import flash, render_template
from flask_babel import gettext as _

from lms.kernel.access import Permission, allow, viewer
from lms.kernel.db import transaction
from lms.kernel.errors import Invalid
from roadmap import queries, redrawing
from roadmap.stating import StatingPage, level_field, reason_field, stating_page
from roadmap.views.base import Page, back, blueprint, learner


def _page(page: StatingPage) -> str:
    fields = {"level_field": level_field, "reason_field": reason_field}
    return render_template("roadmap/stating.html", page_of=page, form=page.form, **fields)


@blueprint.get("/<uuid:uid>/stufen")
@allow(Permission.PLAN_ROADMAP)
def stated(uid: UUID) -> str:
    """The levels that count, and the form to state others."""
    return _page(stating_page(queries.roadmap_of(viewer().id, str(uid)), sent=False))


@blueprint.post("/<uuid:uid>/stufen")
@allow(Permission.PLAN_ROADMAP)
def state(uid: UUID) -> Page:
    """Plan with the levels that were stated."""
    page = stating_page(queries.roadmap_of(viewer().id, str(uid)), sent=True)
    if not page.form.validate():
        return _page(page), 422
    try:
        with transaction():
            changed = redrawing.state_levels(learner(), str(uid), page.form.stated(list(page.names)))
    except Invalid as error:
        for code, fault in error.fields.items():
            page.form[reason_field(code)].errors = [fault]
        return _page(page), 422
    if changed:
        flash(_("Ihr Lernweg rechnet jetzt mit Ihren Angaben."), "success")
    return back()
