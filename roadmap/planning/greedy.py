"""A plan at once: again and again the course that closes most of the gap per minute, with what it needs."""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roadmap.planning.candidates import Candidate, find_candidates
from roadmap.planning.instance import Instance
from roadmap.planning.plan import Plan
from roadmap.planning.reasons import explained
from roadmap.planning.sessions import Run
from roadmap.planning.standing import EPSILON, Standing
from roadmap.planning.values import Course
from roadmap.planning.ways import along, find_ways
from roadmap.planning.weeks import place

# All the money is worth this part of all the time: what closed most on average of 40 people of the bench.
MONEY = 0.1

# Of more courses than this only so many for each competence, those that close most per minute, are looked at again
# and again; with the courses before them.
MANY, MOST_FOR_EACH = 1_000, 40


@dataclass(frozen=True)
class GreedyPlanner:
    """Fast and correct, not best: it may leave some per cent of what any plan could close.

    adding: whether courses may be planned that were not promised, beyond what promised ones need.
    """

    adding: bool = True

    def plan(self, instance: Instance, candidates: Sequence[Candidate] | None = None) -> Plan:
        """A plan for `instance`; promised courses first, in their order. candidates: if they are known already."""
        selection = Selection(instance, candidates=candidates)
        selection.keep_promises()
        if self.adding:
            selection.complete()
        return selection.plan()


class Selection:
    """The courses chosen so far, in the order in which they were chosen; they always fit into the weeks.

    runs: the session in which each dated course is taken.
    """

    def __init__(
        self,
        instance: Instance,
        order: tuple[str, ...] = (),
        runs: Mapping[str, Run] | None = None,
        candidates: Sequence[Candidate] | None = None,
    ) -> None:
        self._instance = instance
        self.order = order
        self.runs: Mapping[str, Run] = runs or {}
        self._failed: set[tuple[str, ...]] = set()
        self._capacity = sum(map(instance.capacity, range(instance.weeks)))
        if candidates is None:
            candidates = find_candidates(instance, frozenset((*instance.promised, *order)))
        self._pool = _short_list(instance, [each.course for each in candidates])
        # What a euro is worth beside a minute.
        self._minutes_per_euro = MONEY * self._capacity / instance.budget if instance.budget else 0.0

    def plan(self) -> Plan:
        """What was chosen, with weeks and reasons."""
        return explained(self._instance, place(self._instance, self.order, self.runs) or ())

    def keep_promises(self) -> None:
        """Take over the promised courses that are still possible and of use; what they need, if it can be, of them."""
        offered = self._instance.offered
        promised = [course for course in offered if course.slug in self._instance.promised]
        for slug in self._instance.promised:
            standing = Standing.after(self._instance, self.order)
            for courses in (promised, offered):
                ways = find_ways(standing, courses)
                if slug in ways and self._add(along(slug, ways)):
                    break
        self._prune()

    def complete(self) -> None:
        """Add what helps and take out what does not, until nothing changes."""
        while self._grow() and self._prune():
            self._failed.clear()

    def _grow(self) -> bool:
        """Add what helps most per minute until nothing helps or fits; whether anything was added."""
        before = self.order
        while any(self._add(way) for way in self._best_first()):
            pass
        return self.order != before

    def _best_first(self) -> list[tuple[str, ...]]:
        """The ways that close a piece of the gap, the one that closes most for its price first; ties by slug."""
        standing = Standing.after(self._instance, self.order)
        if standing.gap() <= EPSILON:
            return []
        ways = find_ways(standing, self._pool)
        rated: list[tuple[float, int, str, tuple[str, ...]]] = []
        for course in self._pool:
            if course.slug not in ways or (closed := standing.closed_by([course])) <= EPSILON:
                continue
            way: tuple[str, ...] = (course.slug,)
            courses = [course]
            if ways[course.slug].before:
                way = along(course.slug, ways)
                courses = [self._instance.course[slug] for slug in way]
                closed = standing.closed_by(courses)
            minutes = sum(each.minutes for each in courses)
            price = minutes + self._minutes_per_euro * sum(each.cost for each in courses)
            rated.append((-round(closed / price, 9), minutes, course.slug, way))
        return [way for *_rating, way in sorted(rated)]

    def _add(self, way: tuple[str, ...]) -> bool:
        if way in self._failed:
            return False
        if self._is_too_much((*self.order, *way)) or not (self._fit(way) or self._fit(way, first=True)):
            self._failed.add(way)
            return False
        return True

    def _is_too_much(self, order: tuple[str, ...]) -> bool:
        courses = [self._instance.course[slug] for slug in order]
        budget = self._instance.budget
        counted = (each.minutes for each in courses if not any(session.released for session in each.sessions))
        return sum(counted) > self._capacity or (
            budget is not None and sum(each.cost for each in courses) > budget + EPSILON
        )

    def _fit(self, way: tuple[str, ...], *, first: bool = False) -> bool:
        """Take `way` over, each dated course in the earliest session that works; before the rest if `first`."""
        runs, dated = dict(self.runs), [slug for slug in way if slug in self._instance.runs]
        if first and not (dated or self.runs):
            return False
        for slug in dated:
            part = way[: way.index(slug) + 1]
            order = (*part, *self.order) if first else (*self.order, *part)
            fitting = (run for run in self._instance.runs[slug] if place(self._instance, order, {**runs, slug: run}))
            if not (run := next(fitting, None)):
                return False
            runs[slug] = run
        order = (*way, *self.order) if first else (*self.order, *way)
        if place(self._instance, order, runs) is None:
            return False
        self.order, self.runs = order, runs
        return True

    def _prune(self) -> bool:
        """Take out courses without which the plan closes just as much; whether there were any."""
        before = self.order
        gap = Standing.after(self._instance, self.order).gap()
        for slug in reversed(before):
            shorter = tuple(each for each in self.order if each != slug)
            if (
                Standing.after(self._instance, shorter).gap() <= gap + EPSILON
                and place(self._instance, shorter, self.runs) is not None
            ):
                self.order = shorter
        return self.order != before


def _short_list(instance: Instance, courses: list[Course]) -> list[Course]:
    if len(courses) <= MANY:
        return courses
    standing = Standing.at_start(instance)
    ways = find_ways(standing, courses)
    rated: dict[str, list[tuple[float, str]]] = {target.competence: [] for target in instance.targets}
    for course in courses:
        if course.slug in ways and (closed := standing.closed_by([course])) > EPSILON:
            for each in course.outcomes:
                if each.competence in rated and each.reaches > standing.level(each.competence) + EPSILON:
                    rated[each.competence].append((-closed / ways[course.slug].cost, course.slug))
    best = {slug for pairs in rated.values() for _rating, slug in heapq.nsmallest(MOST_FOR_EACH, pairs)}
    best.update(each for slug in list(best) for each in along(slug, ways))
    return [course for course in courses if course.slug in best or course.slug in instance.promised]
