"""Creating, changing and cancelling a date."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from lms.kernel.access import Permission, allow, viewer
from lms.kernel.db import db, transaction
from lms.kernel.errors import Invalid, Refused
from lms.kernel.i18n import text
from lms.programme import queries, running, wording
from lms.programme.forms import CancelForm, SessionForm, shown
from lms.programme.models import ProgrammeSession
from lms.programme.views.base import office_blueprint

Page = str | Response | tuple[str, int]


def _form(session: ProgrammeSession | None = None, *, fresh: bool) -> SessionForm:
    form = SessionForm(formdata=None, **(shown(session) if session else {})) if fresh else SessionForm()
    courses = [session.course] if session is not None else running.plannable()
    form.course.choices = [(course.slug, text(course.title)) for course in courses]
    return form


def _page(form: SessionForm, session: ProgrammeSession | None = None) -> str:
    return render_template("programme/edit.html", form=form, session=session)


@office_blueprint.get("/neu")
@allow(Permission.RUN_PROGRAMME)
def new() -> str:
    """The form for a new date."""
    return _page(_form(fresh=True))


@office_blueprint.post("/neu")
@allow(Permission.RUN_PROGRAMME)
def create() -> Page:
    """A new date."""
    form = _form(fresh=False)
    if location := form.done_at(viewer().uid):
        return redirect(location, 303)
    if not form.validate():
        return _page(form), 422
    try:
        with transaction():
            session = running.create(viewer().organisation_id, form.facts())
            db.session.flush()
            target = url_for("programme_office.date", uid=session.uid)
            form.done(viewer().uid, target)
    except Invalid as error:
        form.refuse(error)
        return _page(form), 422
    flash(_("Der Termin ist angelegt und für alle zu sehen."), "success")
    return redirect(target, 303)


@office_blueprint.get("/<uuid:uid>/aendern")
@allow(Permission.RUN_PROGRAMME)
def edit(uid: UUID) -> str:
    """The form for a date."""
    session = queries.session_called(viewer().organisation_id, str(uid))
    return _page(_form(session, fresh=True), session)


@office_blueprint.post("/<uuid:uid>/aendern")
@allow(Permission.RUN_PROGRAMME)
def change(uid: UUID) -> Page:
    """Change a date; those who are enrolled are told."""
    session = queries.session_called(viewer().organisation_id, str(uid))
    form = _form(session, fresh=False)
    if not form.validate():
        return _page(form, session), 422
    try:
        with transaction():
            changed = running.change(viewer().organisation_id, str(uid), form.facts())
        flash(_("Der Termin ist geändert.") if changed else _("Es gab nichts zu ändern."), "success")
    except Invalid as error:
        form.refuse(error)
        return _page(form, session), 422
    except Refused as error:
        flash(error.message, "warning")
    return redirect(url_for("programme_office.date", uid=uid), 303)


@office_blueprint.get("/<uuid:uid>/absagen")
@allow(Permission.RUN_PROGRAMME)
def cancel(uid: UUID) -> str:
    """Ask for the reason."""
    return _cancel_page(queries.session_called(viewer().organisation_id, str(uid)), CancelForm(formdata=None))


def _cancel_page(session: ProgrammeSession, form: CancelForm) -> str:
    return render_template("programme/cancel.html", session=session, form=form, wording=wording)


@office_blueprint.post("/<uuid:uid>/absagen")
@allow(Permission.RUN_PROGRAMME)
def cancel_now(uid: UUID) -> Page:
    """Cancel a date; those who are enrolled are told why."""
    session = queries.session_called(viewer().organisation_id, str(uid))
    form = CancelForm()
    if not form.validate():
        return _cancel_page(session, form), 422
    try:
        with transaction():
            told = running.cancel(viewer().organisation_id, str(uid), form.text("reason"))
        said = ngettext(
            "Der Termin ist abgesagt. %(num)s Person sieht es auf ihrer Startseite.",
            "Der Termin ist abgesagt. %(num)s Personen sehen es auf ihrer Startseite.",
            told,
        )
        flash(said if told else _("Der Termin ist abgesagt. Angemeldet war niemand."), "success")
    except Invalid as error:
        form.refuse(error)
        return _cancel_page(session, form), 422
    except Refused as error:
        flash(error.message, "warning")
    return redirect(url_for("programme_office.date", uid=uid), 303)
