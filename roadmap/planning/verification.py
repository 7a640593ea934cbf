"""Checking a plan against its instance, independently of every planner: all numbers are worked out anew.

Only the values of `Instance` and `Plan` are used, none of the planner's rules: its faults cannot hide here.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from roadmap.planning.instance import Instance
from roadmap.planning.plan import Plan, Step

CLOSE = 1e-6


def verify(instance: Instance, plan: Plan) -> list[str]:
    """What is wrong with `plan`, one sentence each; empty if it keeps every constraint and adds up."""
    names = [f"steps[{number}] ({step.course})" for number, step in enumerate(plan.steps)]
    known = {course.slug for course in instance.courses}
    if unknown := [name for name, step in zip(names, plan.steps, strict=True) if step.course not in known]:
        return [f"{name}: there is no such course" for name in unknown]
    return [
        *_courses(instance, plan),
        *_calendar(instance, plan),
        *_order(instance, plan),
        *_figures(instance, plan),
    ]


def _courses(instance: Instance, plan: Plan) -> Iterator[str]:
    for slug, times in Counter(step.course for step in plan.steps).items():
        if times > 1:
            yield f"{slug}: stands in the plan {times} times"
        if slug in instance.dropped:
            yield f"{slug}: was dropped"
        if slug in instance.done:
            yield f"{slug}: is already done"


def _calendar(instance: Instance, plan: Plan) -> Iterator[str]:
    used: Counter[int] = Counter({0: instance.spent_minutes})
    monday = instance.start - timedelta(days=instance.start.weekday())
    for number, step in enumerate(plan.steps):
        name = f"steps[{number}] ({step.course})"
        course = instance.course[step.course]
        first, last = step.weeks
        if not 0 <= first <= last < instance.horizon_weeks:
            yield f"{name}: weeks {first} to {last} are not within the plan's {instance.horizon_weeks} weeks"
            continue
        if len(step.minutes) != last - first + 1 or min(step.minutes, default=0) <= 0:
            yield f"{name}: needs minutes above 0 for each of its weeks"
        if sum(step.minutes) != course.minutes:
            yield f"{name}: has {sum(step.minutes)} minutes, the course takes {course.minutes}"
        if step.start != max(instance.start, monday + timedelta(days=7 * first)):
            yield f"{name}: {step.start} is not the first day of week {first}"
        if step.end != monday + timedelta(days=7 * last + 6):
            yield f"{name}: {step.end} is not the last day of week {last}"
        if course.available_from is not None and step.start < course.available_from:
            yield f"{name}: begins on {step.start}, the course is available from {course.available_from}"
        used.update({first + week: minutes for week, minutes in enumerate(step.minutes)})
    for week, minutes in sorted(used.items()):
        if minutes > max(instance.weekly_minutes, instance.spent_minutes if week == 0 else 0):
            yield f"week {week}: {minutes} minutes, the limit is {instance.weekly_minutes}"


def _order(instance: Instance, plan: Plan) -> Iterator[str]:
    ends = dict.fromkeys(instance.done, -1)
    reached = {name: [(level.value, -1)] for name, level in instance.levels.items()}
    latest = 0
    for number, step in enumerate(plan.steps):
        name = f"steps[{number}] ({step.course})"
        course, begins = instance.course[step.course], step.weeks[0]
        if begins < latest:
            yield f"{name}: begins before the step above it"
        latest = max(latest, begins)
        for slug in course.requires:
            if slug not in ends or ends[slug] > begins:
                yield f"{name}: requires {slug}, which is not finished by then"
        for outcome in course.outcomes:
            levels = [level for level, end in reached.get(outcome.competence, []) if end <= begins]
            if max(levels, default=0.0) + instance.tolerance < outcome.needs - CLOSE:
                yield f"{name}: needs level {outcome.needs:g} in {outcome.competence}"
        ends[step.course] = step.weeks[1]
        for outcome in course.outcomes:
            reached.setdefault(outcome.competence, []).append((outcome.reaches, step.weeks[1]))


def _figures(instance: Instance, plan: Plan) -> Iterator[str]:
    levels = {target.competence: instance.level(target.competence).value for target in instance.targets}
    goals = {target.competence: target.level for target in instance.targets}
    gap = sum(max(0.0, each.level - levels[each.competence]) * each.weight for each in instance.targets)
    for number, step in enumerate(plan.steps):
        yield from _gains(f"steps[{number}] ({step.course})", instance, step, levels, goals)
    left = sum(max(0.0, each.level - levels[each.competence]) * each.weight for each in instance.targets)
    if abs(plan.gap - gap) > CLOSE:
        yield f"gap: is {gap:g}, not {plan.gap:g}"
    if abs(plan.closed - (gap - left)) > CLOSE:
        yield f"closed: is {gap - left:g}, not {plan.closed:g}"
    still = {name for name, goal in goals.items() if goal > levels[name] + CLOSE}
    told = [rest.competence for rest in plan.rests]
    if sorted(told) != sorted(still):
        yield f"rests: open are {sorted(still)}, named are {sorted(told)}"
    for rest in plan.rests:
        if rest.competence in still and (
            abs(rest.level - levels[rest.competence]) > CLOSE or abs(rest.target - goals[rest.competence]) > CLOSE
        ):
            end, goal = levels[rest.competence], goals[rest.competence]
            yield f"rests: {rest.competence} ends at level {end:g} of {goal:g}"


def _gains(
    name: str, instance: Instance, step: Step, levels: dict[str, float], goals: dict[str, float]
) -> Iterator[str]:
    told = {gain.competence: (gain.before, gain.after) for gain in step.gains}
    true: dict[str, tuple[float, float]] = {}
    for outcome in instance.course[step.course].outcomes:
        if outcome.competence not in goals:
            continue
        before = levels[outcome.competence]
        if min(outcome.reaches, goals[outcome.competence]) > before + CLOSE:
            true[outcome.competence] = (before, min(outcome.reaches, goals[outcome.competence]))
        levels[outcome.competence] = max(before, outcome.reaches)
    if told.keys() != true.keys() or any(
        abs(told[key][side] - true[key][side]) > CLOSE for key in true for side in (0, 1)
    ):
        yield f"{name}: closes {true}, not {told}"
    if not true and not step.opens:
        yield f"{name}: closes nothing and opens nothing"
