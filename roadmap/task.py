"""From what is known of a person to a planning task. Pure: values in, an instance out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from competence_check.levels import Profile
from lms.catalogue.models import Course as OfferedCourse
from lms.kernel.clock import LOCAL
from roadmap.dated import NO_DATES, Dates, kept
from roadmap.goals.combining import Combined
from roadmap.limits import Limits
from roadmap.measured import NORMAL_95, STATED_ERROR, Measured
from roadmap.models import RoadmapStep
from roadmap.offers.courses import courses_of
from roadmap.offers.models import Offer
from roadmap.planning.accepted import Kind
from roadmap.planning.calendar import monday_of
from roadmap.planning.instance import Instance
from roadmap.planning.sessions import Session
from roadmap.planning.standing import Standing
from roadmap.planning.values import Course, Level, Target
from roadmap.teaching import outcome
from roadmap.wishes import Wishes

# Nobody plans further ahead; what does not fit is named as open for lack of time.
WEEKS = 52


NO_LIMITS = Limits()
NO_WISHES = Wishes()


@dataclass(frozen=True)
class Known:
    """What a roadmap is drawn from.

    today: the day of drawing. start: the first day the person wants. completed: when which course was finished,
    in the order of time. steps: of the version before, in order. order: of the courses that should stay; that of
    the steps unless given. combined: what role and strategy goals ask for together; the profile alone if None.
    offers: of training providers, planned only where `limits.external` says so. wishes: what combined and limits
    follow from. gains: levels that courses are expected to teach, by course and competence, where that was measured.
    dates: of the programme. keep_dates: whether steps stay on their dates while these have a seat.
    """

    today: date
    start: date
    weekly_minutes: int
    measured: Measured
    profile: Profile
    offered: tuple[OfferedCourse, ...]
    completed: Mapping[str, datetime]
    dropped: frozenset[str]
    steps: tuple[RoadmapStep, ...] = ()
    order: tuple[str, ...] | None = None
    combined: Combined | None = None
    offers: tuple[Offer, ...] = ()
    limits: Limits = NO_LIMITS
    wishes: Wishes = NO_WISHES
    gains: Mapping[tuple[str, str], float] = field(default_factory=dict)
    dates: Dates = NO_DATES
    keep_dates: bool = True

    @property
    def asked(self) -> tuple[Target, ...]:
        """What is asked for."""
        each_asked = (self.combined or self.profile).targets.values()
        return tuple(Target(each.competence, each.level, each.weight) for each in each_asked)

    @property
    def usable_offers(self) -> tuple[Offer, ...]:
        """The offers of training providers that count: those that may be planned, and those that are finished."""
        return tuple(each for each in self.offers if self.limits.external or each.slug in self.completed)

    @property
    def first_day(self) -> date:
        """The first day to plan: not in the past, and no weekend as a beginning."""
        day = max(self.start, self.today)
        return day if day.weekday() < 5 else monday_of(day) + timedelta(weeks=1)

    @property
    def done(self) -> tuple[RoadmapStep, ...]:
        """The steps that are finished."""
        return tuple(step for step in self.steps if step.course in self.completed)

    @property
    def waiting(self) -> tuple[RoadmapStep, ...]:
        """The steps that are still to come."""
        return tuple(step for step in self.steps if step.course not in self.completed)


def started_minutes(step: RoadmapStep, first_day: date) -> int:
    """Minutes of the step that lie before the week of `first_day`, if it began then and is not overdue; else 0."""
    weeks = (monday_of(first_day) - monday_of(step.start_date)).days // 7
    return sum(step.weekly[:weeks]) if 0 < weeks < len(step.weekly) else 0


def instance_for(known: Known) -> Instance:
    """The planning task. Raises InstanceError where the catalogue cannot be planned with."""
    begun = {
        step.course: started_minutes(step, known.first_day)
        for step in known.waiting
        if step.course not in known.dates.sessions
    }
    order = known.order if known.order is not None else tuple(step.course for step in known.waiting)
    # What is under way goes on before anything else begins.
    promised = sorted(order, key=lambda slug: not begun.get(slug))
    instance = Instance(
        start=known.first_day,
        weekly_minutes=known.weekly_minutes,
        levels={
            name: Level(level, _standard_error(known.measured, name))
            for name, level in known.measured.whole_levels().items()
        },
        targets=known.asked,
        courses=_courses(known, begun),
        horizon_weeks=WEEKS,
        spent_minutes=_spent(known),
        dropped=known.dropped,
        done=frozenset(known.completed),
        promised=tuple(promised),
        release_minutes=known.limits.release_minutes,
        deadline=known.limits.deadline,
        budget=_budget_left(known),
        accepts=known.limits.accepted(),
        release_days={day: each for day, each in known.limits.release_days.items() if day >= known.first_day},
    )
    return replace(instance, levels=_levels_now(instance, known))


def _standard_error(measured: Measured, competence: str) -> float:
    """In levels. The range of a statement is cut at the ends of the scale, so that it says too little there."""
    if measured.is_stated(competence):
        return STATED_ERROR
    stand = measured.levels[competence]
    return (stand.high - stand.low) / (2 * NORMAL_95)


def _courses(known: Known, begun: Mapping[str, int]) -> tuple[Course, ...]:
    offers = known.usable_offers
    offered = {course.slug for course in known.offered} | {offer.slug for offer in offers}
    ours = tuple(
        Course(
            slug=course.slug,
            minutes=max(1, course.minutes - begun.get(course.slug, 0)),
            sessions=_sessions(known, course.slug),
            outcomes=tuple(outcome(course.slug, each, known.gains) for each in course.outcomes),
            # What is no longer offered cannot be asked of anybody.
            requires=tuple(slug for slug in course.requires if slug in offered),
            available_from=course.published,
            kind=Kind(format=course.format, unit_minutes=_unit_minutes(known, course)),
        )
        for course in known.offered
    )
    return (*ours, *courses_of(offers, offered, known.gains))


def _unit_minutes(known: Known, course: OfferedCourse) -> int | None:
    """What is learned in one go: the dates of a seminar say it themselves, without it is the whole; the steps of a job
    aid take minutes."""
    is_whole = course.kind == "seminar" and course.slug not in known.dates.sessions
    return course.minutes if is_whole else None


def _sessions(known: Known, slug: str) -> tuple[Session, ...]:
    """The dates of a course of ours; the one that stands in the roadmap already, if it is to stay and can."""
    limits = known.limits
    sessions = tuple(replace(each, released=limits.released) for each in known.dates.sessions.get(slug, ()))
    promised = {step.course: step.session for step in known.waiting} if known.keep_dates else {}
    return kept(sessions, promised.get(slug), limits.accepted())


def _levels_now(instance: Instance, known: Known) -> dict[str, Level]:
    """The measured levels, raised by what was learned since; the check has seen what was learned before."""
    standing = Standing.at_start(instance)
    for slug, at in known.completed.items():
        course = instance.course.get(slug)
        if at > known.measured.at and course is not None and all(map(standing.meets, course.outcomes)):
            standing.take(course)
    before = instance.levels
    return {
        name: before[name] if name in before and before[name].value >= value else Level(value)
        for name, value in standing.levels.items()
    }


def _budget_left(known: Known) -> float | None:
    """Euros that steps to come may cost: the budget is for the whole roadmap, finished steps included."""
    budget = known.limits.budget
    return None if budget is None else max(0.0, budget - sum(step.cost for step in known.done))


def _spent(known: Known) -> int:
    """Minutes of the first week that went into steps finished in it."""
    monday = monday_of(known.first_day)
    return sum(_minutes_in_week(step, monday) for step in known.done if _week_of_doing(step, known) == monday)


def _week_of_doing(step: RoadmapStep, known: Known) -> date:
    return monday_of(known.completed[step.course].astimezone(LOCAL).date())


def _minutes_in_week(step: RoadmapStep, monday: date) -> int:
    """What of a step finished in this week was still to do: all but what was planned for the weeks before."""
    return step.minutes - started_minutes(step, monday)


def offered_to(courses: Iterable[OfferedCourse], *, internal: bool) -> tuple[OfferedCourse, ...]:
    """The courses that may be planned for somebody."""
    return tuple(course for course in courses if internal or course.is_open)
