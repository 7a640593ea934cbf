"""The roadmap as files."""

from uuid import UUID

from flask import Response, make_response

from lms.kernel.access import Permission, allow, viewer
from lms.web.paper import paper_response
from roadmap import queries
from roadmap.overview import overview
from roadmap.papers import paper, workbook
from roadmap.shown import Overview
from roadmap.views.base import blueprint

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _overview(uid: UUID) -> Overview:
    roadmap = queries.roadmap_of(viewer().id, str(uid))
    return overview(roadmap, queries.version_of(roadmap))


@blueprint.get("/<uuid:uid>/lernweg.pdf")
@allow(Permission.PLAN_ROADMAP)
def as_pdf(uid: UUID) -> Response:
    """The newest version as an accessible PDF."""
    return paper_response(paper.as_pdf(_overview(uid)), f"lernweg-{str(uid)[:8]}.pdf")


@blueprint.get("/<uuid:uid>/lernweg.xlsx")
@allow(Permission.PLAN_ROADMAP)
def as_xlsx(uid: UUID) -> Response:
    """The newest version as a workbook."""
    answer = make_response(workbook.as_xlsx(_overview(uid)))
    answer.headers["Content-Type"] = XLSX
    answer.headers["Content-Disposition"] = f'attachment; filename="lernweg-{str(uid)[:8]}.xlsx"'
    return answer
