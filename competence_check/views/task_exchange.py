"""Tasks in and out: QTI 3 with a report of what could not be taken over, and files for the content folder."""

from uuid import UUID

from flask import Response as Answer
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import update
from werkzeug.wrappers import Response

from competence_check.authoring import exchange, queries, words
from competence_check.authoring.exchange import Chosen
from competence_check.authoring.forms import ImportForm
from competence_check.authoring.models import TaskDraft
from competence_check.views.authoring import Page, address_args, blueprint, framework_called, place_names, wish_of
from lms.kernel.access import Permission, allow, viewer
from lms.kernel.db import db, transaction
from lms.kernel.errors import Invalid
from lms.web.forms import Form
from lms.web.uploads import takes

# More than this at once is better done with `flask check tasks export`.
MOST = 500


def _form() -> ImportForm:
    form = ImportForm()
    form.place.choices = place_names(queries.places())
    form.band.choices = list(words.bands().items())
    return form


def _import_page(form: ImportForm) -> str:
    return render_template(
        "competence_check/authoring/import.html", form=form, rows=queries.imports(viewer().organisation_id)
    )


@blueprint.get("/einlesen")
@allow(Permission.WRITE_TASKS)
def import_tasks() -> str:
    """Choose a QTI file."""
    return _import_page(_form())


@blueprint.post("/einlesen")
@allow(Permission.WRITE_TASKS)
@takes(megabytes=21)
def take_in() -> Page:
    """Drafts of the items, and the report."""
    form = _form()
    if location := form.done_at(viewer().uid):
        return redirect(location, 303)
    if not form.validate_on_submit():
        return _import_page(form), 422
    slug, _slash, code = form.text("place").partition("/")
    try:
        with transaction():
            row = exchange.take_in(
                organisation_id=viewer().organisation_id,
                framework=framework_called(slug),
                competence=code,
                band=form.text("band"),
                language=form.text("language"),
                name=(form.file.data.filename or "QTI").replace("\x00", "")[:200],
                content=form.file.data.read(),
            )
            location = url_for("competence_authoring.imported", report=row.uid)
            form.done(viewer().uid, location)
    except Invalid as error:
        form.refuse(error)
        return _import_page(form), 422
    return redirect(location, 303)


@blueprint.get("/einlesen/<uuid:report>")
@allow(Permission.WRITE_TASKS)
def imported(report: UUID) -> str:
    """What came of a file and what could not be taken over."""
    row = queries.own_import(viewer().organisation_id, str(report))
    return render_template(
        "competence_check/authoring/imported.html",
        row=row,
        drafts=queries.drafts_of(row),
        left=exchange.report_lines(row),
        form=Form(formdata=None),
        words=words,
    )


@blueprint.post("/einlesen/<uuid:report>/entfernen")
@allow(Permission.WRITE_TASKS)
def delete_report(report: UUID) -> Response:
    """Forget the report; drafts stay."""
    with transaction():
        row = queries.own_import(viewer().organisation_id, str(report))
        db.session.execute(update(TaskDraft).where(TaskDraft.import_id == row.id).values(import_id=None))
        db.session.delete(row)
    flash(_("Der Bericht ist entfernt. Die Entwürfe bleiben."), "success")
    return redirect(url_for("competence_authoring.import_tasks"), 303)


def _chosen() -> Chosen:
    """The tasks that the address names, else all that its filters find."""
    typed = request.args.getlist("aufgabe")
    ids = [int(each) for each in typed if each.isascii() and each.isdigit() and len(each) < 11]
    if typed:
        return exchange.chosen(queries.items_seen_by(viewer().organisation_id, ids)[:MOST])
    wish = wish_of(request.args, queries.places())
    return exchange.chosen(list(db.session.scalars(queries.wished(viewer().organisation_id, wish).limit(MOST))))


def _args() -> dict[str, object]:
    typed = request.args.getlist("aufgabe")
    return {"aufgabe": typed} if typed else {**address_args(wish_of(request.args, queries.places()))}


@blueprint.get("/ausgeben")
@allow(Permission.WRITE_TASKS)
def export() -> Page:
    """What can be given out, and in which way."""
    try:
        return render_template(
            "competence_check/authoring/export.html", chosen=_chosen(), args=_args(), most=MOST, words=words
        )
    except Invalid as error:
        flash(error.message, "info")
        return redirect(url_for("competence_authoring.overview"))


@blueprint.get("/ausgeben/qti")
@allow(Permission.WRITE_TASKS)
def export_qti() -> Answer:
    """The tasks as a QTI 3 package."""
    return _download(_chosen().as_qti(), "aufgaben-qti.zip")


@blueprint.get("/ausgeben/dateien")
@allow(Permission.WRITE_TASKS)
def export_files() -> Answer:
    """The tasks as files of the content folder."""
    return _download(_chosen().as_files(), "aufgaben.zip")


def _download(made: bytes, name: str) -> Answer:
    return Answer(made, mimetype="application/zip", headers={"Content-Disposition": f'attachment; filename="{name}"'})
