"""One planning task: a person's levels and time, what a profile asks for, and the courses on offer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from roadmap.planning import soundness
from roadmap.planning.reading import InstanceError, Place
from roadmap.planning.values import Course, Level, Target

UNKNOWN = Level(0.0)

_REQUIRED = ("start", "weekly_minutes", "levels", "targets", "courses")
_OPTIONAL = ("horizon_weeks", "spent_minutes", "tolerance", "dropped", "done", "promised")


@dataclass(frozen=True)
class Instance:
    """One planning task; creating one that cannot be planned raises InstanceError with the place.

    start: first day of the plan. weekly_minutes: never exceeded in a calendar week (Monday to Sunday).
    horizon_weeks: how many weeks may be planned, that of `start` included. spent_minutes: what of the first
    week's time is used already. levels: by competence, with what `done` courses taught; a competence without
    level counts as 0. tolerance: by how much a level may miss what a course needs, as levels are estimates.
    dropped: courses the person does not want. done: courses already finished. promised: courses of an earlier
    plan, in their order, which stay as long as they are possible and of use.
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

    def __post_init__(self) -> None:
        """Refuse what cannot be planned."""
        soundness.check_start(self.start)
        soundness.check_time(self.weekly_minutes, self.spent_minutes, self.horizon_weeks, self.tolerance)
        soundness.check_levels(self.levels, self.targets)
        soundness.check_courses(self.courses, self.done)

    @cached_property
    def course(self) -> Mapping[str, Course]:
        """The courses by slug."""
        return {course.slug: course for course in self.courses}

    def level(self, competence: str) -> Level:
        """The person's level; 0 where nothing is known."""
        return self.levels.get(competence, UNKNOWN)

    @classmethod
    def from_json(cls, data: object) -> "Instance":
        """Read an instance, see docs/roadmap-instance.md. Raises InstanceError that names the place."""
        fields = Place(data).fields(_REQUIRED, _OPTIONAL)
        whole = {name: fields[name].whole() for name in ("horizon_weeks", "spent_minutes") if name in fields}
        names = {name: fields[name].texts() for name in ("dropped", "done", "promised") if name in fields}
        return cls(
            start=fields["start"].day(),
            weekly_minutes=fields["weekly_minutes"].whole(),
            levels=_levels(fields["levels"]),
            targets=tuple(Target.from_json(item) for item in fields["targets"].items()),
            courses=tuple(Course.from_json(item) for item in fields["courses"].items()),
            tolerance=fields["tolerance"].number() if "tolerance" in fields else 0.5,
            dropped=frozenset(names.get("dropped", ())),
            done=frozenset(names.get("done", ())),
            promised=names.get("promised", ()),
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
        }


def _levels(place: Place) -> dict[str, Level]:
    levels: dict[str, Level] = {}
    for item in place.items():
        fields = item.fields(("competence", "value"), ("se",))
        name = fields["competence"].text()
        if name in levels:
            raise InstanceError(fields["competence"].path, f"{name!r} stands here twice")
        levels[name] = Level(fields["value"].number(), fields["se"].number() if "se" in fields else 0.0)
    return levels
