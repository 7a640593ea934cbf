"""The pages about the calendar, and the calendar itself."""

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lms.accounts.services import TooManyAttempts
from lms.kernel.access import Permission, allow, viewer
from lms.kernel.db import transaction
from lms.kernel.errors import NotFound
from lms.xapi.agents import public_url
from roadmap.calendar import services
from roadmap.calendar.wording import Owner, calendar_of

blueprint = Blueprint("roadmap_calendar", __name__, template_folder="../templates", url_prefix="/roadmap/kalender")


def _page(address: str = "") -> str:
    known = services.address_of(viewer().id)
    return render_template("roadmap_calendar/calendar.html", known=known, address=address)


@blueprint.get("")
@allow(Permission.PLAN_ROADMAP)
def show() -> str:
    """How the roadmap gets into one's own calendar."""
    return _page()


@blueprint.get("/lernweg.ics")
@allow(Permission.PLAN_ROADMAP)
def download() -> Response:
    """The calendar as a file."""
    return _calendar(calendar_of(Owner(viewer().id, viewer().uid, viewer().home_organisation_id)), "attachment")


@blueprint.post("/adresse")
@allow(Permission.PLAN_ROADMAP)
def give() -> str:
    """A new secret address: on this answer only, so that it is nowhere else."""
    with transaction():
        token = services.give_address(viewer().id)
    return _page(public_url() + url_for("roadmap_calendar.subscribed", token=token))


@blueprint.post("/aufheben")
@allow(Permission.PLAN_ROADMAP)
def revoke() -> Response:
    """Let the address lead nowhere."""
    with transaction():
        services.revoke_address(viewer().id)
    flash(_("Die Adresse gilt nicht mehr. Kalender, die sie benutzen, bekommen nichts Neues."), "success")
    return redirect(url_for("roadmap_calendar.show"), 303)


@blueprint.get("/abo/<token>.ics")
@allow(Permission.EVERYBODY)
def subscribed(token: str) -> Response:
    """The calendar for whoever knows the secret: a calendar program, which cannot sign in."""
    try:
        # Wrong ones are counted, the only thing a GET ever writes: who guesses has to wait.
        with transaction():
            caller = services.who_calls(token, request.remote_addr or "")
    except TooManyAttempts:
        abort(429)
    if caller is None:
        raise NotFound(_("Diese Kalenderadresse gibt es nicht oder nicht mehr."))
    with force_locale(caller.language):
        return _calendar(calendar_of(Owner(caller.person_id, caller.uid, caller.organisation_id)), "inline")


def _calendar(made: bytes, disposition: str) -> Response:
    answer = make_response(made)
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = f'{disposition}; filename="lernweg.ics"'
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    return answer.make_conditional(request)
