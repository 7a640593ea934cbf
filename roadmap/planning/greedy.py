"""A plan at once: again and again the course that closes most of the gap per minute, with what it needs."""

from dataclasses import dataclass

from roadmap.planning.instance import Instance
from roadmap.planning.plan import Plan
from roadmap.planning.reasons import explained
from roadmap.planning.standing import EPSILON, Standing
from roadmap.planning.ways import along, find_ways
from roadmap.planning.weeks import place


@dataclass(frozen=True)
class GreedyPlanner:
    """Fast and correct, not best: it may leave some per cent of what any plan could close."""

    def plan(self, instance: Instance) -> Plan:
        """A plan for `instance`; promised courses first, in their order."""
        selection = _Selection(instance)
        selection.keep_promises()
        while selection.grow() and selection.prune():
            pass
        return explained(instance, place(instance, selection.order) or ())


class _Selection:
    """The courses chosen so far, in the order in which they were chosen; they always fit into the weeks."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._offered = [course for course in instance.courses if course.slug not in instance.dropped | instance.done]
        self.order: tuple[str, ...] = ()

    def keep_promises(self) -> None:
        """Take over the promised courses that are still possible and of use."""
        for slug in self._instance.promised:
            standing = Standing.after(self._instance, self.order)
            ways = find_ways(standing, self._offered)
            if slug in ways:
                self._add(along(slug, ways))
        self.prune()

    def grow(self) -> bool:
        """Add what helps most per minute until nothing helps or fits; whether anything was added."""
        before = self.order
        while any(self._add(way) for way in self._best_first()):
            pass
        return self.order != before

    def _best_first(self) -> list[tuple[str, ...]]:
        """The ways that close a piece of the gap, the one that closes most per minute first; ties by slug."""
        standing = Standing.after(self._instance, self.order)
        gap = standing.gap()
        if gap <= EPSILON:
            return []
        ways = find_ways(standing, self._offered)
        useful = {target.competence: target.level for target in self._instance.targets}
        rated: list[tuple[float, int, str, tuple[str, ...]]] = []
        for course in self._offered:
            if course.slug not in ways or not any(
                min(each.reaches, useful.get(each.competence, 0.0)) > standing.level(each.competence) + EPSILON
                for each in course.outcomes
            ):
                continue
            way = along(course.slug, ways)
            closed = gap - Standing.after(self._instance, (*self.order, *way)).gap()
            minutes = sum(self._instance.course[slug].minutes for slug in way)
            rated.append((-round(closed / minutes, 9), minutes, course.slug, way))
        return [way for *_rating, way in sorted(rated)]

    def _add(self, way: tuple[str, ...]) -> bool:
        longer = (*self.order, *way)
        if place(self._instance, longer) is None:
            return False
        self.order = longer
        return True

    def prune(self) -> bool:
        """Take out courses without which the plan closes just as much; whether there were any."""
        before = self.order
        closed = Standing.after(self._instance, self.order).gap()
        for slug in reversed(before):
            shorter = tuple(each for each in self.order if each != slug)
            if (
                Standing.after(self._instance, shorter).gap() <= closed + EPSILON
                and place(self._instance, shorter) is not None
            ):
                self.order = shorter
        return self.order != before
