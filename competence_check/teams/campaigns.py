"""Inviting units to the check. Who takes part is nobody's business: only numbers of large enough groups are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import distinct, func, select

from competence_check import queries
from competence_check.levels import DEFAULT_FRAMEWORK
from competence_check.models import Framework, Run, RunState
from competence_check.teams.models import Campaign
from lms.accounts.models import Person, Unit
from lms.accounts.queries import units_of
from lms.kernel import clock
from lms.kernel.access import Viewer
from lms.kernel.db import db
from lms.kernel.errors import Invalid, NotFound
from lms.kernel.toml import Texts

LONGEST_DAYS = 120


@dataclass(frozen=True)
class Participation:
    """How many took part. invited, taken: None where the number would be about too few people."""

    campaign: Campaign
    framework: Texts
    units: Sequence[str]
    invited: int | None
    taken: int | None


def begin(
    organisation_id: int, name: str, ends_on: date, unit_ids: Sequence[int], framework: str = DEFAULT_FRAMEWORK
) -> Campaign:
    """Invite the units (all, where none is named) from today to `ends_on` to the framework's check. Raises Invalid."""
    today = clock.today()
    if not today < ends_on or (ends_on - today).days > LONGEST_DAYS:
        message = _("Wählen Sie einen Tag in den nächsten %(days)s Tagen.", days=LONGEST_DAYS)
        raise Invalid(fields={"ends_on": message})
    known = {unit.id for unit in units_of(organisation_id)}
    if not set(unit_ids) <= known:
        raise Invalid(fields={"units": _("Diese Einheit gibt es nicht mehr. Wählen Sie noch einmal.")})
    found = queries.framework_called(framework)
    if found is None:
        raise Invalid(_("Es gibt noch keinen Kompetenzcheck. Laden Sie zuerst die Inhalte."))
    campaign = Campaign(
        organisation_id=organisation_id,
        framework_id=found.id,
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
    latest = _latest_by_framework(viewer.id)
    for campaign in running:
        at = latest.get(campaign.framework_id)
        taken = at is not None and at.astimezone(clock.LOCAL).date() >= campaign.starts_on
        if not taken and (not campaign.unit_ids or above & set(campaign.unit_ids)):
            return campaign
    return None


def _latest_by_framework(person_id: int) -> dict[int, datetime]:
    """When the person last finished a check, by the framework's id."""
    query = select(Run.framework_id, func.max(Run.finished_at)).where(
        Run.person_id == person_id, Run.finished_at.is_not(None)
    )
    rows = db.session.execute(query.group_by(Run.framework_id))
    return {framework: at for framework, at in rows if at is not None}


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
    frameworks = {each.id: each.names for each in db.session.scalars(select(Framework))}
    staff = _staff(organisation_id)
    finished = _finished(organisation_id)
    smallest: int = current_app.extensions["settings"].smallest_group
    found = [(each, *_counted(each, units, staff, finished, smallest)) for each in campaigns]
    return [
        Participation(campaign, frameworks[campaign.framework_id], _names(campaign, units), invited, taken)
        for campaign, invited, taken in found
    ]


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
        .join(
            Run,
            (Run.organisation_id == Campaign.organisation_id) & (Run.framework_id == Campaign.framework_id),
        )
        .join(Person, Person.id == Run.person_id)
        .where(Campaign.organisation_id == organisation_id, Run.state == RunState.FINISHED.value, Person.active)
        .where(func.date(Run.finished_at) >= Campaign.starts_on, func.date(Run.finished_at) <= Campaign.ends_on)
        .group_by(Campaign.id, Person.unit_id)
    )
    found: dict[int, dict[int, int]] = {}
    for campaign, unit, number in db.session.execute(query):
        found.setdefault(campaign, {})[unit or 0] = number
    return found


def _counted(
    campaign: Campaign,
    units: dict[int, Unit],
    staff: dict[int, int],
    finished: dict[int, dict[int, int]],
    smallest: int,
) -> tuple[int | None, int | None]:
    """How many are invited and took part; None where the number would be about too few people."""
    invited_units = {
        unit.id for unit in units.values() if not campaign.unit_ids or _ids(unit.path) & set(campaign.unit_ids)
    } | ({0} if not campaign.unit_ids else set())
    invited = sum(staff.get(unit, 0) for unit in invited_units)
    taken = sum(number for unit, number in finished.get(campaign.id, {}).items() if unit in invited_units)
    if invited < smallest:
        return None, None
    safe = all(number == 0 or number >= smallest for number in (taken, invited - taken))
    return invited, taken if safe else None


def _names(campaign: Campaign, units: dict[int, Unit]) -> list[str]:
    return [units[unit].name for unit in campaign.unit_ids if unit in units]


def _ids(path: str) -> set[int]:
    return {int(part) for part in path.split("/") if part}
