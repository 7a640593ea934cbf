"""The app's own command line, used by the set-up."""

import subprocess

from lms.installation import fingerprint
from lms.installation.problem import Problem
from lms.installation.processes import run
from lms.installation.project import PACKAGES, Project
from lms.installation.stage import Stage, Stamp, stamped


def flask(project: Project, *command: str) -> None:
    """Run one of the app's commands as part of a stage. Raises Problem if it fails."""
    _judge(run(project, *_command(project, command)).code, command)


def show(project: Project, *command: str) -> None:
    """Run one of the app's commands whose output is the purpose. Raises Problem if it fails."""
    line = _command(project, command)
    finished = subprocess.run(line, cwd=project.root, env=project.child_variables(), check=False)
    _judge(finished.returncode, command)


def translations(project: Project) -> Stage:
    """Compiled translations, where the sources have changed."""

    def now() -> str:
        sources = [fingerprint.of_tree(project.root / package, "**/*.po") for package in PACKAGES]
        compiled = [fingerprint.of_tree(project.root / package, "**/*.mo") for package in PACKAGES]
        return fingerprint.of_text(*sources, *compiled)

    stamp = Stamp(project.venv / ".stamps" / "translations", now)
    return stamped("Translations", stamp, lambda: _compile(project))


def _command(project: Project, command: tuple[str, ...]) -> list[str]:
    return [str(project.python), "-m", "flask", *command]


def _judge(code: int, command: tuple[str, ...]) -> None:
    if code:
        raise Problem(f"The step `flask {' '.join(command)}` failed; the lines above say why.")


def _compile(project: Project) -> None:
    flask(project, "translations", "compile")
