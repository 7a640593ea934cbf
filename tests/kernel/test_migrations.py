"""One linear history of migrations makes exactly the tables of the models, forwards and back, on both databases."""

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from lms.kernel.db import Model, db
from lms.kernel.health import heads_of, version_folders
from tests.databases import application
from tests.web.browser import all_rows

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def history() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def test_the_history_is_one_line_with_one_head() -> None:
    revisions = list(history().walk_revisions())
    assert revisions
    assert len(history().get_heads()) == 1
    assert len(history().get_bases()) == 1
    assert all(not isinstance(each.down_revision, tuple | list) for each in revisions)


def test_files_sort_by_time_and_tell_what_they_do() -> None:
    in_order = [Path(each.path).name for each in reversed(list(history().walk_revisions()))]
    assert in_order == sorted(in_order)
    assert all(re.fullmatch(r"\d{8}_\d{4}_[a-z0-9_]{8,}\.py", name) for name in in_order)


def test_the_probe_reads_the_same_heads_as_alembic() -> None:
    assert heads_of(MIGRATIONS / "versions") == set(history().get_heads())


def differences() -> list[object]:
    db.session.rollback()
    with db.engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), Model.metadata))


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


@pytest.mark.db
def test_the_migrations_make_what_the_models_say(app: Flask) -> None:
    assert differences() == []
    assert tables() == set(Model.metadata.tables)


@pytest.mark.db
def test_every_foreign_key_and_index_is_the_one_the_models_name(app: Flask) -> None:
    found = inspect(db.engine)
    for table in Model.metadata.sorted_tables:
        keys = {
            (tuple(key["constrained_columns"]), key["referred_table"]) for key in found.get_foreign_keys(table.name)
        }
        expected = {
            (tuple(column.name for column in key.columns), next(iter(key.elements)).column.table.name)
            for key in table.foreign_key_constraints
        }
        assert keys == expected, table.name
        indexes = {
            str(index["name"]) for index in found.get_indexes(table.name) if not index.get("duplicates_constraint")
        }
        assert indexes == {str(index.name) for index in table.indexes}, table.name


@pytest.mark.db
def test_up_down_and_up_again_works(app: Flask) -> None:
    db.session.rollback()
    assert version_folders()[0] == MIGRATIONS / "versions"
    downgrade(revision="base")
    assert tables() == set()
    upgrade(revision="heads")
    assert differences() == []


@pytest.mark.db
def test_migrating_a_filled_database_again_changes_nothing(stocked_app: Flask) -> None:
    before = all_rows()
    upgrade(revision="heads")
    assert all_rows() == before
    assert before["course"] > 0


@pytest.mark.db
def test_one_step_back_and_forth_keeps_what_older_tables_hold(stocked_app: Flask) -> None:
    revisions = [each.revision for each in history().walk_revisions()]
    db.session.rollback()
    if len(revisions) > 1:
        before = all_rows()
        # PostgreSQL changes no table that an open transaction still reads.
        db.session.rollback()
        downgrade(revision=revisions[1])
        upgrade(revision="heads")
        assert all_rows()["course"] == before["course"]
    assert differences() == []


@pytest.mark.db
def test_rebuilding_a_table_keeps_the_rows_that_point_to_it(stocked_app: Flask) -> None:
    before = all_rows()
    db.session.rollback()
    # The step after this one rebuilds check_framework on SQLite; everything in the check points to it.
    downgrade(revision="finished_offers")
    upgrade(revision="heads")
    assert all_rows() == before
    assert before["check_item"] > 0


@pytest.mark.db
def test_a_database_of_its_own_is_made_from_nothing_by_one_command(tmp_path: Path) -> None:
    app = application(tmp_path, f"sqlite:///{tmp_path / 'new.db'}")
    done = app.test_cli_runner().invoke(args=["db", "upgrade", "heads"])
    assert done.exit_code == 0, done.output
    with app.app_context():
        assert tables() == set(Model.metadata.tables)
        db.engine.dispose()
