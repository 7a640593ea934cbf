"""Made-up people who take the check, for the demo city and for measuring its length: they answer as the model says.

Needs numpy. Abilities and self-ratings follow `scoring.assumptions`; everybody has a pace of their own.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import sqrt
from random import Random

from competence_check.asking import THRIFT, next_item, results_of
from competence_check.bank import FEWEST_RUNS, BankRating, BankTask
from competence_check.rules import TASKS_TO_CLARIFY
from competence_check.scoring.assumptions import START
from competence_check.scoring.engine import Result, Scored
from competence_check.scoring.scale import SELF_RATING_LEVELS, theta_of
from competence_check.situation import Situation, areas_as_key

# How the time for an answer scatters: between people, and from task to task, as standard deviations of its logarithm.
PACE, SCATTER = 0.25, 0.35

_CLAIMS = [theta_of(level) for level in SELF_RATING_LEVELS]


@dataclass
class Simulator:
    """A bank that simulated people go through; it keeps count of what was asked, so that the cap works as in life.

    thrift: how much time counts against a task, see `scoring.choosing.per_time`.
    """

    areas: Mapping[str, Sequence[str]]
    ratings: Sequence[BankRating]
    tasks: Sequence[BankTask]
    family: str = ""
    weights: Mapping[str, float] = field(default_factory=dict)
    thrift: float = THRIFT
    asked: Counter[int] = field(default_factory=Counter)
    runs: int = 0

    def run(self, ability: float, chance: Random) -> "SimulatedRun":
        """Somebody whose general ability is `ability` takes the check."""
        self.runs += 1
        truth = _abilities(self.areas, ability, chance)
        pace = chance.lognormvariate(0, PACE)
        run = SimulatedRun(ability, truth)
        habit = chance.gauss(0, sqrt(START.habit_variance))
        steps = {rating.competence: _step(truth[rating.competence], habit, chance) for rating in self.ratings}
        for rating in self.ratings:
            run.keep(rating.id, steps[rating.competence], rating.seconds * pace, chance)
        run.ratings = len(run.order)
        run.start = Situation(
            areas=areas_as_key(self.areas),
            answers=(),
            self_ratings=steps,
            family=self.family,
            weights=self.weights,
            seed=f"{chance.getrandbits(64):016x}",
        )
        run.pace = pace
        self._ask(run, chance)
        return run

    def clarify(self, run: "SimulatedRun", competence: str, chance: Random) -> None:
        """Some more tasks about one competence, as after the result."""
        self._ask(run, chance, only=competence, most=TASKS_TO_CLARIFY)

    def _ask(self, run: "SimulatedRun", chance: Random, only: str = "", most: int | None = None) -> None:
        tasks = self._with_shares()
        by_id = {task.id: task for task in tasks}
        count = 0
        while most is None or count < most:
            chosen = next_item(replace(run.situation(), only=only), tasks, self.thrift)
            if chosen is None:
                break
            task, count = by_id[chosen], count + 1
            right = float(chance.random() < task.parameters.success(run.truth[task.competence]))
            run.answers.append(Scored(task.competence, task.parameters, right))
            run.keep(chosen, right, task.seconds * run.pace, chance)
            self.asked[chosen] += 1
        run.together, run.alone = results_of(run.situation())

    def _with_shares(self) -> list[BankTask]:
        return [replace(task, share=self.asked[task.id] / max(self.runs, FEWEST_RUNS)) for task in self.tasks]


@dataclass
class SimulatedRun:
    """What came out. order: items as asked, the first `ratings` of them self-ratings; scores, seconds: by item.

    start: where the tasks began; pace: how many times as long as usual this person takes; together, alone: the result
    with and without the self-ratings.
    """

    ability: float
    truth: Mapping[str, float]
    order: list[int] = field(default_factory=list)
    ratings: int = 0
    start: Situation = field(default_factory=lambda: Situation((), (), {}))
    pace: float = 1.0
    answers: list[Scored] = field(default_factory=list)
    scores: dict[int, float] = field(default_factory=dict)
    seconds: dict[int, int] = field(default_factory=dict)
    together: Result = field(default_factory=lambda: Result({}, {}))
    alone: Result = field(default_factory=lambda: Result({}, {}))

    def situation(self) -> Situation:
        """Where it stands now."""
        asked = self.order[self.ratings :]
        return replace(
            self.start, answers=self.answers, asked=asked, seconds=float(sum(self.seconds[item] for item in asked))
        )

    def keep(self, item: int, score: float, seconds: float, chance: Random) -> None:
        """Note an answer."""
        self.order.append(item)
        self.scores[item] = score
        # The logarithm scatters, so the mean is taken off: on the whole an item takes what it is expected to take.
        self.seconds[item] = max(2, round(seconds * chance.lognormvariate(-(SCATTER**2) / 2, SCATTER)))


def _abilities(areas: Mapping[str, Sequence[str]], ability: float, chance: Random) -> dict[str, float]:
    found: dict[str, float] = {}
    for codes in areas.values():
        area = chance.gauss(ability, sqrt(START.area_variance))
        found |= {code: chance.gauss(area, sqrt(START.own_variance)) for code in codes}
    return found


def _step(theta: float, habit: float, chance: Random) -> int:
    """The self-rating step of somebody with this ability and habit."""
    claim = START.reliance * theta + habit + chance.gauss(0, sqrt(START.noise_variance))
    return min(range(len(_CLAIMS)), key=lambda step: abs(_CLAIMS[step] - claim))
