"""Which task a person gets: not one that too many had, and none they met within a year while there are others."""

from collections.abc import Collection
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select, update

from competence_check import bank, runs
from competence_check.asking import RULES, next_item
from competence_check.bank import BankRating, BankTask
from competence_check.models import Item, ItemUse, Run
from competence_check.scoring.engine import Scored
from competence_check.scoring.response import Parameters
from competence_check.simulation import Simulator
from competence_check.situation import Situation, areas_as_key
from lms.kernel import clock
from lms.kernel.db import db, transaction
from tests.competence_check.conftest import House, answer_all, unknown

AREAS = {"1": ["1.1", "1.2"], "2": ["2.1", "2.2"]}
CODES = [code for codes in AREAS.values() for code in codes]
BANDS = (-1.2, -0.2, 0.8, 1.6)
AREA_OF = {code: area for area, codes in AREAS.items() for code in codes}


def bank_of(of_each: int, seconds: float = 30.0) -> list[BankTask]:
    """So many tasks of every competence, spread over the bands."""
    return [
        BankTask(number, 1, code, Parameters(BANDS[number % 4] + number / 200), frozenset(), 0.0, seconds)
        for number, code in enumerate(CODES * of_each)
    ]


def asked_of(tasks: list[BankTask], met: Collection[int] = (), many: int = RULES.most) -> list[int]:
    """The tasks that somebody is asked who met some before and always answers wrongly, in their order."""
    by_id = {task.id: task for task in tasks}
    order: list[int] = []
    while len(order) < many:
        answers = [Scored(by_id[each].competence, by_id[each].parameters, 0.0) for each in order]
        chosen = next_item(Situation(areas_as_key(AREAS), answers, {}, order, met, seed="immer"), tasks)
        if chosen is None:
            break
        order.append(chosen)
    return order


def test_no_task_is_asked_of_more_people_than_the_cap_allows() -> None:
    ratings = [BankRating(1000 + number, code, 8.0) for number, code in enumerate(CODES)]
    simulator, chance = Simulator(AREAS, ratings, bank_of(16)), Random(3)
    people = 60
    for _person in range(people):
        simulator.run(chance.gauss(0, 1), chance)
    # Whoever was on the way when a task reached the cap is one more.
    assert max(simulator.asked.values()) <= RULES.cap * people + 1
    assert sum(simulator.asked.values()) > 10 * people


def test_a_task_at_the_cap_is_asked_again_only_where_its_area_would_stay_empty() -> None:
    tasks = bank_of(2)
    first = asked_of(tasks, many=1)[0]
    crowded = [
        task if task.id != first else BankTask(task.id, 1, task.competence, task.parameters, frozenset(), 0.4, 30.0)
        for task in tasks
    ]
    assert asked_of(crowded, many=1)[0] != first
    assert first == asked_of(crowded)[-1]


@pytest.mark.parametrize("left", [0, 1, 3, 8])
def test_while_there_are_new_tasks_an_old_one_comes_only_first_in_an_area_without_any(left: int) -> None:
    tasks = bank_of(4)
    of_first = [task.id for task in tasks if AREA_OF[task.competence] == "1"]
    met = set(of_first[left:])
    order = asked_of(tasks, met)
    old = [number for number, each in enumerate(order) if each in met]
    new = [number for number, each in enumerate(order) if each not in met]
    assert len(new) == len(tasks) - len(met)
    early = [number for number in old if number < new[-1]]
    assert len(early) == (0 if left else 1)
    assert len(order) == len(set(order)) == len(tasks)


def test_a_person_who_met_the_whole_bank_is_asked_all_the_same() -> None:
    tasks = bank_of(4)
    order = asked_of(tasks, met={task.id for task in tasks})
    assert len(order) == len(tasks)


@pytest.mark.db
def test_what_was_met_counts_for_a_year(house: House) -> None:
    person = house.person("1")
    run = answer_all(person, only=25)
    year_ago = clock.now() - runs.FRESH_AGAIN
    assert runs.items_met_since(person.id, year_ago) == set(run.item_order)
    for days, is_kept in ((-1, False), (1, True)):
        then = year_ago + timedelta(days=days)
        with transaction():
            db.session.execute(update(Run).where(Run.id == run.id).values(started_at=then, finished_at=then))
        assert bool(runs.items_met_since(person.id, year_ago)) is is_kept


@pytest.mark.db
def test_tasks_that_many_runs_asked_are_not_asked_of_the_next_person(house: House) -> None:
    first = answer_all(house.person("1"), how=unknown, only=31)
    asked = first.item_order[21:31]
    with transaction():
        db.session.execute(update(ItemUse).where(ItemUse.item_id.in_(asked)).values(asked=bank.FEWEST_RUNS))
    in_use = {task.id: task.share for task in bank.tasks_in_use(first.framework_id)}
    assert all(in_use[number] >= RULES.cap for number in asked)
    second = answer_all(house.person("2"), how=unknown, only=31)
    assert not set(asked) & set(second.item_order)
    assert len(db.session.scalars(select(Item).where(Item.id.in_(second.item_order))).all()) == len(second.item_order)
