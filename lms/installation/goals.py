"""What each command of the Makefile leads to: the stages in order, and what then takes over."""

import os
import shlex
from typing import NoReturn

from lms.installation.app_commands import show, translations
from lms.installation.assets import front_end_assets
from lms.installation.browser_stage import browser_for_tests
from lms.installation.checks import check_source
from lms.installation.database import database_stages
from lms.installation.folder_lock import only_one_in
from lms.installation.node_packages import FOR_DEMO, FOR_TESTS, npm_packages
from lms.installation.npm import check_node
from lms.installation.own_package import own_package
from lms.installation.pinning import pin
from lms.installation.port import check_free, port_from
from lms.installation.project import Project
from lms.installation.python_packages import locked_packages
from lms.installation.server import serve
from lms.installation.stage import Stage, carry_out
from lms.installation.terminal import say
from lms.installation.virtual_environment import virtual_environment


def demo(project: Project) -> NoReturn:
    """Everything up to a served demo city."""
    again = "make demo"
    port = port_from(project.variables.get("PORT", ""))
    check_node(project)
    check_free(port, again)
    with only_one_in(project.root):
        carry_out([*_app(project, "run", FOR_DEMO, again), *database_stages(project)])
        show(project, "demo", "accounts")
    check_free(port, again)
    serve(project, port)


def test(project: Project) -> NoReturn:
    """Everything the tests need, then style, types, import rules and the whole suite."""
    again = "make test"
    check_node(project)
    with only_one_in(project.root):
        carry_out([*_app(project, "dev", FOR_TESTS, again), browser_for_tests(project, again)])
    check_source(project)
    say("\n== Tests (pytest)")
    _become(project, "python", "-m", "pytest", *_pytest_arguments(project))


def test_fast(project: Project) -> NoReturn:
    """The tests without a database and without a browser, for the inner loop."""
    with only_one_in(project.root):
        carry_out(_python(project, "dev", "make test-fast"))
    _become(project, "python", "-m", "pytest", "-m", "not db and not browser", *_pytest_arguments(project))


def lint(project: Project) -> None:
    """Style, types and import rules."""
    with only_one_in(project.root):
        carry_out(_python(project, "dev", "make lint"))
    check_source(project)


def bench(project: Project) -> NoReturn:
    """Measure."""
    check_node(project)
    with only_one_in(project.root):
        carry_out(_app(project, "dev", FOR_DEMO, "make bench"))
    _become(project, "python", "-m", "bench")


def conformance(project: Project) -> NoReturn:
    """ADL's conformance suite against the record store."""
    with only_one_in(project.root):
        carry_out(_python(project, "dev", "make conformance"))
    _become(project, "python", "-m", "bench.conformance")


def faults(project: Project) -> NoReturn:
    """Try to break the record store."""
    with only_one_in(project.root):
        carry_out(_python(project, "dev", "make faults"))
    _become(project, "python", "-m", "bench.faults", *shlex.split(project.variables.get("FAULTS_ARGS", "")))


def assets(project: Project) -> None:
    """The files from others that browsers load."""
    check_node(project)
    with only_one_in(project.root):
        carry_out(_front_end(project, FOR_DEMO, "make assets"))


def update_translations(project: Project) -> None:
    """Take new texts from the source into the catalogues."""
    with only_one_in(project.root):
        carry_out(_python(project, "dev", "make translations"))
    show(project, "translations", "update")


def lock(project: Project) -> None:
    """Pin all packages again."""
    check_node(project)
    with only_one_in(project.root):
        carry_out(_python(project, "dev", "make lock"))
        pin(project)


def _app(project: Project, packages: str, groups: tuple[str, ...], again: str) -> list[Stage]:
    return [*_python(project, packages, again), *_front_end(project, groups, again), translations(project)]


def _python(project: Project, packages: str, again: str) -> list[Stage]:
    return [virtual_environment(project), locked_packages(project, packages, again), own_package(project)]


def _front_end(project: Project, groups: tuple[str, ...], again: str) -> list[Stage]:
    return [npm_packages(project, groups, again), front_end_assets(project)]


def _pytest_arguments(project: Project) -> list[str]:
    return shlex.split(project.variables.get("PYTEST_ARGS", ""))


def _become(project: Project, program: str, *arguments: str) -> NoReturn:
    os.chdir(project.root)
    path = str(project.venv / "bin" / program)
    os.execve(path, [path, *arguments], project.child_variables())
