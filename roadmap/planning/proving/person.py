"""What one person can close at most: choosing courses without a calendar, whose rules every plan obeys too."""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

from roadmap.planning.instance import Instance
from roadmap.planning.proving.exactly import Lines, common_measure, fraction
from roadmap.planning.values import Course, Outcome
from roadmap.planning.verification import not_accepted

# Levels that differ by less are the same, as in the rules of plans.
NEARLY = Fraction(1, 10**9)


class PersonProgram:
    """taken: by course and session (None without dates) the column that is 1 if the plan has it.

    loads: by the column of a session its minutes by week, counted from that of the plan's start.
    """

    def __init__(self, instance: Instance) -> None:
        self.lines, self._instance = Lines(), instance
        self._monday = instance.start - timedelta(days=instance.start.weekday())
        self.taken: dict[tuple[str, str | None], int] = {}
        self.loads: dict[int, dict[int, int]] = {}
        self._columns: dict[str, list[int]] = {}
        courses = [each for each in instance.courses if self._is_possible(each)]
        for course in courses:
            self._columns[course.slug] = self._add_course(course)
        self._reached: dict[str, list[tuple[Fraction, int]]] = defaultdict(list)
        self._pieces: list[Fraction] = []
        self._add_levels(courses)
        for course in courses:
            self._add_needs(course)
        self._add_limits(courses)

    @property
    def measure(self) -> Fraction:
        """What every plan closes is a multiple of it."""
        return common_measure(each for each in self._pieces if each > 0)

    def columns(self, slug: str) -> list[int]:
        """The columns of a course; none if it cannot be taken."""
        return self._columns.get(slug, [])

    def _is_possible(self, course: Course) -> bool:
        instance = self._instance
        return course.slug not in instance.dropped | instance.done and not any(not_accepted(instance, course.slug))

    def _add_course(self, course: Course) -> list[int]:
        if not course.sessions:
            column = self.taken[course.slug, None] = self.lines.column()
            return [column]
        columns, deadline = [], self._instance.deadline
        for session in course.sessions:
            first, last = self._week(session.start), self._week(session.end)
            in_time = session.start >= self._instance.start and last < self._instance.horizon_weeks
            if in_time and session.seats != 0 and (deadline is None or session.end <= deadline):
                columns.append(self.lines.column())
                self.taken[course.slug, session.id] = columns[-1]
                self.loads[columns[-1]] = {week: load for week, load in enumerate(session.minutes, first) if load}
        self.lines.at_most([(column, 1) for column in columns], 1)
        return columns

    def _week(self, day: date) -> int:
        return (day - self._monday).days // 7

    def _level(self, name: str) -> Fraction:
        return fraction(self._instance.level(name).value)

    def _begins(self, outcome: Outcome) -> Fraction:
        """The lowest level from which on the course can be begun."""
        return fraction(outcome.needs) - fraction(self._instance.tolerance) - NEARLY

    def _add_levels(self, courses: list[Course]) -> None:
        """A level is reached by a course that begins below it and ends at it or above, and after those below.

        Levels are those in which courses end, and those from which on they can be begun.
        """
        leading: dict[str, list[tuple[Fraction, Fraction, str]]] = defaultdict(list)
        for course in courses:
            for each in course.outcomes:
                leading[each.competence].append((self._begins(each), fraction(each.reaches), course.slug))
        for name, ways in sorted(leading.items()):
            target = self._instance.target.get(name)
            goal, weight = (fraction(target.level), fraction(target.weight)) if target else (Fraction(0), Fraction(0))
            before, below = self._level(name), None
            own = before
            ends = {reaches for _begins, reaches, _slug in ways}
            for level in sorted(level for level in ends | {begins for begins, _reaches, _slug in ways} if level > own):
                counted = max(before, min(level if level in ends else level + NEARLY, goal))
                column = self.lines.column(weight * (counted - before), whole=False)
                crossing = {slug for begins, reaches, slug in ways if begins < level <= reaches}
                parts = [(taken, -1) for slug in sorted(crossing) for taken in self._columns[slug]]
                self.lines.at_most([(column, 1), *parts], 0)
                if below is not None:
                    self.lines.at_most([(column, 1), (below, -1)], 0)
                self._reached[name].append((level, column))
                before, below = counted, column
            self._pieces += [weight * (min(reaches, goal) - own) for _begins, reaches, _slug in ways if reaches > own]

    def _add_needs(self, course: Course) -> None:
        """A course only with the courses it requires and with the levels it needs."""
        own = [(column, 1) for column in self._columns[course.slug]]
        for slug in course.requires:
            if slug not in self._instance.done:
                self.lines.at_most([*own, *((column, -1) for column in self.columns(slug))], 0)
        for each in course.outcomes:
            needed = self._begins(each)
            if needed > self._level(each.competence):
                levels = [column for level, column in self._reached[each.competence] if level >= needed]
                self.lines.at_most([*own, *((column, -1) for column in levels[:1])], 0)

    def _add_limits(self, courses: list[Course]) -> None:
        """All minutes within all weeks, those of sessions within each week, all costs within the budget."""
        limits = self._minutes_of_weeks()
        minutes = [(column, course.minutes) for course in courses for column in self._columns[course.slug]]
        self.lines.at_most(minutes, sum(limits))
        by_week: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for column, loads in self.loads.items():
            for week, load in loads.items():
                by_week[week].append((column, load))
        for week, parts in sorted(by_week.items()):
            self.lines.at_most(parts, limits[week])
        if self._instance.budget is not None:
            costs = [(column, fraction(each.cost)) for each in courses for column in self._columns[each.slug]]
            self.lines.at_most(costs, fraction(self._instance.budget))

    def _minutes_of_weeks(self) -> list[int]:
        """Also of the week in which the deadline lies, for sessions that end before it."""
        instance = self._instance
        weeks = instance.horizon_weeks
        if instance.deadline is not None:
            weeks = min(weeks, self._week(instance.deadline) + 1)
        minutes = [instance.weekly_minutes + instance.release_minutes] * weeks
        for day, released in instance.release_days.items():
            if self._week(day) < weeks:
                minutes[self._week(day)] += released
        if minutes:
            minutes[0] = max(0, minutes[0] - instance.spent_minutes)
        return minutes
