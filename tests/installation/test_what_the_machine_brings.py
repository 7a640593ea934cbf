"""Python, Node, the port and the browser: what is accepted, and what the sentences say."""

import ast
import socket
from pathlib import Path

import pytest

from lms.installation import __main__ as entry
from lms.installation import machine
from lms.installation.browser import find, unpacked
from lms.installation.machine import node_problem, python_problem
from lms.installation.port import HOST, check_free, port_from
from lms.installation.problem import Problem


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 4), (3, 14, 0), (4, 0, 0)])
def test_a_python_from_3_11_is_accepted(version: tuple[int, ...]) -> None:
    assert python_problem(version, has_venv=True) is None


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 8, 18), (3, 10, 13)])
def test_an_older_python_is_told_which_is_needed(version: tuple[int, ...]) -> None:
    problem = python_problem(version, has_venv=True)

    assert problem is not None
    assert problem.startswith("Python ≥ 3.11 is needed, this is Python " + ".".join(map(str, version)))


def test_a_debian_without_venv_is_told_the_package() -> None:
    problem = python_problem((3, 11, 2), has_venv=False)

    assert problem is not None
    assert "apt install python3-venv" in problem


@pytest.mark.parametrize("module", [entry, machine])
def test_an_old_python_can_read_the_modules_that_turn_it_away(module: object) -> None:
    source = Path(str(getattr(module, "__file__", ""))).read_text()

    ast.parse(source, feature_version=(3, 8))
    assert "from __future__ import annotations" in source


@pytest.mark.parametrize("answer", ["v20.20.2\n", "v22.1.0", "v24.0.0"])
def test_a_node_from_20_with_npm_is_accepted(answer: str) -> None:
    assert node_problem(answer, has_npm=True) is None


@pytest.mark.parametrize(
    ("answer", "has_npm", "said"),
    [
        (None, False, "there is no `node` on the PATH"),
        ("v18.19.0\n", True, "this one is v18.19.0"),
        ("", True, "this one is unknown"),
        ("v20.1.0", False, "npm is not"),
    ],
)
def test_what_is_wrong_with_node_is_said(answer: str | None, has_npm: bool, said: str) -> None:
    problem = node_problem(answer, has_npm=has_npm)

    assert problem is not None
    assert said in problem


def test_without_a_number_the_port_is_8000() -> None:
    assert port_from("") == 8000
    assert port_from("8123") == 8123


@pytest.mark.parametrize("text", ["abc", "0", "-1", "65536", "80.5", "8000 8001"])
def test_what_is_no_port_is_refused(text: str) -> None:
    with pytest.raises(Problem, match="is not a port"):
        port_from(text)


def test_a_taken_port_is_reported_with_one_that_is_free() -> None:
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(Problem, match=rf"Port {port} is taken.*make demo PORT=\d+"):
            check_free(port, "make demo")
    check_free(port, "make demo")


def program(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text("#!/bin/sh\n")
    file.chmod(0o755)
    return file


def test_the_browser_that_is_named_comes_first(tmp_path: Path) -> None:
    program(tmp_path / "bin", "chromium")
    mine = program(tmp_path, "mine")

    assert find(tmp_path, {"E2E_CHROMIUM": str(mine), "PATH": str(tmp_path / "bin")}) == mine


def test_a_named_browser_that_is_none_is_not_replaced_by_another(tmp_path: Path) -> None:
    program(tmp_path / "bin", "chromium")

    with pytest.raises(Problem, match="E2E_CHROMIUM names /nowhere"):
        find(tmp_path, {"E2E_CHROMIUM": "/nowhere", "PATH": str(tmp_path / "bin")})


def test_a_browser_of_the_system_comes_before_the_one_from_npm(tmp_path: Path) -> None:
    packed = program(unpacked(tmp_path).parent, "run")
    assert find(tmp_path, {"PATH": str(tmp_path / "bin")}) == packed

    system = program(tmp_path / "bin", "google-chrome")
    assert find(tmp_path, {"PATH": str(tmp_path / "bin")}) == system


def test_without_any_browser_a_sentence_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="apt install chromium"):
        find(tmp_path, {"PATH": str(tmp_path)})
