"""Two plans side by side with the differences marked: what is now, and what could be. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from roadmap.planning.plan import Plan


class Mark(StrEnum):
    """What happens to a course from one plan to the other."""

    SAME = "same"
    MOVED = "moved"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class When:
    """First and last day of a step."""

    start: date
    end: date


@dataclass(frozen=True)
class Side:
    """A plan in figures. share, bound: of the gap, 0-1, bound None if nobody proved one; cost: euros.

    when: by course, in the order of the plan.
    """

    share: float
    bound: float | None
    minutes: int
    cost: float
    when: Mapping[str, When]

    @property
    def until(self) -> date | None:
        """The last day."""
        return max((each.end for each in self.when.values()), default=None)


@dataclass(frozen=True)
class Row:
    """A course in one of the plans or in both."""

    course: str
    mark: Mark
    now: When | None
    then: When | None


@dataclass(frozen=True)
class Comparison:
    """Both plans; rows in the order of the one that could be, what is gone at the end."""

    now: Side
    then: Side
    rows: tuple[Row, ...]

    @property
    def differs(self) -> bool:
        """Whether anything is different."""
        return any(row.mark is not Mark.SAME for row in self.rows)


def compare(now: Side, then: Side) -> Comparison:
    """The plans side by side."""
    gone = [slug for slug in now.when if slug not in then.when]
    rows = [_row(slug, now.when.get(slug), then.when.get(slug)) for slug in (*then.when, *gone)]
    return Comparison(now, then, tuple(rows))


def _row(course: str, now: When | None, then: When | None) -> Row:
    if now is None:
        return Row(course, Mark.NEW, None, then)
    if then is None:
        return Row(course, Mark.GONE, now, None)
    return Row(course, Mark.SAME if now == then else Mark.MOVED, now, then)


def side_of_plan(plan: Plan, share: float, bound: float | None) -> Side:
    """A plan that is not kept yet."""
    when = {step.course: When(step.start, step.end) for step in plan.steps}
    return Side(share, bound, plan.minutes, plan.cost, when)


def courses_in(sides: Sequence[Side]) -> set[str]:
    """All courses of the plans."""
    return {slug for side in sides for slug in side.when}
