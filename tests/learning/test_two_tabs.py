"""Two tabs, two devices, a double click: what happens at the same moment happens once, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from lms.learning.models import CourseProgress, StepProgress
from tests.learning.learners import WAITING_ROOM, at_the_same_moment, finish, keys, said
from tests.web.browser import Browser, city, inhabitant, rows

pytestmark = pytest.mark.db


def test_opening_in_several_tabs_at_once_is_one_statement(stocked_app: Flask) -> None:
    person = inhabitant(city())
    tabs = [Browser(stocked_app, person) for _tab in range(4)]
    statuses = at_the_same_moment(stocked_app, *[lambda tab=tab: tab.post(f"{WAITING_ROOM}/geoeffnet") for tab in tabs])
    assert statuses == [204] * 4
    assert said() == ["experienced zoom/warteraum"]
    assert rows(CourseProgress) == 1


def test_opening_again_much_later_in_several_tabs_at_once_is_one_more_statement(stocked_app: Flask) -> None:
    person, nine = inhabitant(city()), datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    tabs = [Browser(stocked_app, person) for _tab in range(4)]
    tabs[0].post(f"{WAITING_ROOM}/geoeffnet", at=nine)
    later = nine + timedelta(hours=2)
    at_the_same_moment(stocked_app, *[lambda tab=tab: tab.post(f"{WAITING_ROOM}/geoeffnet", at=later) for tab in tabs])
    assert said() == ["experienced zoom/warteraum"] * 2


def test_finishing_a_step_in_several_tabs_at_once_counts_once(stocked_app: Flask) -> None:
    person = inhabitant(city())
    tabs = [Browser(stocked_app, person) for _tab in range(4)]
    statuses = at_the_same_moment(stocked_app, *[lambda tab=tab: tab.post(f"{WAITING_ROOM}/erledigt") for tab in tabs])
    assert statuses == [303] * 4
    assert said() == ["experienced zoom/warteraum", "completed zoom/warteraum"]
    assert rows(StepProgress) == 1


def test_the_last_step_in_several_tabs_at_once_completes_once(stocked_app: Flask) -> None:
    person, steps = inhabitant(city()), keys("zoom")
    finish(Browser(stocked_app, person), "zoom", *steps[:-1])
    tabs = [Browser(stocked_app, person) for _tab in range(4)]
    last = f"/kurse/zoom/{steps[-1]}/erledigt"
    assert at_the_same_moment(stocked_app, *[lambda tab=tab: tab.post(last) for tab in tabs]) == [303] * 4
    assert said().count("completed zoom") == 1


@pytest.mark.parametrize("_round", range(3))
def test_the_last_two_steps_in_two_tabs_at_once_complete_the_course(stocked_app: Flask, _round: int) -> None:
    person, steps = inhabitant(city()), keys("zoom")
    finish(Browser(stocked_app, person), "zoom", *steps[:-2])
    tabs = [(Browser(stocked_app, person), f"/kurse/zoom/{key}/erledigt") for key in steps[-2:]]
    statuses = at_the_same_moment(
        stocked_app, *[lambda tab=tab, address=address: tab.post(address) for tab, address in tabs]
    )
    assert statuses == [303] * 2
    assert rows(StepProgress) == len(steps)
    assert said().count("completed zoom") == 1


def test_taking_part_in_a_seminar_in_several_tabs_at_once_counts_once(stocked_app: Flask) -> None:
    person = inhabitant(city())
    tabs = [Browser(stocked_app, person) for _tab in range(4)]
    address = "/kurse/ki-im-buero/teilgenommen"
    assert at_the_same_moment(stocked_app, *[lambda tab=tab: tab.post(address) for tab in tabs]) == [303] * 4
    assert said() == ["completed ki-im-buero"]
