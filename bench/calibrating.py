"""What a calibration notices: tasks that are harder for a group, by how much harder they are, and false alarms.

Made-up towns, each with tasks of all difficulties, some of which are harder for three of ten people. Nothing is chosen
after the fact: easy, middling and hard tasks carry each size of effect, in every town.
"""

from collections import Counter
from dataclasses import dataclass, field
from math import sqrt

import numpy as np

from bench.table import Row, at_most
from competence_check.calibration.estimating import Answered, Calibration, Known, calibrate
from competence_check.calibration.fitting import ALPHA, differing
from competence_check.scoring.response import Parameters

AREAS = {"1": ["1.1", "1.2"], "2": ["2.1", "2.2"]}
CODES = [code for codes in AREAS.values() for code in codes]
PEOPLE, TASKS, PER_PERSON = 600, 48, 24
SHARE_OF_GROUP = 0.3
# How much harder in logits, each for an easy, a middling and a hard task.
EFFECTS = (1.0, 1.5, 2.0)
DIFFICULTIES = (-1.2, -0.2, 0.8)
TOWNS = 12
# So many towns in which every task is fair tell 5 % from 10 %.
FAIR_TOWNS = 60


@dataclass
class Town:
    """People with known abilities answering tasks with known parameters. harder: by how much, for the group "b"."""

    seed: int
    people: int = PEOPLE
    effects: tuple[float, ...] = EFFECTS
    tasks: dict[int, Known] = field(default_factory=dict)
    true: dict[int, float] = field(default_factory=dict)
    harder: dict[int, float] = field(default_factory=dict)
    groups: dict[int, str] = field(default_factory=dict)
    answers: list[Answered] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Let them answer."""
        chance = np.random.default_rng(self.seed)
        general = chance.normal(0, np.sqrt(0.6), self.people)
        ability = {code: general + chance.normal(0, np.sqrt(0.4), self.people) for code in CODES}
        planned = [(effect, difficulty) for effect in self.effects for difficulty in DIFFICULTIES]
        self.harder = {item: effect for item, (effect, _difficulty) in enumerate(planned)}
        fixed = [difficulty for _effect, difficulty in planned]
        difficulties = [*fixed, *chance.normal(0, 0.9, TASKS - len(fixed))]
        self.true = {item: float(value) for item, value in enumerate(difficulties)}
        experts = {item: value + float(chance.normal(0, 0.5)) for item, value in self.true.items()}
        self.tasks = {item: Known(CODES[item % 4], Parameters(expert)) for item, expert in experts.items()}
        self.groups = {person: "b" if chance.random() < SHARE_OF_GROUP else "a" for person in range(self.people)}
        for person in range(self.people):
            for item in map(int, chance.choice(TASKS, PER_PERSON, replace=False)):
                theta = float(ability[CODES[item % 4]][person])
                more = self.harder.get(item, 0.0) if self.groups[person] == "b" else 0.0
                success = 1 / (1 + np.exp(-(theta - self.true[item] - more)))
                self.answers.append(Answered(person, item, float(chance.random() < success)))

    def calibration(self) -> Calibration:
        """What is learnt from the answers."""
        return calibrate(AREAS, self.tasks, self.answers)

    def grades(self) -> dict[int, tuple[str, bool]]:
        """For every task how it is graded for the group, and whether it is said to be harder."""
        found = differing(self.calibration(), self.tasks, self.answers, self.groups, 7)
        return {
            item: (each.grade, each.delta < 0) for item, rows in found.items() for each in rows if each.group == "b"
        }


@dataclass(frozen=True)
class Power:
    """Shares over towns. named, large: of tasks with an effect, graded B or C, and C, the right way round.

    blamed: of tasks without an effect graded C; towns_blamed: of towns with at least one of these. wrongly: of all
    tasks that are named those that are fair.
    """

    named: dict[float, float]
    large: dict[float, float]
    blamed: float
    towns_blamed: float
    wrongly: float


def power(seeds: range, people: int = PEOPLE) -> Power:
    """What is noticed in the towns of these seeds."""
    named, large, blamed = Counter[float](), Counter[float](), []
    fair = 0
    for seed in seeds:
        town = Town(seed, people)
        grades = town.grades()
        for item, effect in town.harder.items():
            grade, is_harder = grades[item]
            named[effect] += is_harder and grade in "BC"
            large[effect] += is_harder and grade == "C"
        fair += sum(grade != "A" for item, (grade, _harder) in grades.items() if item not in town.harder)
        blamed.append(sum(grade == "C" for item, (grade, _harder) in grades.items() if item not in town.harder))
    tried = len(seeds) * len(DIFFICULTIES)
    return Power(
        named={effect: named[effect] / tried for effect in EFFECTS},
        large={effect: large[effect] / tried for effect in EFFECTS},
        blamed=sum(blamed) / (len(seeds) * (TASKS - len(EFFECTS) * len(DIFFICULTIES))),
        towns_blamed=sum(number > 0 for number in blamed) / len(seeds),
        wrongly=fair / max(1, fair + named.total()),
    )


def false_alarms(seeds: range) -> float:
    """The share of towns of these seeds, in which every task is fair, where any task is graded B or C."""
    named = [any(grade != "A" for grade, _harder in Town(seed, effects=()).grades().values()) for seed in seeds]
    return sum(named) / len(named)


def _limit(runs: int) -> float:
    """What a share of ALPHA may look like in so many runs, with two standard errors."""
    return ALPHA + 2.0 * sqrt(ALPHA * (1.0 - ALPHA) / runs)


def measure() -> list[Row]:
    """How many of the tasks that are harder for a group are named, and how many that are not."""
    what = f"all tasks fair, {FAIR_TOWNS} towns of {PEOPLE} people"
    alarms, limit = false_alarms(range(1000, 1000 + FAIR_TOWNS)), _limit(FAIR_TOWNS)
    rows = [at_most(what, "towns in which any task is named", round(100 * alarms, 1), round(100 * limit, 1), "%")]
    for people in (PEOPLE, 2 * PEOPLE):
        found = power(range(TOWNS), people)
        what = f"harder for a group, {people} people, {people * PER_PERSON // TASKS} answers a task"
        for effect in EFFECTS:
            shares = f"graded C: {100 * found.large[effect]:.0f} %"
            rows.append(Row(what, f"named at {effect:g} logits ({shares})", round(100 * found.named[effect]), "%"))
        rows.append(Row(what, "towns in which a fair task is graded C", round(100 * found.towns_blamed), "%"))
        rows.append(at_most(what, "fair among the tasks that are named", round(100 * found.wrongly, 1), 10, "%"))
        rows.append(at_most(what, "fair tasks graded C", round(100 * found.blamed, 2), 0.5, "%"))
    return rows
