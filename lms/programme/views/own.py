"""The person's own dates: a page, and what the start page shows of them."""

from uuid import UUID

from flask import redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from lms.kernel.access import POLICY, Permission, Viewer, allow
from lms.kernel.db import transaction
from lms.programme import enrolling, queries, wording
from lms.programme.views.base import blueprint, learner

MOST_ON_START = 4


@blueprint.get("/meine")
@allow(Permission.ENROL)
def own() -> str:
    """My dates: those to come, and those of the past."""
    me = learner()
    return render_template(
        "programme/own.html",
        coming=queries.own(me.organisation_id, me.person_id),
        past=queries.own(me.organisation_id, me.person_id, past=True),
        wording=wording,
    )


@blueprint.post("/<uuid:uid>/gelesen")
@allow(Permission.ENROL)
def acknowledge(uid: UUID) -> Response:
    """I have seen what happened with this date."""
    with transaction():
        session = queries.session_called(learner().organisation_id, str(uid))
        enrolling.acknowledge(learner().person_id, session)
    return redirect(url_for("programme.own"), 303)


def own_dates_card(viewer: Viewer) -> Markup | None:
    """On the start page: the next dates, and what happened with them."""
    if not viewer.roles & POLICY[Permission.ENROL]:
        return None
    found = queries.own(viewer.home_organisation_id, viewer.id)
    if not found:
        return None
    told = sorted(found, key=lambda each: not (each.mine and each.mine.news))
    shown = sorted(told[:MOST_ON_START], key=lambda each: each.session.starts_at)
    return Markup(  # noqa: S704  our own template
        render_template("programme/own_card.html", found=shown, more=len(found) - len(shown), wording=wording)
    )


def dates_of_course(viewer: Viewer, course: str) -> Markup | None:
    """On the page of a seminar: its dates."""
    if not viewer.roles & POLICY[Permission.ENROL]:
        return None
    found = queries.dates_of(viewer.home_organisation_id, viewer.id, course)
    if not found:
        return None
    return Markup(render_template("programme/course_dates.html", found=found, wording=wording))  # noqa: S704
