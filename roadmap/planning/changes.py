"""What would have to change to close more: each change is planned anew, nothing is guessed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from roadmap.planning.instance import Instance
from roadmap.planning.plan import Plan
from roadmap.planning.planner import Planner
from roadmap.planning.soundness import LATEST, MOST_EUROS, MOST_WEEKLY_MINUTES, MOST_WEEKS
from roadmap.planning.standing import Standing

# Of how many courses one more date is tried.
MOST_DATES = 5


@dataclass(frozen=True)
class Change:
    """One change. more: minutes per week, euros or weeks. closed: levels times weight that the plan closes then.

    course: the one that is held at a time that suits (what = "date"), else None.

    gain: what that is beyond the plan without the change. sure: what of it even the best plan without the change
    would not close, as its bound proves; 0 without a bound.
    """

    what: str
    more: int
    closed: float
    share: float
    gain: float
    sure: float
    course: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The change as JSON values."""
        return vars(self)


def find_changes(instance: Instance, plan: Plan, planner: Planner) -> list[Change]:
    """The changes that close more than `plan`, those that close most first."""
    if not plan.rests:
        return []
    found = []
    dates = (("date", 0, _at_any_time(instance, slug), slug) for slug in _courses_to_ask_for(instance, plan))
    for what, more, changed, course in (*((*each, None) for each in _variants(instance)), *dates):
        then = planner.plan(changed)
        gain = then.closed - plan.closed
        if gain > 1e-6:
            sure = 0.0 if plan.bound is None else max(0.0, then.closed - plan.bound)
            found.append(Change(what, more, then.closed, then.share, gain, sure, course))
    return sorted(found, key=lambda change: (-round(change.gain, 6), change.what, change.more, change.course or ""))


def _variants(instance: Instance) -> Iterator[tuple[str, int, Instance]]:
    for minutes in (60, 120):
        more = instance.weekly_minutes + minutes
        if more <= MOST_WEEKLY_MINUTES:
            yield "weekly_minutes", minutes, replace(instance, weekly_minutes=more)
    if instance.budget is not None:
        for euros in (250, 500):
            yield "budget", euros, replace(instance, budget=min(instance.budget + euros, MOST_EUROS))
    weeks = 4
    later = None if instance.deadline is None else min(LATEST, instance.deadline + timedelta(weeks=weeks))
    longer = min(MOST_WEEKS, instance.horizon_weeks + weeks)
    yield "weeks", weeks, replace(instance, deadline=later, horizon_weeks=longer)
    for name, value in vars(instance.accepts).items():
        if value:
            yield f"accepts.{name}", 0, replace(instance, accepts=instance.accepts.without(name))


def _courses_to_ask_for(instance: Instance, plan: Plan) -> list[str]:
    """Courses with dates that are not in the plan, those that would close most of what it leaves open."""
    taken = {step.course for step in plan.steps}
    after = Standing.after(instance, [step.course for step in plan.steps])
    could = {
        course.slug: after.closed_by([course])
        for course in instance.courses
        if course.sessions and course.slug not in taken | instance.dropped | instance.done
        and instance.accepts.takes(course.kind)
    }  # fmt: skip
    closing = [slug for slug, closed in could.items() if closed > 1e-6]
    return sorted(closing, key=lambda slug: (-round(could[slug], 6), slug))[:MOST_DATES]


def _at_any_time(instance: Instance, slug: str) -> Instance:
    """The course as if it were held whenever it suits: no date that could be added closes more."""
    courses = [replace(course, sessions=()) if course.slug == slug else course for course in instance.courses]
    return replace(instance, courses=tuple(courses))
