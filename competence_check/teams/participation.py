"""How many took part in a campaign, without names, and without giving away who did.

The number is kept as it was told last. It is told anew only where at least the smallest group has come since, and
where as many are missing yet, so that nobody who watches it, while somebody goes on holiday, moves or leaves, learns
of one. How many are invited is counted once. Campaigns that invite nearly the same units would tell of the units in
between: such a number is not told (see `combinations`).
"""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

from flask import current_app
from sqlalchemy import distinct, func, select

from competence_check.models import Run, RunState
from competence_check.teams.combinations import Unproven, few_behind
from competence_check.teams.models import Campaign
from lms.accounts.models import Person
from lms.accounts.queries import units_of
from lms.kernel import clock
from lms.kernel.db import db

# How long after its end a campaign is still counted.
LATE = timedelta(days=7)

# People by unit, 0 for those without one.
Staff = Mapping[int, int]


def count(campaign: Campaign) -> None:
    """Tell how many have taken part, if that gives nobody away."""
    smallest: int = current_app.extensions["settings"].smallest_group
    if campaign.invited is None:
        campaign.invited = invited(campaign)
    taken = _taken(campaign)
    enough = taken - (campaign.taken or 0) >= smallest and campaign.invited - taken >= smallest
    if enough and _stands_alone(campaign, smallest):
        campaign.taken, campaign.counted_on = taken, clock.today()


def count_running(organisation_id: int) -> None:
    """Count all campaigns that run or ended within the last days."""
    query = select(Campaign).where(
        Campaign.organisation_id == organisation_id, Campaign.ends_on >= clock.today() - LATE
    )
    for campaign in db.session.scalars(query.order_by(Campaign.id)).all():
        count(campaign)


def invited(campaign: Campaign) -> int:
    """How many people the campaign invites today."""
    places = _places(campaign)
    return sum(number for unit, number in _staff(campaign.organisation_id).items() if unit in places)


def _places(campaign: Campaign) -> set[int]:
    """The units invited, with 0 for people without one where everybody is."""
    wanted = set(campaign.unit_ids)
    units = units_of(campaign.organisation_id)
    inside = {unit.id for unit in units if not wanted or wanted & {int(part) for part in unit.path.split("/") if part}}
    return inside if wanted else {*inside, 0}


def _staff(organisation_id: int) -> Staff:
    query = select(Person.unit_id, func.count()).where(Person.organisation_id == organisation_id, Person.active)
    return {unit or 0: number for unit, number in db.session.execute(query.group_by(Person.unit_id))}


def _taken(campaign: Campaign) -> int:
    """How many people finished the check while the campaign ran, also those who have left since."""
    query = (
        select(Person.unit_id, func.count(distinct(Person.id)))
        .join(Run, Run.person_id == Person.id)
        .where(Run.organisation_id == campaign.organisation_id, Run.framework_id == campaign.framework_id)
        .where(Run.state == RunState.FINISHED.value)
        .where(func.date(Run.finished_at) >= campaign.starts_on, func.date(Run.finished_at) <= campaign.ends_on)
    )
    places = _places(campaign)
    rows = db.session.execute(query.group_by(Person.unit_id))
    return sum(number for unit, number in rows if (unit or 0) in places)


def _stands_alone(campaign: Campaign, smallest: int) -> bool:
    """Whether no combination with the numbers told of other campaigns is about few people."""
    query = select(Campaign).where(
        Campaign.organisation_id == campaign.organisation_id,
        Campaign.framework_id == campaign.framework_id,
        Campaign.taken.is_not(None),
        Campaign.id != campaign.id,
    )
    others = list(db.session.scalars(query))
    places = {each.id: _places(each) for each in (*others, campaign)}
    patterns: Counter[frozenset[int]] = Counter()
    for unit, number in _staff(campaign.organisation_id).items():
        patterns[frozenset(each for each, inside in places.items() if unit in inside)] += number
    try:
        return not few_behind(patterns, smallest, {each.id for each in others})
    except Unproven:
        return False
