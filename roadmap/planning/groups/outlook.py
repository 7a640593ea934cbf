"""What one more date would do for a group: the dearest seats say where to look, planning anew says what it closes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from roadmap.planning.greedy import GreedyPlanner
from roadmap.planning.groups.greedy import with_what_is_left
from roadmap.planning.groups.instance import Group
from roadmap.planning.groups.plan import GroupPlan
from roadmap.planning.groups.resources import Resources
from roadmap.planning.planner import Planner
from roadmap.planning.sessions import Session
from roadmap.planning.values import Course

# How many seats a new date has where nobody counts those of the others.
SEATS = 12


@dataclass(frozen=True)
class AnotherDate:
    """One more session like `session` of `course`. people: who would close more, and how much together.

    One after another plans anew with what is left over; nobody closes less than before, so that it is the least.
    """

    course: str
    session: str
    seats: int
    people: tuple[str, ...]
    closed: float

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return {**vars(self), "people": list(self.people)}


def other_dates(
    group: Group, plan: GroupPlan, most: int = 5, planner: Planner | None = None
) -> tuple[AnotherDate, ...]:
    """For the courses whose seats are dearest, what one more date would close; the one that closes most first."""
    found = [_tried(group, plan, *names, planner or GreedyPlanner()) for names in _dearest(plan, most)]
    helpful = [each for each in found if each.people]
    return tuple(sorted(helpful, key=lambda each: (-round(each.closed, 6), each.course)))


def _dearest(plan: GroupPlan, most: int) -> Sequence[tuple[str, str]]:
    """The dearest session of each course, the dearest first."""
    found: dict[str, str] = {}
    for price in plan.prices:
        if price.what == "seat" and price.names[0] not in found:
            found[price.names[0]] = price.names[1]
    return list(found.items())[:most]


def _tried(group: Group, plan: GroupPlan, course: str, like: str, planner: Planner) -> AnotherDate:
    old = next(each for each in group.courses if each.slug == course)
    model = next(each for each in old.sessions if each.id == like)
    seats = max((each.seats for each in old.sessions if each.seats), default=SEATS)
    new = replace(model, id=_new_id(old.sessions), seats=seats)

    def wider_for(courses: Sequence[Course]) -> tuple[Course, ...]:
        # What somebody cannot take at all is not among their courses, and stays out.
        return tuple(replace(each, sessions=(*each.sessions, new)) if each.slug == course else each for each in courses)

    members = tuple(
        replace(each, task=replace(each.task, courses=wider_for(each.task.courses))) for each in group.members
    )
    wider = replace(group, courses=wider_for(group.courses), members=members)
    resources = Resources(wider)
    takes = {member.id: resources.of_plan(member, plan.plans[member.id]) for member in members}
    helped, closed = list[str](), 0.0
    for member in members:
        before = plan.plans[member.id]
        if len(helped) == seats or any(step.course == course for step in before.steps) or not before.rests:
            continue
        left = resources.left([each for name, each in takes.items() if name != member.id])
        after = planner.plan(with_what_is_left(member, resources, left))
        if after.closed > before.closed + 1e-6 and any(step.session == new.id for step in after.steps):
            helped.append(member.id)
            closed += after.closed - before.closed
            takes[member.id] = resources.of_plan(member, after)
    return AnotherDate(course, like, seats, tuple(helped), closed)


def _new_id(sessions: Sequence[Session]) -> str:
    known = {each.id for each in sessions}
    return next(name for number in range(len(known) + 1) if (name := f"new-{number}") not in known)
