"""The best plan and the proof: an integer program chooses, the calendar places, and no plan closes more than `bound`.

The program of `model` is a relaxation, so that its bound holds for every plan. What it chooses is placed week by
week; where that fails, periods are cut or circles forbidden and it is solved again. The greedy plan is there from
the beginning: it stays if time runs out.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from roadmap.planning.candidates import Candidate, find_candidates
from roadmap.planning.choice import Choice
from roadmap.planning.greedy import GreedyPlanner, Selection
from roadmap.planning.instance import Instance
from roadmap.planning.model import Model
from roadmap.planning.narrowing import narrow, only
from roadmap.planning.plan import Plan
from roadmap.planning.promised import keeps, promised_in
from roadmap.planning.reasons import rests_after
from roadmap.planning.solving import CLOSE, Aim
from roadmap.planning.standing import EPSILON, Standing
from roadmap.planning.units import floored

# Beyond this a model is not worth building: it is built of those that lose least of the bound, first of so many. Where
# that cannot be told, the greedy plan stays, with what the courses could bring as bound.
MOST_CANDIDATES, FIRST_CORE, GROWTH = 5_000, 400, 4

# With so few columns the best plan is found and proven in no time, ties included.
FEW_COLUMNS = 120


@dataclass(frozen=True)
class ExactPlanner:
    """time_limit: seconds. relative_gap: how near to the best the plan has to be proven, 0-1.

    The same instance gives the same plan unless time runs out.
    """

    time_limit: float = 10.0
    relative_gap: float = 1.8e-3
    preview: GreedyPlanner = field(default_factory=GreedyPlanner)
    clock: Callable[[], float] = time.monotonic

    def plan(self, instance: Instance) -> Plan:
        """The best plan found, never worse than the greedy one, with a proven bound."""
        end = self.clock() + self.time_limit
        candidates = find_candidates(instance, frozenset(instance.promised))
        if len(candidates) > MOST_CANDIDATES:
            plan = self._among_many(only(instance, candidates), candidates, end)
            return replace(plan, rests=rests_after(instance, plan))
        best = self._preview(instance, candidates)
        if not candidates or (not best.steps and best.bound is not None and best.bound <= EPSILON):
            return best
        return _Search(self, instance, promised_in(instance, best), candidates, end).run(best, best.bound or best.gap)

    def _preview(self, instance: Instance, candidates: list[Candidate]) -> Plan:
        """The greedy plan, with what all courses could bring as bound."""
        greedy = self.preview.plan(instance, candidates)
        return replace(greedy, bound=min(greedy.gap, greedy.closed + _still_to_close(instance, greedy, candidates)))

    def _among_many(self, instance: Instance, candidates: list[Candidate], end: float) -> Plan:
        """Exact among few that lose least; then among more, until nobody else could be better or time is up."""
        best = self._preview(instance, candidates)
        kept, also = promised_in(instance, best), {step.course for step in best.steps}
        narrowed = narrow(instance, candidates, end - self.clock()) if end > self.clock() else None
        if narrowed is None:
            return best
        bound = min(best.bound or best.gap, narrowed.bound)
        margin, number = narrowed.margin_of(FIRST_CORE), FIRST_CORE
        while self.clock() < end and bound - best.closed > self.relative_gap * bound:
            core = narrowed.core(candidates, margin, also)
            found = _Search(self, only(instance, core), kept, core, end).run(best, bound)
            # What is outside of the core loses more than the margin.
            bound = min(bound, max(found.closed, found.bound or bound, narrowed.bound - margin))
            best, before, number = found, margin, min(GROWTH * number, MOST_CANDIDATES)
            margin = min(narrowed.bound - best.closed, narrowed.margin_of(number))
            if margin <= before + CLOSE:
                break
        return replace(best, bound=max(best.closed, bound))


def _still_to_close(instance: Instance, plan: Plan, candidates: list[Candidate]) -> float:
    """What all courses together would close beyond the plan, with neither time nor money running out."""
    standing = Standing.after(instance, [step.course for step in plan.steps])
    return standing.closed_by([each.course for each in candidates])


@dataclass
class _Search:
    planner: ExactPlanner
    instance: Instance
    kept: frozenset[str]
    candidates: list[Candidate]
    end: float

    def run(self, best: Plan, bound: float) -> Plan:
        """Solve, place, refine, until the plan is near enough to the bound or time is up."""
        grid, heads = set[int](), set[int]()
        cuts: list[tuple[str, frozenset[str]]] = []
        while (left := self.end - self.planner.clock()) > 0:
            model = Model(self.instance, self.candidates, self.kept, grid, heads)
            model.cut(cuts)
            solution = model.program.solve(self._aim(model, left, best, bound))
            bound = min(bound, max(best.closed, floored(solution.bound + model.slack, model.unit)))
            if solution.values is None:
                break
            choice = Choice(model, solution)
            if new_cuts := choice.circles():
                cuts += new_cuts
                continue
            plan, is_placed = self._placed(choice)
            if keeps(self.instance, plan, self.kept):
                best = max(best, plan, key=lambda each: each.objective)
            ends, begins = choice.windows()
            if (
                is_placed
                or best.closed >= bound * (1 - self.planner.relative_gap)
                or (ends <= grid and begins <= heads)
            ):
                break
            grid |= ends
            heads |= begins
        return replace(best, bound=max(best.closed, bound))

    def _placed(self, choice: Choice) -> tuple[Plan, bool]:
        """What was chosen in weeks, and whether all of it; what does not fit is replaced by what does."""
        if plan := choice.plan():
            return plan, True
        if (other := self._with_other_dates(choice)) and (plan := other.plan()):
            return plan, other.closed >= choice.closed - EPSILON
        order = choice.shortened()
        selection = Selection(self.instance, order, choice.runs, self.candidates)
        selection.complete()
        return selection.plan(), False

    def _with_other_dates(self, choice: Choice) -> Choice | None:
        """As many of the same courses as can be, with an eye on every week in which a session begins or ends."""
        courses = [each for each in self.candidates if each.slug in choice.slugs]
        runs = [run for each in courses for run in self.instance.runs.get(each.slug, ())]
        ends, begins = {run.first - 1 for run in runs if run.first}, {run.last + 1 for run in runs}
        within = {each for each in begins if each < self.instance.weeks}
        model = Model(self.instance, courses, self.kept, ends, within)
        solution = model.program.solve(Aim(max(0.0, min(1.0, self.end - self.planner.clock())), 1e-3))
        return Choice(model, solution) if solution.values else None

    def _aim(self, model: Model, seconds: float, best: Plan, bound: float) -> Aim:
        if len(model.program.worth) <= FEW_COLUMNS:
            return Aim(seconds)
        near = max(CLOSE, model.unit - 2 * model.slack - CLOSE)
        gap = self.planner.relative_gap
        return Aim(seconds, gap, near, bound * (1 - gap) - CLOSE, best.closed - model.slack)
