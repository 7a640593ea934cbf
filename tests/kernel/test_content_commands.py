"""`flask content`: faults are named with file, line and field; loading is all or nothing and says what changed."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from lms.catalogue.models import Course, Step
from lms.content_commands import content as commands
from lms.kernel.content_state import ContentState, content_revision
from lms.kernel.db import db
from lms.pages.models import InfoPage
from tests.catalogue.small_content import COURSE, replace, small_content, write_course
from tests.conftest import nothing
from tests.databases import Templates
from tests.web.browser import all_rows

pytestmark = pytest.mark.db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A content folder that the test may change."""
    return small_content(tmp_path)


def run(app: Flask, command: str, folder: Path) -> Result:
    db.session.rollback()
    return app.test_cli_runner().invoke(commands, [command, "--folder", str(folder)])


def load(app: Flask, folder: Path) -> str:
    done = run(app, "load", folder)
    assert done.exit_code == 0, done.output
    db.session.rollback()
    return str(done.output)


def stored(key: Any, value: Any) -> dict[str, Any]:
    """The values of one column by those of another."""
    return {row[0]: row[1] for row in db.session.execute(select(key, value))}


def break_course(folder: Path) -> None:
    replace(folder / "courses/besprechung/course.toml", "minutes = 3", "minutes = 'drei'")


def test_checking_sound_content_says_how_much_there_is(app: Flask, folder: Path) -> None:
    done = run(app, "check", folder)
    assert done.exit_code == 0
    assert "No faults:" in done.output
    assert "2 courses" in done.output


def test_checking_stores_nothing(app: Flask, folder: Path) -> None:
    before = all_rows()
    run(app, "check", folder)
    assert all_rows() == before


def test_checking_names_file_line_and_field_of_every_fault(app: Flask, folder: Path) -> None:
    break_course(folder)
    (folder / "pages/hilfe.en.md").write_text("ohne Kopf", encoding="utf-8")
    (folder / "courses/besprechung/steps/eins.de.md").unlink()
    done = run(app, "check", folder)
    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        "content/courses/besprechung/course.toml:25: steps.1.minutes: must be a whole number from 1 to 60",
        "content/courses/besprechung/steps/eins.de.md:1: the file is missing",
        "content/pages/hilfe.en.md:1: must begin with front matter between two lines +++",
        "Error: 3 faults. Nothing was loaded.",
    ]


def test_a_folder_that_is_not_there_is_said(app: Flask, tmp_path: Path) -> None:
    done = run(app, "load", tmp_path / "nowhere")
    assert done.exit_code == 2
    assert "does not exist" in done.output


def test_loading_says_what_was_added(app: Flask, folder: Path) -> None:
    said = load(app, folder)
    assert "courses: added besprechung, gut-besprechen\n" in said
    assert "pages: added barrierefreiheit, datenschutz, hilfe, impressum\n" in said


def test_loading_twice_changes_nothing(app: Flask, folder: Path) -> None:
    load(app, folder)
    before, revision = all_rows(), content_revision("courses")
    said = load(app, folder)
    assert all_rows() == before
    assert content_revision("courses") == revision
    assert all(line.endswith(": unchanged") for line in said.splitlines())


def test_loading_says_what_changed_and_what_was_removed(app: Flask, folder: Path) -> None:
    load(app, folder)
    revision = content_revision("courses")
    replace(folder / "courses/besprechung/steps/eins.de.md", "Klicken", "Drücken")
    write_course(folder, "neu", COURSE, steps=("eins", "zwei"))
    (folder / "courses/gut-besprechen/course.toml").unlink()
    said = load(app, folder)
    assert "courses: added neu\ncourses: changed besprechung\ncourses: removed gut-besprechen\n" in said
    assert "pages: unchanged" in said
    assert content_revision("courses") != revision


def test_broken_content_loads_nothing_at_all(app: Flask, folder: Path) -> None:
    load(app, folder)
    before = all_rows()
    write_course(folder, "neu", COURSE, steps=("eins", "zwei"))
    replace(folder / "pages/hilfe.de.md", "title", "titel")
    done = run(app, "load", folder)
    assert done.exit_code == 1
    assert "Nothing was loaded." in done.output
    assert all_rows() == before


def test_a_failure_while_loading_leaves_everything_as_it_was(
    app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(app, folder)
    before = all_rows()
    write_course(folder, "neu", COURSE, steps=("eins", "zwei"))
    write_course(folder, "besprechung", COURSE.replace("Den Bildschirm", "Einen Bildschirm"), steps=("eins", "zwei"))
    # Pages are loaded after courses; let them fail for want of a table.
    db.session.rollback()
    InfoPage.__table__.drop(db.engine)  # type: ignore[attr-defined]
    done = run(app, "load", folder)
    assert done.exit_code == 1
    InfoPage.__table__.create(db.engine)  # type: ignore[attr-defined]
    assert {**all_rows(), "info_page": 0} == {**before, "info_page": 0}
    assert db.session.scalars(select(Step.title).where(Step.key == "zwei")).one()["de"] == "Den Bildschirm zeigen"


def test_a_course_that_is_gone_is_retired_and_comes_back(app: Flask, folder: Path) -> None:
    load(app, folder)
    numbers = stored(Course.slug, Course.id)
    hidden = folder / "besprechung"
    replace(folder / "courses/gut-besprechen/course.toml", '["besprechung"]', "[]")
    (folder / "courses/besprechung").rename(hidden)
    assert "courses: removed besprechung" in load(app, folder)
    assert db.session.scalars(select(Course.retired).where(Course.slug == "besprechung")).one()
    assert "removed" not in load(app, folder)
    hidden.rename(folder / "courses/besprechung")
    assert "courses: changed besprechung" in load(app, folder)
    assert not db.session.scalars(select(Course.retired).where(Course.slug == "besprechung")).one()
    assert stored(Course.slug, Course.id) == numbers


def test_a_step_that_is_gone_keeps_its_place_in_peoples_records(app: Flask, folder: Path) -> None:
    load(app, folder)
    write_course(folder, "besprechung", COURSE[: COURSE.rindex("[[steps]]")])
    load(app, folder)
    retired = stored(Step.key, Step.retired)
    assert retired == {"eins": False, "zwei": True}


def test_the_content_of_an_installation_may_lie_anywhere(templates: Templates, folder: Path) -> None:
    with templates.copy("empty", nothing, LERNLOTSE_CONTENT=folder) as app, app.app_context():
        done = app.test_cli_runner().invoke(commands, ["load"])
        assert done.exit_code == 0, done.output
        db.session.rollback()
        assert set(db.session.scalars(select(Course.slug))) == {"besprechung", "gut-besprechen"}


def test_every_kind_that_was_loaded_has_a_revision(stocked_app: Flask) -> None:
    assert set(db.session.scalars(select(ContentState.kind))) >= {"courses", "pages"}
