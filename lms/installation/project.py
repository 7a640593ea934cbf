"""Where things lie in a checkout, and the environment its programs run in."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

# The project's own Python packages.
PACKAGES = ("lms", "competence_check", "roadmap")
# Each of these bends where Python, pip or npm look for or put things, away from the checkout's own folders.
BENDING = (
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONSAFEPATH",
    "PYTHONSTARTUP",
    "PIP_TARGET",
    "PIP_PREFIX",
    "PIP_ROOT",
    "PIP_USER",
    "NODE_ENV",
    "FLASK_APP",
    "__PYVENV_LAUNCHER__",
)


@dataclass(frozen=True)
class Project:
    """A checkout of Lernlotse. variables: the environment variables of the person who called."""

    root: Path
    variables: Mapping[str, str]

    @property
    def venv(self) -> Path:
        """The virtual environment."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The interpreter of the virtual environment."""
        return self.venv / "bin" / "python"

    @property
    def node_modules(self) -> Path:
        """Where npm's packages lie."""
        return self.root / "node_modules"

    @property
    def static(self) -> Path:
        """The folder from which the app serves files."""
        return self.root / "lms" / "web" / "static"

    @property
    def instance(self) -> Path:
        """The folder of everything this installation must not lose; the app reads the same variable."""
        return Path(self.variables.get("LERNLOTSE_INSTANCE") or self.root / "instance")

    @property
    def content(self) -> Path:
        """The folder of courses and frameworks; the app reads the same variable."""
        return Path(self.variables.get("LERNLOTSE_CONTENT") or self.root / "content")

    def site_packages(self) -> Path | None:
        """Where Python packages lie, None while there is no virtual environment."""
        found = sorted(self.venv.glob("lib/python3.*/site-packages"))
        return found[-1] if found else None

    def child_variables(self) -> dict[str, str]:
        """The environment for every program we start: the caller's, with our programs first on the PATH."""
        kept = {name: value for name, value in self.variables.items() if name not in BENDING}
        kept["VIRTUAL_ENV"] = str(self.venv)
        kept["PATH"] = f"{self.venv / 'bin'}:{kept.get('PATH', '/usr/local/bin:/usr/bin:/bin')}"
        kept["PYTHONUNBUFFERED"] = "1"
        return kept
