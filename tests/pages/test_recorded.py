"""The page for the staff council says what is stored about people, and the tables agree with it."""

import pytest
from flask import Flask

from lms.kernel.db import Model
from lms.kernel.plugin import platform

pytestmark = pytest.mark.db

# What points to people without a foreign key: by an opaque identifier, or by what people typed.
ALSO_ABOUT_PEOPLE = {
    "attempt_window", "barrier_report", "check_snapshot_member", "check_team_snapshot", "roadmap_gain_counted",
    "roadmap_group_counted", "roadmap_group_result", "statement", "statement_relation", "submission", "xapi_document",
}  # fmt: skip


def about_people() -> set[str]:
    """Every table from which foreign keys lead to a person, and the others above."""
    tables = Model.metadata.tables
    found = {"person"}
    while (
        more := {
            name
            for name, table in tables.items()
            if any(key.column.table.name in found for column in table.columns for key in column.foreign_keys)
        }
        - found
    ):
        found |= more
    return found | (ALSO_ABOUT_PEOPLE & set(tables))


def test_every_table_about_people_is_on_the_page_with_all_its_columns(app: Flask) -> None:
    told = {
        table: set(columns.split())
        for plugin in platform().plugins
        for record in plugin.personal
        for table, columns in record.tables.items()
    }
    stored = {
        name: {column.name for column in Model.metadata.tables[name].columns} - {"id", "seq"} for name in about_people()
    }
    missing = {name: sorted(columns) for name, columns in stored.items() if name not in told}
    assert not missing, f"say in the feature's personal.py what these tables store about people: {missing}"
    assert set(told) - set(stored) == set(), "these tables are gone; take them out of the feature's personal.py"
    for name, columns in stored.items():
        assert told[name] - {"id", "seq"} == columns, f"{name}: read the sentences again, then name the columns"


def test_anybody_can_read_the_page(app: Flask) -> None:
    page = app.test_client().get("/datenschutz/gespeichert")
    assert page.status_code == 200
    assert "Für alle Beschäftigten und für den Personalrat" in page.text
    for word in ("check_answer", "Nur Sie, solange Sie es nicht selbst teilen"):
        assert word in page.text
    assert page.text.index("Name, Anmeldename") < page.text.index("Nur Sie, solange") < page.text.index("Doppelklick")
