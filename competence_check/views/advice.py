"""For advisers: results that people opened to them, each only while it is open, and every look is noted."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from competence_check import sharing, words
from competence_check.result_page import result_page
from competence_check.scoring.status import Status
from lms.catalogue.queries import offered_courses
from lms.kernel.access import Permission, allow, viewer
from lms.kernel.db import transaction

blueprint = Blueprint("competence_advice", "competence_check", url_prefix="/freigaben", template_folder="templates")


@blueprint.get("")
@allow(Permission.ADVISE_PEOPLE)
def overview() -> str:
    """Who opened a result to this adviser, and until when."""
    return render_template("competence_check/entrusted.html", entrusted=sharing.entrusted_to(viewer().id))


@blueprint.post("/<uuid:trust>/oeffnen")
@allow(Permission.ADVISE_PEOPLE)
def open_result(trust: UUID) -> Response:
    """Open it; the person sees that and when."""
    with transaction():
        grant, _person = sharing.entrusted(viewer().id, str(trust))
        sharing.open_result(grant)
    return redirect(url_for("competence_advice.result", trust=trust), 303)


@blueprint.get("/<uuid:trust>")
@allow(Permission.ADVISE_PEOPLE)
def result(trust: UUID) -> str | Response:
    """The result, for a while after it was opened; then it has to be opened anew."""
    grant, person = sharing.entrusted(viewer().id, str(trust))
    if not sharing.is_being_read(grant):
        return redirect(url_for("competence_advice.overview"))
    return render_template(
        "competence_check/entrusted_result.html",
        page_of=result_page(grant.run, offered_courses()),
        grant=grant,
        person=person,
        status_names=words.status_names(),
        Status=Status,
    )
