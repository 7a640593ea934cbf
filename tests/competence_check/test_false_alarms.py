"""Where every task is fair, a calibration names one by chance in at most one of twenty towns."""

from math import sqrt

import numpy as np

from competence_check.calibration.estimating import Answered, Calibrated, Calibration, Known
from competence_check.calibration.fitting import ALPHA, differing
from competence_check.scoring.curves import GRID
from competence_check.scoring.response import Parameters

TOWNS, PEOPLE, TASKS, PER_PERSON = 60, 200, 24, 12


def a_task_is_named(seed: int, groups: int) -> bool:
    """Whether any is, in a town where nothing but what people can do decides about their answers."""
    chance = np.random.default_rng(seed)
    ability = chance.normal(0, 1, PEOPLE)
    difficulty = chance.normal(0, 0.9, TASKS)
    answers = [
        Answered(person, int(item), float(chance.random() < 1 / (1 + np.exp(difficulty[item] - ability[person]))))
        for person in range(PEOPLE)
        for item in chance.choice(TASKS, PER_PERSON, replace=False)
    ]
    # What the engine would know after some answers: the truth, with an error.
    seen = np.abs(GRID[None, :] - (ability + chance.normal(0, 0.3, PEOPLE))[:, None]).argmin(axis=1)
    people = {person: np.eye(len(GRID))[[at]] for person, at in enumerate(seen)}
    tasks = {item: Known("1.1", Parameters(float(value))) for item, value in enumerate(difficulty)}
    known = {item: Calibrated(task.expert, PEOPLE, 0.1) for item, task in tasks.items()}
    belongs = {person: str(chance.integers(groups)) for person in range(PEOPLE)}
    found = differing(Calibration(known, people, {"1.1": 0}), tasks, answers, belongs, 7)
    assert sum(len(rows) for rows in found.values()) == TASKS * groups
    return any(each.grade != "A" for rows in found.values() for each in rows)


def test_fair_tasks_are_named_in_at_most_one_of_twenty_towns_with_two_groups_or_four() -> None:
    for groups in (2, 4):
        named = sum(a_task_is_named(seed, groups) for seed in range(TOWNS)) / TOWNS
        assert named <= ALPHA + 2 * sqrt(ALPHA * (1 - ALPHA) / TOWNS), f"{named:.0%} of towns with {groups} groups"
