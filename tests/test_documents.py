"""What the documents say is true."""

import configparser
import re
from pathlib import Path
from pkgutil import resolve_name

import pytest

from lms.kernel.plugin import discover

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [
    "README.md",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    *sorted(str(p.relative_to(ROOT)) for p in ROOT.glob("docs/*.md")),
]


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_of_a_document_leads_to_something(name: str) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", text_of(name))
    missing = [
        target
        for target in targets
        if not target.startswith(("http", "/")) and not ((ROOT / name).parent / target).exists()
    ]
    assert missing == []


@pytest.mark.parametrize("name", ["ARCHITECTURE.md", "docs/building-a-feature.md", "docs/operating.md"])
def test_every_path_that_a_document_names_exists(name: str) -> None:
    paths = re.findall(
        r"`((?:lms|competence_check|roadmap|tests|content|migrations|docs|requirements)/[\w/.-]*)`", text_of(name)
    )
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_direct_dependency_has_a_line_that_says_why() -> None:
    explained = set(re.findall(r"[\w@/-]+", text_of("docs/dependencies.md").lower()))
    wanted = [
        line.strip().partition("[")[0]
        for name in ("run", "dev")
        for line in text_of(f"requirements/{name}.in").splitlines()
        if line.strip() and not line.startswith("-r")
    ]
    assert [name for name in wanted if name.lower() not in explained] == []


def test_locks_and_sources_hold_no_address_of_a_registry() -> None:
    for name in ("requirements/run.lock", "requirements/dev.lock", "package-lock.json"):
        assert not re.search(
            r"https?://(?!(www\.)?(github|opencollective|tidelift|paulmillr|feross))", text_of(name)
        ), name
        assert "resolved" not in text_of(name)


def test_the_readme_names_commands_that_make_knows() -> None:
    known = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    for name in ("README.md", "docs/operating.md", "ARCHITECTURE.md"):
        assert set(re.findall(r"\bmake ([a-z-]+)", text_of(name))) <= known


def test_what_plugins_name_without_importing_can_be_imported() -> None:
    for plugin in discover():
        for name in (*plugin.commands, *(step.build for step in plugin.demo)):
            assert callable(resolve_name(name)), name


def test_the_platforms_plugins_are_all_entry_points() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    lines = setup["options.entry_points"]["lms.plugins"].split("\n")
    declared = {line.partition("=")[2].strip().partition(":")[0] for line in lines if line}
    found = {str(file.relative_to(ROOT).with_suffix("")).replace("/", ".") for file in ROOT.glob("lms/*/plugin.py")}
    found |= {"competence_check.plugin", "roadmap.plugin"}
    assert declared == found - {"lms.kernel.plugin"}
