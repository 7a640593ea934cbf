"""Pages of the administration: statements in plain words."""

import orjson
from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from lms.kernel.access import Permission, allow, viewer
from lms.kernel.errors import Invalid, NotFound
from lms.xapi.browsing import FilterForm, number_in, shown, sources_of
from lms.xapi.choosing import newest, one

blueprint = Blueprint("records", __name__, template_folder="templates", url_prefix="/lernnachweise")

ON_A_PAGE = 50


@blueprint.get("")
@allow(Permission.MANAGE_RECORDS)
def statements() -> str | tuple[str, int]:
    """The latest statements of the organisation that were asked for, or those before the one that `vor` numbers."""
    organisation_id = viewer().organisation_id
    sources = sources_of(organisation_id)
    form = FilterForm(request.args)
    form.offer(sources)
    before = number_in("vor")
    try:
        selection = form.selection(organisation_id) if form.validate() else None
    except Invalid as error:
        form.refuse(error)
        selection = None
    found = newest(selection, before=before, limit=ON_A_PAGE + 1) if selection else []
    page = render_template(
        "xapi/statements.html",
        form=form,
        asked=form.asked(),
        rows=[shown(row, sources) for row in found[:ON_A_PAGE]],
        older=found[ON_A_PAGE - 1].seq if len(found) > ON_A_PAGE else None,
        is_first=before is None,
    )
    return page if selection else (page, 422)


@blueprint.get("/<uuid:statement_id>")
@allow(Permission.MANAGE_RECORDS)
def statement(statement_id: object) -> str:
    """One statement, in words and as JSON."""
    organisation_id = viewer().organisation_id
    found = one(organisation_id, str(statement_id))
    if found is None:
        raise NotFound(_("Diesen Lernnachweis gibt es nicht."))
    content = orjson.loads(found.payload)
    return render_template(
        "xapi/statement.html",
        row=shown(found, sources_of(organisation_id)),
        content=content,
        parents=content.get("context", {}).get("contextActivities", {}).get("parent", ()),
        json=orjson.dumps(content, option=orjson.OPT_INDENT_2).decode(),
    )
