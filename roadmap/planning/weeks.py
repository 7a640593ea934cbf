"""Courses into calendar weeks: one after another, never above the limit, no week idle without need."""

from dataclasses import dataclass
from datetime import date, timedelta

from roadmap.planning.instance import Instance
from roadmap.planning.standing import Standing
from roadmap.planning.values import Course


@dataclass(frozen=True)
class Placed:
    """A course and the minutes it takes in each week from `first_week` on."""

    course: Course
    first_week: int
    minutes: tuple[int, ...]

    @property
    def last_week(self) -> int:
        """The week in which it ends."""
        return self.first_week + len(self.minutes) - 1


def monday_of(day: date) -> date:
    """The Monday of the calendar week of `day`."""
    return day - timedelta(days=day.weekday())


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


def place(instance: Instance, order: tuple[str, ...]) -> tuple[Placed, ...] | None:
    """The courses of `order` in weeks; of those that can be taken now, the first in `order` comes next.

    None where they cannot all be taken within the horizon.
    """
    placed: list[Placed] = []
    waiting = [instance.course[slug] for slug in order]
    standing = Standing.at_start(instance)
    calendar = _Calendar(instance)
    while waiting:
        course = next((each for each in waiting if calendar.offers(each) and standing.is_ready_for(each)), None)
        if course is None:
            later = [week for each in waiting if (week := first_possible_week(instance, each)) > calendar.week]
            if not later:
                return None
            calendar.go_to(min(later))
            continue
        waiting.remove(course)
        placed.append(calendar.fill(course))
        standing.take(course)
        if placed[-1].last_week >= instance.horizon_weeks:
            return None
    return tuple(placed)


class _Calendar:
    """The week that is being filled and its free minutes, always more than none."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self.week = 0
        self._free = instance.weekly_minutes - instance.spent_minutes
        if self._free <= 0:
            self.go_to(1)

    def offers(self, course: Course) -> bool:
        """Whether the course can be started in this week."""
        return first_possible_week(self._instance, course) <= self.week

    def go_to(self, week: int) -> None:
        self.week, self._free = week, self._instance.weekly_minutes

    def fill(self, course: Course) -> Placed:
        """Give the course all free minutes from now on until it is finished."""
        first, left, minutes = self.week, course.minutes, []
        while left > 0:
            if self._free == 0:
                self.go_to(self.week + 1)
            minutes.append(min(left, self._free))
            left -= minutes[-1]
            self._free -= minutes[-1]
        if self._free == 0:
            self.go_to(self.week + 1)
        return Placed(course, first, tuple(minutes))
