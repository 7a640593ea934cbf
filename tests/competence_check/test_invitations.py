"""Invitations to the check: whom they and their reminders reach, and that their numbers tell nothing about anybody."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from competence_check.teams import participation
from lms.accounts.models import Person
from lms.kernel.access import Role
from lms.kernel.db import db, transaction
from tests.competence_check.conftest import House
from tests.competence_check.teams import colleagues, give_result, invite

pytestmark = pytest.mark.db


def counts(house: House, browser: FlaskClient | None = None) -> dict[str, str]:
    """What HR reads of each invitation after a count."""
    with transaction():
        participation.count_running(house.organisation_id)
    page = (browser or house.browser("hr")).get("/kompetenzcheck/einladungen").text
    rows = re.findall(r"<tr.*?</tr>", page, re.S)[1:]
    cells = [re.findall(r"<t[hd][^>]*>\s*(.*?)\s*(?:<br>.*?)?</t[hd]>", row, re.S) for row in rows]
    return {row[0]: row[4] for row in cells}


def test_an_invitation_reaches_its_units_and_counts_without_names(house: House) -> None:
    people = [house.person("b0", 1), *colleagues(house, 1, 15)]
    house.person("c", 2)
    house.person("hr", role=Role.HR)
    invite(house, "Herbst", 1)
    assert "Herbst" in house.browser("b0").get("/").text
    assert "Herbst" not in house.browser("c").get("/").text
    give_result(people[0], 3.0, shared=False)
    assert "Herbst" not in house.browser("b0").get("/").text
    assert counts(house) == {"Herbst": "noch nicht gezählt, 16 eingeladen"}
    for person in people[1:7]:
        give_result(person, 3.0, shared=False)
    assert counts(house) == {"Herbst": "7 von 16"}


def test_whoever_watches_the_number_sees_nobody_come_leave_or_move(house: House) -> None:
    people = colleagues(house, 1, 21)
    house.person("hr", role=Role.HR)
    invite(house, "Herbst", 1)
    browser, told = house.browser("hr"), []
    for person in people:
        give_result(person, 3.0, shared=False)
        told.append(counts(house, browser)["Herbst"])
    assert list(dict.fromkeys(told)) == ["noch nicht gezählt, 21 eingeladen", "7 von 21", "14 von 21"]
    with transaction():
        db.session.execute(update(Person).where(Person.id == people[0].id).values(active=False))
        db.session.execute(update(Person).where(Person.id == people[1].id).values(unit_id=house.units[2]))
    assert counts(house) == {"Herbst": "14 von 21"}


def test_two_invitations_together_do_not_tell_who_of_the_few_between_them_took_part(house: House) -> None:
    people = [*colleagues(house, 1, 20), *colleagues(house, 2, 2)]
    house.person("hr", role=Role.HR)
    invite(house, "alle im Amt", 1, 2)
    invite(house, "nur B", 1)
    for person in [*people[:9], people[-1]]:
        give_result(person, 3.0, shared=False)
    # 10 − 9 would be the one in C.
    assert counts(house) == {"alle im Amt": "10 von 22", "nur B": "noch nicht gezählt, 20 eingeladen"}


def test_a_reminder_is_seen_by_those_who_have_not_taken_part_and_by_nobody_else(house: House) -> None:
    house.person("hr", role=Role.HR)
    takes_part, _waits, _elsewhere = house.person("b0", 1), house.person("b1", 1), house.person("c", 2)
    invite(house, "Herbst", 1)
    give_result(takes_part, 3.0, shared=False)
    assert "Erinnerung" not in house.browser("b1").get("/").text
    hr = house.browser("hr")
    found = re.search(r"/kompetenzcheck/einladungen/[^/\"]+/erinnern", hr.get("/kompetenzcheck/einladungen").text)
    assert found
    assert hr.post(found[0]).status_code == 303
    assert "Erinnert am" in hr.get("/kompetenzcheck/einladungen").text
    assert "Erinnerung: Einladung zum Kompetenzcheck" in house.browser("b1").get("/").text
    for other in ("b0", "c"):
        assert "Erinnerung" not in house.browser(other).get("/").text
