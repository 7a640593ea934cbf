"""What is stored about target profiles and their versions."""

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from competence_check.levels import DEFAULT_FRAMEWORK
from competence_check.models import Framework, TargetLevel, TargetProfile
from lms.kernel.db import db
from lms.kernel.errors import NotFound


def profiles_seen_by(organisation_id: int) -> list[TargetProfile]:
    """Everybody's profiles in use and all of the organisation's own, also retired ones, in the order of slugs."""
    query = (
        select(TargetProfile)
        .join(Framework, Framework.id == TargetProfile.framework_id)
        .where(Framework.retired.is_(False))
        .where(
            or_(
                TargetProfile.organisation_id.is_(None) & TargetProfile.retired.is_(False),
                TargetProfile.organisation_id == organisation_id,
            )
        )
        .order_by(Framework.slug != DEFAULT_FRAMEWORK, TargetProfile.slug)
    )
    return list(db.session.scalars(query))


def profile_seen_by(organisation_id: int, slug: str) -> TargetProfile:
    """One of them, also a retired one of everybody's. Raises NotFound."""
    query = select(TargetProfile).where(TargetProfile.slug == slug)
    query = query.where(or_(TargetProfile.organisation_id.is_(None), TargetProfile.organisation_id == organisation_id))
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def own_profile(organisation_id: int, slug: str) -> TargetProfile:
    """The organisation's own profile with its levels, kept from changing until the transaction ends.

    Raises NotFound, also for a profile that is everybody's.
    """
    query = (
        select(TargetProfile)
        .where(TargetProfile.slug == slug, TargetProfile.organisation_id == organisation_id)
        .options(selectinload(TargetProfile.levels).joinedload(TargetLevel.competence))
        .with_for_update(of=TargetProfile)
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found
