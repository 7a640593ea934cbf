"""Keeping what came out of a joint plan: figures that may be shown, who was counted in them, and everybody's part."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from competence_check.teams.figures import WHOLE
from lms.kernel.db import db
from lms.kernel.errors import Refused
from lms.kernel.tenancy import Organisation
from roadmap.groups import queries, rosters
from roadmap.groups.gathering import Gathered
from roadmap.groups.models import Counted, GroupPlan, GroupResult, Kind, Participation
from roadmap.groups.results import Rule, body_of, everybody, roster_of
from roadmap.planning.groups.instance import Group
from roadmap.planning.groups.outlook import AnotherDate
from roadmap.planning.groups.plan import GroupPlan as Plans


@dataclass(frozen=True)
class Outcome:
    """What was planned for whom. preview: quickly, and the best plan is still looked for."""

    kind: Kind
    gathered: Gathered
    group: Group
    plans: Plans
    dates: Sequence[AnotherDate] = ()
    preview: bool = False


def shown_now(plan: GroupPlan, kind: Kind, gathered: Gathered) -> frozenset[int]:
    """The units of which figures may be shown, beside all that was shown up to now."""
    parents = gathered.parents if kind is Kind.PROGRAMME else {WHOLE: None}
    roster = roster_of(gathered.people, kind)
    before = rosters.published(plan.organisation_id, kind)
    return rosters.shown_units(parents, roster, before, rosters.smallest_group())


def refuse_few_changes(shown: frozenset[int]) -> None:
    """Raise Refused where not even figures about everybody may be shown."""
    if WHOLE not in shown:
        raise Refused(
            _("Seit dem letzten Plan haben sich zu wenige Ergebnisse geändert. Neue Zahlen würden Einzelne verraten.")
        )


def keep(plan: GroupPlan, found: Outcome) -> None:
    """A new result, in place of its own preview, and everybody's part. Raises Refused."""
    # Two plans that end at the same moment take turns, so that the second knows what the first shows.
    db.session.execute(select(Organisation.id).where(Organisation.id == plan.organisation_id).with_for_update())
    shown = shown_now(plan, found.kind, found.gathered)
    if found.kind is Kind.PROGRAMME:
        refuse_few_changes(shown)
    all_of_them = everybody(found.gathered.people) if found.kind is Kind.TOGETHER else frozenset[str]()
    totals = rosters.shows_totals(all_of_them, rosters.published_totals(plan.organisation_id))
    rule = Rule(found.kind, shown, rosters.smallest_group(), totals=found.kind is Kind.PROGRAMME or totals)
    body = body_of(found.gathered, found.group, found.plans, found.dates, rule)
    rows: dict[str, int] = {}
    if shown:
        roster = roster_of(found.gathered.people, found.kind)
        rows = {token: unit for unit, tokens in roster.items() for token in tokens}
    if totals:
        rows |= dict.fromkeys(all_of_them, rosters.TOTALS)
    _add(plan, {**body, "preview": found.preview}, rows)
    _hand_out(plan, found)


def _add(plan: GroupPlan, body: dict[str, object], rows: dict[str, int]) -> None:
    """rows: the unit of everybody who is counted, by token."""
    newest = queries.newest_result(plan)
    number = newest.number + 1 if newest is not None else 1
    if newest is not None and newest.body.get("preview"):
        counted = select(Counted.token, Counted.unit_id).where(Counted.result_id == newest.id)
        if {(token, unit) for token, unit in db.session.execute(counted)} == {*rows.items()}:
            # It was about the same people: nobody can compare both, and one is enough to look at later.
            number = newest.number
            db.session.delete(newest)
            db.session.flush()
    result = GroupResult(group_id=plan.id, number=number, body=body)
    db.session.add(result)
    db.session.flush()
    db.session.add_all(Counted(result_id=result.id, token=token, unit_id=unit) for token, unit in sorted(rows.items()))


def _hand_out(plan: GroupPlan, found: Outcome) -> None:
    """Give everybody their part; who left meanwhile, or changed what they show, gets none of this plan.

    A part of a preview is only looked at: nobody is told it, and nothing of it is promised.
    """
    people = {each.person_id: each for each in found.gathered.people}
    for row in db.session.scalars(select(Participation).where(Participation.group_id == plan.id).with_for_update()):
        somebody = people.get(row.person_id)
        is_same = somebody is not None and somebody.shown == row.shows_courses
        part = found.plans.plans[somebody.token].to_json() if somebody is not None and is_same else None
        if found.preview:
            row.preview = part
        else:
            row.part, row.preview = part, None
