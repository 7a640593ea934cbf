"""What is left for one person of a group when all others have what was promised to them. Of the check's own."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from roadmap.planning.groups.instance import Group, Member
from roadmap.planning.instance import Instance
from roadmap.planning.plan import Plan, Step
from roadmap.planning.values import Course


def needed_for_promises(member: Member, plan: Plan) -> tuple[Step, ...]:
    """The steps that were promised, and those without which these could not be taken."""
    needed = set(member.task.promised)
    while more := {step.course for step in plan.steps if needed.intersection(step.opens)} - needed:
        needed |= more
    return tuple(step for step in plan.steps if step.course in needed)


def what_others_leave(group: Group, member: Member, others: Iterable[tuple[Member, tuple[Step, ...]]]) -> Instance:
    """The person's task without the seats, the money and the absences that the steps of the others take."""
    seats: Counter[tuple[str, str]] = Counter()
    away: Counter[int] = Counter()
    money = 0.0
    price = {course.slug: course.cost for course in group.courses}
    for other, steps in others:
        money += sum(price[step.course] for step in steps)
        seats.update((step.course, step.session) for step in steps if step.session is not None)
        if other.unit is not None and other.unit == member.unit:
            away.update({week for step in steps if step.session is not None for week in _weeks(step.weeks[0], step)})
    most = group.most_away.get(member.unit) if member.unit is not None else None
    full = {week for week, people in away.items() if most is not None and people >= most}
    courses = tuple(_with_seats_left(each, group, member.task, seats, full) for each in member.task.courses)
    budgets = [member.task.budget, None if group.budget is None else max(0.0, group.budget - money)]
    return replace(
        member.task, courses=courses, budget=min((each for each in budgets if each is not None), default=None)
    )


def _weeks(first: int, step: Step) -> list[int]:
    return [week for week, minutes in enumerate(step.minutes, first) if minutes]


def _with_seats_left(
    course: Course, group: Group, task: Instance, taken: Counter[tuple[str, str]], full: set[int]
) -> Course:
    monday = task.start - timedelta(days=task.start.weekday())
    sessions = []
    for each in course.sessions:
        first = (each.start - monday).days // 7
        # Who has a seat already needs none of the free ones.
        free = group.seats.get((course.slug, each.id)) or None
        left = each.seats if free is None or each.seats == 0 else max(0, free - taken[course.slug, each.id])
        is_closed = any(minutes and week in full for week, minutes in enumerate(each.minutes, first))
        sessions.append(replace(each, seats=0 if is_closed else left))
    return replace(course, sessions=tuple(sessions))
