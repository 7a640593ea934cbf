"""Team figures: from shared results only, rolled up over units, never about few people, never of another house."""

import re

import pytest
from flask import Flask
from sqlalchemy import select, update

from competence_check import queries, team
from competence_check.heatmap import Column, Row, rows_of
from competence_check.models import Estimate, Run, RunState, Scope
from lms.accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD
from lms.accounts.models import Person
from lms.accounts.queries import units_of
from lms.kernel import clock
from lms.kernel.access import Role
from lms.kernel.db import db, transaction
from tests.competence_check.conftest import House, counted

pytestmark = pytest.mark.db


def give_result(person: Person, level: float, *, shared: bool = True) -> Run:
    """A finished run with the same level everywhere."""
    framework = queries.framework_called()
    assert framework is not None
    run = Run(
        person_id=person.id,
        organisation_id=person.organisation_id,
        framework_id=framework.id,
        item_order=[],
        state=RunState.FINISHED.value,
        finished_at=clock.now(),
        shared_at=clock.now() if shared else None,
    )
    with transaction():
        db.session.add(run)
        db.session.flush()
        for name in queries.competences():
            values = {"theta": 0.0, "se": 0.5, "level": level, "low": 0.0, "high": 8.0, "tasks": 3}
            db.session.add(Estimate(run_id=run.id, scope=Scope.COMPETENCE.value, code=name.id, **values))
    return run


def staff(house: House, unit: int, count: int, level: float, start: int = 0) -> list[Person]:
    people = [house.person(f"{unit}-{number}", unit) for number in range(start, start + count)]
    for person in people:
        give_result(person, level)
    return people


def rows(house: House) -> dict[str, Row]:
    profile = queries.target_profile("case-work")
    figures = team.rolled_up("Stadt", units_of(house.organisation_id), team.shared_sums(house.organisation_id, profile))
    columns = [Column(code, {}, [code]) for code in profile.targets]
    return {row.unit.name: row for row in rows_of(figures, columns, profile, 7)}


def test_figures_are_means_over_people_and_units_count_everybody_below(house: House) -> None:
    staff(house, 1, 7, 2.0)
    staff(house, 2, 7, 4.0)
    found = rows(house)
    assert [found[name].people for name in ("Stadt", "Amt", "Abteilung B", "Abteilung C")] == [14, 14, 7, 7]
    cells = found["Amt"].cells
    assert cells is not None
    assert all(cell is not None and cell.level == pytest.approx(3.0) for cell in cells)
    profile = queries.target_profile("case-work")
    for cell, target in zip(cells, profile.targets.values(), strict=True):
        assert cell is not None
        assert cell.gap == pytest.approx((max(0, target.level - 2) + max(0, target.level - 4)) / 2)


def test_a_small_unit_is_hidden_together_with_what_would_give_it_away(house: House) -> None:
    staff(house, 1, 7, 2.0)
    staff(house, 2, 1, 8.0)
    found = rows(house)
    assert found["Abteilung C"].cells is None
    assert found["Abteilung B"].cells is None
    assert found["Amt"].people == 8


def test_only_the_latest_result_counts_and_only_if_it_is_shared(house: House) -> None:
    people = staff(house, 1, 8, 2.0)
    assert rows(house)["Abteilung B"].people == 8
    give_result(people[0], 8.0, shared=False)
    assert rows(house)["Abteilung B"].people == 7
    with transaction():
        db.session.execute(update(Person).where(Person.id == people[1].id).values(active=False))
    assert rows(house)["Abteilung B"].cells is None


def test_hr_sees_the_table_and_others_do_not(house: House) -> None:
    staff(house, 1, 9, 2.0)
    staff(house, 2, 2, 8.0)
    house.person("hr", role=Role.HR)
    house.person("chef", role=Role.MANAGER)
    page = house.browser("hr").get("/kompetenzcheck/team?profil=case-work&bereich=2").text
    assert "Diese Zahlen stammen von 11 Personen" in page
    assert page.count("zu wenige Personen") == 2
    assert re.search(r"Stufe [\d,]+, Ziel \d", page)
    assert house.browser("chef").get("/kompetenzcheck/team").status_code == 403


def test_nothing_of_a_person_can_be_asked_for_by_address(house: House) -> None:
    staff(house, 1, 9, 2.0)
    house.person("hr", role=Role.HR)
    browser = house.browser("hr")
    for query in ("profil=%00", "profil=gibt-es-nicht", "bereich=99", "bereich[]=1&profil=" + "x" * 5000):
        assert browser.get(f"/kompetenzcheck/team?{query}").status_code == 200


def test_the_demo_city_has_results_and_its_team_view_needs_few_queries(city: Flask) -> None:

    for account in DEMO_ACCOUNTS:
        person = db.session.scalars(select(Person).where(Person.login == account.login)).one()
        levels = queries.latest_levels(person.id)
        assert levels is not None
        assert len(levels.levels) == 21
    browser = city.test_client()
    browser.post("/anmelden", data={"login": "personal", "password": DEMO_PASSWORD})
    with counted() as statements:
        page = browser.get("/kompetenzcheck/team")
    assert page.status_code == 200
    assert len(statements) <= 12
    assert "Personen" in page.text
