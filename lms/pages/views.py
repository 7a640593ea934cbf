"""Pages about the platform and the reports of barriers."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, select
from werkzeug.wrappers import Response
from wtforms import StringField, TextAreaField
from wtforms.validators import Optional

from lms.kernel import clock
from lms.kernel.access import Permission, allow, viewer
from lms.kernel.db import db, transaction
from lms.kernel.errors import NotFound
from lms.pages.models import BarrierReport, InfoPage
from lms.web.forms import NoLongerThan, OnceForm, Required, no_nul

blueprint = Blueprint("pages", __name__, template_folder="templates")


class BarrierForm(OnceForm):
    """What somebody could not use."""

    message = TextAreaField(
        lazy_gettext("Was klappt nicht?"),
        description=lazy_gettext("Zum Beispiel: Was wollten Sie tun? Womit arbeiten Sie (Bildschirmleser, Tastatur)?"),
        validators=[
            Required(lazy_gettext("Beschreiben Sie kurz, was nicht klappt.")),
            NoLongerThan(5000),
            no_nul,
        ],
    )
    page = StringField(lazy_gettext("Auf welcher Seite?"), validators=[Optional(), NoLongerThan(300), no_nul])
    contact = StringField(
        lazy_gettext("Wie erreichen wir Sie?"),
        description=lazy_gettext("Nur wenn Sie eine Antwort möchten."),
        validators=[Optional(), NoLongerThan(300), no_nul],
    )


def _page(slug: str) -> str:
    page = db.session.get(InfoPage, slug)
    if page is None:
        raise NotFound
    return render_template("pages/page.html", page=page)


@blueprint.get("/barrierefreiheit")
@allow(Permission.EVERYBODY)
def accessibility() -> str:
    """The accessibility statement."""
    return _page("barrierefreiheit")


@blueprint.get("/datenschutz")
@allow(Permission.EVERYBODY)
def privacy() -> str:
    """The privacy page."""
    return _page("datenschutz")


@blueprint.get("/impressum")
@allow(Permission.EVERYBODY)
def imprint() -> str:
    """The imprint."""
    return _page("impressum")


@blueprint.get("/hilfe")
@allow(Permission.EVERYBODY)
def help_page() -> str:
    """The help page."""
    return _page("hilfe")


@blueprint.get("/barriere-melden")
@allow(Permission.EVERYBODY)
def report_barrier() -> str:
    """The form to report a barrier."""
    form = BarrierForm(formdata=None, page=request.args.get("seite", "")[:300].replace("\x00", ""))
    return render_template("pages/report.html", form=form)


@blueprint.post("/barriere-melden")
@allow(Permission.EVERYBODY)
def send_report() -> str | Response | tuple[str, int]:
    """Take the report."""
    form = BarrierForm()
    thanks = url_for("pages.thanks")
    if form.done_at(viewer().uid):
        return redirect(thanks, 303)
    if not form.validate():
        return render_template("pages/report.html", form=form), 422
    with transaction():
        report = BarrierReport(
            organisation_id=viewer().organisation_id or None,
            page=form.page.data or "",
            message=form.message.data,
            contact=form.contact.data or "",
        )
        db.session.add(report)
        form.done(viewer().uid, thanks)
    return redirect(thanks, 303)


@blueprint.get("/barriere-melden/danke")
@allow(Permission.EVERYBODY)
def thanks() -> str:
    """The report has arrived."""
    return render_template("pages/thanks.html")


@blueprint.get("/barrieren")
@allow(Permission.READ_REPORTS_OF_BARRIERS)
def reports() -> str:
    """Open reports of one's organisation and of visitors."""
    query = (
        select(BarrierReport)
        .where(_readable(), BarrierReport.done_at.is_(None))
        .order_by(BarrierReport.created_at)
        .limit(200)
    )
    return render_template("pages/reports.html", reports=list(db.session.scalars(query)))


def _readable() -> ColumnElement[bool]:
    own = BarrierReport.organisation_id == viewer().organisation_id
    return own | BarrierReport.organisation_id.is_(None)


@blueprint.post("/barrieren/<int:report_id>/erledigt")
@allow(Permission.READ_REPORTS_OF_BARRIERS)
def close_report(report_id: int) -> Response:
    """The barrier is gone."""
    query = select(BarrierReport).where(_readable(), BarrierReport.id == min(report_id, 2**31 - 1))
    report = db.session.scalars(query).one_or_none()
    if report is None:
        raise NotFound
    with transaction():
        report.done_at = report.done_at or clock.now()
    flash(_("Die Meldung ist erledigt."), "success")
    return redirect(url_for("pages.reports"), 303)
