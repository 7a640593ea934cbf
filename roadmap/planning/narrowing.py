"""Which of very many courses can stand in a plan that is better than a known one: most need not be looked at.

A program without calendar, sessions and whole numbers has room for every plan, so that what it closes is a bound. What
its reduced cost says of a course is what any plan with it loses of that bound at least (Dantzig, Fulkerson & Johnson
1954): whoever loses more than what is still open between the bound and a known plan is left out.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from roadmap.planning.calendar import week_of
from roadmap.planning.candidates import Candidate
from roadmap.planning.instance import Instance
from roadmap.planning.solving import CLOSE, Matrix, Program
from roadmap.planning.standing import EPSILON

# With more entries the program takes longer than a plan may.
MOST_ENTRIES = 2_000_000


@dataclass(frozen=True)
class Narrowed:
    """bound: no plan closes more. loses: by place in the candidates, what any plan with it closes less than that."""

    bound: float
    loses: NDArray[np.float64]

    def core(self, candidates: Sequence[Candidate], margin: float, also: Collection[str]) -> list[Candidate]:
        """Those that lose no more than `margin`, and `also`. A plan with any other closes at most bound - margin."""
        return [
            each
            for each, loses in zip(candidates, self.loses.tolist(), strict=True)
            if loses <= margin + CLOSE or each.slug in also
        ]

    def margin_of(self, number: int) -> float:
        """What the best so many lose at most."""
        return float(np.partition(self.loses, number - 1)[number - 1]) if number < len(self.loses) else self.bound


def narrow(instance: Instance, candidates: Sequence[Candidate], seconds: float) -> Narrowed | None:
    """What is known of the courses without choosing; None where the program gets too large or time runs out."""
    program = _Wide(instance, candidates).program
    relaxed = Matrix(program).relaxed(seconds) if program is not None else None
    if relaxed is None:
        return None
    return Narrowed(relaxed.value, np.maximum(0.0, -relaxed.reduced[: len(candidates)]))


def only(instance: Instance, candidates: Sequence[Candidate]) -> Instance:
    """The task with nothing but these courses and those that they require."""
    wanted = {each.slug for each in candidates}
    waiting = list(wanted)
    while waiting:
        course = instance.course[waiting.pop()]
        missing = {slug for slug in course.requires if slug in instance.course and slug not in wanted}
        wanted |= missing
        waiting += missing
    return replace(instance, courses=tuple(course for course in instance.courses if course.slug in wanted))


class _Wide:
    """The columns of the courses come first, in their order; program: None where there are too many entries."""

    def __init__(self, instance: Instance, candidates: Sequence[Candidate]) -> None:
        self._instance, self._candidates = instance, candidates
        self.program: Program | None = Program()
        self._courses = {each.slug: self.program.column(whole=False) for each in candidates}
        self._reached: dict[tuple[str, float], int] = {}
        self._entries = 0
        self._add_levels(self.program)
        if self._entries > MOST_ENTRIES:
            self.program = None
            return
        self._add_needs(self.program)
        self._add_limits(self.program)

    def _add_levels(self, program: Program) -> None:
        """A level is reached by courses that begin below and end at it or above, and after those below."""
        lifting: dict[str, list[Candidate]] = defaultdict(list)
        for each in self._candidates:
            for name in each.lifts:
                lifting[name].append(each)
        for name, some in sorted(lifting.items()):
            begins = np.array([each.needs.get(name, -1.0) for each in some])
            ends = np.array([each.lifts[name] for each in some])
            columns = np.array([self._courses[each.slug] for each in some])
            target = self._instance.target.get(name)
            goal, weight = (target.level, target.weight) if target else (0.0, 0.0)
            own = self._instance.level(name).value
            before, below = own, None
            for level in sorted({goal, *ends.tolist(), *begins.tolist()}):
                if level <= own + EPSILON:
                    continue
                column = program.column(weight * max(0.0, min(level, goal) - before), whole=False)
                crossing = columns[(ends + EPSILON >= level) & (begins < level)].tolist()
                self._entries += len(crossing)
                if self._entries > MOST_ENTRIES:
                    return
                program.at_most({column: 1.0, **dict.fromkeys(crossing, -1.0)}, 0.0)
                if below is not None:
                    program.at_most({column: 1.0, below: -1.0}, 0.0)
                self._reached[name, level] = column
                before, below = max(before, min(level, goal)), column

    def _add_needs(self, program: Program) -> None:
        for each in self._candidates:
            column = self._courses[each.slug]
            for name, level in each.needs.items():
                if (name, level) in self._reached:
                    program.at_most({column: 1.0, self._reached[name, level]: -1.0}, 0.0)
            for slug in each.requires:
                if slug in self._courses:
                    program.at_most({column: 1.0, self._courses[slug]: -1.0}, 0.0)

    def _add_limits(self, program: Program) -> None:
        instance, weeks = self._instance, self._instance.horizon_weeks
        if instance.deadline is not None:
            # Sessions may also lie in the week in which the deadline does.
            weeks = min(weeks, week_of(instance.start, instance.deadline) + 1)
        minutes, costs = dict[int, float](), dict[int, float]()
        for each in self._candidates:
            column, course = self._courses[each.slug], each.course
            if not any(session.released for session in course.sessions):
                minutes[column] = float(course.minutes)
            if course.cost:
                costs[column] = course.cost
        program.at_most(minutes, float(sum(map(instance.capacity, range(weeks)))))
        if instance.budget is not None:
            program.at_most(costs, instance.budget)
