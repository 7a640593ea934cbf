"""npm: whether it can be used, and how packages are fetched with it."""

import shutil
from pathlib import Path

from lms.installation.machine import node_problem
from lms.installation.problem import Problem
from lms.installation.processes import nothing, run
from lms.installation.project import Project
from lms.installation.registry import failure

MANIFESTS = ("package.json", "package-lock.json")
# No package needs to run a script of its own to be installed.
FETCH = ("npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--fetch-retries=2")
PATIENCE = ("--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000")


def check_node(project: Project) -> None:
    """Raise Problem if Node or npm is missing or too old."""
    path = project.child_variables()["PATH"]
    has_node = shutil.which("node", path=path) is not None
    answer = run(project, "node", "--version", shown=nothing).output if has_node else None
    problem = node_problem(answer, has_npm=shutil.which("npm", path=path) is not None)
    if problem:
        raise Problem(problem)


def fetch(project: Project, source: Path, target: Path, *, with_dev: bool, what: str, again: str) -> None:
    """Fetch the packages that are locked in the source folder into a new `node_modules` in the target folder.

    Raises Problem, naming `what` failed and the command to repeat, and leaves no target folder then.
    """
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for file in (*(source / name for name in MANIFESTS), project.root / ".npmrc"):
        shutil.copy(file, target / file.name)
    # --include beats an `omit` in the person's own settings.
    dev = "--include=dev" if with_dev else "--omit=dev"
    finished = run(project, *FETCH, *PATIENCE, dev, folder=target, shown=_telling)
    if finished.code:
        shutil.rmtree(target, ignore_errors=True)
        raise Problem(failure(what, finished, again))


def _telling(line: str) -> str:
    return "" if line.startswith("npm ") else line
