"""`flask accounts`: the first organisation, its units and people from the terminal."""

import re

import pytest
from click.testing import Result
from sqlalchemy import select

from lms.accounts.models import RoleAssignment, Unit
from lms.kernel.db import db
from tests.accounts.town import ADMIN, CITY, FIRM, Town, organisation, person, sign_in

pytestmark = pytest.mark.db


def run(town: Town, *words: str) -> Result:
    """Run `flask accounts …`."""
    return town.app.test_cli_runner().invoke(args=["accounts", *words])


def test_a_city_begins_with_three_commands(town: Town) -> None:
    assert run(town, "organisation", "neustadt", "Neustadt").exit_code == 0
    assert run(town, "unit", "neustadt", "10", "Hauptamt").exit_code == 0
    assert run(town, "unit", "neustadt", "10.1", "Personal", "--below", "10").exit_code == 0
    made = run(town, "person", "neustadt", "N-1", "Erste", "--role", "admin", "--role", "employee", "--unit", "10.1")
    assert made.exit_code == 0
    shown = re.fullmatch(r"N-1  ([a-z2-9-]{19})\n", made.output)
    assert shown
    browser = town.browser()
    assert sign_in(browser, "n-1", shown[1]).status_code == 303
    assert browser.get("/personen").status_code == 200
    with town.looking():
        units = {unit.code: unit for unit in db.session.scalars(select(Unit).where(Unit.code.startswith("10")))}
        assert units["10.1"].path == f"/{units['10'].id}/{units['10.1'].id}/"
        assert person("n-1").unit_id == units["10.1"].id
        assert organisation("neustadt").kind == "city"


def test_a_firm_is_created_with_its_kind(town: Town) -> None:
    assert run(town, "organisation", "druckerei", "Druckerei", "--kind", "firm").exit_code == 0
    with town.looking():
        assert organisation("druckerei").kind == "firm"


def test_somebody_without_a_role_is_an_employee(town: Town) -> None:
    assert run(town, "person", CITY, "n-1", "Neu").exit_code == 0
    with town.looking():
        query = select(RoleAssignment.role).where(RoleAssignment.person_id == person("n-1").id)
        assert db.session.scalars(query).all() == ["employee"]


@pytest.mark.parametrize(
    "words, sentence",
    [
        (("organisation", CITY, "Noch eine"), "Das Kürzel ist schon vergeben."),
        (("organisation", "Groß Stadt", "X"), "Das Kürzel darf nur Kleinbuchstaben, Ziffern und Bindestriche"),
        (("organisation", "x" * 61, "X"), "1 bis 60 Zeichen"),
        (("organisation", "neu", ""), "1 bis 200 Zeichen"),
        (("organisation", "neu", "X", "--kind", "verein"), "'verein' is not one of 'city', 'firm'"),
        (("unit", "gibt-es-nicht", "1", "X"), "There is no organisation 'gibt-es-nicht'. Create it with: flask"),
        (("unit", CITY, "A", "Noch eins"), "Mit diesem Kürzel gibt es schon eine Einheit."),
        (("unit", CITY, "B", "X", "--below", "Z"), "stadt has no unit 'Z'. Create it with: flask accounts unit"),
        (("unit", CITY, "x" * 31, "X"), "1 bis 30 Zeichen"),
        (("unit", CITY, "B", "x" * 201), "1 bis 200 Zeichen"),
        (("person", "gibt-es-nicht", "1", "X"), "There is no organisation 'gibt-es-nicht'"),
        (("person", CITY, ADMIN, "X"), "Mit dieser Anmeldung gibt es schon ein Konto."),
        (("person", FIRM, ADMIN.upper(), "X"), "Mit dieser Anmeldung gibt es schon ein Konto."),
        (("person", CITY, "  ", "X"), "1 bis 200 Zeichen"),
        (("person", CITY, "x" * 201, "X"), "1 bis 200 Zeichen"),
        (("person", CITY, "n-1", "  "), "1 bis 200 Zeichen"),
        (("person", CITY, "n-1", "X", "--unit", "Z"), "stadt has no unit 'Z'"),
        (("person", CITY, "n-1", "X", "--role", "adviser"), "'adviser' is not one of"),
        (("person", CITY, "n-1", "X", "--role", "kaiser"), "'kaiser' is not one of"),
        (("person",), "Missing argument 'ORGANISATION'"),
    ],
)
def test_a_mistake_is_answered_with_a_sentence_and_changes_nothing(
    town: Town, words: tuple[str, ...], sentence: str
) -> None:
    result = run(town, *words)
    assert result.exit_code != 0
    assert sentence in result.output
    assert "Traceback" not in result.output
    assert isinstance(result.exception, SystemExit)
