"""Finding dates, seeing one, enrolling and withdrawing."""

from datetime import date
from itertools import groupby
from pkgutil import resolve_name
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lms.accounts.administration import page_number
from lms.catalogue.queries import search_courses
from lms.catalogue.views import format_names, wanted_words
from lms.kernel.access import Permission, allow
from lms.kernel.db import transaction
from lms.kernel.errors import Refused
from lms.programme import enrolling, queries, wording
from lms.programme.queries import Listed, Search
from lms.programme.views.base import blueprint, learner

CALENDAR = "text/calendar; charset=utf-8"


def one_for(uid: UUID) -> Listed:
    """The date as the person of this request sees it. Raises NotFound."""
    return queries.one_for(learner().organisation_id, learner().person_id, str(uid))


@blueprint.get("")
@allow(Permission.ENROL)
def coming() -> str:
    """All dates to come, narrowed by topic, form, day and free seats."""
    words, form, first = wanted_words(), request.args.get("form", ""), _day(request.args.get("ab", ""))
    search = Search(
        courses={found.course.slug for found in search_courses(words, internal=True)} if words else None,
        format=form if form in format_names() else "",
        first=first,
        only_free=request.args.get("frei") == "ja",
    )
    pages, found = queries.coming(learner().organisation_id, learner().person_id, search, page_number())
    months = groupby(found, key=lambda each: each.session.times[0].day.replace(day=1))
    return render_template(
        "programme/coming.html",
        pages=pages,
        months=[(month, list(each)) for month, each in months],
        search=search,
        words=words,
        sent={name: value for name in ("q", "form", "ab", "frei") if (value := request.args.get(name, "")[:200])},
        formats={name: text for name, text in format_names().items() if name != "on_demand"},
        wording=wording,
    )


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


@blueprint.get("/<uuid:uid>")
@allow(Permission.ENROL)
def one(uid: UUID) -> str:
    """A date: when, where, what is free, how one stands to it."""
    return render_template("programme/session.html", each=one_for(uid), formats=format_names(), wording=wording)


@blueprint.get("/<uuid:uid>/kalender.ics")
@allow(Permission.ENROL)
def calendar(uid: UUID) -> Response:
    """The date as a calendar file."""
    # Named and not imported: only who takes a file needs the library.
    written: bytes = resolve_name("lms.programme.calendar_file:calendar_of")(one_for(uid))
    return Response(written, content_type=CALENDAR, headers={"Content-Disposition": "attachment; filename=termin.ics"})


@blueprint.post("/<uuid:uid>/anmelden")
@allow(Permission.ENROL)
def enrol(uid: UUID) -> Response:
    """Take a seat, or a place on the waiting list."""
    one_for(uid)
    with transaction():
        outcomes = enrolling.enrol(learner(), [str(uid)])
    flash(" ".join(map(wording.outcome, outcomes)), wording.kind(outcomes))
    return redirect(url_for("programme.one", uid=uid), 303)


@blueprint.get("/<uuid:uid>/abmelden")
@allow(Permission.ENROL)
def withdraw(uid: UUID) -> str:
    """Really? The seat goes to the next one."""
    return render_template("programme/withdraw.html", each=one_for(uid), wording=wording)


@blueprint.post("/<uuid:uid>/abmelden")
@allow(Permission.ENROL)
def withdraw_now(uid: UUID) -> Response:
    """Give up the seat, or the place on the waiting list."""
    try:
        with transaction():
            changed = enrolling.withdraw(learner(), str(uid))
        flash(_("Sie sind abgemeldet.") if changed else _("Sie waren nicht angemeldet."), "success")
    except Refused as error:
        flash(error.message, "warning")
    return redirect(url_for("programme.one", uid=uid), 303)
