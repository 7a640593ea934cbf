"""The page with all tips and the form for a new one."""

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import StringField

from lms.kernel.access import Permission, allow, viewer
from lms.kernel.db import db, transaction
from lms.web.forms import NoLongerThan, OnceForm, Required, no_nul

from .models import Tip
from .services import share_tip

blueprint = Blueprint("tips", __name__, template_folder="templates", url_prefix="/lerntipps")


class TipForm(OnceForm):
    """A new tip."""

    words = StringField(_("Ihr Tipp"), validators=[Required(), NoLongerThan(300), no_nul])


def _page(form: TipForm) -> str:
    query = select(Tip).where(Tip.organisation_id == viewer().organisation_id).order_by(Tip.id.desc()).limit(50)
    return render_template("tips/tips.html", form=form, tips=list(db.session.scalars(query)))


@blueprint.get("/")
@allow(Permission.LEARN)
def tips() -> str:
    """All tips of one's organisation."""
    return _page(TipForm(formdata=None))


@blueprint.post("/")
@allow(Permission.LEARN)
def share() -> Response | tuple[str, int]:
    """Leave a tip."""
    form = TipForm()
    if location := form.done_at(viewer().uid):
        return redirect(location, 303)
    if not form.validate():
        return _page(form), 422
    with transaction():
        share_tip(organisation_id=viewer().organisation_id, uid=viewer().uid, words=str(form.words.data))
        form.done(viewer().uid, url_for("tips.tips"))
    return redirect(url_for("tips.tips"), 303)
