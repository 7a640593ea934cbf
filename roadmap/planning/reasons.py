"""What each placed course is good for, and why the rest of the gap stays open."""

from collections.abc import Sequence

from roadmap.planning.instance import Instance
from roadmap.planning.plan import Gain, Plan, Rest, Step, Why
from roadmap.planning.standing import EPSILON, Standing
from roadmap.planning.values import Course, Target
from roadmap.planning.ways import Way, along, find_ways
from roadmap.planning.weeks import Placed, first_day, last_day


def explained(instance: Instance, placed: Sequence[Placed]) -> Plan:
    """The plan made of `placed`, with gains, what opens what, and what stays open."""
    gap = Standing.at_start(instance).gap()
    after = Standing.after(instance, [each.course.slug for each in placed])
    return Plan(
        steps=_steps(instance, placed),
        gap=gap,
        closed=gap - after.gap(),
        rests=tuple(_rests(instance, after)),
    )


def _steps(instance: Instance, placed: Sequence[Placed]) -> tuple[Step, ...]:
    standing = Standing.at_start(instance)
    steps: list[Step] = []
    for number, each in enumerate(placed):
        later = [other.course for other in placed[number + 1 :]]
        steps.append(_step(instance, each, later, standing))
        standing.take(each.course)
    return tuple(steps)


def _step(instance: Instance, placed: Placed, later: Sequence[Course], before: Standing) -> Step:
    after = Standing(instance, dict(before.levels), set(before.finished))
    after.take(placed.course)
    return Step(
        course=placed.course.slug,
        weeks=(placed.first_week, placed.last_week),
        start=first_day(instance, placed.first_week),
        end=last_day(instance, placed.last_week),
        minutes=placed.minutes,
        gains=tuple(gain for target in instance.targets if (gain := _gain(target, before, after))),
        opens=tuple(each.slug for each in later if _opens(placed.course, each, before, after)),
    )


def _gain(target: Target, before: Standing, after: Standing) -> Gain | None:
    low = before.level(target.competence)
    high = min(after.level(target.competence), target.level)
    return Gain(target.competence, low, high) if high > low + EPSILON else None


def _opens(course: Course, later: Course, before: Standing, after: Standing) -> bool:
    if course.slug in later.requires:
        return True
    return any(after.meets(outcome) and not before.meets(outcome) for outcome in later.outcomes)


def _rests(instance: Instance, after: Standing) -> list[Rest]:
    open_targets = [each for each in instance.targets if each.level > after.level(each.competence) + EPSILON]
    if not open_targets:
        return []
    wanted = find_ways(after, [each for each in instance.courses if each.slug not in instance.dropped])
    all_ways = find_ways(after, instance.courses) if instance.dropped else wanted
    return [_rest(instance, target, after, wanted, all_ways) for target in open_targets]


def _rest(
    instance: Instance, target: Target, after: Standing, wanted: dict[str, Way], all_ways: dict[str, Way]
) -> Rest:
    level = after.level(target.competence)
    higher = [
        course.slug
        for course in instance.courses
        if course.slug not in after.finished
        and any(each.competence == target.competence and each.reaches > level + EPSILON for each in course.outcomes)
    ]
    why, named = Why.NO_COURSE, list[str]()
    if in_time := [slug for slug in higher if slug in wanted]:
        why, named = Why.NO_TIME, in_time
    elif reachable := [slug for slug in higher if slug in all_ways]:
        # The way there may lead through a dropped course that itself teaches something else.
        on_the_way = {each for slug in reachable for each in along(slug, all_ways)}
        why, named = Why.DROPPED, sorted(on_the_way & instance.dropped)
    elif higher:
        why, named = Why.UNREACHABLE, higher
    return Rest(target.competence, level, target.level, why, tuple(named))
