"""What a solution of the program chooses, and how it is put into weeks."""

from collections.abc import Mapping

from roadmap.planning.model import Model
from roadmap.planning.plan import Plan
from roadmap.planning.reasons import explained
from roadmap.planning.sessions import Run
from roadmap.planning.solving import Solution
from roadmap.planning.standing import Standing
from roadmap.planning.weeks import place

# No week is later.
NEVER = 10_000


class Choice:
    """What a solution chooses: runs of dated courses, and the others with the week by which they have to end."""

    def __init__(self, model: Model, solution: Solution) -> None:
        values = solution.values or ()
        self._model = model
        self.runs: dict[str, Run] = {
            slug: run for slug, runs in model.runs.items() for run, column in runs if values[column] > 0.5
        }
        self._free = {
            slug for (slug, week), column in model.finished.items()
            if week == model.grid[-1] and values[column] > 0.5
        }  # fmt: skip
        self.slugs = self._free | self.runs.keys()

    def circles(self) -> list[tuple[str, frozenset[str]]]:
        """Courses that only open each other: each with the courses outside of which one has to be chosen too.

        Whichever of them comes first in a plan has what it misses from outside (loop formulas of Lin & Zhao 2004).
        """
        waiting = {slug: self._model.supporters(self._model.by_slug[slug]) for slug in sorted(self.slugs)}
        founded: set[str] = set()
        while ready := [
            slug for slug, missing in waiting.items()
            if all(any(each.slug in founded for each in bringing) for bringing in missing)
        ]:  # fmt: skip
            founded.update(ready)
            waiting = {slug: missing for slug, missing in waiting.items() if slug not in founded}
        outside = set[str]()
        for missing in waiting.values():
            bringing = next(each for each in missing if not any(other.slug in founded for other in each))
            outside |= {each.slug for each in bringing}
        return [(slug, frozenset(outside - waiting.keys())) for slug in waiting]

    def deadlines(self) -> Mapping[str, int]:
        """For each course without dates the week before which it is needed, those without need at the end."""
        last = self._model.grid[-1]
        found = dict.fromkeys(sorted(self._free), last)
        waiting = [(slug, run.first - 1) for slug, run in sorted(self.runs.items())]
        while waiting:
            slug, week = waiting.pop()
            for bringing in self._model.supporters(self._model.by_slug[slug]):
                names = sorted(each.slug for each in bringing if each.slug in self.slugs)
                if not names or any(name in self.runs and self.runs[name].last <= week for name in names):
                    continue
                due = [name for name in names if found.get(name, last + 1) <= week]
                free = [name for name in names if name in found]
                if not due and free:
                    name = min(free, key=lambda each: (self._model.by_slug[each].course.minutes, each))
                    found[name] = week
                    waiting.append((name, week))
        return found

    def by_due(self) -> tuple[str, ...]:
        """Sessions, then what is needed first, then what is short."""
        due, courses = self.deadlines(), self._model.by_slug
        free = sorted(self._free, key=lambda slug: (due[slug], courses[slug].course.minutes, slug))
        return (*sorted(self.runs), *free)

    @property
    def closed(self) -> float:
        """What the courses close."""
        return Standing.at_start(self._model.instance).closed_by(
            self._model.by_slug[slug].course for slug in self.slugs
        )

    def plan(self) -> Plan | None:
        """All courses in weeks, one after another or else interrupting each other; None where they do not fit."""
        instance, order = self._model.instance, self.by_due()
        placed = place(instance, order, self.runs) or place(instance, order, self.runs, interrupting=True)
        return None if placed is None else explained(instance, placed)

    def shortened(self) -> tuple[str, ...]:
        """An order in which what is left of the courses can be placed."""
        order, instance = self.by_due(), self._model.instance
        while order and place(instance, order, self.runs) is None:
            order = min((_without(order, slug) for slug in order), key=self._loss)
        return order

    def _loss(self, order: tuple[str, ...]) -> tuple[bool, float]:
        instance = self._model.instance
        return place(instance, order, self.runs) is None, Standing.after(instance, order).gap()

    def releases(self) -> Mapping[str, int]:
        """For each course without dates the first week in which it could begin, with what the others bring by then."""
        found: dict[str, int] = {}
        waiting = {slug: self._model.supporters(self._model.by_slug[slug]) for slug in sorted(self._free)}
        while True:
            begins = {}
            for slug, groups in waiting.items():
                weeks = [min((self._after(each.slug, found) for each in group), default=NEVER) for group in groups]
                begins[slug] = max([self._model.by_slug[slug].first_week, *weeks])
            ready = {slug: week for slug, week in begins.items() if week < NEVER}
            if not ready:
                return found
            first = min(ready.values())
            found.update((slug, week) for slug, week in ready.items() if week == first)
            waiting = {slug: groups for slug, groups in waiting.items() if slug not in found}

    def _after(self, slug: str, releases: Mapping[str, int]) -> int:
        if slug in self.runs:
            return min(self.runs[slug].last, self._model.grid[-1]) + 1
        return releases.get(slug, NEVER)

    def windows(self) -> tuple[set[int], set[int]]:
        """Where too much is to be learned between two weeks: ends and begins; all that matter if nowhere."""
        last, due, releases = self._model.grid[-1], self.deadlines(), self.releases()
        overfull = [
            (end - begin, end, begin)
            for begin in {0, *releases.values()}
            for end in {last, *due.values()}
            if (begin <= end or begin > last)
            and self._load(begin, end, due, releases) > self._model.minutes_between(begin, end)
        ]
        if overfull:
            _length, end, _begin = min(overfull)
            return {end} - {last}, {each for _length, _end, each in overfull} - {0}
        return set(due.values()) - {last}, set(releases.values()) - {0}

    def _load(self, begin: int, end: int, due: Mapping[str, int], releases: Mapping[str, int]) -> int:
        inside = [slug for slug in self._free if releases.get(slug, 0) >= begin and due[slug] <= end]
        minutes = sum(self._model.by_slug[slug].course.minutes for slug in inside)
        for run in self.runs.values():
            minutes += sum(run.session.load[max(0, begin - run.first) : max(0, end + 1 - run.first)])
        return minutes


def _without(order: tuple[str, ...], slug: str) -> tuple[str, ...]:
    return tuple(each for each in order if each != slug)
