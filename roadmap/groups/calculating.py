"""The job that makes a joint plan: it can be stopped at any time and goes on from its checkpoint.

What it plans from is read anew after a stop; where that changed meanwhile, it begins again. The checkpoint holds
plans without names and is emptied at the end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from json import dumps
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from competence_check.teams.figures import WHOLE
from lms.jobs.work import Task
from lms.kernel.db import db, transaction
from lms.kernel.errors import Invalid, Refused
from lms.kernel.tenancy import Organisation
from roadmap.groups import queries
from roadmap.groups.gathering import Gathered, gather, group_of
from roadmap.groups.models import Counted, GroupPlan, GroupResult, Kind, Participation
from roadmap.groups.results import Rule, body_of, roster_of
from roadmap.groups.rosters import published, shown_units, smallest_group
from roadmap.planning.groups.instance import Group
from roadmap.planning.groups.outlook import AnotherDate, other_dates
from roadmap.planning.groups.plan import GroupPlan as Plans
from roadmap.planning.groups.planner import GroupPlanner
from roadmap.planning.groups.progress import Progress, State
from roadmap.planning.reading import InstanceError

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


def calculate(task: Task) -> Mapping[str, Any]:
    """Job: make the plan `task.arguments["plan"]` as of `task.arguments["day"]`, and keep what may be kept."""
    with transaction():
        plan = queries.plan_to_make(task.organisation_id, str(task.arguments["plan"]))
        found = _input(plan, date.fromisoformat(str(task.arguments["day"])))
    fingerprint = found.fingerprint()
    checkpoint = task.checkpoint or {}
    before = State.from_json(checkpoint["state"]) if checkpoint.get("for") == fingerprint else None

    def tell(progress: Progress) -> None:
        task.report(
            0.05 + 0.85 * progress.share,
            _("Wir rechnen den gemeinsamen Plan aus."),
            {"for": fingerprint, "state": progress.state.to_json()},
        )

    many = len(found.group.members) > FEW_PEOPLE
    planner = GroupPlanner(time_limit=TIME_FOR_MANY if many else TIME_FOR_FEW)
    plans = planner.plan(found.group, tell, before)
    task.report(0.95, _("Wir rechnen aus, was weitere Termine bringen würden."))
    dates = other_dates(found.group, plans)
    with transaction():
        _keep(queries.plan_to_make(task.organisation_id, str(task.arguments["plan"])), found, plans, dates)
    task.report(1.0, checkpoint={})
    return {}


def make(plan: GroupPlan, day: date, planner: GroupPlanner) -> None:
    """The same at once, within a transaction: for the demo city."""
    found = _input(plan, day)
    plans = planner.plan(found.group)
    _keep(plan, found, plans, other_dates(found.group, plans))


def _input(plan: GroupPlan, day: date) -> _Input:
    kind, gathered = Kind(plan.kind), gather(plan, day)
    fewest = queries.fewest(kind)
    if len(gathered.people) < fewest:
        raise Refused(_("Es nehmen noch zu wenige teil: Ein gemeinsamer Plan braucht %(number)s.", number=fewest))
    if kind is Kind.PROGRAMME and WHOLE not in _shown(plan, kind, gathered):
        gathered = queries.like_last_time(plan, gathered)
        _refuse_few_changes(_shown(plan, kind, gathered))
    try:
        return _Input(kind, gathered, group_of(plan, gathered))
    except InstanceError as error:
        raise Invalid(_("Daraus lässt sich kein Plan bilden (%(place)s).", place=str(error))) from error


def _shown(plan: GroupPlan, kind: Kind, gathered: Gathered) -> frozenset[int]:
    """The units of which figures may be shown, beside all that was shown up to now."""
    parents = gathered.parents if kind is Kind.PROGRAMME else {WHOLE: None}
    roster = roster_of(gathered.people, kind)
    return shown_units(parents, roster, published(plan.organisation_id, kind), smallest_group())


def _refuse_few_changes(shown: frozenset[int]) -> None:
    if WHOLE not in shown:
        raise Refused(
            _("Seit dem letzten Plan haben sich zu wenige Ergebnisse geändert. Neue Zahlen würden Einzelne verraten.")
        )


def _keep(plan: GroupPlan, found: _Input, plans: Plans, dates: Sequence[AnotherDate]) -> None:
    # Two plans that end at the same moment take turns, so that the second knows what the first shows.
    db.session.execute(select(Organisation.id).where(Organisation.id == plan.organisation_id).with_for_update())
    shown = _shown(plan, found.kind, found.gathered)
    if found.kind is Kind.PROGRAMME:
        _refuse_few_changes(shown)
    newest, rule = queries.newest_result(plan), Rule(found.kind, shown, smallest_group())
    body = body_of(found.gathered, found.group, plans, dates, rule)
    result = GroupResult(group_id=plan.id, number=newest.number + 1 if newest else 1, body=body)
    db.session.add(result)
    db.session.flush()
    if shown:
        db.session.add_all(
            Counted(result_id=result.id, token=token, unit_id=unit)
            for unit, tokens in sorted(roster_of(found.gathered.people, found.kind).items())
            for token in sorted(tokens)
        )
    _hand_out(plan, found, plans)


def _hand_out(plan: GroupPlan, found: _Input, plans: Plans) -> None:
    """Give everybody their part; who left meanwhile, or changed what they show, gets none of this plan."""
    people = {each.person_id: each for each in found.gathered.people}
    for row in db.session.scalars(select(Participation).where(Participation.group_id == plan.id).with_for_update()):
        somebody = people.get(row.person_id)
        is_same = somebody is not None and somebody.shown == row.shows_courses
        row.part = plans.plans[somebody.token].to_json() if somebody is not None and is_same else None
