"""The best plan, found in the background: how good a roadmap is, what would be better, what would have to change.

A page shows the quick plan at once. The job `roadmap.exact` looks for the best one; what it finds is kept with the
version and taken only when the person says so.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _

from lms.jobs.models import Job
from lms.jobs.services import enqueue, newest
from lms.jobs.work import Task
from lms.kernel.db import transaction
from lms.kernel.errors import NotFound
from roadmap.drawing import Drawn, measured_gap, plan_for, share_closed
from roadmap.knowing import known_of
from roadmap.models import Roadmap, RoadmapStep, RoadmapVersion, StepState
from roadmap.planning.instance import Instance
from roadmap.planning.plan import Plan
from roadmap.planning.planner import Planner
from roadmap.queries import roadmap_of, steps_of, version_of
from roadmap.task import Known, started_minutes
from roadmap.what_would_help import contradiction, what_would_help

KIND = "roadmap.exact"

# A plan is offered in place of another only if it closes at least this share of the gap more, or costs less.
WORTH_CHANGING = 0.005


class _ExactPlanner:
    """The exact planner, loaded when it is used: it brings numpy, and a web process starts without it."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def plan(self, instance: Instance) -> Plan:
        from roadmap.planning.exact import ExactPlanner  # noqa: PLC0415

        return ExactPlanner(time_limit=self._seconds).plan(instance)


BEST: Planner = _ExactPlanner(20.0)
WITH_A_CHANGE: Planner = _ExactPlanner(5.0)
WITHOUT_LIMITS: Planner = _ExactPlanner(2.0)


def ask_for_the_best(roadmap: Roadmap) -> Job:
    """Have the best plan looked for in place of the roadmap's newest version."""
    arguments = {"roadmap": roadmap.uid, "version": roadmap.version}
    owner = {"organisation_id": roadmap.organisation_id, "person_id": roadmap.person_id}
    return enqueue(KIND, arguments, key=roadmap.uid, **owner)


def job_of(roadmap: Roadmap) -> Job | None:
    """The search for the best plan that was asked for last."""
    return newest(KIND, roadmap.uid)


def without_promises(known: Known) -> Known:
    """The same, free to choose anew, but for what is under way or has a seat."""
    begun = {step.course for step in known.waiting if started_minutes(step, known.first_day)} | known.dates.seated
    order = tuple(step.course for step in known.waiting if step.course in begun)
    return replace(known, order=order, keep_dates=False)


def find_the_best(task: Task) -> Mapping[str, Any]:
    """Job: look for the best plan and keep what was found with the version. Nothing where there is a newer one."""
    with transaction():
        roadmap = _wanted(task)
        known = without_promises(known_of(roadmap)) if roadmap is not None else None
    if known is None:
        return {}
    task.report(0.1, _("Wir suchen den bestmöglichen Plan."))
    drawn = plan_for(known, BEST)
    task.report(0.3, _("Wir rechnen aus, was sich ändern müsste, um mehr zu schließen."))
    changes = what_would_help(known, drawn, WITH_A_CHANGE)
    task.report(0.6, _("Wir prüfen, welche Ihrer Grenzen einander widersprechen."))
    conflict = contradiction(known, drawn, WITHOUT_LIMITS)
    with transaction():
        roadmap = _wanted(task)
        if roadmap is not None:
            version = version_of(roadmap)
            keep(version, steps_of(version), known, drawn)
            version.changes = changes
            version.conflict = conflict
    return {}


def _wanted(task: Task) -> Roadmap | None:
    """The roadmap, unless it was drawn anew or removed since it was asked for."""
    try:
        roadmap = roadmap_of(task.person_id or 0, str(task.arguments["roadmap"]), lock=True)
    except NotFound:
        return None
    return roadmap if roadmap.active and roadmap.version == task.arguments["version"] else None


def keep(version: RoadmapVersion, steps: list[RoadmapStep], known: Known, drawn: Drawn) -> None:
    """Keep with the version what is proven about it, and the plan found where that is better."""
    before = measured_gap(known, drawn.instance)
    bound = drawn.plan.bound if drawn.plan.bound is not None else drawn.plan.gap
    closed = share_closed(drawn, drawn.plan.closed, before)
    version.bound_share = max(share_closed(drawn, bound, before), version.closed_share, closed)
    offered = {"plan": drawn.plan.to_json(), "share": closed}
    version.proposal = offered if is_better(drawn.plan, closed, version, steps) else None


def is_better(plan: Plan, closed_share: float, version: RoadmapVersion, steps: list[RoadmapStep]) -> bool:
    """Whether the plan is worth to be offered in place of the version."""
    more = closed_share - version.closed_share
    if more > WORTH_CHANGING:
        return True
    waiting = [step for step in steps if step.state == StepState.PLANNED]
    minutes, cost = sum(step.minutes for step in waiting), sum(step.cost for step in waiting)
    return more > -1e-6 and (round(plan.cost, 2), plan.minutes) < (round(cost, 2), minutes) and plan.cost <= cost
