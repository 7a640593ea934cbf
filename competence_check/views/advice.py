"""For advisers: results that people opened to them, each only while it is open, and every look is noted."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask import Response as FileResponse
from werkzeug.wrappers import Response

from competence_check import result_paper, runs, sharing, words
from competence_check.models import Grant
from competence_check.result_page import result_page
from competence_check.scoring.status import Status
from lms.accounts.models import Person
from lms.catalogue.queries import offered_courses
from lms.kernel.access import Permission, allow, viewer
from lms.kernel.db import transaction
from lms.web.paper import paper_response

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


class NotOpened(Exception):
    """The adviser has to open the result first, so that the person can see that."""


@blueprint.errorhandler(NotOpened)
def _open_first(_not_opened: NotOpened) -> Response:
    return redirect(url_for("competence_advice.overview"))


def _being_read(trust: UUID) -> tuple[Grant, Person]:
    """The grant and who gave it, for a while after it was opened; then it has to be opened anew."""
    grant, person = sharing.entrusted(viewer().id, str(trust))
    if not sharing.is_being_read(grant):
        raise NotOpened
    return grant, person


@blueprint.get("/<uuid:trust>")
@allow(Permission.ADVISE_PEOPLE)
def result(trust: UUID) -> str:
    """The result."""
    grant, person = _being_read(trust)
    return render_template(
        "competence_check/entrusted_result.html",
        page_of=result_page(grant.run, offered_courses()),
        grant=grant,
        person=person,
        status_names=words.status_names(),
        Status=Status,
    )


@blueprint.get("/<uuid:trust>/ergebnis.pdf")
@allow(Permission.ADVISE_PEOPLE)
def paper(trust: UUID) -> FileResponse:
    """The same as an accessible PDF, without the name."""
    grant, _person = _being_read(trust)
    page = result_page(grant.run, offered_courses())
    made = result_paper.as_pdf_for_adviser(page, runs.framework_of(grant.run), grant.expires_at)
    return paper_response(made, f"kompetenzcheck-{grant.uid[:8]}.pdf")
