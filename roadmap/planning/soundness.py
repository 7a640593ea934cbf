"""What must hold in every planning task, wherever it comes from. Each fault names its place."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from roadmap.planning.reading import InstanceError
from roadmap.planning.sessions import check_sessions
from roadmap.planning.values import Course, Level, Target

HIGHEST_LEVEL = 8
MOST_WEEKLY_MINUTES = 7 * 24 * 60
MOST_WEEKS = 260
MOST_MINUTES = 1_000_000
MOST_EUROS = 10_000_000
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True)
class Range:
    """The values that a quantity may take."""

    lowest: float
    highest: float

    def check(self, value: float, path: str) -> None:
        """Raise InstanceError if `value` lies outside; NaN does."""
        if not self.lowest <= value <= self.highest:
            raise InstanceError(path, f"must be from {self.lowest:.12g} to {self.highest:.12g}, not {value:.12g}")


LEVELS = Range(0, HIGHEST_LEVEL)
STANDARD_ERRORS = Range(0, HIGHEST_LEVEL)
WEIGHTS = Range(1e-6, 1000)


def check_start(start: date) -> None:
    """The first day, in a century in which calendars work."""
    if not EARLIEST <= start <= LATEST:
        raise InstanceError("start", f"must be from {EARLIEST} to {LATEST}, not {start}")


def check_time(weekly_minutes: int, spent_minutes: int, horizon_weeks: int, tolerance: float) -> None:
    """The person's time and the tolerance."""
    Range(1, MOST_WEEKLY_MINUTES).check(weekly_minutes, "weekly_minutes")
    Range(0, MOST_WEEKLY_MINUTES).check(spent_minutes, "spent_minutes")
    Range(1, MOST_WEEKS).check(horizon_weeks, "horizon_weeks")
    LEVELS.check(tolerance, "tolerance")


def check_levels(levels: Mapping[str, Level], targets: Sequence[Target]) -> None:
    """Levels and targets, each competence once."""
    for number, level in enumerate(levels.values()):
        LEVELS.check(level.value, f"levels[{number}].value")
        STANDARD_ERRORS.check(level.se, f"levels[{number}].se")
    for number, target in enumerate(targets):
        LEVELS.check(target.level, f"targets[{number}].level")
        WEIGHTS.check(target.weight, f"targets[{number}].weight")
    refuse_twice([target.competence for target in targets], "targets", "competence")


def check_limits(start: date, release_minutes: int, deadline: date | None, budget: float | None) -> None:
    """Release time, deadline and budget."""
    Range(0, MOST_WEEKLY_MINUTES).check(release_minutes, "release_minutes")
    if deadline is not None and not start <= deadline <= LATEST:
        raise InstanceError("deadline", f"must be from the start, {start}, to {LATEST}, not {deadline}")
    if budget is not None:
        Range(0, MOST_EUROS).check(budget, "budget")


def check_release_days(start: date, days: Mapping[date, int]) -> None:
    """Days from the start on with at most a day's minutes."""
    for number, (day, minutes) in enumerate(days.items()):
        if not start <= day <= LATEST:
            raise InstanceError(
                f"release_days[{number}].day", f"must be from the start, {start}, to {LATEST}, not {day}"
            )
        Range(1, 24 * 60).check(minutes, f"release_days[{number}].minutes")


def check_competences(
    known: Collection[str] | None, levels: Mapping[str, Level], targets: Sequence[Target], courses: Sequence[Course]
) -> None:
    """Refuse competences that are not among the known ones, if those are stated."""
    if known is None:
        return
    places = [(name, f"levels[{number}].competence") for number, name in enumerate(levels)]
    places += [(target.competence, f"targets[{number}].competence") for number, target in enumerate(targets)]
    for number, course in enumerate(courses):
        for place, outcome in enumerate(course.outcomes):
            places.append((outcome.competence, f"courses[{number}].outcomes[{place}].competence"))
    for name, path in places:
        if name not in known:
            raise InstanceError(path, f"there is no competence {name!r}")


def check_courses(courses: Sequence[Course], done: Collection[str]) -> None:
    """Courses: minutes, levels, and requirements that exist and go in no circle."""
    refuse_twice([course.slug for course in courses], "courses", "slug")
    known = {course.slug for course in courses} | set(done)
    for number, course in enumerate(courses):
        path = f"courses[{number}]"
        Range(1, MOST_MINUTES).check(course.minutes, f"{path}.minutes")
        Range(0, MOST_EUROS).check(course.cost, f"{path}.cost")
        check_sessions(course.sessions, course.minutes, f"{path}.sessions")
        refuse_twice([outcome.competence for outcome in course.outcomes], f"{path}.outcomes", "competence")
        for place, outcome in enumerate(course.outcomes):
            LEVELS.check(outcome.needs, f"{path}.outcomes[{place}].needs")
            LEVELS.check(outcome.reaches, f"{path}.outcomes[{place}].reaches")
        for place, slug in enumerate(course.requires):
            if slug not in known:
                raise InstanceError(f"{path}.requires[{place}]", f"there is no course {slug!r}")
    _refuse_circles(courses)


def refuse_twice(names: Iterable[str], path: str, field: str) -> None:
    """Raise InstanceError at the second appearance of a name."""
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name in seen:
            raise InstanceError(f"{path}[{number}].{field}", f"{name!r} stands here twice")
        seen.add(name)


def _refuse_circles(courses: Sequence[Course]) -> None:
    requires = {course.slug: course.requires for course in courses}
    sound: set[str] = set()
    for number, course in enumerate(courses):
        # Depth first with a trail of its own: a chain of 100 000 courses must not end in a RecursionError.
        trail: dict[str, Iterable[str]] = {course.slug: iter(requires[course.slug])}
        while trail:
            here = next(reversed(trail))
            following = next((slug for slug in trail[here] if slug not in sound and slug in requires), None)
            if following is None:
                sound.add(here)
                del trail[here]
            elif following in trail:
                names = list(trail)
                circle = [*names[names.index(following) :], following]
                raise InstanceError(f"courses[{number}].requires", f"goes in a circle: {' → '.join(circle)}")
            else:
                trail[following] = iter(requires[following])
