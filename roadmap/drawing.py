"""Drawing a version of a roadmap: the plan becomes rows, finished steps stay at the top."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _

from lms.kernel import clock
from lms.kernel.db import db
from lms.kernel.errors import Invalid
from roadmap.models import Cause, Roadmap, RoadmapStep, RoadmapVersion, StepState
from roadmap.planning.calendar import monday_of
from roadmap.planning.greedy import GreedyPlanner
from roadmap.planning.instance import Instance
from roadmap.planning.plan import Plan, Step
from roadmap.planning.planner import Planner
from roadmap.planning.reading import InstanceError
from roadmap.planning.standing import Standing
from roadmap.planning.timing import Timing, timings
from roadmap.reasons import reasons_for
from roadmap.task import Known, instance_for, started_minutes

# What a page can wait for. The best plan is found in the background: `roadmap.improving`.
PLANNER: Planner = GreedyPlanner()
# What nobody asked for is shown before it is taken: by itself a roadmap only goes on with what it holds.
GOING_ON: Planner = GreedyPlanner(adding=False)


class PlanningFailed(Invalid):
    """The catalogue cannot be planned with; the message names the place."""


@dataclass(frozen=True)
class Drawn:
    """A plan and the task it solves."""

    instance: Instance
    plan: Plan


def plan_for(known: Known, planner: Planner = PLANNER) -> Drawn:
    """A plan from what is known, a quick one unless another planner is given. Raises PlanningFailed."""
    try:
        drawn = _solved(known, planner)
        if known.keep_dates and _has_lost_a_date(known, drawn):
            drawn = _solved(replace(known, keep_dates=False), planner)
        return drawn
    except InstanceError as error:
        message = _("Aus den Kursen lässt sich gerade kein Lernweg bilden (%(place)s).", place=str(error))
        raise PlanningFailed(message) from error


def _solved(known: Known, planner: Planner) -> Drawn:
    instance = instance_for(known)
    return Drawn(instance, planner.plan(instance))


def _has_lost_a_date(known: Known, drawn: Drawn) -> bool:
    """Whether a course that stood on a date is gone, which may be on another date instead."""
    planned = {step.course for step in drawn.plan.steps}
    return any(step.session and step.course not in planned | known.dropped for step in known.waiting)


def add_version(roadmap: Roadmap, known: Known, drawn: Drawn, cause: Cause) -> RoadmapVersion:
    """Keep the plan as the newest version of `roadmap`."""
    roadmap.version += 1
    values = version_values(known, drawn)
    version = RoadmapVersion(roadmap_id=roadmap.id, number=roadmap.version, cause=cause.value, **values)
    version.drawn_at = clock.now()
    version.steps = [RoadmapStep(**row) for row in step_rows(known, drawn)]
    db.session.add(version)
    db.session.flush()
    return version


def version_values(known: Known, drawn: Drawn) -> dict[str, Any]:
    """The columns of a version that follow from the plan."""
    before = measured_gap(known, drawn.instance)
    after = Standing.after(drawn.instance, [step.course for step in drawn.plan.steps])
    return {
        "weekly_minutes": known.weekly_minutes,
        "start_date": drawn.instance.start,
        "profile_version": known.profile.version,
        "profile_number": known.profile.number,
        "closed_share": 1 - after.gap() / before if before else 1.0,
        "levels": known.measured.to_json(),
        "after": {target.competence: after.level(target.competence) for target in drawn.instance.targets},
        "dropped": sorted(known.dropped - known.completed.keys()),
        "rests": drawn.plan.to_json()["rests"],
        "wishes": known.wishes.to_json(),
        "bound_share": None if drawn.plan.bound is None else share_closed(drawn, drawn.plan.bound, before),
    }


def measured_gap(known: Known, instance: Instance) -> float:
    """The weighted gap as it was measured, before anything was learned."""
    return Standing(instance, known.measured.whole_levels(), set()).gap()


def share_closed(drawn: Drawn, closed: float, before: float) -> float:
    """The share of the gap that is closed once a plan closes `closed` of it. before: the gap as it was measured."""
    return 1 - max(0.0, drawn.plan.gap - closed) / before if before else 1.0


def step_rows(known: Known, drawn: Drawn) -> list[dict[str, Any]]:
    """The steps of a version as columns: finished ones first, then the plan."""
    before = {step.course: step for step in known.waiting}
    done = [_finished(step, known) for step in known.done]
    why_now = timings(drawn.instance, drawn.plan.steps)
    planned = [
        _planned(step, before.get(step.course), drawn.instance, why_now[step.course]) for step in drawn.plan.steps
    ]
    return [{"position": position, **row} for position, row in enumerate([*done, *planned], start=1)]


def _finished(step: RoadmapStep, known: Known) -> dict[str, Any]:
    return {
        "course": step.course,
        "start_date": step.start_date,
        "end_date": step.end_date,
        "minutes": step.minutes,
        "weekly": step.weekly,
        "reasons": step.reasons,
        "session": step.session,
        "cost": step.cost,
        "state": StepState.DONE.value,
        "done_at": step.done_at or known.completed[step.course],
    }


def _planned(step: Step, before: RoadmapStep | None, instance: Instance, why_now: Sequence[Timing]) -> dict[str, Any]:
    start, weekly = step.start, list(step.minutes)
    session = step.session
    if before is not None and session is None and started_minutes(before, instance.start):
        session = before.session
        # It goes on where it is: the weeks behind stay as they were.
        start = before.start_date
        weeks_behind = (monday_of(step.start) - monday_of(start)) // timedelta(weeks=1)
        this_week = (monday_of(instance.start) - monday_of(start)) // timedelta(weeks=1)
        weekly = [*before.weekly[:this_week], *([0] * (weeks_behind - this_week)), *weekly]
    return {
        "course": step.course,
        "start_date": start,
        "end_date": step.end,
        "minutes": sum(weekly),
        "weekly": weekly,
        "reasons": reasons_for(step, instance, why_now),
        "session": session,
        "cost": instance.course[step.course].cost,
        "state": StepState.PLANNED.value,
        "done_at": None,
    }
