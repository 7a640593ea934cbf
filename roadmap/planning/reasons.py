"""What each placed course is good for, and why the rest of the gap stays open."""

from collections.abc import Mapping, Sequence
from math import erf, sqrt

from roadmap.planning.instance import Instance
from roadmap.planning.plan import Gain, Plan, Rest, Step, Why
from roadmap.planning.standing import EPSILON, Standing
from roadmap.planning.values import Course, Level, Target
from roadmap.planning.ways import Way, along, find_ways
from roadmap.planning.weeks import Placed, first_day, last_day


def explained(instance: Instance, placed: Sequence[Placed]) -> Plan:
    """The plan made of `placed`, with gains, what opens what, and what stays open; without idle steps."""
    gap = Standing.at_start(instance).gap()
    steps = _steps(instance, placed)
    if useful := {step.course for step in steps if step.gains or step.opens}:
        if len(useful) < len(steps):
            return explained(instance, [each for each in placed if each.course.slug in useful])
    elif steps:
        return explained(instance, ())
    after = Standing.after(instance, [each.course.slug for each in placed])
    cost = sum(each.course.cost for each in placed)
    return Plan(
        steps=steps,
        gap=gap,
        closed=gap - after.gap(),
        rests=tuple(_rests(instance, after, cost)),
        cost=cost,
    )


def _steps(instance: Instance, placed: Sequence[Placed]) -> tuple[Step, ...]:
    """In the order of their beginning; who closes what is told in the order of their end."""
    standing = Standing.at_start(instance)
    steps: dict[int, Step] = {}
    for number, each in sorted(enumerate(placed), key=lambda pair: (pair[1].last_week, pair[0])):
        later = [other.course for other in placed if each.is_before(other)]
        steps[number] = _step(instance, each, later, standing)
        standing.take(each.course)
    return tuple(step for _number, step in sorted(steps.items()))


def _step(instance: Instance, placed: Placed, later: Sequence[Course], before: Standing) -> Step:
    after = Standing(instance, dict(before.levels), set(before.finished))
    after.take(placed.course)
    run = placed.run
    return Step(
        course=placed.course.slug,
        weeks=(placed.first_week, placed.last_week),
        start=run.session.start if run else first_day(instance, placed.first_week),
        end=run.session.end if run else last_day(instance, placed.last_week),
        minutes=placed.minutes,
        gains=tuple(gain for target in instance.targets if (gain := _gain(target, before, after))),
        opens=tuple(each.slug for each in later if _opens(placed.course, each, before, after)),
        session=run.session.id if run else None,
    )


def _gain(target: Target, before: Standing, after: Standing) -> Gain | None:
    low = before.level(target.competence)
    high = min(after.level(target.competence), target.level)
    if high <= low + EPSILON:
        return None
    return Gain(target.competence, low, high, _likely_below(before.instance.level(target.competence), high))


def _likely_below(level: Level, height: float) -> float:
    """How likely the true level is below `height`; errors of measured levels are normal."""
    if level.se <= 0:
        return 1.0
    return round(0.5 * (1.0 + erf((height - level.value) / (level.se * sqrt(2.0)))), 4)


def _opens(course: Course, later: Course, before: Standing, after: Standing) -> bool:
    if course.slug in later.requires:
        return True
    return any(after.meets(outcome) and not before.meets(outcome) for outcome in later.outcomes)


def rests_after(instance: Instance, plan: Plan) -> tuple[Rest, ...]:
    """What stays open after the plan, and why, with all courses of the task."""
    return tuple(_rests(instance, Standing.after(instance, [step.course for step in plan.steps]), plan.cost))


def _rests(instance: Instance, after: Standing, cost: float) -> list[Rest]:
    open_targets = [each for each in instance.targets if each.level > after.level(each.competence) + EPSILON]
    if not open_targets:
        return []
    wanted = [each for each in instance.courses if each.slug not in instance.dropped]
    accepted = [each for each in wanted if instance.accepts.takes(each.kind)]
    payable = [each for each in accepted if instance.budget is None or cost + each.cost <= instance.budget + EPSILON]
    groups, ways = [payable, accepted, wanted, list(instance.courses)], list[dict[str, Way]]()
    for number, group in enumerate(groups):
        is_new = number == 0 or len(group) > len(groups[number - 1])
        ways.append(find_ways(after, group) if is_new else ways[-1])
    reasons = dict(zip((Why.NO_TIME, Why.NO_MONEY, Why.NOT_ACCEPTED, Why.DROPPED), ways, strict=True))
    higher = _leading_higher(instance, after)
    return [_rest(instance, target, after, reasons, higher.get(target.competence, [])) for target in open_targets]


def _leading_higher(instance: Instance, after: Standing) -> dict[str, list[str]]:
    """The courses not taken that end above the level reached, by competence; one walk for all targets."""
    found: dict[str, list[str]] = {}
    for course in instance.courses:
        if course.slug not in after.finished:
            for each in course.outcomes:
                if each.reaches > after.level(each.competence) + EPSILON:
                    found.setdefault(each.competence, []).append(course.slug)
    return found


def _rest(
    instance: Instance, target: Target, after: Standing, reasons: Mapping[Why, dict[str, Way]], higher: list[str]
) -> Rest:
    """With the first of `reasons`, the nearest to a plan, under which a course leads higher."""
    level = after.level(target.competence)
    for why, ways in reasons.items():
        if found := [slug for slug in higher if slug in ways]:
            if why is Why.DROPPED:
                # The way there may lead through a dropped course that itself teaches something else.
                found = sorted({each for slug in found for each in along(slug, ways)} & instance.dropped)
            return Rest(target.competence, level, target.level, why, tuple(found))
    why = Why.UNREACHABLE if higher else Why.NO_COURSE
    return Rest(target.competence, level, target.level, why, tuple(higher))
