"""Dates of the programme in a roadmap: enrol in all of them, and see what changes when one is gone."""

from uuid import UUID

from flask import flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lms.kernel.access import Permission, allow, viewer
from lms.kernel.db import transaction
from lms.programme import wording as programme_wording
from roadmap import enrolling, queries, redrawing, wording
from roadmap.redrawn import Occasion, redrawn
from roadmap.views.base import back, blueprint, learner


@blueprint.post("/<uuid:uid>/eintragen")
@allow(Permission.ENROL)
def enrol_in_all(uid: UUID) -> Response:
    """Enrol in the dates of all steps, in one transaction."""
    with transaction():
        outcomes = enrolling.enrol_in_all(learner(), str(uid))
    flash(enrolling.summary(outcomes), programme_wording.kind(outcomes))
    for sentence in enrolling.told(outcomes):
        flash(sentence, "info")
    return back()


@blueprint.get("/<uuid:uid>/neu-zeichnen")
@allow(Permission.PLAN_ROADMAP)
def redraw(uid: UUID) -> str:
    """What the roadmap would become, beside what it is."""
    roadmap = queries.roadmap_of(viewer().id, str(uid))
    asked = request.args.get("anlass", "")
    occasion = Occasion(asked) if asked in set(Occasion) else Occasion.DATES
    return render_template(
        "roadmap/redrawn.html",
        roadmap=roadmap,
        page_of=redrawn(roadmap, occasion),
        hours=wording.hours,
        euros=wording.euros,
        trouble_words=wording.trouble_sentences(),
    )


@blueprint.post("/<uuid:uid>/termine-neu")
@allow(Permission.PLAN_ROADMAP)
def redraw_dates(uid: UUID) -> Response:
    """Plan anew from today, on dates that are still possible."""
    with transaction():
        changed = redrawing.redraw_dates(learner(), str(uid))
    if changed:
        flash(
            _("Ihr Lernweg steht wieder auf Terminen, die es gibt. Der bisherige bleibt als frühere Fassung."),
            "success",
        )
    return back()
