"""Style, types and the rules about who may import whom."""

import subprocess

from lms.installation.problem import Problem
from lms.installation.project import Project
from lms.installation.terminal import say

TOOLS = (
    ("Style (ruff)", ("ruff", "check")),
    ("Layout (ruff format)", ("ruff", "format", "--check")),
    ("Types (mypy)", ("mypy",)),
    ("Who may import whom (import-linter)", ("lint-imports",)),
)


def check_source(project: Project) -> None:
    """Run the tools one after the other. Raises Problem at the first that finds something."""
    for title, (program, *arguments) in TOOLS:
        say(f"\n== {title}")
        command = [str(project.venv / "bin" / program), *arguments]
        if subprocess.run(command, cwd=project.root, env=project.child_variables(), check=False).returncode:
            raise Problem(f"{title} found something, see above. `make lint` repeats these checks alone.")
