"""One planning task: a person's levels and time, what a profile asks for, and the courses on offer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from roadmap.planning import soundness
from roadmap.planning.accepted import Accepted
from roadmap.planning.calendar import week_of, whole_weeks
from roadmap.planning.reading import InstanceError, Place
from roadmap.planning.sessions import Run
from roadmap.planning.values import Course, Level, Target

UNKNOWN = Level(0.0)

REQUIRED = ("start", "weekly_minutes", "levels", "targets", "courses")
OPTIONAL = (
    *("horizon_weeks", "spent_minutes", "release_minutes", "tolerance", "dropped", "done", "promised"),
    *("deadline", "budget", "accepts", "competences", "release_days"),
)


@dataclass(frozen=True)
class Instance:
    """One planning task; creating one that cannot be planned raises InstanceError with the place.

    start: first day of the plan. weekly_minutes: never exceeded in a calendar week (Monday to Sunday).
    horizon_weeks: how many weeks may be planned, that of `start` included. spent_minutes: what of the first
    week's time is used already. levels: by competence, with what `done` courses taught; a competence without
    level counts as 0. tolerance: by how much a level may miss what a course needs, as levels are estimates.
    dropped: courses the person does not want. done: courses already finished. promised: courses of an earlier
    plan, in their order, which stay as long as they are possible and of use. release_minutes: what the employer
    gives in each week on top. deadline: the last day of learning. budget: euros for all courses; None for no
    limit. accepts: which courses the person takes. competences: those that exist; None if nobody says.
    release_days: days on which the employer gives so many minutes more, in the week of the day.
    """

    start: date
    weekly_minutes: int
    levels: Mapping[str, Level]
    targets: tuple[Target, ...]
    courses: tuple[Course, ...]
    horizon_weeks: int = 52
    spent_minutes: int = 0
    tolerance: float = 0.5
    dropped: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()
    promised: tuple[str, ...] = ()
    release_minutes: int = 0
    deadline: date | None = None
    budget: float | None = None
    accepts: Accepted = field(default_factory=Accepted)
    competences: frozenset[str] | None = None
    release_days: Mapping[date, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what cannot be planned."""
        soundness.check_start(self.start)
        soundness.check_time(self.weekly_minutes, self.spent_minutes, self.horizon_weeks, self.tolerance)
        soundness.check_levels(self.levels, self.targets)
        soundness.check_courses(self.courses, self.done)
        soundness.check_limits(self.start, self.release_minutes, self.deadline, self.budget)
        soundness.check_release_days(self.start, self.release_days)
        soundness.check_competences(self.competences, self.levels, self.targets, self.courses)

    @cached_property
    def course(self) -> Mapping[str, Course]:
        """The courses by slug."""
        return {course.slug: course for course in self.courses}

    @cached_property
    def target(self) -> Mapping[str, Target]:
        """The targets by competence."""
        return {target.competence: target for target in self.targets}

    @cached_property
    def weeks(self) -> int:
        """How many weeks can be used: the horizon, and only those that have ended by the deadline."""
        by_deadline = self.horizon_weeks if self.deadline is None else whole_weeks(self.start, self.deadline)
        return max(0, min(self.horizon_weeks, by_deadline))

    @cached_property
    def _released(self) -> Mapping[int, int]:
        found: dict[int, int] = {}
        for day, minutes in self.release_days.items():
            week = week_of(self.start, day)
            found[week] = found.get(week, 0) + minutes
        return found

    def limit(self, week: int) -> int:
        """Minutes of learning that this week does not exceed."""
        return self.weekly_minutes + self.release_minutes + self._released.get(week, 0)

    def capacity(self, week: int) -> int:
        """Minutes that can be planned in this week."""
        return max(0, self.limit(week) - self.spent_minutes) if week == 0 else self.limit(week)

    @cached_property
    def runs(self) -> Mapping[str, tuple[Run, ...]]:
        """The sessions of each dated course that this person can still take, the one that ends first first."""
        return {course.slug: tuple(self._runs(course)) for course in self.courses if course.sessions}

    def _runs(self, course: Course) -> list[Run]:
        found = []
        for session in course.sessions:
            run = Run(session, week_of(self.start, session.start))
            in_time = (
                session.start >= self.start
                and run.last < self.horizon_weeks
                and (self.deadline is None or session.end <= self.deadline)
                and (course.available_from is None or session.start >= course.available_from)
            )
            if in_time and session.seats != 0 and self.accepts.comes_to(session.times):
                loads = enumerate(session.load, start=run.first)
                if all(minutes <= self.capacity(week) for week, minutes in loads):
                    found.append(run)
        return sorted(found, key=lambda run: (run.last, run.first, run.session.id))

    @cached_property
    def offered(self) -> tuple[Course, ...]:
        """The courses that may stand in a plan: wanted, accepted, payable, with a session where they have dates."""
        return tuple(
            course
            for course in self.courses
            if course.slug not in self.dropped
            and course.slug not in self.done
            and self.accepts.takes(course.kind)
            and (self.budget is None or course.cost <= self.budget)
            and (not course.sessions or self.runs[course.slug])
        )

    def level(self, competence: str) -> Level:
        """The person's level; 0 where nothing is known."""
        return self.levels.get(competence, UNKNOWN)

    @classmethod
    def from_json(cls, data: object, courses: tuple[Course, ...] | None = None) -> "Instance":
        """Read an instance, see docs/roadmap-instance.md. Raises InstanceError that names the place.

        courses: those of `data` if they have been read before.
        """
        fields = Place(data).fields(REQUIRED, OPTIONAL)
        times = ("horizon_weeks", "spent_minutes", "release_minutes")
        whole = {name: fields[name].whole() for name in times if name in fields}
        names = {name: fields[name].texts() for name in ("dropped", "done", "promised") if name in fields}
        given = {name for name in OPTIONAL if name in fields and fields[name].value is not None}
        return cls(
            start=fields["start"].day(),
            weekly_minutes=fields["weekly_minutes"].whole(),
            levels=_levels(fields["levels"]),
            targets=tuple(Target.from_json(item) for item in fields["targets"].items()),
            courses=tuple(map(Course.from_json, fields["courses"].items())) if courses is None else courses,
            tolerance=fields["tolerance"].number() if "tolerance" in fields else 0.5,
            dropped=frozenset(names.get("dropped", ())),
            done=frozenset(names.get("done", ())),
            promised=names.get("promised", ()),
            deadline=fields["deadline"].day() if "deadline" in given else None,
            budget=fields["budget"].number() if "budget" in given else None,
            accepts=Accepted.from_json(fields["accepts"]) if "accepts" in given else Accepted(),
            competences=frozenset(fields["competences"].texts()) if "competences" in given else None,
            release_days=_release_days(fields["release_days"]) if "release_days" in given else {},
            **whole,
        )

    def to_json(self) -> dict[str, Any]:
        """The instance as JSON values."""
        return {
            "start": self.start.isoformat(),
            "weekly_minutes": self.weekly_minutes,
            "horizon_weeks": self.horizon_weeks,
            "spent_minutes": self.spent_minutes,
            "tolerance": self.tolerance,
            "levels": [
                {"competence": name, "value": level.value, "se": level.se} for name, level in self.levels.items()
            ],
            "targets": [vars(target) for target in self.targets],
            "courses": [course.to_json() for course in self.courses],
            "dropped": sorted(self.dropped),
            "done": sorted(self.done),
            "promised": list(self.promised),
            "release_minutes": self.release_minutes,
            "deadline": self.deadline.isoformat() if self.deadline else None,
            "budget": self.budget,
            "accepts": self.accepts.to_json(),
            "competences": None if self.competences is None else sorted(self.competences),
            "release_days": [
                {"day": day.isoformat(), "minutes": minutes} for day, minutes in sorted(self.release_days.items())
            ],
        }


def _release_days(place: Place) -> dict[date, int]:
    days: dict[date, int] = {}
    for item in place.items():
        fields = item.fields(("day", "minutes"))
        if fields["day"].day() in days:
            raise fields["day"].fault("stands here twice")
        days[fields["day"].day()] = fields["minutes"].whole()
    return days


def _levels(place: Place) -> dict[str, Level]:
    levels: dict[str, Level] = {}
    for item in place.items():
        fields = item.fields(("competence", "value"), ("se",))
        name = fields["competence"].text()
        if name in levels:
            raise InstanceError(fields["competence"].path, f"{name!r} stands here twice")
        levels[name] = Level(fields["value"].number(), fields["se"].number() if "se" in fields else 0.0)
    return levels
