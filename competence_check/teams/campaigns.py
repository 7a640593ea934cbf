"""Inviting units to the check. Who takes part is nobody's business: only numbers are told, see `participation`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import func, select

from competence_check import queries
from competence_check.levels import DEFAULT_FRAMEWORK
from competence_check.models import Framework, Run
from competence_check.teams import participation as counting
from competence_check.teams.models import Campaign
from lms.accounts.models import Unit
from lms.accounts.queries import units_of
from lms.kernel import clock
from lms.kernel.access import Viewer
from lms.kernel.db import db
from lms.kernel.errors import Invalid, NotFound
from lms.kernel.toml import Texts

LONGEST_DAYS = 120


@dataclass(frozen=True)
class Participation:
    """A campaign as HR sees it. invited: None where that are too few people for a number of who took part."""

    campaign: Campaign
    framework: Texts
    units: Sequence[str]
    invited: int | None


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
    campaign.invited = counting.invited(campaign)
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
    counting.count(campaign)
    campaign.reminded_at = clock.now()


def end(campaign: Campaign) -> None:
    """Invite nobody any more."""
    counting.count(campaign)
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
    """All campaigns, newest first, with the number that was told last."""
    query = select(Campaign).where(Campaign.organisation_id == organisation_id).order_by(Campaign.id.desc()).limit(50)
    units = {unit.id: unit for unit in units_of(organisation_id)}
    frameworks = {each.id: each.names for each in db.session.scalars(select(Framework))}
    smallest: int = current_app.extensions["settings"].smallest_group
    return [
        Participation(
            campaign,
            frameworks[campaign.framework_id],
            _names(campaign, units),
            campaign.invited if (campaign.invited or 0) >= smallest else None,
        )
        for campaign in db.session.scalars(query)
    ]


def _names(campaign: Campaign, units: dict[int, Unit]) -> list[str]:
    return [units[unit].name for unit in campaign.unit_ids if unit in units]
