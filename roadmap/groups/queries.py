"""What is stored about joint plans."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from lms.accounts.models import Person
from lms.accounts.queries import units_of
from lms.kernel.access import Viewer
from lms.kernel.db import db
from lms.kernel.errors import NotFound
from roadmap.groups.gathering import units_inside
from roadmap.groups.models import Counted, GroupPlan, GroupResult, Kind, Participation
from roadmap.groups.rosters import FEWEST_TOGETHER, smallest_group


def fewest(kind: Kind) -> int:
    """How many people a plan needs at least."""
    return FEWEST_TOGETHER if kind is Kind.TOGETHER else smallest_group()


def plans_of(organisation_id: int) -> list[GroupPlan]:
    """The plans of the organisation, newest first."""
    query = select(GroupPlan).where(GroupPlan.organisation_id == organisation_id)
    return list(db.session.scalars(query.order_by(GroupPlan.created_at.desc(), GroupPlan.id.desc())))


def plan_called(organisation_id: int, uid: str, *, lock: bool = False) -> GroupPlan:
    """The organisation's plan. Raises NotFound, also for another organisation's."""
    query = select(GroupPlan).where(GroupPlan.organisation_id == organisation_id, GroupPlan.uid == uid)
    found = db.session.scalars(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise NotFound
    return found


def plan_to_make(organisation_id: int, uid: str) -> GroupPlan:
    """The same, where it has not ended, kept from changing until the transaction ends. Raises NotFound."""
    plan = plan_called(organisation_id, uid, lock=True)
    if plan.ended_at is not None:
        raise NotFound
    return plan


def newest_result(plan: GroupPlan) -> GroupResult | None:
    """What came out last."""
    query = select(GroupResult).where(GroupResult.group_id == plan.id).order_by(GroupResult.number.desc())
    return db.session.scalars(query.limit(1)).first()


def result_to_show(plan: GroupPlan, *, is_waiting: bool) -> GroupResult | None:
    """What came out last; a preview only while the best plan is looked for, or where there is nothing else."""
    query = select(GroupResult).where(GroupResult.group_id == plan.id).order_by(GroupResult.number.desc())
    results = list(db.session.scalars(query.limit(2)))
    best = [each for each in results if is_waiting or not each.body.get("preview")]
    return next(iter(best or results), None)


def last_result(organisation_id: int, kind: Kind) -> GroupResult | None:
    """The last figures of the organisation's plans of that kind."""
    query = (
        select(GroupResult)
        .join(GroupPlan, GroupPlan.id == GroupResult.group_id)
        .where(GroupPlan.organisation_id == organisation_id, GroupPlan.kind == kind.value)
        .order_by(GroupResult.id.desc())
    )
    return db.session.scalars(query.limit(1)).first()


def counted_in(result: GroupResult) -> set[str]:
    """The tokens of those who were counted."""
    return set(db.session.scalars(select(Counted.token).where(Counted.result_id == result.id)))


def participants(plan: GroupPlan) -> int:
    """How many take part."""
    query = select(func.count()).select_from(Participation).where(Participation.group_id == plan.id)
    return db.session.scalar(query) or 0


@dataclass(frozen=True)
class Shown:
    """Somebody who lets their courses be seen. part: None until they have one."""

    name: str
    unit: int | None
    part: Mapping[str, object] | None


def shown_participants(plan: GroupPlan, *, preview: bool) -> list[Shown]:
    """Those who take part and let their courses be seen, by name. preview: with their parts of the preview."""
    query = (
        select(Person.name, Person.unit_id, Participation.preview if preview else Participation.part)
        .join(Participation, Participation.person_id == Person.id)
        .where(Participation.group_id == plan.id, Participation.shows_courses, Person.active)
        .where(Person.organisation_id == plan.organisation_id)
        .order_by(Person.name, Person.id)
    )
    return [Shown(*row) for row in db.session.execute(query)]


def participation(plan: GroupPlan, person_id: int, *, lock: bool = False) -> Participation | None:
    """The person's consent, if it is given."""
    query = select(Participation).where(Participation.group_id == plan.id, Participation.person_id == person_id)
    return db.session.scalars(query.with_for_update() if lock else query).one_or_none()


def invitations(viewer: Viewer) -> list[tuple[GroupPlan, Participation | None]]:
    """The plans that run and are for the viewer, newest first, each with the consent if it is given."""
    query = (
        select(GroupPlan, Participation)
        .outerjoin(Participation, (Participation.group_id == GroupPlan.id) & (Participation.person_id == viewer.id))
        .where(GroupPlan.organisation_id == viewer.home_organisation_id, GroupPlan.kind == Kind.TOGETHER.value)
        .where(GroupPlan.ended_at.is_(None))
        .order_by(GroupPlan.created_at.desc(), GroupPlan.id.desc())
    )
    found = [(plan, consent) for plan, consent in db.session.execute(query)]
    if not found:
        return []
    units = units_of(viewer.home_organisation_id)
    return [
        (plan, consent)
        for plan, consent in found
        if consent is not None or (viewer.unit_id or 0) in units_inside(plan, units)
    ]


def invitation(viewer: Viewer, uid: str) -> tuple[GroupPlan, Participation | None]:
    """One of them. Raises NotFound."""
    for plan, consent in invitations(viewer):
        if plan.uid == uid:
            return plan, consent
    raise NotFound
