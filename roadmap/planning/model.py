"""Choosing and scheduling courses as a mixed integer program, a relaxation that every plan satisfies.

Sessions stand in their weeks exactly. For a course without dates only the last week of a period by which it has
ended is decided: with everything before a week fitting into the minutes before it, for every such week, working
in order of these weeks keeps them all (earliest due date first; Jackson 1955). Periods begin as one and are cut
where a plan could not be placed (dynamic discretization; Boland et al. 2017, Operations Research 65, 1303-1321).
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate

from roadmap.planning.candidates import Candidate
from roadmap.planning.instance import Instance
from roadmap.planning.sessions import Run
from roadmap.planning.solving import Program

# What ties are worth, as shares of the gap: all of the cost, of the minutes.
COST_SHARE, MINUTES_SHARE = 8e-5, 2e-5


class Model:
    """grid: the weeks that periods end with; the last week of the plan is always one."""

    def __init__(
        self, instance: Instance, candidates: Sequence[Candidate], kept: Collection[str], grid: Collection[int]
    ) -> None:
        self.instance, self.candidates = instance, candidates
        self.program = Program()
        self.by_slug = {each.slug: each for each in candidates}
        self._last = instance.weeks - 1
        self.grid = sorted({*grid, self._last})
        self._until = [0, *accumulate(instance.capacity(week) for week in range(instance.weeks))]
        self.runs: dict[str, list[tuple[Run, int]]] = {}
        self.finished: dict[tuple[str, int], int] = {}
        self._waiting: list[tuple[Candidate, int]] = []
        self._add_courses()
        self._add_needs_of_runs()
        self._add_needs_of_others()
        self._add_levels()
        self._add_limits()
        self._keep(kept)

    @cached_property
    def gap(self) -> float:
        """The weighted gap before."""
        return sum(
            target.weight * max(0.0, target.level - self.instance.level(target.competence).value)
            for target in self.instance.targets
        )

    @cached_property
    def _tie_worth(self) -> tuple[float, float]:
        """What a euro and a minute are worth: less than nothing, and all together less than the shares above."""
        cost = sum(each.course.cost for each in self.candidates)
        if self.instance.budget is not None:
            cost = min(cost, self.instance.budget)
        return -COST_SHARE * self.gap / max(cost, 1.0), -MINUTES_SHARE * self.gap / max(self._until[-1], 1)

    @property
    def slack(self) -> float:
        """By how much ties can lower what a plan is worth."""
        return (COST_SHARE + MINUTES_SHARE) * self.gap

    def chosen(self, slug: str) -> list[int]:
        """The columns of which one is 1 if the course is in the plan."""
        if slug in self.runs:
            return [column for _run, column in self.runs[slug]]
        return [self.finished[slug, self._last]] if (slug, self._last) in self.finished else []

    def _add_courses(self) -> None:
        euro, minute = self._tie_worth
        for each in self.candidates:
            worth = euro * each.course.cost + minute * each.course.minutes
            if each.course.sessions:
                runs = self.instance.runs[each.slug]
                self.runs[each.slug] = [(run, self.program.column(worth)) for run in runs]
                self.program.at_most(dict.fromkeys(self.chosen(each.slug), 1.0), 1)
            elif (column := self._finished(each, self._last)) is not None:
                self.program.worth[column] = worth

    def _finished(self, each: Candidate, week: int) -> int | None:
        """The column: has the course without dates ended with the period of `week`? None where it cannot have."""
        week = self.grid[bisect_left(self.grid, week)]
        if self._until[week + 1] - self._until[min(each.first_week, week + 1)] < each.course.minutes:
            return None
        if (each.slug, week) not in self.finished:
            column = self.finished[each.slug, week] = self.program.column()
            self._waiting.append((each, week))
            if week < self._last and (whole := self._finished(each, self._last)) is not None:
                self.program.at_most({column: 1.0, whole: -1.0}, 0)
        return self.finished[each.slug, week]

    def _brought(self, bringing: Iterable[Candidate], week: int, dated_week: int) -> dict[int, float]:
        """Minus the columns of those that have ended by `week`; those with dates by `dated_week`."""
        found: dict[int, float] = {}
        for each in bringing:
            if each.course.sessions:
                found.update((column, -1.0) for run, column in self.runs[each.slug] if run.last <= dated_week)
            elif week >= 0 and (column := self._finished(each, week)) is not None:
                found[column] = -1.0
        return found

    def supporters(self, each: Candidate) -> list[list[Candidate]]:
        """For each level and each course that is missing: the other courses that can be the first to bring it.

        Who needs that level or more in the same competence cannot be.
        """
        found = [[self.by_slug[slug]] if slug in self.by_slug else [] for slug in sorted(each.requires)]
        for name, level in each.needs.items():
            lifting = [other for other in self._lifting[name] if other is not each and other.brings(name, level)]
            found.append([other for other in lifting if other.needs.get(name, -1.0) < level])
        return found

    @cached_property
    def _lifting(self) -> Mapping[str, list[Candidate]]:
        found: dict[str, list[Candidate]] = defaultdict(list)
        for each in self.candidates:
            for name in each.lifts:
                found[name].append(each)
        return found

    def _add_needs_of_runs(self) -> None:
        for slug, runs in self.runs.items():
            for bringing in self.supporters(self.by_slug[slug]):
                for first in sorted({run.first for run, _column in runs}):
                    begun = {column: 1.0 for run, column in runs if run.first <= first}
                    self.program.at_most({**begun, **self._brought(bringing, first - 1, first - 1)}, 0)

    def _add_needs_of_others(self) -> None:
        while self._waiting:
            each, week = self._waiting.pop()
            # The last week in which it can begin and still end in time.
            begin = bisect_left(self._until, self._until[week + 1] - each.course.minutes + 1) - 1
            column = self.finished[each.slug, week]
            for bringing in self.supporters(each):
                self.program.at_most({column: 1.0, **self._brought(bringing, begin, begin - 1)}, 0)

    def _add_levels(self) -> None:
        for target in self.instance.targets:
            lifting, before = self._lifting[target.competence], self.instance.level(target.competence).value
            steps = {min(each.lifts[target.competence], target.level) for each in lifting}
            for level in sorted(step for step in steps if step > before):
                column = self.program.column(target.weight * (level - before), whole=False)
                bringing = [
                    each.slug
                    for each in lifting
                    if each.brings(target.competence, level) and each.needs.get(target.competence, -1.0) < level
                ]
                self.program.at_most(
                    {column: 1.0, **{each: -1.0 for slug in bringing for each in self.chosen(slug)}}, 0
                )
                before = level

    def _add_limits(self) -> None:
        """Minutes of each week, of all weeks up to each of the grid, of all weeks from a release on; and money."""
        runs = [pair for pairs in self.runs.values() for pair in pairs]
        loads: dict[int, dict[int, float]] = defaultdict(dict)
        for run, column in runs:
            for week, minutes in enumerate(run.session.minutes, start=run.first):
                loads[week][column] = float(minutes)
        for week, parts in loads.items():
            self.program.at_most(parts, self.instance.capacity(week))
        self._add_sums(loads)
        if self.instance.budget is not None:
            costs = {column: each.course.cost for each in self.candidates for column in self.chosen(each.slug)}
            self.program.at_most({column: cost for column, cost in costs.items() if cost}, self.instance.budget)

    def _add_sums(self, loads: Mapping[int, Mapping[int, float]]) -> None:
        releases = {each.first_week for each in self.candidates if not each.course.sessions}
        for begin in sorted({0, *releases}):
            for end in self.grid if begin == 0 else [self._last]:
                parts: dict[int, float] = defaultdict(float)
                for week in range(begin, end + 1):
                    for column, minutes in loads.get(week, {}).items():
                        parts[column] += minutes
                for (slug, week), column in self.finished.items():
                    if week == end and self.by_slug[slug].first_week >= begin:
                        parts[column] = self.by_slug[slug].course.minutes
                if begin <= end:
                    self.program.at_most(dict(parts), self._until[end + 1] - self._until[begin])

    def _keep(self, kept: Collection[str]) -> None:
        for slug in kept:
            self.program.at_most(dict.fromkeys(self.chosen(slug), -1.0), -1)
