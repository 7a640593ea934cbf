"""Made-up people and a made-up catalogue for the planner, the same for the same seed.

Sizes are those of the reference (../shared/reference/roadmap.md): 21 competences, 300 courses of which half can
be learned at any time, the others in about 300 dated sessions, 26 weeks. One catalogue for all people of a seed.
"""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from roadmap.planning.groups.instance import Group, Member
from roadmap.planning.instance import Instance
from roadmap.planning.sessions import Session
from roadmap.planning.values import Course, Level, Outcome, Target

COMPETENCES = tuple(
    f"{area}.{number}" for area, most in enumerate((3, 6, 4, 4, 4), start=1) for number in range(1, most + 1)
)
START = date(2026, 11, 16)
WEEKS = 26


def catalogue(seed: int, courses: int = 300) -> tuple[Course, ...]:
    """The courses, every second one with one to three dates."""
    random = Random(seed)
    return tuple(_course(random, number) for number in range(courses))


def _course(random: Random, number: int) -> Course:
    names = random.sample(COMPETENCES, random.choices((1, 2, 3), (5, 3, 2))[0])
    # It builds on its first competence; what it teaches besides begins low.
    needs = [random.choices(range(6), (4, 4, 3, 3, 2, 1))[0], random.randint(0, 1), 0]
    outcomes = [
        Outcome(name, need, need + random.choice((1, 2, 2, 3))) for name, need in zip(names, needs, strict=False)
    ]
    lifted = sum(outcome.reaches - outcome.needs for outcome in outcomes)
    minutes = int(lifted * random.uniform(1.5, 5)) * 60 + 60
    is_dated = number % 2 == 1
    cost = random.choice((0, 0, 90, 180, 240, 360, 480, 690)) if is_dated else random.choice((0, 0, 0, 0, 29, 79, 149))
    requires = (f"kurs-{random.randrange(number):03}",) if number and random.random() < 0.05 else ()
    sessions = tuple(_session(random, minutes, each) for each in range(random.randint(1, 3))) if is_dated else ()
    return Course(f"kurs-{number:03}", minutes, tuple(outcomes), requires, cost=cost, sessions=sessions)


def _session(random: Random, minutes: int, number: int) -> Session:
    """Its load is spread evenly over its weeks: one for every two to five hours."""
    weeks = max(1, round(minutes / 60 / random.uniform(2, 5)))
    first = random.randrange(max(1, WEEKS - weeks + 1))
    load = [minutes // weeks + (week < minutes % weeks) for week in range(weeks)]
    start = START + timedelta(weeks=first, days=random.randrange(3))
    end = START + timedelta(weeks=first + weeks - 1, days=random.randrange(3, 5))
    return Session(f"termin-{number}", start, end, tuple(load), seats=random.randint(0, 12) or None)


def person(seed: int, courses: tuple[Course, ...]) -> Instance:
    """Somebody with levels, targets, three to six hours a week and 300 to 1500 euros."""
    random = Random(f"person {seed}")
    levels = {name: Level(random.choice((0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5)), 0.5) for name in COMPETENCES}
    return Instance(
        start=START,
        weekly_minutes=60 * random.randint(3, 6),
        levels=levels,
        targets=tuple(Target(name, random.randint(3, 6), random.randint(1, 3)) for name in COMPETENCES),
        courses=courses,
        horizon_weeks=WEEKS,
        budget=100 * random.randint(3, 15),
        competences=frozenset(COMPETENCES),
    )


def group(people: int, courses: tuple[Course, ...]) -> Group:
    """In units of eight, of whom six may be away in a week; 400 euros for each, a fifth of every gap to be closed."""
    members = tuple(
        Member(f"person-{number}", replace(person(number, courses), budget=None), f"unit-{number // 8}")
        for number in range(people)
    )
    units = {member.unit: 6 for member in members if member.unit is not None}
    return Group(members, courses, budget=400.0 * people, minimum_share=0.2, most_away=units)
