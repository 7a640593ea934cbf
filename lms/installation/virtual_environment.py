"""A Python of its own for the checkout."""

import sys

from lms.installation.distributions import installed
from lms.installation.problem import Problem
from lms.installation.processes import nothing, run
from lms.installation.project import Project
from lms.installation.stage import Stage


def virtual_environment(project: Project) -> Stage:
    """The folder `.venv`, made from the Python that runs this; made anew if it is broken or was moved."""

    def is_usable() -> bool:
        # Scripts in a virtual environment carry its path, so a moved or copied one runs the wrong Python.
        script = project.venv / "bin" / "pip"
        pip = installed(project.site_packages()).get("pip")
        return (
            project.python.exists()
            and (project.venv / "pyvenv.cfg").is_file()
            and script.is_file()
            and str(project.venv) in script.read_text(errors="replace")
            and pip is not None
            and pip.is_whole()
        )

    def create() -> None:
        if project.venv.is_symlink() or project.venv.is_file():
            project.venv.unlink()
        finished = run(project, sys.executable, "-m", "venv", "--clear", project.venv, shown=nothing)
        if finished.code or not is_usable():
            raise Problem(
                f"The virtual environment .venv cannot be made:\n{finished.tail()}\nCheck that this folder "
                "can be written and (on Debian) that the package python3-venv is there, and run again."
            )

    return Stage("Virtual environment", is_usable, create)
