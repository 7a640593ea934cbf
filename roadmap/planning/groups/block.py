"""One person's program within a group: what is best for them at given prices of what all share."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from roadmap.planning.candidates import Candidate, find_candidates
from roadmap.planning.choice import Choice
from roadmap.planning.groups.instance import Member
from roadmap.planning.groups.resources import Resources
from roadmap.planning.model import Model
from roadmap.planning.plan import Plan
from roadmap.planning.promised import keeps
from roadmap.planning.reasons import explained
from roadmap.planning.solving import Aim, Matrix, Relaxed, Solution
from roadmap.planning.standing import EPSILON
from roadmap.planning.weeks import place

# Euros that nobody reaches.
NO_LIMIT = 1e9

# Beside one promise more, what a plan closes counts for so little.
TIE = 1e-4

# How often a choice that goes in a circle is made again.
TRIES = 4


@dataclass(frozen=True)
class Offer:
    """A plan of one person and what it takes of each resource. member: whose."""

    plan: Plan
    takes: dict[int, float]
    member: str = ""


@dataclass
class Block:
    """floor: what the plan has to close at least. kept: promised courses that stay; others may."""

    member: Member
    resources: Resources
    floor: float = 0.0
    kept: frozenset[str] = frozenset()
    _grid: set[int] = field(default_factory=set)
    _heads: set[int] = field(default_factory=set)
    _cuts: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    _start: Relaxed | None = None

    def __post_init__(self) -> None:
        """Set up the program once."""
        self.slack = self.unit = 0.0
        self._set_up()

    def _model(self) -> Model:
        task = self.member.task
        promised = frozenset(task.promised) & {course.slug for course in task.offered}
        candidates: list[Candidate] = find_candidates(task, promised)
        model = Model(task, candidates, self.kept, self._grid, self._heads)
        model.cut(self._cuts)
        if self.floor > 0:
            worths = model.worth_of_levels()
            model.program.at_most({column: -worth for column, worth in worths.items()}, -self.floor)
        self._away = self._add_weeks_away(model)
        costs = {column: each.course.cost for each in candidates for column in model.chosen(each.slug)}
        limits = [
            task.budget,
            self.resources.limits[self.resources.money] if self.resources.money is not None else None,
        ]
        limit = min((each for each in limits if each is not None), default=1e9)
        model.program.at_most({column: cost for column, cost in costs.items() if cost}, limit)
        return model

    def _add_weeks_away(self, model: Model) -> list[tuple[int, int]]:
        """For each week that may be short a column: is the person in a session? With the number of the resource."""
        away: dict[int, int] = {}
        for runs in model.runs.values():
            for run, taken in runs:
                for week, load in enumerate(run.session.minutes, run.first):
                    if load and (number := self.resources.away_in(self.member, week)) is not None:
                        if number not in away:
                            away[number] = model.program.column(whole=False)
                        model.program.at_most({taken: 1.0, away[number]: -1.0}, 0)
        return list(away.items())

    def _set_up(self) -> None:
        model = self._model()
        self.matrix, self.slack, self._start = Matrix(model.program), model.slack, None
        self.unit = model.unit
        # The rows are in the matrix now; what the columns mean is all that is asked of the model from here on.
        model.program.rows.clear()
        self._built = model
        rows, columns, amounts = list[int](), list[int](), list[float]()
        for each in model.candidates:
            if self.resources.money is not None and each.course.cost:
                for column in model.chosen(each.slug):
                    rows.append(self.resources.money)
                    columns.append(column)
                    amounts.append(each.course.cost)
            for run, column in model.runs.get(each.slug, ()):
                if (number := self.resources.seat_of(each.slug, run)) is not None:
                    rows.append(number)
                    columns.append(column)
                    amounts.append(1.0)
        for number, column in self._away:
            rows.append(number)
            columns.append(column)
            amounts.append(1.0)
        self._rows, self._columns = np.array(rows, dtype=np.int32), np.array(columns, dtype=np.int32)
        self._amounts = np.array(amounts, dtype=float)

    def _priced(self, prices: NDArray[np.float64]) -> NDArray[np.float64]:
        if not len(self._rows):
            return self.matrix.worth
        due = np.bincount(self._columns, prices[self._rows] * self._amounts, len(self.matrix.worth))
        worth: NDArray[np.float64] = self.matrix.worth - due
        return worth

    def relaxed(self, prices: NDArray[np.float64]) -> tuple[float, float, NDArray[np.float64]]:
        """What is closed at most less its price at these prices, what of that is closed, and what it takes."""
        priced = self.matrix.variant(self._priced(prices))
        # Now and then HiGHS gives up on its way from an old basis; from none it has not yet.
        found = priced.relaxed(60.0, self._start) or priced.relaxed(60.0)
        if found is None:
            raise Unreachable
        self._start = found
        taken = np.bincount(self._rows, found.values[self._columns] * self._amounts, len(prices)).astype(float)
        return found.value + self.slack, float(np.dot(self.matrix.worth, found.values)), taken

    def best(
        self, prices: NDArray[np.float64], left: NDArray[np.float64] | None, aim: Aim
    ) -> tuple[Offer | None, float]:
        """The best plan found at these prices with no more than `left`, and a bound of what any is worth at them."""
        bound = float("inf")
        for _try in range(TRIES):
            highest, limits = self._open(left)
            matrix = self.matrix.variant(self._priced(prices), highest, limits)
            solution = matrix.solve(aim)
            bound = min(bound, solution.bound + self.slack)
            if solution.values is None:
                return None, bound
            choice = Choice(self._built, solution)
            if not (cuts := choice.circles()):
                return self._offer(choice, is_free=left is None), bound
            self._cuts += cuts
            self._set_up()
        return None, bound

    def worth_of_promises(self) -> NDArray[np.float64]:
        """What columns are worth where nothing counts but how many promised courses stay."""
        worth = TIE * self.matrix.worth
        for slug in self.member.task.promised:
            worth[self._built.chosen(slug)] += 1.0
        return worth

    def shared(self) -> list[tuple[int, int, float]]:
        """Resource, column and amount of everything the person's program takes."""
        triples = zip(self._rows.tolist(), self._columns.tolist(), self._amounts.tolist(), strict=True)
        return [(row, column, amount) for row, column, amount in triples]

    def read(self, values: tuple[float, ...]) -> Offer | None:
        """The plan that these values of the columns mean; None where courses only open each other, which is cut."""
        choice = Choice(self._built, Solution(values, 0.0))
        if cuts := choice.circles():
            self._cuts += cuts
            self._set_up()
            return None
        return self._offer(choice, is_free=True)

    def _open(self, left: NDArray[np.float64] | None) -> tuple[NDArray[np.float64] | None, NDArray[np.float64] | None]:
        if left is None:
            return None, None
        highest, limits = self.matrix.highest.copy(), self.matrix.limits.copy()
        highest[self._columns[left[self._rows] + EPSILON < self._amounts]] = 0.0
        if self.resources.money is not None:
            limits[-1] = min(limits[-1], max(0.0, left[self.resources.money]))
        return highest, limits

    def _offer(self, choice: Choice, *, is_free: bool) -> Offer | None:
        """The plan of the choice; None where only a shorter one has a place in the weeks that breaks a promise."""
        plan = choice.plan()
        if plan is None:
            if is_free:
                self._refine(choice)
            task = self.member.task
            plan = explained(task, place(task, choice.shortened(), choice.runs) or ())
        return self.offer(plan) if self.keeps_promises(plan) else None

    def offer(self, plan: Plan) -> Offer:
        """The plan with what it takes."""
        return Offer(plan, self.resources.of_plan(self.member, plan), self.member.id)

    def keeps_promises(self, plan: Plan) -> bool:
        """Whether what stays of the promises is in the plan."""
        return keeps(self.member.task, plan, self.kept)

    def _refine(self, choice: Choice) -> None:
        ends, begins = choice.windows()
        if not (ends <= self._grid and begins <= self._heads):
            self._grid |= ends
            self._heads |= begins
            self._set_up()


class Unreachable(Exception):
    """Nobody could close what the floor asks for."""
