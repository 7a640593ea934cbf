"""The lock files, made again from what we ask for."""

import shlex

from lms.installation.problem import Problem
from lms.installation.processes import run
from lms.installation.project import Project

# Checksums yes, addresses no: a lock must not tell where somebody's registry is.
PYTHON = ("--universal", "--python-version", "3.11", "--generate-hashes", "--quiet")
SILENT = ("--no-annotate", "--no-header", "--no-emit-index-url", "--no-emit-find-links")
NPM = ("npm", "install", "--package-lock-only", "--ignore-scripts")


def pin(project: Project) -> None:
    """Write all locks; LOCK_ARGS=--upgrade takes newer versions. Raises Problem if one cannot be made."""
    more = shlex.split(project.variables.get("LOCK_ARGS", ""))
    for name in ("run", "dev"):
        lock = ["--output-file", f"requirements/{name}.lock", f"requirements/{name}.in"]
        _run(project, str(project.venv / "bin" / "uv"), "pip", "compile", *PYTHON, *SILENT, *more, *lock)
    for folder in (".", "requirements/browser"):
        _run(project, *NPM, "--prefix", folder)


def _run(project: Project, *command: str) -> None:
    if run(project, *command).code:
        raise Problem(f"`{' '.join(command[:3])} …` failed, the lines above say why; the lock it writes is unchanged.")
