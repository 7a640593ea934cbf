"""Addresses of static files that change with their content, so that browsers may keep them for a year."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, current_app, request, url_for
from werkzeug.wrappers import Response


@lru_cache(maxsize=1024)
def _print_of(file: Path, _modified: float) -> str:
    return sha256(file.read_bytes()).hexdigest()[:10]


def asset(path: str, blueprint: str = "web") -> str:
    """The address of the static file `path` of `blueprint`, with the print of its content."""
    folder = current_app.blueprints[blueprint].static_folder
    file = Path(folder or "") / path
    mark = _print_of(file, file.stat().st_mtime) if file.is_file() else "missing"
    return url_for(f"{blueprint}.static", filename=path, v=mark)


def init_assets(app: Flask) -> None:
    """Give templates `asset()` and let marked files be kept."""
    app.jinja_env.globals["asset"] = asset

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint and request.endpoint.endswith("static"):
            marked = "v" in request.args and response.status_code == 200
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if marked else "no-cache"
        return response
