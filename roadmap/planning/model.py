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
from roadmap.planning.standing import EPSILON
from roadmap.planning.units import common_unit

# What ties are worth, as shares of the gap: all of the cost, of the minutes.
COST_SHARE, MINUTES_SHARE = 8e-5, 2e-5


class Model:
    """grid: the weeks that periods end with; the last week of the plan is always one. heads: weeks they begin with."""

    def __init__(
        self,
        instance: Instance,
        candidates: Sequence[Candidate],
        kept: Collection[str] = (),
        grid: Collection[int] = (),
        heads: Collection[int] = (),
    ) -> None:
        self.instance, self.candidates = instance, candidates
        self.program = Program()
        self.by_slug = {each.slug: each for each in candidates}
        self._last = instance.weeks - 1
        self.grid = sorted({*grid, self._last})
        self._until = [0, *accumulate(instance.capacity(week) for week in range(instance.weeks))]
        self.runs: dict[str, list[tuple[Run, int]]] = {}
        self.finished: dict[tuple[str, int], int] = {}
        self._heads = frozenset(heads)
        self._begin: dict[tuple[str, int], int] = {}
        self._reached: dict[tuple[str, float], int] = {}
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
    def unit(self) -> float:
        """What every plan closes is a multiple of it; 0 if there is no such thing."""
        pieces = []
        for target in self.instance.targets:
            level = self.instance.level(target.competence).value
            for each in self._lifting.get(target.competence, ()):
                pieces.append(target.weight * (min(each.lifts[target.competence], target.level) - level))
        return common_unit(piece for piece in pieces if piece > 0)

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

    def minutes_between(self, begin: int, end: int) -> int:
        """What fits into the weeks from `begin` to `end`."""
        return self._until[end + 1] - self._until[begin]

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
        """A column for each level of each competence that counts: is it reached in the end?

        It is reached by a course that begins below and ends above; no level without those below it; no course
        without the levels it needs. That holds for every plan and makes the relaxed program several times tighter.
        """
        for name, lifting in sorted(self._lifting.items()):
            below: int | None = None
            before = self.instance.level(name).value
            for level in self._levels(name):
                column = self.program.column(self._worth_of(name, before, level), whole=False)
                self._reached[name, level] = column
                crossing = [
                    each.slug for each in lifting if each.brings(name, level) and each.needs.get(name, -1.0) < level
                ]
                self.program.at_most(
                    {column: 1.0, **{each: -1.0 for slug in crossing for each in self.chosen(slug)}}, 0
                )
                if below is not None:
                    self.program.at_most({column: 1.0, below: -1.0}, 0)
                below, before = column, level
        for each in self.candidates:
            chosen = dict.fromkeys(self.chosen(each.slug), 1.0)
            for name, level in each.needs.items() if chosen else ():
                if (name, level) in self._reached:
                    self.program.at_most({**chosen, self._reached[name, level]: -1.0}, 0)

    def _levels(self, name: str) -> list[float]:
        """The levels in which courses end, or that they need, and the target; above where the person stands."""
        found = {each.lifts[name] for each in self._lifting[name]}
        found |= {each.needs[name] for each in self.candidates if name in each.needs}
        if (target := self.instance.target.get(name)) and target.level < max(found):
            found.add(target.level)
        return sorted(level for level in found if level > self.instance.level(name).value + EPSILON)

    def _worth_of(self, name: str, low: float, high: float) -> float:
        """What it closes of the weighted gap to get from `low` to `high`."""
        target = self.instance.target.get(name)
        return target.weight * max(0.0, min(high, target.level) - low) if target else 0.0

    def _add_limits(self) -> None:
        """Minutes of each week, of all weeks up to each of the grid, of all weeks from a release on; and money."""
        runs = [pair for pairs in self.runs.values() for pair in pairs]
        loads: dict[int, dict[int, float]] = defaultdict(dict)
        for run, column in runs:
            for week, minutes in enumerate(run.session.load, start=run.first):
                if minutes:
                    loads[week][column] = float(minutes)
        for week, parts in loads.items():
            self.program.at_most(parts, self.instance.capacity(week))
        self._add_sums(loads)
        if self.instance.budget is not None:
            costs = {column: each.course.cost for each in self.candidates for column in self.chosen(each.slug)}
            self.program.at_most({column: cost for column, cost in costs.items() if cost}, self.instance.budget)

    def _add_sums(self, loads: Mapping[int, Mapping[int, float]]) -> None:
        """What begins in or after one week and ends by another fits between them; for all weeks of the grid."""
        releases = {each.first_week for each in self.candidates if not each.course.sessions}
        for begin in sorted({0, *releases, *self._heads}):
            for end in self.grid if begin == 0 or begin in self._heads else [self._last]:
                parts: dict[int, float] = defaultdict(float)
                for week in range(begin, end + 1):
                    for column, minutes in loads.get(week, {}).items():
                        parts[column] += minutes
                for column, each in self._ended_by(end):
                    if each.first_week >= begin:
                        parts[column] += each.course.minutes
                    elif begin in self._heads and (begun := self._begun(each, begin)) is not None:
                        within = self.program.column(whole=False)
                        self.program.at_most({column: 1.0, begun: -1.0, within: -1.0}, 0)
                        parts[within] += each.course.minutes
                # What could only begin after the last week does not fit at all.
                if begin <= end or begin == self._last + 1:
                    self.program.at_most(dict(parts), self._until[end + 1] - self._until[begin])

    def _ended_by(self, end: int) -> list[tuple[int, Candidate]]:
        return [(column, self.by_slug[slug]) for (slug, week), column in self.finished.items() if week == end]

    def _begun(self, each: Candidate, week: int) -> int | None:
        """The column: does the course without dates begin before `week`? None if nothing keeps it from doing so."""
        if not each.needs and not each.requires:
            return None
        if (each.slug, week) not in self._begin:
            column = self._begin[each.slug, week] = self.program.column()
            self.program.at_most({column: 1.0, self.finished[each.slug, self._last]: -1.0}, 0)
            for bringing in self.supporters(each):
                parts = {column: 1.0}
                for other in bringing:
                    if other.course.sessions:
                        parts.update((taken, -1.0) for run, taken in self.runs[other.slug] if run.last < week - 1)
                    elif other.first_week < week and (whole := self._finished(other, self._last)) is not None:
                        begun = self._begun(other, week)
                        parts[whole if begun is None else begun] = -1.0
                self.program.at_most(parts, 0)
        return self._begin[each.slug, week]

    def cut(self, circles: Iterable[tuple[str, frozenset[str]]]) -> None:
        """No course without one of those that can open its circle from outside."""
        for slug, bringing in circles:
            outside = {column: -1.0 for each in bringing for column in self.chosen(each)}
            for column in self.chosen(slug):
                self.program.at_most({column: 1.0, **outside}, 0)

    def worth_of_levels(self) -> dict[int, float]:
        """What each level is worth, without ties, by its column."""
        return {column: self.program.worth[column] for column in self._reached.values() if self.program.worth[column]}

    def _keep(self, kept: Collection[str]) -> None:
        for slug in sorted(kept):
            self.program.at_most(dict.fromkeys(self.chosen(slug), -1.0), -1)
