"""Checking a plan against its instance, independently of every planner: all numbers are worked out anew.

Only the values of `Instance` and `Plan` are used, none of the planner's rules: its faults cannot hide here.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from statistics import NormalDist

from roadmap.planning.instance import Instance
from roadmap.planning.plan import Plan, Step
from roadmap.planning.sessions import Session
from roadmap.planning.values import Course

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
        *_sessions(instance, plan),
        *_order(instance, plan),
        *_figures(instance, plan),
    ]


def _courses(instance: Instance, plan: Plan) -> Iterator[str]:
    cost = sum(instance.course[step.course].cost for step in plan.steps)
    if abs(plan.cost - cost) > CLOSE:
        yield f"cost: is {cost:g}, not {plan.cost:g}"
    if instance.budget is not None and cost > instance.budget + CLOSE:
        yield f"cost: {cost:g} euros, the budget is {instance.budget:g}"
    for slug, times in Counter(step.course for step in plan.steps).items():
        if times > 1:
            yield f"{slug}: stands in the plan {times} times"
        if slug in instance.dropped:
            yield f"{slug}: was dropped"
        if slug in instance.done:
            yield f"{slug}: is already done"
        yield from (f"{slug}: {fault}" for fault in not_accepted(instance, slug))


def not_accepted(instance: Instance, slug: str) -> Iterator[str]:
    """Why the person does not take a course of this kind, in words."""
    kind, accepts = instance.course[slug].kind, instance.accepts
    for what, value, wanted in (
        ("format", kind.format, accepts.formats),
        ("place", kind.place, accepts.places),
        ("language", kind.language, accepts.languages),
    ):
        if value is not None and wanted is not None and value not in wanted:
            yield f"its {what}, {value}, is not accepted"
    if accepts.barrier_free and kind.barrier_free is not True:
        yield "is not known to be barrier-free"
    # Levels of language stand in the order of the alphabet.
    if accepts.language_level and kind.language_level and kind.language_level > accepts.language_level:
        yield f"asks for language level {kind.language_level}, the person has {accepts.language_level}"
    if accepts.most_unit_minutes and kind.unit_minutes and kind.unit_minutes > accepts.most_unit_minutes:
        yield f"has units of {kind.unit_minutes} minutes, at most {accepts.most_unit_minutes} are accepted"
    if accepts.part_time and kind.part_time is False:
        yield "is not held in part-time"


def _calendar(instance: Instance, plan: Plan) -> Iterator[str]:
    used: Counter[int] = Counter({0: instance.spent_minutes})
    for number, step in enumerate(plan.steps):
        name = f"steps[{number}] ({step.course})"
        course = instance.course[step.course]
        first, last = step.weeks
        if not 0 <= first <= last < instance.horizon_weeks:
            yield f"{name}: weeks {first} to {last} are not within the plan's {instance.horizon_weeks} weeks"
            continue
        used.update(_counted(course, step))
        if instance.deadline is not None and step.end > instance.deadline:
            yield f"{name}: ends on {step.end}, the deadline is {instance.deadline}"
        if course.available_from is not None and step.start < course.available_from:
            yield f"{name}: begins on {step.start}, the course is available from {course.available_from}"
        if not course.sessions:
            yield from _free_course(instance, name, step)
    limits: Counter[int] = Counter()
    monday = instance.start - timedelta(days=instance.start.weekday())
    for day, minutes in instance.release_days.items():
        limits[(day - monday).days // 7] += minutes
    for week in range(instance.horizon_weeks):
        limits[week] += instance.weekly_minutes + instance.release_minutes
    for week, minutes in sorted(used.items()):
        if minutes > max(limits[week], instance.spent_minutes if week == 0 else 0):
            yield f"week {week}: {minutes} minutes, the limit is {limits[week]}"
    for number, step in enumerate(plan.steps):
        for week, minutes in enumerate(step.minutes, start=step.weeks[0]):
            if minutes == 0 and not instance.course[step.course].sessions and used[week] < limits[week]:
                yield f"steps[{number}] ({step.course}): pauses in week {week}, which is not full"


def _counted(course: Course, step: Step) -> dict[int, int]:
    """What of the weeks' limits the step takes up; nothing in a session for which the employer gives the time."""
    if any(session.released for session in course.sessions if session.id == step.session):
        return {}
    return {step.weeks[0] + week: minutes for week, minutes in enumerate(step.minutes)}


def _free_course(instance: Instance, name: str, step: Step) -> Iterator[str]:
    """A step without a date: it fills whole calendar weeks."""
    course, (first, last) = instance.course[step.course], step.weeks
    monday = instance.start - timedelta(days=instance.start.weekday())
    if len(step.minutes) != last - first + 1 or min(step.minutes) < 0 or 0 in (step.minutes[0], step.minutes[-1]):
        yield f"{name}: needs minutes above 0 for each of its weeks"
    if sum(step.minutes) != course.minutes:
        yield f"{name}: has {sum(step.minutes)} minutes, the course takes {course.minutes}"
    if step.start != max(instance.start, monday + timedelta(days=7 * first)):
        yield f"{name}: {step.start} is not the first day of week {first}"
    if step.end != monday + timedelta(days=7 * last + 6):
        yield f"{name}: {step.end} is not the last day of week {last}"


def _sessions(instance: Instance, plan: Plan) -> Iterator[str]:
    monday = instance.start - timedelta(days=instance.start.weekday())
    for number, step in enumerate(plan.steps):
        name = f"steps[{number}] ({step.course})"
        sessions = {session.id: session for session in instance.course[step.course].sessions}
        if step.session is None and not sessions:
            continue
        session = sessions.get(step.session or "")
        if session is None:
            yield f"{name}: has no session {step.session}"
            continue
        if session.seats == 0:
            yield f"{name}: session {session.id} has no free seat"
        weeks = tuple((day - monday).days // 7 for day in (session.start, session.end))
        if (step.start, step.end, step.weeks, step.minutes) != (session.start, session.end, weeks, session.minutes):
            yield f"{name}: does not keep the dates and minutes of session {session.id}"
        if step.start < instance.start:
            yield f"{name}: begins before the plan does"
        yield from _long_days(instance, name, session)
        if instance.accepts.hours is not None:
            for held in session.times or ():
                windows = [each for each in instance.accepts.hours if each.weekday == held.weekday]
                if not any(each.begin <= held.begin and held.end <= each.end for each in windows):
                    yield f"{name}: is held on day {held.weekday} at {held.begin:%H:%M}, when the person cannot come"


def _long_days(instance: Instance, name: str, session: Session) -> Iterator[str]:
    most = instance.accepts.most_unit_minutes
    for held in session.times or () if most else ():
        lasts = (held.end.hour * 60 + held.end.minute) - (held.begin.hour * 60 + held.begin.minute)
        if most and lasts > most:
            yield f"{name}: is held for {lasts} minutes in one go, at most {most} are accepted"


def _order(instance: Instance, plan: Plan) -> Iterator[str]:
    latest = 0
    for number, step in enumerate(plan.steps):
        name = f"steps[{number}] ({step.course})"
        course, begins = instance.course[step.course], step.weeks[0]
        if begins < latest:
            yield f"{name}: begins before the step above it"
        latest = max(latest, begins)
        # What was learned in the same week counts only among courses without dates, in their order.
        before = [
            each.course
            for each in plan.steps[:number]
            if each.weeks[1] < begins + (each.session is None and step.session is None)
        ]
        for slug in course.requires:
            if slug not in before and slug not in instance.done:
                yield f"{name}: requires {slug}, which is not finished by then"
        reached = [outcome for slug in before for outcome in instance.course[slug].outcomes]
        for outcome in course.outcomes:
            levels = [each.reaches for each in reached if each.competence == outcome.competence]
            best = max([*levels, instance.level(outcome.competence).value])
            if best + instance.tolerance < outcome.needs - CLOSE:
                yield f"{name}: needs level {outcome.needs:g} in {outcome.competence}"


def _figures(instance: Instance, plan: Plan) -> Iterator[str]:
    levels = {target.competence: instance.level(target.competence).value for target in instance.targets}
    goals = {target.competence: target.level for target in instance.targets}
    gap = sum(max(0.0, each.level - levels[each.competence]) * each.weight for each in instance.targets)
    for number, step in sorted(enumerate(plan.steps), key=lambda pair: (pair[1].weeks[1], pair[0])):
        yield from _gains(f"steps[{number}] ({step.course})", instance, step, levels, goals)
    left = sum(max(0.0, each.level - levels[each.competence]) * each.weight for each in instance.targets)
    if abs(plan.gap - gap) > CLOSE:
        yield f"gap: is {gap:g}, not {plan.gap:g}"
    if abs(plan.closed - (gap - left)) > CLOSE:
        yield f"closed: is {gap - left:g}, not {plan.closed:g}"
    if plan.bound is not None and not plan.closed - CLOSE <= plan.bound <= gap + CLOSE:
        yield f"bound: {plan.bound:g} is not from what is closed, {plan.closed:g}, to the gap, {gap:g}"
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
    for gain in step.gains:
        level = instance.level(gain.competence)
        sure = NormalDist(level.value, level.se).cdf(gain.after) if level.se > 0 else 1.0
        if abs(gain.sure - sure) > 1e-3:
            yield f"{name}: {gain.competence} is {sure:.0%} sure, not {gain.sure:.0%}"
    if not true and not step.opens:
        yield f"{name}: closes nothing and opens nothing"
