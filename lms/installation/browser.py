"""A browser for the tests: one that is named, one of the system, or the one that npm brought."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from lms.installation.problem import Problem

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Work as root, in a container and in a closed network.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = (
    "There is no browser for the tests. Install Chromium (on Debian: apt install chromium), or name one: "
    "E2E_CHROMIUM=/path/to/chromium"
)


def unpacked(root: Path) -> Path:
    """What starts the browser from npm, once it is there; see browser_package."""
    return root / ".browser" / "run"


def find(root: Path, variables: Mapping[str, str]) -> Path:
    """The program to start, with FLAGS. variables: the environment, for E2E_CHROMIUM and PATH.

    Raises Problem if there is none, or if E2E_CHROMIUM names none.
    """
    named = variables.get("E2E_CHROMIUM")
    if named:
        program = shutil.which(named, path=variables.get("PATH"))
        if program is None:
            raise Problem(f"E2E_CHROMIUM names {named}, which is not a program. Correct it or leave it out.")
        return Path(program)
    for name in PROGRAMS:
        program = shutil.which(name, path=variables.get("PATH"))
        if program is not None:
            return Path(program)
    if unpacked(root).is_file():
        return unpacked(root)
    raise Problem(MISSING)
