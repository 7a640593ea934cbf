"""Everything that the page of a roadmap shows, put together with as few queries as possible."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import accumulate, groupby

from flask_babel import gettext as _

from competence_check.levels import CompetenceName, Profile
from competence_check.queries import competences, latest_finished
from lms.catalogue.models import Course
from lms.kernel import clock
from lms.kernel.i18n import text
from lms.kernel.toml import Texts
from lms.programme import wording as programme_wording
from lms.programme.queries import Listed, named
from roadmap import wording
from roadmap.changing_words import change_sentences, conflict_shown
from roadmap.comparing import Comparison, Side, When, compare, side_of_plan
from roadmap.funding.roadmap_page import funding_of
from roadmap.improving import job_of
from roadmap.knowing import combined_target, profile_of
from roadmap.measured import Measured, Stand
from roadmap.models import Roadmap, RoadmapStep, RoadmapVersion, StepState
from roadmap.offers.models import Offer
from roadmap.offers.queries import offers_named
from roadmap.planning.plan import Plan, Rest, Why
from roadmap.queries import courses_named, steps_of
from roadmap.reasons import named_courses
from roadmap.redrawing import is_overdue
from roadmap.region.queries import current_demand
from roadmap.shown import GapRow, Month, Overview, ShownStep
from roadmap.step_words import Words
from roadmap.troubles import Trouble, courses_with_new_dates, troubles, troubles_of_offers, wanting_dates
from roadmap.wishes import Wishes


def overview(roadmap: Roadmap, version: RoadmapVersion) -> Overview:
    """Put the page of this version together."""
    steps, profile = steps_of(version), profile_of(roadmap, version)
    measured, rests = Measured.from_json(version.levels), _rests(version)
    wishes = Wishes.from_json(version.wishes)
    mentioned = _mentioned(version, steps, rests)
    courses: dict[str, Course | Offer] = {**courses_named(mentioned)}
    courses |= offers_named(mentioned - courses.keys()) if mentioned - courses.keys() else {}
    known = competences(profile.framework)
    combined = combined_target(profile, wishes)
    names = {each.id: each.names for each in known}
    words = Words(profile, names, courses, measured, combined, wishes.limits.deadline)
    today = clock.today()
    uids = [step.session for step in steps if step.session and isinstance(courses.get(step.course), Course)]
    newest = version.number == roadmap.version
    wanting = wanting_dates(version, steps) if newest and roadmap.internal else set()
    dates = named(roadmap.organisation_id, roadmap.person_id, uids, wanting)
    regional = _regional(courses)
    shown = [_shown(step, words, today, dates.get(step.session or ""), regional) for step in steps]
    waiting = [step for step in steps if step.state == StepState.PLANNED]
    return Overview(
        roadmap=roadmap,
        version=version,
        profile=profile,
        measured=measured,
        months=_months(waiting, [step for step in shown if not step.is_done], today),
        done=[step for step in shown if step.is_done],
        gaps=_gaps(version, steps, known, words, rests),
        dropped=[(slug, courses[slug].title) for slug in version.dropped if slug in courses],
        minutes=sum(step.minutes for step in waiting),
        until=max((step.end_date for step in waiting), default=None),
        newer=_newer(roadmap, profile, measured),
        has_new_profile=newest and profile.newest > profile.number,
        is_overdue=is_overdue(steps, today),
        job=job_of(roadmap) if newest else None,
        cost=sum(step.cost for step in waiting),
        changes=change_sentences(version.changes or (), courses),
        conflict=conflict_shown(version, wishes.limits),
        proposal=_proposal(version, waiting),
        titles={slug: each.title for slug, each in courses.items()},
        funding=funding_of(roadmap, steps, {slug: each for slug, each in courses.items() if isinstance(each, Offer)}),
        troubles=_troubles(steps, courses, dates),
        new_dates=courses_with_new_dates(dates.values(), wanting, version.drawn_at),
    )


def _troubles(
    steps: Sequence[RoadmapStep], courses: Mapping[str, Course | Offer], dates: Mapping[str, Listed]
) -> dict[str, Trouble]:
    """What is wrong with the steps to come: their dates are gone, or they are no longer offered."""
    found = {each.course: courses.get(each.course) for each in steps}
    ours = {slug for slug, each in found.items() if isinstance(each, Course) and not each.retired}
    offers = {slug: each for slug, each in found.items() if isinstance(each, Offer)}
    return {
        **troubles([each for each in steps if each.course in ours], dates),
        **troubles_of_offers([each for each in steps if each.course not in ours], offers),
    }


def _newer(roadmap: Roadmap, profile: Profile, measured: Measured) -> datetime | None:
    """When a check was finished whose result the roadmap does not know."""
    run = latest_finished(roadmap.person_id, profile.framework)
    at = run.finished_at if run is not None and run.uid != measured.run else None
    return at if at is not None and at > measured.at else None


def side_of_steps(version: RoadmapVersion, waiting: Sequence[RoadmapStep]) -> Side:
    """The version as one side of a comparison: what of it is still to come."""
    minutes, cost = sum(step.minutes for step in waiting), sum(step.cost for step in waiting)
    when = {step.course: When(step.start_date, step.end_date) for step in waiting}
    return Side(version.closed_share, version.bound_share, minutes, cost, when)


def _proposal(version: RoadmapVersion, waiting: Sequence[RoadmapStep]) -> Comparison | None:
    if version.proposal is None:
        return None
    plan = Plan.from_json(version.proposal["plan"])
    return compare(side_of_steps(version, waiting), side_of_plan(plan, version.proposal["share"], version.bound_share))


def _rests(version: RoadmapVersion) -> list[Rest]:
    return [Rest(**{**rest, "why": Why(rest["why"]), "courses": tuple(rest["courses"])}) for rest in version.rests]


def _mentioned(version: RoadmapVersion, steps: Sequence[RoadmapStep], rests: Sequence[Rest]) -> set[str]:
    in_steps = {slug for step in steps for slug in (step.course, *named_courses(step.reasons))}
    in_proposal = {step["course"] for step in version.proposal["plan"]["steps"]} if version.proposal else set()
    in_changes = {change["course"] for change in version.changes or () if change.get("course")}
    in_rests = {slug for rest in rests for slug in rest.courses}
    return in_steps | set(version.dropped) | in_rests | in_proposal | in_changes


def _regional(courses: Mapping[str, Course | Offer]) -> Mapping[str, Texts]:
    """The names of the region's education targets by key, where an offer belongs to one."""
    has_targets = any(isinstance(each, Offer) and each.targets for each in courses.values())
    demand = current_demand() if has_targets else None
    return {key: target.names for key, target in demand.targets.items()} if demand is not None else {}


def _shown(
    step: RoadmapStep, words: Words, today: date, held: Listed | None, regional: Mapping[str, Texts]
) -> ShownStep:
    found = words.courses.get(step.course)
    targets = [text(regional[key]) for key in (found.targets if isinstance(found, Offer) else ()) if key in regional]
    told = [_("Gehört zu einem Bildungsziel der Region: %(targets)s.", targets=", ".join(targets))] if targets else []
    return ShownStep(
        number=step.position,
        slug=step.course,
        course=found if isinstance(found, Course) else None,
        offer=found if isinstance(found, Offer) else None,
        title=found.title if found is not None else {"de": step.course},
        time=wording.hours(step.minutes),
        when=wording.when(step, today) if held is None or step.done_at else programme_wording.when(held.session),
        weeks=len(step.weekly),
        # What is free is asked today where that is possible.
        reasons=[
            *words.reasons([each for each in step.reasons if held is None or each["kind"] != "date"]),
            *told,
        ],
        is_done=step.state == StepState.DONE,
        cost=step.cost,
        date=held if step.state == StepState.PLANNED else None,
        start=step.start_date,
        end=step.end_date,
        minutes=step.minutes,
    )


def _months(steps: Sequence[RoadmapStep], shown: Sequence[ShownStep], today: date) -> list[Month]:
    """What began earlier belongs to this month: that is where it is to be done.

    A step stays behind the one it follows, also where it may begin earlier in the same week.
    """
    days = accumulate((max(step.start_date, today).replace(day=1) for step in steps), max)
    groups = groupby(zip(days, shown, strict=True), key=lambda pair: pair[0])
    return [Month(month, [step for _day, step in pairs]) for month, pairs in groups]


def _gaps(
    version: RoadmapVersion,
    steps: Sequence[RoadmapStep],
    known: Sequence[CompetenceName],
    words: Words,
    rests: Sequence[Rest],
) -> list[GapRow]:
    learned = _learned(steps)
    why = {rest.competence: words.rest(rest) for rest in rests}
    rows: list[GapRow] = []
    for competence in known:
        target = words.combined.targets.get(competence.id)
        if target is None:
            continue
        stand = words.measured.levels.get(competence.id, Stand(0.0, 0.0, 0.0))
        now = max(stand.value, learned.get(competence.id, 0.0))
        rows.append(
            GapRow(
                name=competence.names,
                target=target.level,
                weight=wording.weight_name(target.weight),
                now=Stand(now, stand.low, max(now, stand.high)),
                after=version.after.get(competence.id, now),
                open=why.get(competence.id, ""),
                stated=words.measured.stated.get(competence.id),
            )
        )
    return rows


def _learned(steps: Sequence[RoadmapStep]) -> dict[str, float]:
    """The levels that finished steps led to."""
    learned: dict[str, float] = {}
    for step in steps:
        for reason in step.reasons:
            if step.state == StepState.DONE and reason["kind"] == "gain":
                learned[reason["competence"]] = max(learned.get(reason["competence"], 0.0), reason["after"])
    return learned
