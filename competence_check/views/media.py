"""Pictures of tasks."""

from pathlib import Path

from flask import current_app, send_from_directory
from werkzeug.wrappers import Response

from competence_check.views.blueprint import blueprint
from lms.kernel.access import Permission, allow


@blueprint.get("/medien/<framework>/<name>")
@allow(Permission.TAKE_CHECK)
def media(framework: str, name: str) -> Response:
    """A picture of a task of the framework; 404 for anything outside its folder."""
    folder = Path(current_app.extensions["settings"].content) / "checks" / framework / "media"
    return send_from_directory(folder, name, max_age=3600)
