"""Bringing many dates in at once, from a sheet."""

from collections.abc import Sequence
from io import BytesIO

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from lms.kernel import clock
from lms.kernel.access import Permission, allow, viewer
from lms.kernel.db import transaction
from lms.kernel.errors import Invalid
from lms.kernel.sheets.reading import read_table
from lms.kernel.sheets.table import Limits, Place
from lms.programme import running, sheet
from lms.programme.forms import SheetForm
from lms.programme.views.base import office_blueprint

MOST_TOLD = 50
LIMITS = Limits(bytes=5_000_000, unpacked=50_000_000, rows=5000)


@office_blueprint.get("/einlesen")
@allow(Permission.RUN_PROGRAMME)
def read() -> str:
    """The form for a sheet."""
    return _page(SheetForm(formdata=None), [])


def _page(form: SheetForm, faults: Sequence[Place], past: Sequence[Place] = ()) -> str:
    return render_template(
        "programme/import.html",
        form=form,
        faults=faults[:MOST_TOLD],
        more=max(0, len(faults) - MOST_TOLD),
        past=past,
        most=MOST_TOLD,
        courses=running.plannable(),
        needed=sheet.NEEDED,
        optional=sheet.OPTIONAL,
    )


@office_blueprint.post("/einlesen")
@allow(Permission.RUN_PROGRAMME)
def read_now() -> Response | tuple[str, int]:
    """Take all dates of the sheet or, if anything is wrong, none. Rows in the past are left out only if that was asked
    for."""
    form = SheetForm()
    file = form.sheet.data
    if not form.validate() or not isinstance(file, FileStorage) or not file.filename:
        form.sheet.errors = [_("Wählen Sie eine Datei.")]
        return _page(form, []), 422
    try:
        table = read_table(BytesIO(file.read(LIMITS.bytes + 1)), needed=sheet.NEEDED, limits=LIMITS)
        found = sheet.read_sessions(
            table,
            {course.slug for course in running.plannable()},
            clock.today(),
            sheet.programme_by_key(viewer().organisation_id),
        )
        if found.faults or (found.past and not form.skip_past.data):
            return _page(form, found.faults, found.past), 422
        with transaction():
            new, changed = sheet.store(viewer().organisation_id, found.dates)
    except Invalid as error:
        form.form_errors.append(error.message)
        return _page(form, []), 422
    flash(_("Übernommen: %(new)s neu, %(changed)s geändert.", new=new, changed=changed), "success")
    if found.past:
        flash(_("Ausgelassen, weil der Termin vorbei ist: Zeile %(rows)s.", rows=found.rows_in_the_past), "info")
    return redirect(url_for("programme_office.overview"), 303)
