"""What those who plan the programme see: all dates, and who takes part in one."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from lms.accounts.administration import page_number
from lms.kernel import clock
from lms.kernel.access import Permission, allow, viewer
from lms.kernel.db import transaction
from lms.kernel.errors import Refused
from lms.programme import participants, queries, running, wording
from lms.programme.views.base import office_blueprint

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@office_blueprint.get("")
@allow(Permission.RUN_PROGRAMME)
def overview() -> str:
    """All dates with what is taken and who waits; those to come, or those of the past."""
    past = request.args.get("zeit") == "vergangen"
    pages, found = queries.held(viewer().organisation_id, past=past, page=page_number())
    return render_template(
        "programme/office.html", pages=pages, found=found, past=past, today=clock.today(), wording=wording
    )


@office_blueprint.get("/<uuid:uid>")
@allow(Permission.RUN_PROGRAMME)
def date(uid: UUID) -> str:
    """A date and who takes part, by name."""
    session = queries.session_called(viewer().organisation_id, str(uid))
    return render_template(
        "programme/office_date.html",
        session=session,
        people=participants.of(session),
        has_begun=session.starts_at <= clock.now(),
        wording=wording,
        states=wording.state_names(),
    )


@office_blueprint.get("/<uuid:uid>/liste.xlsx")
@allow(Permission.RUN_PROGRAMME)
def sheet(uid: UUID) -> Response:
    """Who takes part, as a sheet to print and sign."""
    session = queries.session_called(viewer().organisation_id, str(uid))
    written = participants.sheet(session, participants.of(session))
    name = f"attachment; filename=teilnahme-{session.times[0].day.isoformat()}.xlsx"
    return Response(written, content_type=XLSX, headers={"Content-Disposition": name, "Cache-Control": "no-store"})


@office_blueprint.post("/<uuid:uid>/anwesenheit")
@allow(Permission.RUN_PROGRAMME)
def attendance(uid: UUID) -> Response:
    """Say who was there."""
    chosen = {name: value for name, value in request.form.items() if name.startswith("person-")}
    ids = {value: {_number(name) for name in chosen if chosen[name] == value} for value in ("da", "fehlt")}
    try:
        with transaction():
            number = running.mark(viewer().organisation_id, str(uid), ids["da"], ids["fehlt"])
        said = ngettext("Für %(num)s Person vermerkt.", "Für %(num)s Personen vermerkt.", number)
        flash(said if number else _("Es gab nichts Neues zu vermerken."), "success")
    except Refused as error:
        flash(error.message, "warning")
    return redirect(url_for("programme_office.date", uid=uid), 303)


def _number(name: str) -> int:
    typed = name.removeprefix("person-")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
