"""A planning task for many people: each with an instance of their own, and what they share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from roadmap.planning.instance import OPTIONAL, REQUIRED, Instance
from roadmap.planning.reading import InstanceError, Place
from roadmap.planning.soundness import MOST_EUROS, Range, refuse_twice
from roadmap.planning.values import Course

SHARED = ("start", "courses", "horizon_weeks", "tolerance", "deadline", "competences")
MOST_PEOPLE = 20_000


@dataclass(frozen=True)
class Member:
    """One person. unit: where the person works; None if that does not matter."""

    id: str
    task: Instance
    unit: str | None = None


@dataclass(frozen=True)
class Group:
    """People and what they share; creating one that cannot be planned raises InstanceError with the place.

    budget: euros for all courses of all people; None for no limit. minimum_share: what of their own weighted gap
    everybody closes at least, 0-1. most_away: by unit, how many of its people may sit in dated sessions in the
    same calendar week.
    """

    members: tuple[Member, ...]
    courses: tuple[Course, ...]
    budget: float | None = None
    minimum_share: float = 0.0
    most_away: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what cannot be planned."""
        if not self.members:
            raise InstanceError("people", "nobody to plan for")
        refuse_twice([member.id for member in self.members], "people", "id")
        Range(0, 1).check(self.minimum_share, "minimum_share")
        if self.budget is not None:
            Range(0, MOST_EUROS).check(self.budget, "budget")
        units = {member.unit for member in self.members}
        for unit, most in self.most_away.items():
            if unit not in units:
                raise InstanceError(f"most_away.{unit}", f"nobody works in {unit!r}")
            Range(0, MOST_PEOPLE).check(most, f"most_away.{unit}")

    @cached_property
    def seats(self) -> Mapping[tuple[str, str], int]:
        """The free seats by course and session, where somebody counts them."""
        return {
            (course.slug, session.id): session.seats
            for course in self.courses
            for session in course.sessions
            if session.seats is not None
        }

    @classmethod
    def from_json(cls, data: object) -> "Group":
        """Read a group, see docs/roadmap-instance.md. Raises InstanceError that names the place."""
        fields = Place(data).fields(
            ("start", "courses", "people"),
            (*SHARED[2:], "budget", "minimum_share", "most_away"),
        )
        courses = tuple(Course.from_json(item) for item in fields["courses"].items())
        shared = {name: fields[name].value for name in SHARED if name in fields and name != "courses"}
        budget, away = fields.get("budget"), fields.get("most_away")
        return cls(
            members=tuple(_member(item, shared, courses) for item in fields["people"].items(MOST_PEOPLE)),
            courses=courses,
            budget=budget.number() if budget and budget.value is not None else None,
            minimum_share=fields["minimum_share"].number() if "minimum_share" in fields else 0.0,
            most_away={name: item.whole() for name, item in away.entries()} if away else {},
        )

    def to_json(self) -> dict[str, Any]:
        """The group as JSON values."""
        first = self.members[0].task.to_json()
        return {
            **{name: first[name] for name in SHARED},
            "budget": self.budget,
            "minimum_share": self.minimum_share,
            "most_away": dict(self.most_away),
            "people": [_member_json(member) for member in self.members],
        }


def _member(place: Place, shared: Mapping[str, Any], courses: tuple[Course, ...]) -> Member:
    own = tuple(name for name in (*REQUIRED, *OPTIONAL) if name not in SHARED)
    fields = place.fields(("id", *(name for name in own if name in REQUIRED)), (*own, "unit", "deadline"))
    unit = fields.get("unit")
    task = {**shared, **{name: item.value for name, item in fields.items() if name not in ("id", "unit")}}
    try:
        instance = Instance.from_json({**task, "courses": []}, courses)
    except InstanceError as error:
        is_shared = error.path.partition("[")[0].partition(".")[0] in SHARED
        raise InstanceError(error.path if is_shared else f"{place.path}.{error.path}", error.problem) from error
    return Member(fields["id"].text(), instance, unit.text() if unit and unit.value is not None else None)


def _member_json(member: Member) -> dict[str, Any]:
    task = member.task.to_json()
    own = {name: value for name, value in task.items() if name not in SHARED}
    return {"id": member.id, "unit": member.unit, **own, "deadline": task["deadline"]}
