"""What a joint plan is made from: the people, what they learn for, and what they share. Reads the database.

TOGETHER takes the roadmaps of those who take part. PROGRAMME takes the results that people share without a name with
the figures of their unit, and nothing else that is theirs alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from competence_check.levels import DEFAULT_FRAMEWORK, Profile
from competence_check.models import Run
from competence_check.queries import target_profiles
from competence_check.teams.figures import WHOLE, rolled_up, shared_levels
from lms.accounts.models import Person, Unit
from lms.accounts.queries import units_of
from lms.catalogue.queries import offered_courses
from lms.kernel.db import db
from lms.kernel.tenancy import Organisation
from roadmap.followup.queries import gains_in_use
from roadmap.groups.models import GroupPlan, Kind, Participation
from roadmap.groups.promised import promising
from roadmap.groups.rosters import Parents, token_of
from roadmap.groups.terms import Terms
from roadmap.improving import without_promises
from roadmap.knowing import combined_target, known_of, wishing
from roadmap.limits import Limits
from roadmap.measured import Measured, Source, Stand
from roadmap.models import Roadmap
from roadmap.offers.queries import current_offers
from roadmap.planning.groups.instance import Group, Member
from roadmap.planning.plan import Plan
from roadmap.planning.values import Course
from roadmap.queries import finished
from roadmap.task import Known, instance_for
from roadmap.wishes import Wishes


@dataclass(frozen=True)
class Somebody:
    """Somebody to plan for. token: stands for them in the plan. counted: stands for them in rosters, with what they
    know by now: who learned something since counts as somebody new, or the difference would be theirs alone. unit: 0
    without one. shown: whether those who look after the plan may see their courses. person_id: None where nobody is
    to be found. part: what the last plan told them."""

    token: str
    counted: str
    unit: int
    known: Known
    shown: bool = False
    person_id: int | None = None
    part: Plan | None = None


@dataclass(frozen=True)
class Gathered:
    """The people of a plan in the order of their tokens, and the units they work in, from the top down."""

    people: tuple[Somebody, ...]
    parents: Parents
    names: dict[int, tuple[str, int]]


def gather(plan: GroupPlan, day: date, learned_by: datetime | None = None) -> Gathered:
    """Everybody to plan for, as of `day`. learned_by: in a programme plan, what was learned later does not count."""
    units = units_of(plan.organisation_id)
    name = db.session.get_one(Organisation, plan.organisation_id).name
    tree = rolled_up(name, units, {})
    inside = units_inside(plan, units)
    people = _together(plan, day, inside) if plan.kind == Kind.TOGETHER else _programme(plan, day, inside, learned_by)
    return Gathered(
        people=tuple(sorted(people, key=lambda each: each.token)),
        parents={unit.id: unit.parent for unit in tree},
        names={unit.id: (unit.name, unit.depth) for unit in tree},
    )


def units_inside(plan: GroupPlan, units: Sequence[Unit]) -> frozenset[int]:
    """The units that the plan is for, with all below them; 0, people without a unit, where it is for everybody."""
    if not plan.unit_ids:
        return frozenset({WHOLE, *(unit.id for unit in units)})
    tops = [unit.path for unit in units if unit.id in plan.unit_ids]
    return frozenset(unit.id for unit in units if any(unit.path.startswith(top) for top in tops))


def group_of(plan: GroupPlan, gathered: Gathered) -> Group:
    """The planning task. Raises InstanceError where it cannot be planned."""
    terms = Terms.from_json(plan.terms)
    members = tuple(
        Member(each.token, promising(instance_for(each.known), each.part), str(each.unit)) for each in gathered.people
    )
    courses = shared_courses(course for member in members for course in member.task.courses)
    units = {str(each.unit) for each in gathered.people if each.unit}
    return Group(
        members=members,
        courses=tuple(courses.values()),
        budget=terms.budget,
        minimum_share=terms.minimum_share,
        most_away=dict.fromkeys(sorted(units), terms.most_away) if terms.most_away is not None else {},
    )


def shared_courses(courses: Iterable[Course]) -> dict[str, Course]:
    """The courses by slug, with the dates of all: somebody with a seat has only that one, others have the others.

    Of a date's free seats the largest number counts: whoever cannot take it sees none.
    """
    found: dict[str, Course] = {}
    for course in courses:
        known = {each.id: each for each in found.setdefault(course.slug, course).sessions}
        for each in course.sessions:
            before = known.get(each.id, each)
            counted = [seats for seats in (before.seats, each.seats) if seats is not None]
            known[each.id] = replace(each, seats=max(counted, default=None))
        found[course.slug] = replace(found[course.slug], sessions=tuple(known.values()))
    return found


def known_in(plan: GroupPlan, roadmap: Roadmap, day: date, *, shows_courses: bool) -> Known:
    """What a roadmap is planned from within the plan: its own wishes, and the goals and offers of the plan.

    What costs money the firm sees on its bill; who does not want to show their courses gets none that cost.
    """
    terms = Terms.from_json(plan.terms)
    known = without_promises(replace(known_of(roadmap), today=day, start=plan.start_date))
    goals = tuple(dict.fromkeys((*known.wishes.goals, *terms.goals)))
    limits = replace(known.limits, external=terms.external, budget=None if shows_courses else 0.0)
    return wishing(known, replace(known.wishes, goals=goals, limits=limits))


def _together(plan: GroupPlan, day: date, inside: frozenset[int]) -> list[Somebody]:
    query = (
        select(Participation, Person, Roadmap)
        .join(Person, Person.id == Participation.person_id)
        .join(Roadmap, (Roadmap.person_id == Person.id) & Roadmap.active)
        .where(Participation.group_id == plan.id, Person.active, Person.organisation_id == plan.organisation_id)
    )
    return [
        _participant(consent, person, known_in(plan, roadmap, day, shows_courses=consent.shows_courses))
        for consent, person, roadmap in db.session.execute(query)
        if (person.unit_id or WHOLE) in inside
    ]


def _participant(consent: Participation, person: Person, known: Known) -> Somebody:
    stand = (sorted(known.measured.whole_levels().items()), sorted(known.completed))
    return Somebody(
        token=token_of(person.uid),
        counted=token_of(f"{person.uid} {stand}"),
        unit=person.unit_id or WHOLE,
        known=known,
        shown=consent.shows_courses,
        person_id=person.id,
        part=Plan.from_json(consent.part) if consent.part is not None else None,
    )


def _programme(plan: GroupPlan, day: date, inside: frozenset[int], learned_by: datetime | None) -> list[Somebody]:
    terms, offered = Terms.from_json(plan.terms), tuple(offered_courses())
    wishes = Wishes(goals=terms.goals, limits=Limits(external=terms.external))
    offers = tuple(current_offers()) if terms.external else ()
    profiles = _profiles(plan.organisation_id)
    combined = {family: combined_target(profile, wishes) for family, profile in profiles.items()}
    levels: dict[str, dict[str, Stand]] = {}
    units: dict[str, int] = {}
    for each in shared_levels(plan.organisation_id, DEFAULT_FRAMEWORK):
        if each.unit in inside:
            levels.setdefault(each.run, {})[each.competence] = Stand(each.level, each.level, each.level)
            units[each.run] = each.unit
    gains, learned = gains_in_use(), _completions(plan.organisation_id, learned_by)
    query = (
        select(Run.uid, Run.finished_at, Run.person_id, Person.family)
        .join(Person, Person.id == Run.person_id)
        .where(Run.organisation_id == plan.organisation_id, Run.shared_at.is_not(None), Run.finished_at.is_not(None))
    )
    return [
        Somebody(
            token=token_of(run),
            counted=token_of(f"{run} {sorted(learned.get(person, ()))}"),
            unit=units[run],
            known=Known(
                today=day,
                start=plan.start_date,
                weekly_minutes=terms.weekly_minutes,
                measured=Measured(Source.CHECK, at, run, levels[run]),
                profile=profiles[family],
                offered=offered,
                completed=learned.get(person, {}),
                dropped=frozenset(),
                combined=combined[family],
                offers=offers,
                limits=wishes.limits,
                wishes=wishes,
                gains=gains,
            ),
        )
        for run, at, person, family in db.session.execute(query)
        if run in levels and family in profiles and at is not None
    ]


def _profiles(organisation_id: int) -> dict[str, Profile]:
    """What each role family is planned for: the organisation's own profile, else the first of everybody's."""
    found = sorted(target_profiles(organisation_id=organisation_id), key=lambda each: each.organisation_id is None)
    return {each.family: each for each in reversed(found) if each.family}


def _completions(organisation_id: int, until: datetime | None) -> dict[int, dict[str, datetime]]:
    done = finished().subquery()
    query = (
        select(done.c.person_id, done.c.slug, done.c.completed_at)
        .join(Person, Person.id == done.c.person_id)
        .where(Person.organisation_id == organisation_id)
        .order_by(done.c.completed_at, done.c.slug)
    )
    if until is not None:
        query = query.where(done.c.completed_at <= until)
    found: dict[int, dict[str, datetime]] = {}
    for person, slug, at in db.session.execute(query):
        found.setdefault(person, {})[slug] = at
    return found
