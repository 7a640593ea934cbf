"""Stages, stamps and the look at what is installed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lms.installation import fingerprint
from lms.installation.distributions import faults, installed, pinned, state
from lms.installation.problem import Problem
from lms.installation.processes import Finished
from lms.installation.registry import failure
from lms.installation.stage import Stage, Stamp, carry_out, stamped


@pytest.fixture
def work(tmp_path: Path) -> tuple[Stage, list[str]]:
    """A stage that copies a file, and the list of its runs."""
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_text("one")
    runs: list[str] = []

    def copy() -> None:
        runs.append(source.read_text())
        target.write_text(source.read_text())

    stamp = Stamp(tmp_path / "stamps" / "copy", lambda: fingerprint.of_files([source, target]))
    return stamped("Copy", stamp, copy), runs


def test_a_stage_runs_once(work: tuple[Stage, list[str]]) -> None:
    stage, runs = work
    carry_out([stage, stage])
    assert runs == ["one"]


def test_a_stage_runs_again_when_its_input_changes(work: tuple[Stage, list[str]], tmp_path: Path) -> None:
    stage, runs = work
    carry_out([stage])
    (tmp_path / "source").write_text("two")
    carry_out([stage])
    assert runs == ["one", "two"]


@pytest.mark.parametrize("damage", [Path.unlink, lambda file: file.write_text("half")])
def test_a_stage_runs_again_when_its_result_is_damaged(
    work: tuple[Stage, list[str]], tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    stage, runs = work
    carry_out([stage])
    damage(tmp_path / "target")
    carry_out([stage])
    assert runs == ["one", "one"]
    assert (tmp_path / "target").read_text() == "one"


def test_a_stage_that_failed_has_no_stamp_and_stops_the_row(tmp_path: Path) -> None:
    def fail() -> None:
        raise Problem("No network.")

    reached: list[str] = []
    stage = stamped("Fails", Stamp(tmp_path / "stamp", lambda: "same"), fail)
    following = Stage("Next", lambda: False, lambda: reached.append("next"))

    with pytest.raises(Problem, match="No network"):
        carry_out([stage, following])
    assert not stage.is_done()
    assert reached == []


def test_a_listing_notices_a_file_that_is_gone_or_cut(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("abc")
    whole = fingerprint.of_listing(tmp_path)

    (tmp_path / "a").write_text("ab")
    assert fingerprint.of_listing(tmp_path) != whole
    assert fingerprint.of_listing(tmp_path / "nowhere") == fingerprint.ABSENT


LOCK = """flask==3.1.3 \\
    --hash=sha256:00
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:01
numpy==2.5.5 ; python_full_version >= '3.12' \\
    --hash=sha256:02
tzdata==2026.6 ; sys_platform == 'win32' \\
    --hash=sha256:03
"""


def package(site: Path, name: str, version: str) -> Path:
    """What pip leaves of a finished installation."""
    record = site / f"{name}-{version}.dist-info"
    record.mkdir(parents=True)
    (site / name).mkdir()
    (site / name / "__init__.py").write_text("x = 1\n")
    (record / "INSTALLER").write_text("pip\n")
    (record / "RECORD").write_text(
        f"{name}/__init__.py,sha256=x,6\n{record.name}/INSTALLER,sha256=y,4\n{record.name}/RECORD,,\n"
    )
    return record


def test_a_lock_names_every_version_that_could_be_right() -> None:
    assert pinned(LOCK) == {
        "flask": frozenset({"3.1.3"}),
        "numpy": frozenset({"2.4.6", "2.5.5"}),
        "tzdata": frozenset({"2026.6"}),
    }


def test_whole_packages_are_no_fault_and_those_for_other_systems_are_not_missed(tmp_path: Path) -> None:
    package(tmp_path, "Flask", "3.1.3")
    package(tmp_path, "numpy", "2.4.6")

    assert faults(LOCK, installed(tmp_path)) == []


def test_a_package_in_another_version_is_a_fault(tmp_path: Path) -> None:
    package(tmp_path, "flask", "2.0.0")

    assert faults(LOCK, installed(tmp_path)) == ["flask"]


@pytest.mark.parametrize("damage", ["code cut", "code gone", "record gone", "interrupted"])
def test_a_package_that_is_there_in_part_is_a_fault(tmp_path: Path, damage: str) -> None:
    record = package(tmp_path, "flask", "3.1.3")
    whole = state(LOCK, installed(tmp_path))
    if damage == "code cut":
        (tmp_path / "flask" / "__init__.py").write_text("")
    elif damage == "code gone":
        (tmp_path / "flask" / "__init__.py").unlink()
    elif damage == "record gone":
        (record / "RECORD").unlink()
    else:
        (record / "RECORD").write_text("flask/__init__.py,sha256=x,6\n")

    assert faults(LOCK, installed(tmp_path)) == ["flask"]
    assert state(LOCK, installed(tmp_path)) != whole


def test_without_an_environment_nothing_is_installed(tmp_path: Path) -> None:
    assert installed(None) == {}
    assert installed(tmp_path / "nowhere") == {}


@pytest.mark.parametrize(
    ("output", "said"),
    [
        (
            "ProxyError: Connection refused\nERROR: No matching distribution found for alembic",
            "cannot be reached",
        ),
        ("npm error code EAI_AGAIN", "cannot be reached"),
        ("ERROR: No matching distribution found for numpy", "no package that fits this machine"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "Do not work around this"),
        ("npm error code EINTEGRITY", "Do not work around this"),
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("something new", "something new"),
    ],
)
def test_a_failed_installation_is_explained(output: str, said: str) -> None:
    assert said in failure("Packages", Finished(1, output), "make demo")
