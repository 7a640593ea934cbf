"""Why a step of a plan stands in the week in which it stands. Pure, computed from the plan and its instance.

A plan leaves no week idle without need, so that a step without a date begins as soon as what it needs is there and
the hours before are used up: either is the reason, and the plan itself says which.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from roadmap.planning.instance import Instance
from roadmap.planning.plan import Step
from roadmap.planning.weeks import first_possible_week


class Now(StrEnum):
    """Why then, and neither earlier nor later."""

    ONLY_DATE = "only_date"  # it is held on one date that can be taken
    FIRST_DATE = "first_date"  # the first of several dates that can be taken
    DATE_THAT_FITS = "date_that_fits"  # earlier dates do not fit with the rest of the plan
    PREREQUISITE = "prerequisite"  # courses, which it needs, end just before
    AVAILABLE = "available"  # it is not on offer before day
    HOURS = "hours"  # courses use up the weekly hours before
    LESS_PER_HOUR = "less_per_hour"  # and they come first as each closes more in an hour
    MOST_PER_HOUR = "most_per_hour"  # first, as no other step closes more in an hour
    OPENS = "opens"  # first, as courses need it
    KEPT = "kept"  # first, as an earlier plan promised it
    START = "start"  # first, as there is time for it
    DEADLINE = "deadline"  # no week is left after it before day


@dataclass(frozen=True)
class Timing:
    """A reason. courses: slugs that it speaks of; day: the one it speaks of."""

    now: Now
    courses: tuple[str, ...] = ()
    day: date | None = None


def timings(instance: Instance, steps: Sequence[Step]) -> dict[str, tuple[Timing, ...]]:
    """The reasons by course; every step has at least one."""
    return {step.course: tuple(_timings(instance, step, steps)) for step in steps}


def _timings(instance: Instance, step: Step, steps: Sequence[Step]) -> list[Timing]:
    found = [_dated(instance, step) if step.session is not None else _free(instance, step, steps)]
    if found[0].now is Now.HOURS and _closes_less(instance, step, steps, found[0].courses):
        found.append(Timing(Now.LESS_PER_HOUR))
    if instance.deadline is not None and step.weeks[1] >= instance.weeks - 1:
        found.append(Timing(Now.DEADLINE, day=instance.deadline))
    return found


def _dated(instance: Instance, step: Step) -> Timing:
    runs = instance.runs[step.course]
    if len(runs) == 1:
        return Timing(Now.ONLY_DATE)
    earlier = [run for run in runs if run.session.start < step.start]
    return Timing(Now.DATE_THAT_FITS if earlier else Now.FIRST_DATE)


def _free(instance: Instance, step: Step, steps: Sequence[Step]) -> Timing:
    first = step.weeks[0]
    needed = {other.course: other for other in steps if step.course in other.opens and other.weeks[1] <= first}
    ready = max((other.weeks[1] for other in needed.values()), default=-1)
    possible = first_possible_week(instance, instance.course[step.course])
    earlier = _in_the_way(step, steps, max(ready, possible, 0))
    if not earlier:
        if needed and ready >= possible:
            last = tuple(slug for slug, other in needed.items() if other.weeks[1] == ready)
            return Timing(Now.PREREQUISITE, last)
        if first > 0 and possible == first:
            return Timing(Now.AVAILABLE, day=instance.course[step.course].available_from)
        return _at_the_start(instance, step, steps)
    return Timing(Now.HOURS, earlier)


def _closes_less(instance: Instance, step: Step, steps: Sequence[Step], others: Sequence[str]) -> bool:
    own = _value_per_hour(instance, step)
    return all(_value_per_hour(instance, each) > own for each in steps if each.course in others)


def _in_the_way(step: Step, steps: Sequence[Step], week: int) -> tuple[str, ...]:
    """What uses the hours from `week`, in which the step could begin, until it does; most hours first."""
    number, taken = [each.course for each in steps].index(step.course), dict[str, int]()
    for place, other in enumerate(steps):
        is_before = (other.weeks[0], place) < (step.weeks[0], number)
        if other.course != step.course and is_before and step.course not in other.opens:
            weeks = range(max(week, other.weeks[0]), min(step.weeks[0], other.weeks[1]) + 1)
            minutes = sum(other.minutes[each - other.weeks[0]] for each in weeks)
            if minutes:
                taken[other.course] = minutes
    return tuple(sorted(taken, key=lambda slug: (-taken[slug], slug)))


def _at_the_start(instance: Instance, step: Step, steps: Sequence[Step]) -> Timing:
    value = {each.course: _value_per_hour(instance, each) for each in steps}
    if value[step.course] > 0 and value[step.course] >= max(value.values()):
        return Timing(Now.MOST_PER_HOUR)
    if step.opens:
        return Timing(Now.OPENS, step.opens)
    return Timing(Now.KEPT if step.course in instance.promised else Now.START)


def _value_per_hour(instance: Instance, step: Step) -> float:
    """Levels times weight that the step closes in an hour."""
    weights: Mapping[str, float] = {target.competence: target.weight for target in instance.targets}
    closed = sum((gain.after - gain.before) * weights[gain.competence] for gain in step.gains)
    return closed * 60 / max(1, sum(step.minutes))
