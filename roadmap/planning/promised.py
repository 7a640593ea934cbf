"""Courses of an earlier plan that people count on."""

from collections.abc import Collection

from roadmap.planning.instance import Instance
from roadmap.planning.plan import Plan
from roadmap.planning.standing import EPSILON, Standing


def promised_in(instance: Instance, plan: Plan) -> frozenset[str]:
    """The promised courses that a plan holds."""
    return frozenset(instance.promised) & {step.course for step in plan.steps}


def keeps(instance: Instance, plan: Plan, kept: Collection[str]) -> bool:
    """Whether all of `kept` are in the plan, but for those that something better has left without use."""
    steps = {step.course for step in plan.steps}
    missing = [instance.course[slug] for slug in kept if slug not in steps]
    return not missing or Standing.after(instance, steps).closed_by(missing) <= EPSILON
