"""The job that makes a joint plan: it can be stopped at any time and goes on from its checkpoint.

What it plans from is read anew after a stop; where that changed meanwhile, it begins again. The checkpoint holds
plans without names and is emptied at the end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from json import dumps
from typing import Any

from flask_babel import gettext as _

from competence_check.teams.figures import WHOLE
from lms.jobs.work import Task
from lms.kernel.db import transaction
from lms.kernel.errors import Invalid, Refused
from roadmap.groups import queries
from roadmap.groups.gathering import Gathered, gather, group_of
from roadmap.groups.keeping import Outcome, keep, refuse_few_changes, shown_now
from roadmap.groups.models import GroupPlan, Kind
from roadmap.planning.groups.greedy import plan_in_turn
from roadmap.planning.groups.instance import Group
from roadmap.planning.groups.outlook import AnotherDate, other_dates
from roadmap.planning.groups.plan import GroupPlan as Plans
from roadmap.planning.groups.planner import GroupPlanner
from roadmap.planning.groups.progress import Progress, State
from roadmap.planning.reading import InstanceError

# How far the work is, 0-1, once there is something to look at.
PREVIEWED = 0.1

# Seconds; for more people than that, more time.
FEW_PEOPLE, TIME_FOR_FEW, TIME_FOR_MANY = 60, 120.0, 2700.0


@dataclass(frozen=True)
class _Input:
    """What is planned for."""

    kind: Kind
    gathered: Gathered
    group: Group

    def fingerprint(self) -> str:
        """Changes with anything that the plan depends on."""
        digest = sha256(repr((self.group.budget, self.group.minimum_share, dict(self.group.most_away))).encode())
        for member in self.group.members:
            digest.update(dumps([member.id, member.unit, member.task.to_json()], sort_keys=True, default=str).encode())
        return digest.hexdigest()

    def outcome(self, plans: Plans, dates: Sequence[AnotherDate] = (), *, preview: bool = False) -> Outcome:
        """What was planned from it."""
        return Outcome(self.kind, self.gathered, self.group, plans, dates, preview)


def calculate(task: Task) -> Mapping[str, Any]:
    """Job: make the plan `task.arguments["plan"]` as of `task.arguments["day"]`, and keep what may be kept.

    First a preview, unless it is there already (`task.arguments["preview"]`: the fingerprint of what it was made from).
    """
    with transaction():
        plan = queries.plan_to_make(task.organisation_id, str(task.arguments["plan"]))
        found = _input(plan, date.fromisoformat(str(task.arguments["day"])))
    fingerprint = found.fingerprint()
    checkpoint = task.checkpoint or {}
    before = State.from_json(checkpoint["state"]) if checkpoint.get("for") == fingerprint else None

    def tell(progress: Progress) -> None:
        task.report(
            PREVIEWED + (0.95 - PREVIEWED) * progress.share,
            _("Wir rechnen den genauen Plan aus."),
            {"for": fingerprint, "state": progress.state.to_json()},
        )

    if before is None:
        if task.arguments.get("preview") != fingerprint:
            task.report(0.02, _("Wir entwerfen eine Vorschau."))
            plans = plan_in_turn(found.group)
            with transaction():
                keep(queries.plan_to_make(task.organisation_id, plan.uid), found.outcome(plans, preview=True))
        tell(Progress(0.0, State()))
    many = len(found.group.members) > FEW_PEOPLE
    planner = GroupPlanner(time_limit=TIME_FOR_MANY if many else TIME_FOR_FEW)
    plans = planner.plan(found.group, tell, before)
    task.report(0.95, _("Wir rechnen aus, was weitere Termine bringen würden."))
    dates = other_dates(found.group, plans)
    with transaction():
        keep(queries.plan_to_make(task.organisation_id, plan.uid), found.outcome(plans, dates))
    task.report(1.0, checkpoint={})
    return {}


def preview(plan: GroupPlan, day: date) -> str:
    """A quick plan at once, within a transaction: the fingerprint of what it was made from. Raises Refused, Invalid."""
    found = _input(plan, day)
    keep(plan, found.outcome(plan_in_turn(found.group), preview=True))
    return found.fingerprint()


def make(plan: GroupPlan, day: date, planner: GroupPlanner) -> None:
    """The best plan at once, within a transaction: for the demo city."""
    found = _input(plan, day)
    plans = planner.plan(found.group)
    keep(plan, found.outcome(plans, other_dates(found.group, plans)))


def _input(plan: GroupPlan, day: date) -> _Input:
    kind, gathered = Kind(plan.kind), gather(plan, day)
    fewest = queries.fewest(kind)
    if len(gathered.people) < fewest:
        raise Refused(_("Es nehmen noch zu wenige teil: Ein gemeinsamer Plan braucht %(number)s.", number=fewest))
    if kind is Kind.PROGRAMME and WHOLE not in shown_now(plan, kind, gathered):
        gathered = _like_last_time(plan, day, gathered)
        refuse_few_changes(shown_now(plan, kind, gathered))
    try:
        return _Input(kind, gathered, group_of(plan, gathered))
    except InstanceError as error:
        raise Invalid(_("Daraus lässt sich kein Plan bilden (%(place)s).", place=str(error))) from error


def _like_last_time(plan: GroupPlan, day: date, gathered: Gathered) -> Gathered:
    """The people of the organisation's last figures as they were then, if all of them still are there; else all."""
    last = queries.last_result(plan.organisation_id, Kind(plan.kind))
    if last is None:
        return gathered
    counted, then = queries.counted_in(last), gather(plan, day, last.made_at)
    same = tuple(each for each in then.people if each.counted in counted)
    return replace(then, people=same) if len(same) == len(counted) else gathered
