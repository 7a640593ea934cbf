"""The pinned packages in the virtual environment."""

import shutil

from lms.installation import fingerprint
from lms.installation.distributions import Distribution, faults, installed, state
from lms.installation.problem import Problem
from lms.installation.processes import nothing, run
from lms.installation.project import Project
from lms.installation.registry import failure
from lms.installation.stage import Stage, Stamp, stamped
from lms.installation.terminal import detail, shortened

PIP = (
    "-m",
    "pip",
    "install",
    "--no-input",
    "--disable-pip-version-check",
    "--progress-bar=off",
    "--retries=2",
)
# The lock names everything, so pip need not look for what else a package wants.
EXACTLY = ("--no-compile", "--no-deps", "--require-hashes", "-r")
TELLING = ("Downloading ", "Building ", "Installing ")


def locked_packages(project: Project, lock: str, again: str) -> Stage:
    """The packages of one lock file, `run` or `dev`, exactly and with their checksums."""
    file = project.root / "requirements" / f"{lock}.lock"

    def present() -> dict[str, Distribution]:
        return installed(project.site_packages())

    def now() -> str:
        text = file.read_text()
        return fingerprint.of_text(str(project.site_packages()), text, state(text, present()))

    def install() -> None:
        _clear_leftovers(project, faults(file.read_text(), present()))
        finished = run(project, project.python, *PIP, *EXACTLY, file, shown=_telling)
        if finished.code:
            raise Problem(failure("Python packages", finished, again))
        still = faults(file.read_text(), present())
        if still:
            names = ", ".join(still)
            raise Problem(f"Python packages are incomplete: {names}. Delete .venv and run `{again}` again.")
        _compile(project)

    title = "Python packages" if lock == "run" else "Python packages for development and tests"
    return stamped(title, Stamp(project.venv / ".stamps" / lock, now), install)


def _telling(line: str) -> str:
    text = line.strip()
    return shortened(text) if text.startswith(TELLING) else ""


def _compile(project: Project) -> None:
    # Explicitly, since PYTHONDONTWRITEBYTECODE may be set: every start would then compile scikit-learn again.
    # The exit code says nothing: some packages carry files that are not meant to be compiled.
    folder = project.site_packages()
    if folder is not None:
        detail("Compiling")
        run(project, project.python, "-m", "compileall", "-qq", "-j", "0", folder, shown=nothing)


def _clear_leftovers(project: Project, broken: list[str]) -> None:
    """Let pip see as missing what an interrupted run left in part; it trusts the metadata folder alone."""
    folder = project.site_packages()
    if folder is None:
        return
    present = installed(folder)
    for name in broken:
        shutil.rmtree(present[name].record)
    for set_aside in folder.glob("~*"):
        shutil.rmtree(set_aside, ignore_errors=True)
