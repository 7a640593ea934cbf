"""Tight little tasks by dice: chains of levels, sessions at the wrong time, too little money, courses not yet out."""

from datetime import date, timedelta
from random import Random

from roadmap.planning.instance import Instance
from roadmap.planning.sessions import Session
from roadmap.planning.values import Course, Level, Outcome, Target

START = date(2026, 11, 18)


def tight_instance(seed: int) -> Instance:
    """The same for the same seed."""
    dice = Random(seed)
    weeks = dice.randint(3, 6)
    courses: list[Course] = []
    for number in range(dice.randint(3, 6)):
        courses.append(_course(dice, number, weeks, courses))
    dice.shuffle(courses)
    return Instance(
        START,
        weekly_minutes=dice.choice((60, 90, 120)),
        levels={name: Level(dice.choice((0, 0.5, 1)), 0.5) for name in "ab"},
        targets=tuple(Target(name, dice.randint(2, 5), dice.choice((1, 2, 1.5))) for name in "ab"),
        courses=tuple(courses),
        horizon_weeks=weeks,
        budget=dice.choice((None, 50, 100, 150)),
        tolerance=dice.choice((0, 0.5)),
        spent_minutes=dice.choice((0, 30)),
    )


def _course(dice: Random, number: int, weeks: int, before: list[Course]) -> Course:
    outcomes = []
    for name in dice.sample("ab", dice.choice((1, 1, 2))):
        needs = dice.choice((0, 0, 1, 2, 3))
        outcomes.append(Outcome(name, needs, needs + dice.choice((1, 2))))
    minutes = dice.choice((30, 60, 90, 120, 180))
    return Course(
        f"kurs-{number}",
        minutes,
        tuple(outcomes),
        (dice.choice(before).slug,) if before and dice.random() < 0.2 else (),
        START + timedelta(days=dice.randint(0, 20)) if dice.random() < 0.2 else None,
        dice.choice((0, 0, 50, 100)),
        tuple(_session(dice, each, minutes, weeks) for each in range(dice.choice((0, 1, 2)))),
    )


def _session(dice: Random, number: int, minutes: int, weeks: int) -> Session:
    length = dice.choice((1, 1, 2))
    monday = START - timedelta(days=2) + timedelta(weeks=dice.randint(0, weeks - length))
    load = tuple(minutes // length + (week < minutes % length) for week in range(length))
    return Session(
        str(number),
        monday + timedelta(days=dice.randint(2, 3)),
        monday + timedelta(weeks=length - 1, days=4),
        load,
        dice.choice((None, 1)),
    )
