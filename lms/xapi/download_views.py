"""Statements to take away: the selection of the administration as a file, streamed.

A download that broke off goes on with `nach`, the id of the last statement that arrived.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any, cast

from flask import Blueprint, Flask, Response, current_app, request
from flask_babel import gettext as _

from lms.kernel import clock
from lms.kernel.access import Permission, allow, viewer
from lms.kernel.errors import Invalid, NotFound
from lms.xapi.browsing import FilterForm, sources_of
from lms.xapi.exporting import AT_ONCE, csv_text, json_lines, number_of, portions

blueprint = Blueprint("record_download", __name__, url_prefix="/lernnachweise")


@blueprint.get("/ausfuhr")
@allow(Permission.MANAGE_RECORDS)
def download() -> Response:
    """The selected statements, oldest first, as NDJSON or with `form=csv` as a table."""
    organisation_id = viewer().organisation_id
    form = FilterForm(request.args)
    form.offer(sources_of(organisation_id))
    if not form.validate():
        raise Invalid(_("Diese Auswahl gibt es nicht. Wählen Sie auf der Seite der Lernnachweise neu aus."))
    selection = form.selection(organisation_id)
    begun = request.args.get("nach", "")
    after = _number_of(organisation_id, begun) if begun else 0
    found = portions(selection, after)
    as_csv = request.args.get("form") == "csv"
    lines = csv_text(found, with_headings=not begun) if as_csv else json_lines(found)
    answer = Response(
        _streamed(cast(Any, current_app)._get_current_object(), lines),
        mimetype="text/csv" if as_csv else "application/x-ndjson",
    )
    name = f"lernnachweise-{clock.today().isoformat()}.{'csv' if as_csv else 'ndjson'}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _streamed(app: Flask, lines: Iterator[str]) -> Iterator[bytes]:
    """`lines` a portion at a time; between two of them no connection is held, however slowly somebody takes them."""
    while True:
        with app.app_context():
            text = "".join(islice(lines, AT_ONCE))
        if not text:
            return
        yield text.encode()


def _number_of(organisation_id: int, statement_id: str) -> int:
    try:
        return number_of(organisation_id, statement_id)
    except NotFound:
        raise NotFound(_("Den Lernnachweis, nach dem es weitergehen soll, gibt es nicht.")) from None
