"""People with results, and invitations, for the figures of teams."""

from datetime import timedelta

from competence_check import queries
from competence_check.levels import DEFAULT_FRAMEWORK
from competence_check.models import Estimate, Run, RunState, Scope
from lms.accounts.models import Person
from lms.accounts.services import create_person
from lms.kernel import clock
from lms.kernel.db import db, transaction
from tests.competence_check.conftest import House, once_of


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


def colleagues(house: House, unit: int, count: int) -> list[Person]:
    """People who need not sign in."""
    with transaction():
        return [
            create_person(
                organisation_id=house.organisation_id,
                login=f"{unit}.{number}",
                name="Kim Beispiel",
                unit_id=house.units[unit],
            )
            for number in range(count)
        ]


def invite(house: House, name: str, *units: int) -> None:
    browser = house.browser("hr")
    data = {"once": once_of(browser.get("/kompetenzcheck/einladungen")), "name": name, "framework": DEFAULT_FRAMEWORK}
    data["ends_on"] = (clock.today() + timedelta(days=9)).isoformat()
    assert browser.post("/kompetenzcheck/einladungen", data={**data, "ends_on": "2020-01-01"}).status_code == 422
    chosen = [str(house.units[unit]) for unit in units]
    assert browser.post("/kompetenzcheck/einladungen", data={**data, "units": chosen}).status_code == 303
