"""Sees to it that the tests find a browser."""

import os
import shutil

from lms.installation import browser, browser_package
from lms.installation.problem import Problem
from lms.installation.processes import nothing, run
from lms.installation.project import Project
from lms.installation.stage import Stage
from lms.installation.terminal import detail


def browser_for_tests(project: Project, again: str) -> Stage:
    """A browser for the tests; never part of the demo."""

    def is_found() -> bool:
        try:
            browser.find(project.root, project.variables)
        except Problem:
            return False
        return True

    def obtain() -> None:
        if project.variables.get("E2E_CHROMIUM"):
            browser.find(project.root, project.variables)
        if os.geteuid() == 0 and shutil.which("apt-get"):
            _install_as_root(project)
        if not is_found():
            browser_package.obtain(project, again)

    return Stage("A browser for the tests", is_found, obtain)


def _install_as_root(project: Project) -> None:
    """Try Debian's Chromium; without success (no network, other system) npm's is next."""
    detail("You are root: installing Debian's package chromium (only the tests do this, never the demo).")
    timeouts = [f"-oAcquire::{kind}::Timeout=20" for kind in ("http", "https")]
    apt = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y", "-oAcquire::Retries=1", *timeouts)
    if run(project, *apt, "update", shown=nothing).code == 0:
        run(project, *apt, "install", "--no-install-recommends", "chromium", shown=nothing)
