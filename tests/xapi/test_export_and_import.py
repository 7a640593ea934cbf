"""Statements out of the store and back."""

import csv
import gzip
import hashlib
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path
from uuid import uuid4

import orjson
import pytest
from click.testing import Result
from flask import Flask

from lms.kernel.db import db
from lms.kernel.tenancy import Organisation
from lms.xapi.csv_columns import COLUMNS
from lms.xapi.models import Statement
from tests.xapi import samples
from tests.xapi.lrs import Elsewhere, Lrs
from tests.xapi.test_attachments import attachment, in_parts, post

pytestmark = pytest.mark.db

HERE = ("--organisation", "stadt")


def run(app: Flask, *arguments: str) -> Result:
    result = app.test_cli_runner().invoke(args=["xapi", *arguments])
    db.session.rollback()
    return result


def run_there(store: Elsewhere, *arguments: str) -> Result:
    """Run in a thread, apart from the application of the test."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(store.app.test_cli_runner().invoke, args=["xapi", *arguments]).result()


def ids_in(text: str) -> list[str]:
    return [orjson.loads(line)["id"] for line in text.splitlines()]


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff")), delimiter=";"))


@pytest.fixture
def full(lrs: Lrs) -> list[str]:
    """A bit of everything, stored."""
    names = lrs.store(
        samples.small(),
        samples.about_a_plan(),
        {**samples.full(), "attachments": []},
        samples.small(actor=samples.BEN, verb={"id": "urn:other"}),
    )
    return [*names, *lrs.store(samples.voiding(names[0]))]


def test_what_is_exported_can_be_imported_elsewhere_and_is_then_exported_the_same(
    app: Flask, full: list[str], elsewhere: Elsewhere, tmp_path: Path
) -> None:
    before = run(app, "export", *HERE).stdout
    assert ids_in(before) == full
    file = tmp_path / "export.ndjson.gz"
    file.write_bytes(gzip.compress(before.encode()))
    there = ("--organisation", "land")
    first = run_there(elsewhere, "import", str(file), *there, "--batch", "2")
    assert first.exit_code == 0, first.output
    assert "5 statements imported, 0 were here already" in first.output
    again = run_there(elsewhere, "import", str(file), *there)
    assert "0 statements imported, 5 were here already" in again.output
    after = run_there(elsewhere, "export", *there)
    assert after.stdout == before
    assert full[0] not in elsewhere.ids()
    assert set(elsewhere.ids()) == set(full[1:])


@pytest.mark.parametrize("form", [(), ("--csv",)])
def test_an_export_that_was_cut_off_goes_on_where_it_stopped(
    app: Flask, lrs: Lrs, full: list[str], tmp_path: Path, form: tuple[str, ...]
) -> None:
    lrs.store(samples.small(result={"response": 'Zeile 1\r\n"Zeile 2"\n'}), samples.small())
    file = tmp_path / "export"
    run(app, "export", *HERE, *form, "--output", str(file))
    whole = file.read_bytes()
    for cut in (0, 1, 40, len(whole) // 3, len(whole) - 700, len(whole) - 1, len(whole)):
        file.write_bytes(whole[:cut])
        result = run(app, "export", *HERE, *form, "--resume", str(file))
        assert result.exit_code == 0, result.output
        assert file.read_bytes() == whole, cut
    (late,) = lrs.store(samples.small())
    run(app, "export", *HERE, *form, "--resume", str(file))
    assert file.read_bytes().startswith(whole)
    assert late.encode() in file.read_bytes()[len(whole) :]


def test_the_id_of_the_last_statement_is_the_token_to_go_on(app: Flask, full: list[str]) -> None:
    assert ids_in(run(app, "export", *HERE, "--after", full[1]).stdout) == full[2:]
    for arguments, sentence in (
        (("--after", full[0]), "name it with --organisation"),
        ((*HERE, "--after", str(uuid4())), "There is no statement"),
        ((*HERE, "--resume", __file__), "is no statement of an export"),
        ((*HERE, "--agent", "{"), "kein JSON"),
    ):
        result = run(app, "export", *arguments)
        assert result.exit_code != 0
        assert sentence in result.output


def test_an_export_has_what_was_asked_for(app: Flask, lrs: Lrs, full: list[str]) -> None:
    def found(*options: str) -> list[str]:
        return ids_in(run(app, "export", *HERE, *options).stdout)

    assert found("--agent", "ben@example.org") == [full[1], full[2], full[3]]
    assert found("--agent", "account https://city.example ada") == [full[0], full[1], full[2], full[4]]
    assert found("--verb", "urn:other", "--agent", "mailto:ben@example.org") == [full[3]]
    assert found("--activity", samples.COURSE["id"]) == [full[1], full[2]]
    assert found("--registration", "EC531277-b57b-4c15-8d91-d292c5b2b8f7") == [full[2]]
    assert found("--activity", "/kurse/zoom") == []


def test_a_cell_never_becomes_a_formula_and_every_column_is_documented(app: Flask, lrs: Lrs) -> None:
    name = '=HYPERLINK("https://evil.example";"x")'
    (id,) = lrs.store(
        samples.small(
            actor={**samples.ADA, "name": "@SUM(1)"},
            object={"id": "urn:a", "definition": {"name": {"de": name}}},
            result={"response": "+1+2", "score": {"scaled": -0.5}, "duration": "PT1M30S", "success": False},
        )
    )
    (row,) = table(run(app, "export", *HERE, "--csv").stdout)
    assert row["id"] == id
    assert (row["actor_name"], row["object_name"], row["response"]) == ("'@SUM(1)", f"'{name}", "'+1+2")
    assert (row["score_scaled"], row["duration_seconds"], row["success"]) == ("-0.5", "90.0", "false")
    document = (Path(__file__).parents[2] / "docs/learning-records.md").read_text(encoding="utf-8")
    assert [column for column in COLUMNS if f"`{column}`" not in document] == []


def test_a_faulty_file_says_line_and_property_and_stores_nothing(
    app: Flask, organisation: Organisation, tmp_path: Path
) -> None:
    file = tmp_path / "wrong.ndjson"
    right = orjson.dumps(samples.small(id=str(uuid4()))).decode()
    file.write_text(
        "\n".join(
            [
                right,
                "",
                "{",
                right.replace('"id":"http', '"id":"no iri http'),
                '{"id": 1}',
                "[]",
                orjson.dumps(samples.small()).decode(),
            ]
        ),
        encoding="utf-8",
    )
    result = run(app, "import", str(file), *HERE)
    assert result.exit_code == 1
    for said in (
        "line 3, the whole line: is no JSON",
        "line 4, verb.id:",
        "line 5, id:",
        "line 6, the whole line:",
        "line 7, id: is missing",
        "nothing was imported",
    ):
        assert said in result.output
    assert db.session.query(Statement).count() == 0
    file.write_bytes(gzip.compress(right.encode())[:-9])
    assert "cut off" in run(app, "import", str(file), *HERE).output


def test_a_conflict_is_told_by_line_and_the_rest_is_imported(app: Flask, lrs: Lrs, tmp_path: Path) -> None:
    (there,) = lrs.store(samples.small())
    new = str(uuid4())
    lines = [samples.small(id=there, verb={"id": "urn:other"}), samples.small(id=new), samples.small(id=new)]
    file = tmp_path / "mixed.ndjson"
    file.write_bytes(b"\n".join(map(orjson.dumps, lines)))
    assert "can be imported" in run(app, "import", str(file), *HERE, "--check").output
    result = run(app, "import", str(file), *HERE)
    assert result.exit_code == 1
    assert f"line 1, id: {there} says something else" in result.output
    assert "1 statements imported, 1 were here already, 1 in conflict" in result.output
    assert set(lrs.ids()) == {there, new}
    found = lrs.get(statementId=new).get_json()
    assert found["authority"]["account"]["name"] == "lernlotse"


def test_attachments_travel_in_a_folder_beside_the_file(app: Flask, lrs: Lrs, lrs_of_firm: Lrs, tmp_path: Path) -> None:
    data = b"Urkunde"
    sha2 = hashlib.sha256(data).hexdigest()
    assert post(lrs, in_parts(samples.small(attachments=[attachment(data)]), data)).status_code == 200
    file, folder = tmp_path / "a.ndjson", tmp_path / "data"
    run(app, "export", *HERE, "--output", str(file), "--attachments", str(folder))
    assert (folder / sha2).read_bytes() == data
    firm = ("--organisation", "betrieb")
    assert "attachments[0]: has no fileUrl" in run(app, "import", str(file), *firm).output
    assert run(app, "import", str(file), *firm, "--attachments", str(folder)).exit_code == 0
    assert data in lrs_of_firm.get(attachments="true").data
