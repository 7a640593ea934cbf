"""The page that asks "Was möchten Sie können?", and for HR what nobody offers yet."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lms.kernel.access import Permission, allow, may, viewer
from lms.kernel.db import transaction
from lms.kernel.errors import Invalid
from roadmap.needs import queries, services
from roadmap.needs.forms import MissingForm

blueprint = Blueprint("needs", __name__, template_folder="../templates", url_prefix="/koennen")

# The note that keeps a double click from counting twice must not tell who reported something.
NAMELESS = ""

Page = str | Response | tuple[str, int]


def _asked() -> str:
    return " ".join(request.args.get("q", "").replace("\x00", " ").split())[: services.LONGEST_NEED]


def _page(need: str, form: MissingForm) -> str:
    found = queries.find(need, internal=may(Permission.INTERNAL_COURSES)) if need else None
    return render_template("needs/ask.html", need=need, found=found, form=form)


@blueprint.get("")
@allow(Permission.PLAN_ROADMAP)
def ask() -> str:
    """Courses and competences that fit a need in plain words, each with the words that matched."""
    need = _asked()
    return _page(need, MissingForm(formdata=None, words=need))


@blueprint.post("/fehlt")
@allow(Permission.PLAN_ROADMAP)
def report() -> Page:
    """Count what nothing fits, without a name."""
    form = MissingForm()
    if location := form.done_at(NAMELESS):
        return redirect(location, 303)
    if not form.validate():
        return _page(form.text("words")[: services.LONGEST_NEED], form), 422
    try:
        with transaction():
            services.report_need(viewer().home_organisation_id, form.text("words"))
            form.done(NAMELESS, url_for("needs.ask"))
    except Invalid as error:
        form.refuse(error)
        return _page(form.text("words"), form), 422
    flash(_("Danke. Ihre Worte stehen jetzt ohne Namen auf der Liste der Personalentwicklung."), "success")
    return redirect(url_for("needs.ask"), 303)


@blueprint.get("/fehlt")
@allow(Permission.READ_NEEDS)
def missing() -> str:
    """What people reported that nobody offers yet, with counts."""
    return render_template("needs/missing.html", needs=queries.unmet_needs(viewer().organisation_id))


@blueprint.post("/fehlt/<int:need_id>/erledigt")
@allow(Permission.READ_NEEDS)
def settle(need_id: int) -> Response:
    """Take a need off the list."""
    with transaction():
        services.settle_need(need_id)
    flash(_("Von der Liste genommen."), "success")
    return redirect(url_for("needs.missing"), 303)
