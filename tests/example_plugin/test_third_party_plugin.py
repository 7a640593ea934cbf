"""A third party adds a package with one entry point and changes nothing of ours: page, navigation, table, statement."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import nothing
from tests.databases import Templates

pytestmark = pytest.mark.db

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path(__file__).parent / "source"
MISSING = {"status": "migrations are missing: run flask db upgrade"}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which pip installed the plugin."""
    folder = tmp_path_factory.mktemp("plugin")
    shutil.copytree(SOURCE, folder / "source")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index",
         "--disable-pip-version-check", "--root-user-action=ignore", "--target", str(folder / "target"),
         str(folder / "source")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder / "target"


def where(installed: Path, url: str, folder: Path) -> dict[str, str]:
    """The environment of processes that see the plugin."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("FLASK_", "OIDC_", "LERNLOTSE"))}
    return {
        **ours,
        "PYTHONPATH": str(installed),
        "LERNLOTSE_INSTANCE": str(folder),
        "DATABASE_URL": url,
        "PUBLIC_URL": "http://localhost",
    }


@pytest.fixture
def environment(templates: Templates, installed: Path, tmp_path: Path) -> Iterator[dict[str, str]]:
    """An environment with an empty database, in which nothing is migrated yet."""
    url = templates.server.create()
    yield where(installed, url, tmp_path)
    templates.server.drop(url)


@pytest.fixture(scope="module")
def upgraded(templates: Templates, installed: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment with a platform to which the plugin was added and its tables, too."""
    url = templates.server.create(templates.url("empty", nothing))
    environment = where(installed, url, tmp_path_factory.mktemp("upgraded"))
    flask(environment, "db", "upgrade", "heads")
    return environment


@pytest.fixture(scope="module")
def found(upgraded: dict[str, str]) -> dict[str, Any]:
    """What a person and a visitor met on that platform."""
    return visit(upgraded)


def run(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def flask(environment: dict[str, str], *command: str) -> str:
    done = run(environment, "flask", *command)
    assert done.returncode == 0, done.stderr
    return done.stdout


def visit(environment: dict[str, str]) -> dict[str, Any]:
    done = run(environment, "tests.example_plugin.visit")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_plugin_is_installed_with_everything_it_needs(installed: Path) -> None:
    package = installed / "learning_tips"
    for file in ("migrations/tips_0001_create_learning_tip.py", "templates/tips/tips.html"):
        assert (package / file).is_file()


def test_a_person_uses_the_plugin_as_if_it_were_ours(found: dict[str, Any]) -> None:
    assert "learning_tips" in found["plugins"]
    assert found["ready"] == {"status": "ok"}
    assert found["navigation"]
    assert found["sent"] == [303, 303]
    assert found["page"].count("Jeden Tag &lt;zehn&gt; Minuten") == 1
    (statement,) = found["statements"]
    assert statement["verb"]["id"] == "http://adlnet.gov/expapi/verbs/shared"
    assert statement["object"]["id"] == "http://localhost/lerntipps/1"
    assert statement["actor"]["account"]["name"] == found["person"]


def test_its_rights_hold_like_ours(found: dict[str, Any]) -> None:
    assert not found["navigation of visitors"]
    assert found["for visitors"] == 303


def test_its_translations_are_used(found: dict[str, Any]) -> None:
    english = found["english"]
    assert "Learning tips" in english
    assert "Lerntipps" not in english


def test_its_migrations_are_a_branch_of_their_own_that_goes_and_comes(upgraded: dict[str, str]) -> None:
    assert ready(upgraded) == {"status": "ok"}
    flask(upgraded, "db", "downgrade", "learning_tips@base")
    assert ready(upgraded) == MISSING
    flask(upgraded, "db", "upgrade", "heads")
    assert ready(upgraded) == {"status": "ok"}


def test_a_platform_that_was_there_before_is_brought_up_to_date(environment: dict[str, str]) -> None:
    before = {name: value for name, value in environment.items() if name != "PYTHONPATH"}
    flask(before, "db", "upgrade", "heads")
    assert ready(before) == {"status": "ok"}
    assert ready(environment) == MISSING
    flask(environment, "db", "upgrade", "heads")
    assert ready(environment) == {"status": "ok"}


def test_without_the_plugin_installed_nothing_of_it_is_there(environment: dict[str, str]) -> None:
    before = {name: value for name, value in environment.items() if name != "PYTHONPATH"}
    assert "lerntipps" not in flask(before, "routes")
    assert "/lerntipps/" in flask(environment, "routes")


def ready(environment: dict[str, str]) -> dict[str, str]:
    code = "import wsgi; print(wsgi.app.test_client().get('/readyz').get_data(as_text=True))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    answer: dict[str, str] = json.loads(done.stdout)
    return answer
