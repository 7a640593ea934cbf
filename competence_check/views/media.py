"""Pictures of tasks."""

from pathlib import Path

from flask import current_app, send_from_directory
from werkzeug.wrappers import Response

from competence_check.authoring import pictures
from competence_check.views.blueprint import blueprint
from lms.kernel.access import Permission, allow, viewer


@blueprint.get("/medien/<framework>/<name>")
@allow(Permission.TAKE_CHECK)
def media(framework: str, name: str) -> Response:
    """A picture of a task of the framework, from its folder or one's own organisation's; 404 for anything else."""
    own = pictures.content_of({viewer().organisation_id, viewer().home_organisation_id}, name)
    if own is not None:
        # The name tells the content, so it never changes.
        shown = Response(own, mimetype=pictures.MEDIA_TYPES[name.rpartition(".")[2]])
        shown.headers["Cache-Control"] = "private, max-age=31536000, immutable"
        shown.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
        return shown
    folder = Path(current_app.extensions["settings"].content) / "checks" / framework / "media"
    return send_from_directory(folder, name, max_age=3600)
