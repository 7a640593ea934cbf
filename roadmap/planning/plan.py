"""What comes out: steps with weeks and reasons, how much of the gap they close, and what stays open."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from roadmap.planning.reading import Place, is_same


class Why(StrEnum):
    """Why a piece of the gap stays open."""

    NO_COURSE = "no_course"  # no course on offer leads higher
    DROPPED = "dropped"  # only courses that the person does not want lead higher
    NO_TIME = "no_time"  # a course leads higher but does not fit into the weeks
    NO_MONEY = "no_money"  # a course leads higher but costs more than what is left of the budget
    NOT_ACCEPTED = "not_accepted"  # only courses of a kind that the person does not accept lead higher
    UNREACHABLE = "unreachable"  # a course leads higher but needs what no other course can bring


@dataclass(frozen=True)
class Gain:
    """What a step closes in one competence: from level `before` to level `after`, never beyond the target.

    sure: how likely it is, with the standard error of the measured level, that the person is below `after`, 0-1.
    """

    competence: str
    before: float
    after: float
    sure: float = 1.0


@dataclass(frozen=True)
class Step:
    """A course in the plan.

    weeks: number of the first and the last week, counted from 0, the calendar week of the plan's start.
    start, end: first and last day. minutes: learning time in each of these weeks. gains: what it closes.
    opens: later courses of the plan that cannot be taken without it. session: its date, None if it has none.
    """

    course: str
    weeks: tuple[int, int]
    start: date
    end: date
    minutes: tuple[int, ...]
    gains: tuple[Gain, ...] = ()
    opens: tuple[str, ...] = ()
    session: str | None = None


@dataclass(frozen=True)
class Rest:
    """What stays open in one competence after the plan. courses: those that `why` speaks of."""

    competence: str
    level: float
    target: float
    why: Why
    courses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """Steps in order. gap: the weighted gap before (levels × weight); closed: what the steps close of it.

    cost: of all steps in euros. bound: no plan for the instance closes more than this; None if nobody proved it.
    """

    steps: tuple[Step, ...]
    gap: float
    closed: float
    rests: tuple[Rest, ...] = ()
    cost: float = 0.0
    bound: float | None = None

    @property
    def minutes(self) -> int:
        """Learning time of all steps."""
        return sum(sum(step.minutes) for step in self.steps)

    @property
    def objective(self) -> tuple[float, float, int, int]:
        """What is compared, the larger the better: closed, then less cost, fewer minutes, an earlier end."""
        last = max((step.weeks[1] for step in self.steps), default=-1)
        return (round(self.closed, 6), -round(self.cost, 2), -self.minutes, -last)

    @property
    def proven_gap(self) -> float | None:
        """By which share of `bound` the best possible plan may close more, 0–1; None without a bound."""
        if self.bound is None:
            return None
        return max(0.0, self.bound - self.closed) / self.bound if self.bound > 0 else 0.0

    @property
    def share(self) -> float:
        """The closed share of the weighted gap, 0–1; 1 where there is no gap."""
        return self.closed / self.gap if self.gap else 1.0

    def to_json(self) -> dict[str, Any]:
        """The plan as JSON values, see docs/roadmap-instance.md."""
        return {
            "steps": [
                {
                    "course": step.course,
                    "weeks": list(step.weeks),
                    "start": step.start.isoformat(),
                    "end": step.end.isoformat(),
                    "minutes": list(step.minutes),
                    "gains": [vars(gain) for gain in step.gains],
                    "opens": list(step.opens),
                    "session": step.session,
                }
                for step in self.steps
            ],
            "gap": self.gap,
            "closed": self.closed,
            "share": self.share,
            "cost": self.cost,
            "bound": self.bound,
            "proven_gap": self.proven_gap,
            "rests": [{**vars(rest), "why": rest.why.value, "courses": list(rest.courses)} for rest in self.rests],
        }

    @classmethod
    def from_json(cls, data: object) -> "Plan":
        """Read a plan. Raises InstanceError that names the place."""
        return cls.from_place(Place(data))

    @classmethod
    def from_place(cls, place: Place) -> "Plan":
        """Read a plan that stands in something larger. Raises InstanceError."""
        fields = place.fields(("steps", "gap", "closed"), ("share", "rests", "cost", "bound", "proven_gap"))
        bounded = "bound" in fields and fields["bound"].value is not None
        read = cls(
            steps=tuple(_step(item) for item in fields["steps"].items()),
            gap=fields["gap"].number(),
            closed=fields["closed"].number(),
            rests=tuple(_rest(item) for item in fields["rests"].items()) if "rests" in fields else (),
            cost=fields["cost"].number() if "cost" in fields else 0.0,
            bound=fields["bound"].number() if bounded else None,
        )
        for name, true in (("share", read.share), ("proven_gap", read.proven_gap)):
            if name in fields and not is_same(fields[name].value, true):
                raise fields[name].fault(f"does not add up: is {true}")
        return read


def _step(place: Place) -> Step:
    fields = place.fields(("course", "weeks", "start", "end", "minutes"), ("gains", "opens", "session"))
    weeks = [item.whole() for item in fields["weeks"].items()]
    if len(weeks) != 2:
        raise fields["weeks"].fault("must be the first and the last week")
    return Step(
        course=fields["course"].text(),
        weeks=(weeks[0], weeks[1]),
        start=fields["start"].day(),
        end=fields["end"].day(),
        minutes=tuple(item.whole() for item in fields["minutes"].items()),
        gains=tuple(_gain(item) for item in fields["gains"].items()) if "gains" in fields else (),
        opens=fields["opens"].texts() if "opens" in fields else (),
        session=fields["session"].text() if "session" in fields and fields["session"].value is not None else None,
    )


def _gain(place: Place) -> Gain:
    fields = place.fields(("competence", "before", "after"), ("sure",))
    sure = fields["sure"].number() if "sure" in fields else 1.0
    return Gain(fields["competence"].text(), fields["before"].number(), fields["after"].number(), sure)


def _rest(place: Place) -> Rest:
    fields = place.fields(("competence", "level", "target", "why"), ("courses",))
    if fields["why"].value not in tuple(Why):
        raise fields["why"].fault(f"must be one of: {', '.join(Why)}")
    return Rest(
        competence=fields["competence"].text(),
        level=fields["level"].number(),
        target=fields["target"].number(),
        why=Why(fields["why"].value),
        courses=fields["courses"].texts() if "courses" in fields else (),
    )
