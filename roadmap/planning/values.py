"""The pieces of a planning task: levels, targets and courses, with their JSON form.

Units: levels are DigComp's 0–8 (decimals allowed: they are estimates), times are minutes, cost is in euros.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from roadmap.planning.accepted import KIND_FIELDS, Kind
from roadmap.planning.reading import Place
from roadmap.planning.sessions import Session


@dataclass(frozen=True)
class Level:
    """Where a person stands in one competence. se: standard error of `value`; 0 if stated by hand."""

    value: float
    se: float = 0.0


@dataclass(frozen=True)
class Target:
    """What is asked for in one competence. weight: how much a level of the gap counts, above 0."""

    competence: str
    level: float
    weight: float = 1.0

    @classmethod
    def from_json(cls, place: Place) -> "Target":
        """Read a target. Raises InstanceError."""
        fields = place.fields(("competence", "level"), ("weight",))
        weight = fields["weight"].number() if "weight" in fields else 1.0
        return cls(fields["competence"].text(), fields["level"].number(), weight)


@dataclass(frozen=True)
class Outcome:
    """What a course does to one competence: who brings `needs` leaves with at least `reaches`."""

    competence: str
    needs: float
    reaches: float

    @classmethod
    def from_json(cls, place: Place) -> "Outcome":
        """Read an outcome. Raises InstanceError."""
        fields = place.fields(("competence", "needs", "reaches"))
        return cls(fields["competence"].text(), fields["needs"].number(), fields["reaches"].number())


@dataclass(frozen=True)
class Course:
    """Something to learn. minutes: whole learning time. requires: courses to be finished before.

    available_from: the first day on which it can be started; None for at any time. cost: for one person.
    sessions: the dates on which it is held; none if it can be learned at any time.
    """

    slug: str
    minutes: int
    outcomes: tuple[Outcome, ...]
    requires: tuple[str, ...] = ()
    available_from: date | None = None
    cost: float = 0.0
    sessions: tuple[Session, ...] = ()
    kind: Kind = field(default_factory=Kind)

    @classmethod
    def from_json(cls, place: Place) -> "Course":
        """Read a course. Raises InstanceError."""
        optional = ("requires", "available_from", "cost", "sessions", *KIND_FIELDS)
        fields = place.fields(("slug", "minutes", "outcomes"), optional)
        day = fields.get("available_from")
        return cls(
            slug=fields["slug"].text(),
            minutes=fields["minutes"].whole(),
            outcomes=tuple(Outcome.from_json(item) for item in fields["outcomes"].items()),
            requires=fields["requires"].texts() if "requires" in fields else (),
            available_from=day.day() if day and day.value is not None else None,
            cost=fields["cost"].number() if "cost" in fields else 0.0,
            sessions=tuple(Session.from_json(item) for item in fields["sessions"].items())
            if "sessions" in fields
            else (),
            kind=Kind.from_json(fields),
        )

    def to_json(self) -> dict[str, Any]:
        """The course as JSON values."""
        return {
            "slug": self.slug,
            "minutes": self.minutes,
            "outcomes": [vars(outcome) for outcome in self.outcomes],
            "requires": list(self.requires),
            "available_from": self.available_from.isoformat() if self.available_from else None,
            "cost": self.cost,
            "sessions": [session.to_json() for session in self.sessions],
            **vars(self.kind),
        }
