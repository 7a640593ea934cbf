"""What is stored about frameworks, target profiles and results: also for other packages."""

from sqlalchemy import ScalarSelect, Select, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from competence_check.levels import DEFAULT_FRAMEWORK, CompetenceName, Level, LevelSet, Profile, Target
from competence_check.models import (
    Area,
    Competence,
    Estimate,
    Framework,
    Item,
    ItemKind,
    Run,
    RunState,
    Scope,
    TargetLevel,
    TargetProfile,
    TargetProfileVersion,
)
from lms.kernel.db import db
from lms.kernel.errors import NotFound
from lms.kernel.toml import Texts


def framework_called(slug: str = DEFAULT_FRAMEWORK) -> Framework | None:
    """The framework in use under that name; None before content is loaded."""
    query = select(Framework).where(Framework.slug == slug, Framework.retired.is_(False))
    # PostgreSQL cannot be asked for NUL.
    return db.session.scalars(query).one_or_none() if slug.isprintable() else None


def frameworks_to_choose(organisation_id: int | None = None) -> list[Framework]:
    """The frameworks in use about which the organisation can ask something: the usual one first, then by slugs."""
    asked = select(Competence.framework_id).join(Item, Item.competence_id == Competence.id)
    asked = asked.where(Item.kind == ItemKind.TASK.value, Item.retired.is_(False), Competence.retired.is_(False))
    asked = asked.where(Item.asked_in(organisation_id))
    query = select(Framework).where(Framework.retired.is_(False), Framework.id.in_(asked))
    return sorted(db.session.scalars(query), key=lambda each: (each.slug != DEFAULT_FRAMEWORK, each.slug))


def competences(framework: str = DEFAULT_FRAMEWORK) -> list[CompetenceName]:
    """The competences of the framework, in its order."""
    named = select(Framework.id).where(Framework.slug == framework).scalar_subquery()
    return competences_of(named)


def competences_of(framework_id: int | ScalarSelect[int]) -> list[CompetenceName]:
    """The competences in use of the framework with that id, in its order."""
    query = (
        select(Competence, Area)
        .join(Area, Area.id == Competence.area_id)
        .where(Competence.framework_id == framework_id, Competence.retired.is_(False))
        .order_by(Area.position, Competence.position)
    )
    return [
        CompetenceName(
            id=competence.code,
            names=competence.names,
            summaries=competence.summaries,
            area=area.code,
            area_names=area.names,
            area_summaries=area.summaries,
            esco_uri=competence.esco_uri,
        )
        for competence, area in db.session.execute(query)
    ]


def latest_finished(person_id: int, framework: str = DEFAULT_FRAMEWORK) -> Run | None:
    """The person's latest finished run, without its levels; None if there is none."""
    return db.session.scalars(_latest_finished(person_id, framework)).first()


def _latest_finished(person_id: int, framework: str) -> Select[Run]:
    return (
        select(Run)
        .join(Framework, Framework.id == Run.framework_id)
        .where(Run.person_id == person_id, Framework.slug == framework, Run.state == RunState.FINISHED.value)
        .order_by(Run.finished_at.desc(), Run.id.desc())
        .limit(1)
    )


def latest_levels(person_id: int, framework: str = DEFAULT_FRAMEWORK) -> LevelSet | None:
    """The levels of the person's latest finished run; None if there is none."""
    query = (
        select(Run.uid, Run.finished_at, Estimate)
        .outerjoin(Estimate, and_(Estimate.run_id == Run.id, Estimate.scope == Scope.COMPETENCE.value))
        .where(Run.id == _latest_finished(person_id, framework).with_only_columns(Run.id).scalar_subquery())
    )
    rows = db.session.execute(query).all()
    if not rows or rows[0].finished_at is None:
        return None
    levels = {row.Estimate.code: _level(row.Estimate) for row in rows if row.Estimate is not None}
    return LevelSet(framework, levels, rows[0].uid, rows[0].finished_at)


def estimates_of(run_id: int) -> dict[Scope, dict[str, Estimate]]:
    """The run's estimates of areas and of competences, by id."""
    found: dict[Scope, dict[str, Estimate]] = {scope: {} for scope in Scope}
    for row in db.session.scalars(select(Estimate).where(Estimate.run_id == run_id)):
        found[Scope(row.scope)][row.code] = row
    return found


def _level(row: Estimate) -> Level:
    return Level(value=row.level, low=row.low, high=row.high, se=row.se)


def target_profiles(framework: str = DEFAULT_FRAMEWORK, organisation_id: int | None = None) -> list[Profile]:
    """The target profiles in use for everybody and, if given, the organisation's own, in the order of their slugs."""
    query = (
        select(TargetProfile)
        .join(Framework, Framework.id == TargetProfile.framework_id)
        .where(TargetProfile.retired.is_(False), Framework.slug == framework)
        .where(or_(TargetProfile.organisation_id.is_(None), TargetProfile.organisation_id == organisation_id))
        .options(selectinload(TargetProfile.levels).joinedload(TargetLevel.competence))
        .order_by(TargetProfile.slug)
    )
    return [_profile(row, framework) for row in db.session.scalars(query)]


def families(framework: str = DEFAULT_FRAMEWORK) -> list[tuple[str, Texts]]:
    """The role families of the target profiles in use, each with the name of its first profile."""
    query = (
        select(TargetProfile.family, TargetProfile.names)
        .join(Framework, Framework.id == TargetProfile.framework_id)
        .where(TargetProfile.retired.is_(False), Framework.slug == framework, TargetProfile.family != "")
        .where(TargetProfile.organisation_id.is_(None))
        .order_by(TargetProfile.slug)
    )
    found: dict[str, Texts] = {}
    for family, names in db.session.execute(query):
        found.setdefault(family, names)
    return list(found.items())


def profile_for_family(family: str, framework_id: int) -> Profile | None:
    """The first target profile of the role family; None where there is none."""
    query = (
        select(TargetProfile, Framework.slug)
        .join(Framework, Framework.id == TargetProfile.framework_id)
        .where(TargetProfile.family == family, TargetProfile.family != "", Framework.id == framework_id)
        .where(TargetProfile.retired.is_(False), TargetProfile.organisation_id.is_(None))
        .options(selectinload(TargetProfile.levels).joinedload(TargetLevel.competence))
        .order_by(TargetProfile.slug)
        .limit(1)
    )
    found = db.session.execute(query).first()
    return _profile(found[0], found[1]) if found is not None else None


def weights_for_family(family: str, framework_id: int) -> dict[str, float]:
    """How much the first target profile of the role family asks for each competence; empty where there is none."""
    first = (
        select(TargetProfile.id)
        .where(TargetProfile.family == family, TargetProfile.family != "", TargetProfile.framework_id == framework_id)
        .where(TargetProfile.retired.is_(False), TargetProfile.organisation_id.is_(None))
        .order_by(TargetProfile.slug)
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(Competence.code, TargetLevel.weight)
        .join(TargetLevel, TargetLevel.competence_id == Competence.id)
        .where(TargetLevel.profile_id == first, Competence.retired.is_(False))
    )
    return {code: float(weight) for code, weight in db.session.execute(query)}


def target_profile(slug: str) -> Profile:
    """The profile `slug`, also a retired one, which older roadmaps may point to. Raises NotFound."""
    query = (
        select(TargetProfile, Framework.slug)
        .join(Framework, Framework.id == TargetProfile.framework_id)
        .where(TargetProfile.slug == slug)
        .options(joinedload(TargetProfile.levels).joinedload(TargetLevel.competence))
    )
    found = db.session.execute(query).unique().one_or_none()
    if found is None:
        raise NotFound
    return _profile(found[0], found[1])


def profile_at(slug: str, number: int) -> Profile:
    """The profile as it was in one version. Raises NotFound."""
    query = (
        select(TargetProfile, TargetProfileVersion, Framework.slug)
        .join(Framework, Framework.id == TargetProfile.framework_id)
        .join(TargetProfileVersion, TargetProfileVersion.profile_id == TargetProfile.id)
        .where(TargetProfile.slug == slug, TargetProfileVersion.number == number)
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound
    row, version, framework = found
    return Profile(
        slug=row.slug,
        version=row.version,
        framework=framework,
        family=row.family,
        names=version.body["names"],
        summaries=version.body["summaries"],
        targets={code: Target(code, **values) for code, values in version.body["targets"].items()},
        organisation_id=row.organisation_id,
        number=version.number,
        content_hash=version.content_hash,
        newest=row.number,
    )


def _profile(row: TargetProfile, framework: str) -> Profile:
    targets = {
        level.competence.code: Target(level.competence.code, level.level, level.weight, level.reason)
        for level in row.levels
        if not level.competence.retired
    }
    return Profile(
        slug=row.slug,
        version=row.version,
        framework=framework,
        family=row.family,
        names=row.names,
        summaries=row.summaries,
        targets=dict(sorted(targets.items())),
        organisation_id=row.organisation_id,
        number=row.number,
        content_hash=row.content_hash,
        newest=row.number,
    )
