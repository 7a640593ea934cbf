"""Saying that an offer of a training provider is finished, on its page or in the roadmap."""

from datetime import date

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lms.kernel.access import Permission, allow
from lms.kernel.db import transaction
from lms.kernel.errors import Invalid
from roadmap import finishing
from roadmap.views.base import back, blueprint, learner


@blueprint.post("/angebote/<slug>/abgeschlossen")
@allow(Permission.PLAN_ROADMAP)
def finish_offer(slug: str) -> Response:
    """I have finished this offer: today, or on the day that is sent from its page."""
    sent = request.form.get("day")
    try:
        with transaction():
            is_new = finishing.finish_offer(learner(), slug, None if sent is None else _day(sent))
        if is_new:
            flash(_("Notiert: Sie haben das Angebot abgeschlossen. Ihr Lernweg geht von dort weiter."), "success")
    except Invalid as error:
        flash(" ".join([error.message, *error.fields.values()]).strip(), "warning")
    return back() if sent is None else redirect(url_for("offers.one", slug=slug), 303)


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise Invalid(fields={"day": _("Geben Sie einen Tag an.")}) from error


@blueprint.post("/angebote/<slug>/doch-nicht")
@allow(Permission.PLAN_ROADMAP)
def take_back_offer(slug: str) -> Response:
    """I have not finished this offer after all."""
    with transaction():
        if finishing.take_back(learner(), slug):
            flash(_("Zurückgenommen. Das Angebot gilt als noch nicht abgeschlossen."), "success")
    return redirect(url_for("offers.one", slug=slug), 303)
