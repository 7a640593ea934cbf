"""A page with a task is cheap, and the range of tasks that the page names holds what then comes."""

from collections.abc import Iterator
from random import Random

import pytest
from flask import Flask

from competence_check import bank, minutes, queries, runs, services
from competence_check.asking import THRIFT
from competence_check.models import ItemKind
from competence_check.progress import progress_at
from competence_check.runs import Asked
from competence_check.services import drop_unanswered
from competence_check.simulation import SimulatedRun, Simulator
from lms.kernel.db import db, transaction
from tests.competence_check.conftest import House, answer_all, counted, next_question, unknown

pytestmark = pytest.mark.db

SEEDS, PEOPLE = (1, 2, 3), 6


def test_a_page_with_a_task_takes_few_queries(house: House) -> None:
    run = answer_all(house.person("1"), how=unknown, only=21 + 2)
    browser = house.browser("1")
    where = browser.get(f"/kompetenzcheck/{run.uid}/weiter").headers["Location"]
    with counted() as asking:
        page = browser.get(where)
    assert "Weiß ich nicht" in page.text
    assert len(asking) <= 12, asking


def questions_of(run: SimulatedRun, simulator: Simulator) -> list[Asked]:
    """The run as the pages know it."""
    ratings = {each.id: (ItemKind.SELF_RATING, "", each.competence, each.seconds) for each in simulator.ratings}
    known = ratings | {each.id: (ItemKind.TASK, "x", each.competence, each.seconds) for each in simulator.tasks}
    return [
        Asked(number, kind, format_name, code.partition(".")[0], code, False, seconds)
        for number in run.order
        for kind, format_name, code, seconds in [known[number]]
    ]


def told(run: SimulatedRun, simulator: Simulator) -> Iterator[bool]:
    """For every task of the run: whether the number of tasks from here on lay within what its page said."""
    asked = questions_of(run, simulator)
    for number in range(run.ratings + 1, len(asked) + 1):
        taken = {each.id: run.seconds[each.id] for each in asked[: number - 1]}
        answered = {each.area for each in asked[run.ratings : number - 1]}
        shown = progress_at(asked[:number], taken, number, clarify_from=0, missing=len(simulator.areas) - len(answered))
        assert shown.tasks is not None
        yield shown.tasks.least <= len(asked) - number + 1 <= shown.tasks.most


def test_the_range_of_tasks_on_the_page_holds_what_comes_nine_of_ten_times(stocked_app: Flask) -> None:
    framework = queries.framework_called()
    assert framework is not None
    questions = bank.self_ratings_in_use(framework.id), bank.tasks_in_use(framework.id)
    for seed in SEEDS:
        chance = Random(seed)
        simulator = Simulator(runs.areas_of(framework.id), *questions)
        held = [
            is_held
            for _person in range(PEOPLE)
            for is_held in told(simulator.run(chance.gauss(0, 1), chance), simulator)
        ]
        assert len(held) > 10 * PEOPLE
        assert sum(held) / len(held) >= 0.9, (seed, sum(held) / len(held))


def test_in_the_same_ten_minutes_more_tasks_are_asked_and_more_is_known_than_by_gain_alone(stocked_app: Flask) -> None:
    framework = queries.framework_called()
    assert framework is not None
    questions = bank.self_ratings_in_use(framework.id), bank.tasks_in_use(framework.id)
    areas = runs.areas_of(framework.id)
    alone, ours = (minutes.measure(Simulator(areas, *questions, thrift=thrift), 40) for thrift in (0.0, THRIFT))
    assert abs(ours.tasks[1] - alone.tasks[1]) < 0.5
    assert ours.count[1] >= alone.count[1] + 3
    assert ours.area_error < alone.area_error
    assert ours.open < alone.open
    assert ours.total[1] <= 15


def test_three_more_tasks_leave_nothing_open_about_the_least_certain_competence(stocked_app: Flask) -> None:
    framework = queries.framework_called()
    assert framework is not None
    questions = bank.self_ratings_in_use(framework.id), bank.tasks_in_use(framework.id)
    found = minutes.clearer(Simulator(runs.areas_of(framework.id), *questions), 20)
    assert found.after < found.before
    assert found.known >= 0.9
    assert found.minutes <= 3


def test_keeping_an_answer_and_choosing_the_next_task_takes_few_queries(house: House) -> None:
    person = house.person("1")
    run = answer_all(person, how=unknown, only=21 + 2)
    with transaction():
        run = runs.own_run(person.id, run.uid, for_update=True)
        number = next_question(run)
        assert number is not None
        item = runs.item_with_competence(number)
        before = len(run.item_order)
        answered = runs.answered_ids(run) | {number}
        with counted() as keeping:
            services.answer(run=run, item=item, version=item.version, response=unknown(item))
        assert len(run.item_order) == before + 1
        drop_unanswered(run)
        db.session.flush()
        with counted() as choosing:
            services.go_further(run, answered)
        assert len(run.item_order) == before + 1
    assert len(choosing) <= 8, choosing
    assert len(keeping) <= 11, keeping
