"""The project itself, known to the Python of its virtual environment."""

import configparser
import json
from pathlib import Path

from lms.installation import fingerprint
from lms.installation.distributions import installed, normalised
from lms.installation.problem import Problem
from lms.installation.processes import nothing, run
from lms.installation.project import PACKAGES, Project
from lms.installation.python_packages import PIP
from lms.installation.stage import Stage, Stamp, stamped

IN_PLACE = ("--no-index", "--no-deps", "--no-build-isolation", "--editable")


def own_package(project: Project) -> Stage:
    """The project itself, in place, so that its entry points are registered."""
    files = (project.root / "setup.cfg", project.root / "pyproject.toml")

    def now() -> str:
        return fingerprint.of_text(fingerprint.of_files(files), str(_registered(project)))

    def install() -> None:
        if not files[0].is_file():
            raise Problem("setup.cfg is missing: this is not a whole checkout. Check it out again.")
        finished = run(project, project.python, *PIP, *IN_PLACE, project.root, shown=nothing)
        if finished.code or not _registered(project):
            raise Problem(f"Lernlotse's own packages cannot be registered:\n{finished.tail()}\nMend setup.cfg.")
        run(project, project.python, "-m", "compileall", "-qq", *PACKAGES, shown=nothing)

    return stamped("Lernlotse's own packages", Stamp(project.venv / ".stamps" / "own", now), install)


def _registered(project: Project) -> bool:
    """Whether pip knows the project as lying here."""
    settings = configparser.ConfigParser(interpolation=None)
    settings.read(project.root / "setup.cfg")
    name = settings.get("metadata", "name", fallback="")
    own = installed(project.site_packages()).get(normalised(name))
    if own is None or not own.is_whole():
        return False
    return _source(own.record / "direct_url.json") == project.root.as_uri()


def _source(file: Path) -> str:
    try:
        return str(json.loads(file.read_text()).get("url"))
    except (FileNotFoundError, ValueError):
        return ""
