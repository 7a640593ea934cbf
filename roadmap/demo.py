"""Roadmaps for the demo city: for the demo accounts and about a third of those who have a result."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from competence_check.levels import Profile
from competence_check.models import Run, RunState
from competence_check.queries import latest_levels, target_profiles
from lms.catalogue.models import Course
from lms.catalogue.queries import offered_courses
from lms.kernel.clock import LOCAL
from lms.kernel.db import db
from lms.kernel.demo import DemoPlan
from roadmap.beginning import next_monday
from roadmap.drawing import plan_for, step_rows, version_values
from roadmap.events import RoadmapCreated
from roadmap.knowing import programme_for
from roadmap.measured import Measured
from roadmap.models import Cause, Roadmap, RoadmapStep, RoadmapVersion
from roadmap.queries import completions
from roadmap.task import Known

SHARE = 0.3
WEEKLY_MINUTES = (60, 60, 120, 120, 180, 240)
A_QUARTER = 90

# Planning is quick but not free: beyond so many people, plans of others for the same profile are used again.
MOST_PLANNED = 200


@dataclass(frozen=True)
class _Result:
    """A person's latest result."""

    run: str
    at: datetime


@dataclass(frozen=True)
class _Drawn:
    """A roadmap for one person: columns of the tables without what ties them together."""

    person: Any
    profile: Profile
    at: datetime
    start: date
    version: dict[str, Any]
    steps: list[dict[str, Any]]


def build_roadmaps(plan: DemoPlan) -> None:
    """Draw roadmaps for some of the new people and record that they did."""
    profiles = {profile.family: profile for profile in target_profiles()}
    offered = tuple(offered_courses())
    if not profiles or not offered:
        return
    results = _results()
    drawn: list[_Drawn] = []
    by_profile: dict[str, list[_Drawn]] = {}
    for person in plan.made["people"]:
        is_demo_account = "-" not in person.login
        if person.id not in results or not (is_demo_account or plan.random.random() < SHARE):
            continue
        profile = profiles.get(person.family) or next(iter(profiles.values()))
        alike = by_profile.setdefault(profile.slug, [])
        if is_demo_account or not alike or len(drawn) < MOST_PLANNED:
            at = plan.end - timedelta(days=1 if is_demo_account else plan.random.randint(1, A_QUARTER))
            alike.append(_draw(plan, person, profile, offered, max(at, results[person.id].at)))
            drawn.append(alike[-1])
        else:
            drawn.append(_like(plan.random.choice(alike), person, results[person.id]))
    _store(plan, drawn)


def _results() -> dict[int, _Result]:
    query = (
        select(Run.person_id, Run.uid, Run.finished_at)
        .where(Run.state == RunState.FINISHED.value)
        .order_by(Run.finished_at, Run.id)
    )
    return {person: _Result(uid, at) for person, uid, at in db.session.execute(query) if at is not None}


def _draw(plan: DemoPlan, person: Any, profile: Profile, offered: tuple[Course, ...], at: datetime) -> _Drawn:
    found = latest_levels(person.id)
    assert found is not None, "only people with a result are asked"
    today = at.astimezone(LOCAL).date()
    known = Known(
        today=today,
        start=next_monday(today),
        weekly_minutes=plan.random.choice(WEEKLY_MINUTES),
        measured=Measured.of_check(found),
        profile=profile,
        offered=offered,
        completed={slug: when for slug, when in completions(person.id).items() if when <= at},
        dropped=frozenset(),
        dates=programme_for(person.organisation_id, person.id, internal=True),
    )
    solved = plan_for(known)
    return _Drawn(person, profile, at, known.start, version_values(known, solved), step_rows(known, solved))


def _like(other: _Drawn, person: Any, result: _Result) -> _Drawn:
    """The roadmap of somebody with the same target, as if this person had the same levels."""
    levels = {**other.version["levels"], "run": result.run, "at": result.at.isoformat()}
    at = max(other.at, result.at)
    return _Drawn(person, other.profile, at, other.start, {**other.version, "levels": levels}, other.steps)


def _store(plan: DemoPlan, drawn: list[_Drawn]) -> None:
    if not drawn:
        return
    uids = [str(UUID(int=plan.random.getrandbits(128), version=4)) for _each in drawn]
    db.session.execute(insert(Roadmap), [_roadmap(each, uid) for each, uid in zip(drawn, uids, strict=True)])
    ids = dict(db.session.execute(select(Roadmap.uid, Roadmap.id)).all())
    versions = [
        {**each.version, "roadmap_id": ids[uid], "number": 1, "cause": Cause.CREATED.value, "drawn_at": each.at}
        for each, uid in zip(drawn, uids, strict=True)
    ]
    db.session.execute(insert(RoadmapVersion), versions)
    query = select(RoadmapVersion.roadmap_id, RoadmapVersion.id).where(RoadmapVersion.number == 1)
    version_ids = dict(db.session.execute(query).all())
    steps = [
        {**step, "version_id": version_ids[ids[uid]]}
        for each, uid in zip(drawn, uids, strict=True)
        for step in each.steps
    ]
    if steps:
        db.session.execute(insert(RoadmapStep), steps)
    plan.events += [_created(each, uid) for each, uid in zip(drawn, uids, strict=True)]


def _roadmap(drawn: _Drawn, uid: str) -> dict[str, Any]:
    return {
        "uid": uid,
        "person_id": drawn.person.id,
        "organisation_id": drawn.person.organisation_id,
        "profile": drawn.profile.slug,
        "start_date": drawn.start,
        "internal": True,
        "version": 1,
        "active": True,
        "created_at": drawn.at,
    }


def _created(drawn: _Drawn, uid: str) -> RoadmapCreated:
    return RoadmapCreated(
        actor=drawn.person.uid,
        organisation_id=drawn.person.organisation_id,
        at=drawn.at,
        roadmap=uid,
        profile=drawn.profile.slug,
        title=drawn.profile.names,
    )
