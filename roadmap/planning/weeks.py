"""Courses into calendar weeks: sessions on their dates, the others around them one after another.

Never above the limit, no week idle without need. A course that can be learned at any time gets all free minutes
until it is finished; it pauses only where sessions take the whole week.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from roadmap.planning.calendar import monday_of
from roadmap.planning.instance import Instance
from roadmap.planning.sessions import Run
from roadmap.planning.standing import Standing
from roadmap.planning.values import Course


@dataclass(frozen=True)
class Placed:
    """A course and the minutes it takes in each week from `first_week` on. run: its session, if it has dates."""

    course: Course
    first_week: int
    minutes: tuple[int, ...]
    run: Run | None = None

    @property
    def last_week(self) -> int:
        """The week in which it ends."""
        return self.first_week + len(self.minutes) - 1

    def is_before(self, other: "Placed") -> bool:
        """Whether it has ended when `other` begins: in the same week at the latest, with dates in one before."""
        return self.last_week < other.first_week + (self.run is None and other.run is None)


def first_day(instance: Instance, week: int) -> date:
    """The first day of week `week` that belongs to the plan: its Monday, or the start of the plan."""
    return max(instance.start, monday_of(instance.start) + timedelta(weeks=week))


def last_day(instance: Instance, week: int) -> date:
    """The Sunday of week `week`."""
    return monday_of(instance.start) + timedelta(weeks=week, days=6)


def first_possible_week(instance: Instance, course: Course) -> int:
    """The first week on whose first day the course is available."""
    if course.available_from is None or course.available_from <= instance.start:
        return 0
    days = (course.available_from - monday_of(instance.start)).days
    return (days + 6) // 7


def place(
    instance: Instance,
    order: tuple[str, ...],
    chosen: Mapping[str, Run] | None = None,
    *,
    interrupting: bool = False,
) -> tuple[Placed, ...] | None:
    """The courses of `order` in weeks, those of `chosen` in these sessions.

    Of the other courses that can be taken now, the first in `order` comes next; if `interrupting`, even before one
    that has begun is finished. None where they cannot all be taken in time: a dated session needs what it asks for
    before its first week, and brings what it brings after its last.
    """
    chosen = chosen or {}
    timeline = _Timeline(instance, {slug: run for slug, run in chosen.items() if slug in order})
    dated = [
        Placed(instance.course[slug], run.first, run.session.minutes, run) for slug, run in timeline.chosen.items()
    ]
    if interrupting:
        return timeline.interleave([instance.course[slug] for slug in order if slug not in timeline.chosen], dated)
    placed: list[Placed] = []
    waiting = [instance.course[slug] for slug in order if slug not in timeline.chosen]
    while waiting and timeline.find_free_week():
        course = next((each for each in waiting if timeline.offers(each)), None)
        if course is None:
            if not timeline.wait(waiting):
                return None
            continue
        waiting.remove(course)
        placed.append(timeline.fill(course))
    if waiting or not timeline.finish():
        return None
    return tuple(sorted([*dated, *placed], key=lambda each: each.first_week))


@dataclass
class _Timeline:
    """The week that is being filled, the free minutes of all weeks, and where the person stands by then."""

    instance: Instance
    chosen: Mapping[str, Run]
    week: int = -1
    is_sound: bool = True
    _events: list[tuple[int, bool, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._free = [self.instance.capacity(week) for week in range(self.instance.weeks)]
        self._standing = Standing.at_start(self.instance)
        for slug, run in self.chosen.items():
            self._events += [(run.first, True, slug), (run.last + 1, False, slug)]
            for week, minutes in enumerate(run.session.load, start=run.first):
                self._free[week] -= minutes
                self.is_sound &= self._free[week] >= 0
        self._events.sort(reverse=True)
        self._go_to(0)

    def _go_to(self, week: int) -> None:
        """Sessions that have ended count; those that begin must be possible."""
        while self._events and self._events[-1][0] <= week:
            _week, begins, slug = self._events.pop()
            course = self.instance.course[slug]
            if not begins:
                self._standing.take(course)
            elif not self._standing.is_ready_for(course):
                self.is_sound = False
        self.week = week

    def find_free_week(self) -> bool:
        """Go on to the first week with free minutes; false where there is none or a session is impossible."""
        while self.is_sound and self.week < len(self._free) and self._free[self.week] <= 0:
            self._go_to(self.week + 1)
        return self.is_sound and self.week < len(self._free)

    def offers(self, course: Course) -> bool:
        """Whether the course can be started now."""
        return first_possible_week(self.instance, course) <= self.week and self._standing.is_ready_for(course)

    def wait(self, waiting: list[Course]) -> bool:
        """Go on to the next week in which something begins or ends; whether there is one."""
        later = [week for each in waiting if (week := first_possible_week(self.instance, each)) > self.week]
        later += [week for week, begins, _slug in self._events if not begins]
        if later:
            self._go_to(min(later))
        return bool(later)

    def fill(self, course: Course) -> Placed:
        """Give the course all free minutes from now on until it is finished, beyond the last week if need be."""
        first, left, minutes = self.week, course.minutes, list[int]()
        while left > 0 and self.week < len(self._free):
            minutes.append(min(left, self._free[self.week]))
            left -= minutes[-1]
            self._free[self.week] -= minutes[-1]
            if left:
                self._go_to(self.week + 1)
        self.is_sound &= left == 0
        self._standing.take(course)
        return Placed(course, first, tuple(minutes))

    def interleave(self, waiting: list[Course], dated: list[Placed]) -> tuple[Placed, ...] | None:
        """All courses, in each week those first that stand first; None where they do not fit."""
        left = {course.slug: course.minutes for course in waiting}
        taken: dict[str, dict[int, int]] = {}
        while left and self.find_free_week():
            course = next((each for each in waiting if each.slug in left and self._can_go_on(each, taken)), None)
            if course is None:
                self._go_to(self.week + 1)
                continue
            minutes = min(left[course.slug], self._free[self.week])
            taken.setdefault(course.slug, {})[self.week] = minutes
            self._free[self.week] -= minutes
            left[course.slug] -= minutes
            if not left[course.slug]:
                del left[course.slug]
                self._standing.take(course)
        if left or not self.finish():
            return None
        placed = []
        for slug, weeks in taken.items():
            minutes_of_weeks = tuple(weeks.get(week, 0) for week in range(min(weeks), max(weeks) + 1))
            placed.append(Placed(self.instance.course[slug], min(weeks), minutes_of_weeks))
        return tuple(sorted([*dated, *placed], key=lambda each: each.first_week))

    def _can_go_on(self, course: Course, taken: Mapping[str, Mapping[int, int]]) -> bool:
        return course.slug in taken or self.offers(course)

    def finish(self) -> bool:
        """Look at the sessions that are still to come; whether everything was possible."""
        self._go_to(self.instance.horizon_weeks + 1)
        return self.is_sound
