"""The cheapest known way to each course: which others have to be taken before it.

Learning only ever adds, so one pass in order of cost, as in Dijkstra's algorithm, finds for every missing
level and every missing course the first that brings it. Courses on a way always cost less than what they lead
to: sorted by cost they are in an order in which they can be taken.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from roadmap.planning.standing import EPSILON, Standing
from roadmap.planning.values import Course


@dataclass(frozen=True)
class Way:
    """cost: minutes of the course and all before it, at most. before: what it directly builds on."""

    cost: int
    before: frozenset[str]


def find_ways(standing: Standing, courses: Iterable[Course]) -> dict[str, Way]:
    """The way to each of `courses` that can be reached from `standing` with the help of the others."""
    return _Search(standing, [course for course in courses if course.slug not in standing.finished]).run()


def along(slug: str, ways: Mapping[str, Way]) -> tuple[str, ...]:
    """The courses of the way to `slug` in an order in which they can be taken, `slug` last."""
    needed = {slug}
    waiting = [slug]
    while waiting:
        new = ways[waiting.pop()].before - needed
        needed |= new
        waiting.extend(new)
    return tuple(sorted(needed, key=lambda each: (ways[each].cost, each)))


class _Search:
    """One pass. A course waits for missing courses and for missing levels; each is brought once."""

    def __init__(self, standing: Standing, courses: list[Course]) -> None:
        self._courses = {course.slug: course for course in courses}
        self._ways: dict[str, Way] = {}
        self._missing: dict[str, int] = {}
        self._before: dict[str, set[str]] = {}
        self._heap: list[tuple[int, str]] = []
        self._wait_for_course: dict[str, list[str]] = defaultdict(list)
        self._wait_for_level: dict[str, list[tuple[float, str]]] = defaultdict(list)
        self._tolerance = standing.instance.tolerance + EPSILON
        for course in courses:
            self._enter(course, standing)

    def _enter(self, course: Course, standing: Standing) -> None:
        missing_courses = [slug for slug in course.requires if slug not in standing.finished]
        missing_levels = [outcome for outcome in course.outcomes if not standing.meets(outcome)]
        for slug in missing_courses:
            self._wait_for_course[slug].append(course.slug)
        for outcome in missing_levels:
            heapq.heappush(self._wait_for_level[outcome.competence], (outcome.needs, course.slug))
        self._missing[course.slug] = len(missing_courses) + len(missing_levels)
        self._before[course.slug] = set()
        if not self._missing[course.slug]:
            heapq.heappush(self._heap, (course.minutes, course.slug))

    def run(self) -> dict[str, Way]:
        while self._heap:
            cost, slug = heapq.heappop(self._heap)
            self._ways[slug] = Way(cost, frozenset(self._before[slug]))
            for waiting in self._wait_for_course.pop(slug, ()):
                self._bring(waiting, slug)
            for outcome in self._courses[slug].outcomes:
                self._raise(outcome.competence, outcome.reaches, slug)
        return self._ways

    def _raise(self, competence: str, level: float, slug: str) -> None:
        """Who needs least waits in front: nobody is looked at twice, however many wait for more."""
        waiting = self._wait_for_level.get(competence)
        while waiting and level + self._tolerance >= waiting[0][0]:
            self._bring(heapq.heappop(waiting)[1], slug)

    def _bring(self, waiting: str, slug: str) -> None:
        self._before[waiting].add(slug)
        self._missing[waiting] -= 1
        if not self._missing[waiting]:
            cost = self._courses[waiting].minutes + sum(self._ways[each].cost for each in self._before[waiting])
            heapq.heappush(self._heap, (cost, waiting))
