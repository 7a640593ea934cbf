"""Inviting units to the check. Who takes part is nobody's business: only numbers of large enough groups are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import distinct, func, select

from competence_check import queries
from competence_check.models import Run, RunState
from competence_check.teams.models import Campaign
from lms.accounts.models import Person, Unit
from lms.accounts.queries import units_of
from lms.kernel import clock
from lms.kernel.access import Viewer
from lms.kernel.db import db
from lms.kernel.errors import Invalid, NotFound

LONGEST_DAYS = 120


@dataclass(frozen=True)
class Participation:
    """How many took part. invited, taken: None where the number would be about too few people."""

    campaign: Campaign
    units: Sequence[str]
    invited: int | None
    taken: int | None


def begin(organisation_id: int, name: str, ends_on: date, unit_ids: Sequence[int]) -> Campaign:
    """Invite the units (all, where none is named) from today to `ends_on`. Raises Invalid."""
    today = clock.today()
    if not today < ends_on or (ends_on - today).days > LONGEST_DAYS:
        message = _("Wählen Sie einen Tag in den nächsten %(days)s Tagen.", days=LONGEST_DAYS)
        raise Invalid(fields={"ends_on": message})
    known = {unit.id for unit in units_of(organisation_id)}
    if not set(unit_ids) <= known:
        raise Invalid(fields={"units": _("Diese Einheit gibt es nicht mehr. Wählen Sie noch einmal.")})
    framework = queries.framework_called()
    if framework is None:
        raise Invalid(_("Es gibt noch keinen Kompetenzcheck. Laden Sie zuerst die Inhalte."))
    campaign = Campaign(
        organisation_id=organisation_id,
        framework_id=framework.id,
        name=name,
        starts_on=today,
        ends_on=ends_on,
        unit_ids=sorted(unit_ids),
    )
    db.session.add(campaign)
    return campaign


def called(organisation_id: int, uid: str) -> Campaign:
    """The organisation's campaign. Raises NotFound."""
    query = select(Campaign).where(Campaign.organisation_id == organisation_id, Campaign.uid == uid)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def remind(campaign: Campaign) -> None:
    """Show the invitation again, more clearly, to those who have not taken part; nobody learns who that is."""
    campaign.reminded_at = clock.now()


def end(campaign: Campaign) -> None:
    """Invite nobody any more."""
    campaign.ends_on = min(campaign.ends_on, clock.today())


def invitation(viewer: Viewer) -> Campaign | None:
    """The campaign that invites the viewer today and in which they have not taken part yet."""
    today = clock.today()
    query = (
        select(Campaign)
        .where(Campaign.organisation_id == viewer.home_organisation_id)
        .where(Campaign.starts_on <= today, Campaign.ends_on >= today)
        .order_by(Campaign.ends_on, Campaign.id)
    )
    running = list(db.session.scalars(query))
    if not running:
        return None
    above = _path_of(viewer.unit_id)
    finished = select(func.max(Run.finished_at)).where(Run.person_id == viewer.id)
    latest = db.session.scalar(finished)
    for campaign in running:
        taken = latest is not None and latest.astimezone(clock.LOCAL).date() >= campaign.starts_on
        if not taken and (not campaign.unit_ids or above & set(campaign.unit_ids)):
            return campaign
    return None


def _path_of(unit_id: int | None) -> set[int]:
    path = db.session.scalar(select(Unit.path).where(Unit.id == unit_id)) if unit_id else None
    return {int(part) for part in (path or "").split("/") if part}


def participation(organisation_id: int) -> list[Participation]:
    """All campaigns, newest first, with numbers where they are about enough people.

    Both those who took part and those who did not must be none or many; else the number is left out.
    """
    query = select(Campaign).where(Campaign.organisation_id == organisation_id).order_by(Campaign.id.desc()).limit(50)
    campaigns = list(db.session.scalars(query))
    units = {unit.id: unit for unit in units_of(organisation_id)}
    staff = _staff(organisation_id)
    finished = _finished(organisation_id)
    smallest: int = current_app.extensions["settings"].smallest_group
    return [_participation(campaign, units, staff, finished, smallest) for campaign in campaigns]


def _staff(organisation_id: int) -> dict[int, int]:
    """Active people by unit, 0 for those without."""
    query = (
        select(Person.unit_id, func.count())
        .where(Person.organisation_id == organisation_id, Person.active)
        .group_by(Person.unit_id)
    )
    return {unit or 0: number for unit, number in db.session.execute(query)}


def _finished(organisation_id: int) -> dict[int, dict[int, int]]:
    """By campaign and unit (0 for none) how many people finished a check while it ran."""
    query = (
        select(Campaign.id, Person.unit_id, func.count(distinct(Person.id)))
        .join(Run, Run.organisation_id == Campaign.organisation_id)
        .join(Person, Person.id == Run.person_id)
        .where(Campaign.organisation_id == organisation_id, Run.state == RunState.FINISHED.value, Person.active)
        .where(func.date(Run.finished_at) >= Campaign.starts_on, func.date(Run.finished_at) <= Campaign.ends_on)
        .group_by(Campaign.id, Person.unit_id)
    )
    found: dict[int, dict[int, int]] = {}
    for campaign, unit, number in db.session.execute(query):
        found.setdefault(campaign, {})[unit or 0] = number
    return found


def _participation(
    campaign: Campaign,
    units: dict[int, Unit],
    staff: dict[int, int],
    finished: dict[int, dict[int, int]],
    smallest: int,
) -> Participation:
    invited_units = {
        unit.id for unit in units.values() if not campaign.unit_ids or _ids(unit.path) & set(campaign.unit_ids)
    } | ({0} if not campaign.unit_ids else set())
    invited = sum(staff.get(unit, 0) for unit in invited_units)
    taken = sum(number for unit, number in finished.get(campaign.id, {}).items() if unit in invited_units)
    names = [units[unit].name for unit in campaign.unit_ids if unit in units]
    if invited < smallest:
        return Participation(campaign, names, None, None)
    safe = all(number == 0 or number >= smallest for number in (taken, invited - taken))
    return Participation(campaign, names, invited, taken if safe else None)


def _ids(path: str) -> set[int]:
    return {int(part) for part in path.split("/") if part}
