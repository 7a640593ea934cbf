"""What HR reads from one date to the next: how far a gap has closed."""

import re
from datetime import UTC, datetime

import pytest

from lms.accounts.models import Person
from lms.kernel import clock
from lms.kernel.access import Role
from tests.competence_check.conftest import House
from tests.competence_check.teams import colleagues, give_result

pytestmark = pytest.mark.db


def freeze(house: House, people: list[Person], month: int, level: float) -> None:
    """All take the check with this result, and HR freezes the figures."""
    with clock.at(datetime(2026, month, 20, tzinfo=UTC)):
        for person in people:
            give_result(person, level)
        assert house.browser("hr").post("/kompetenzcheck/team/stand").status_code == 303


def changes(house: House, asked: str = "") -> set[str]:
    """The sentences about changes in the table."""
    with clock.at(datetime(2026, 11, 21, tzinfo=UTC)):
        page = house.browser("hr").get(f"/kompetenzcheck/team?profil=case-work{asked}").text
    return set(re.findall(r"Lücke (?:um [\d,]+ (?:kleiner|größer)|unverändert)", page))


def test_the_change_of_a_gap_since_the_date_before_is_said_in_steps(house: House) -> None:
    house.person("hr", role=Role.HR)
    people = colleagues(house, 1, 14)
    freeze(house, people, 3, 0.5)
    assert changes(house) == set()
    freeze(house, people, 6, 1.0)
    assert changes(house) == {"Lücke um 0,5 kleiner"}
    freeze(house, people, 9, 1.0)
    assert changes(house) == {"Lücke unverändert"}
    assert changes(house, "&vergleich=keiner") == set()
