"""The commands `flask xapi …`."""

from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from click.testing import Result
from flask import Flask

from lms.kernel import clock
from lms.kernel.tenancy import Organisation
from tests.xapi import samples
from tests.xapi.lrs import Elsewhere, Lrs

pytestmark = pytest.mark.db


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["xapi", *arguments])


def lines(result: Result) -> list[str]:
    return [orjson.loads(line)["id"] for line in result.stdout.splitlines()]


def test_a_credential_from_the_terminal_opens_the_store(app: Flask, organisation: Organisation) -> None:
    arguments = ["credential", "Moodle", "--organisation", organisation.slug, "--scope", "statements/write"]
    result = run(app, *arguments, "--expires", "2999-01-01")
    assert result.exit_code == 0
    key, secret = (line.split()[-1] for line in result.stdout.splitlines())
    assert Lrs(app.test_client(), key, secret).post(samples.small()).status_code == 200


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["credential", "x", "--organisation", "mond", "--scope", "all"], "There is no organisation 'mond'"),
        (["credential", "x", "--organisation", "stadt", "--scope", "root"], "root"),
        (["credential", "x", "--organisation", "stadt", "--scope", "all", "--expires", "gestern"], "no date"),
        (["credential", "x", "--organisation", "stadt", "--scope", "all", "--expires", "2001-01-01"], "Zukunft"),
        (["target", "add", "x", "ftp://x", "--organisation", "stadt", "--key", "k", "--secret", "s"], "https://"),
        (["target", "remove", "x", "--organisation", "stadt"], "no target 'x'"),
        (["replay", "x", "--organisation", "stadt"], "no target 'x'"),
        (["export", "--organisation", "mond"], "There are: stadt"),
        (["export", "--output", "/proc/nothing/x"], "failed"),
        (["import", __file__, "--organisation", "mond"], "no organisation"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(
    app: Flask, organisation: Organisation, arguments: list[str], sentence: str
) -> None:
    result = run(app, *arguments)
    assert result.exit_code != 0
    assert sentence in result.output
    assert "Traceback" not in result.output


def test_the_export_has_what_was_asked_for_oldest_first(app: Flask, lrs: Lrs, lrs_of_firm: Lrs, tmp_path: Path) -> None:
    names = []
    for month in (1, 2, 3):
        with clock.at(datetime(2026, month, 1, 12, tzinfo=UTC)):
            names += lrs.store(samples.small())
    (other,) = lrs.store(samples.small(verb={"id": "urn:other"}))
    (theirs,) = lrs_of_firm.store(samples.small())
    assert lines(run(app, "export")) == [*names, other, theirs]
    assert lines(run(app, "export", "--organisation", "stadt", "--verb", samples.COMPLETED)) == names
    assert lines(run(app, "export", "--since", "2026-01-15", "--until", "2026-02-15T00:00:00Z")) == names[1:2]
    file = tmp_path / "export.ndjson"
    result = run(app, "export", "--output", str(file))
    assert (result.exit_code, result.stdout) == (0, "")
    assert len(file.read_bytes().splitlines()) == 5


def test_more_than_one_page_is_exported(app: Flask, lrs: Lrs) -> None:
    names = lrs.store(*(samples.small() for _ in range(1001)))
    assert lines(run(app, "export")) == names


def test_targets_are_added_served_listed_and_removed(
    app: Flask, lrs: Lrs, elsewhere: Elsewhere, organisation: Organisation
) -> None:
    lrs.store(samples.small())
    where = ["--organisation", organisation.slug]
    access = ["--key", elsewhere.key, "--secret", elsewhere.secret]
    assert run(app, "target", "add", "Land", elsewhere.endpoint, *where, *access, "--past").exit_code == 0
    assert "nicht erreichbar" in run(app, "target", "test", "Land", *where).output
    assert "gibt es schon" in run(app, "target", "add", "Land", elsewhere.endpoint, *where, *access).output
    elsewhere.start()
    assert "takes our statements" in run(app, "target", "test", "Land", *where).output
    assert "past 1" in run(app, "target", "list").output
    assert "1 statements delivered" in run(app, "forward").output
    assert "delivered 1" in run(app, "target", "list").output
    assert "0 statements are due again" in run(app, "replay", "Land", *where).output
    assert run(app, "target", "remove", "Land", *where).exit_code == 0
    assert run(app, "target", "list").output == ""
