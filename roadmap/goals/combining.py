"""A role's target profile, raised by strategy goals and weighed by regional demand. Pure.

For each competence, with the role's level L and weight W (0 and 0 where the role does not ask for it):

    level  = max(L, levels of the goals that name it)                                   at most 8
    weight = (max(W, 1 if a goal names it) + sum of what the goals add) x demand        at most MOST_WEIGHT

`demand` is 1 unless the person wants the region's demand to count. Every goal leaves a reason, also one whose level
the role already asks for: then it only adds weight. Order of goals does not matter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from competence_check.levels import Profile, Target
from lms.kernel.toml import Texts
from roadmap.region.demand import EducationTarget

MOST_GOALS = 5
MOST_WEIGHT = 9.0
HIGHEST_LEVEL = 8


@dataclass(frozen=True)
class Raise:
    """What a goal asks of a competence. level: 1–8; adds: to the weight, 0–3."""

    competence: str
    level: int
    adds: float
    reasons: Texts


@dataclass(frozen=True)
class Goal:
    """A strategy goal. raises: by competence."""

    slug: str
    names: Texts
    summaries: Texts
    raises: Mapping[str, Raise]

    @classmethod
    def from_json(cls, slug: str, body: Mapping[str, Any]) -> "Goal":
        """What `roadmap.goals.content` stored."""
        raises = {each["competence"]: Raise(**each) for each in body["raises"]}
        return cls(slug, body["names"], body["summaries"], raises)


@dataclass(frozen=True)
class Because:
    """What a goal did to a competence. from_level: what was asked for without goals, 0 for nothing."""

    goal: Goal
    from_level: int
    level: int
    adds: float
    reasons: Texts

    @property
    def raised(self) -> bool:
        """Whether the goal asks for more than the role."""
        return self.level > self.from_level


@dataclass(frozen=True)
class CombinedTarget:
    """What role and goals together ask of a competence. role: None where only goals ask for it.

    because: the goals, those that raise most first; demand: the future-oriented targets of the region behind `weight`.
    """

    competence: str
    level: int
    weight: float
    role: Target | None
    because: tuple[Because, ...]
    demand: tuple[EducationTarget, ...] = ()

    @property
    def is_raised(self) -> bool:
        """Whether a goal asks for more than the role alone."""
        return any(each.raised for each in self.because)


@dataclass(frozen=True)
class Combined:
    """A target. targets: by competence, in their order."""

    profile: Profile
    goals: tuple[Goal, ...]
    targets: Mapping[str, CombinedTarget]


DemandWeights = Mapping[str, tuple[float, tuple[EducationTarget, ...]]]


def combine(profile: Profile, goals: Sequence[Goal], demand: DemandWeights | None = None) -> Combined:
    """What the role asks for with these goals. demand: of `roadmap.region.demand.competence_weights`, if it counts."""
    names = {*profile.targets, *(name for goal in goals for name in goal.raises)}
    targets = {name: _combined(name, profile.targets.get(name), goals, demand or {}) for name in sorted(names)}
    return Combined(profile, tuple(goals), targets)


def _combined(name: str, role: Target | None, goals: Sequence[Goal], demand: DemandWeights) -> CombinedTarget:
    before = role.level if role is not None else 0
    because = [
        Because(goal, before, each.level, each.adds, each.reasons)
        for goal in goals
        if (each := goal.raises.get(name)) is not None
    ]
    because.sort(key=lambda each: (-each.level, -each.adds, each.goal.slug))
    base = max(role.weight if role is not None else 0, 1 if because else 0)
    factor, behind = demand.get(name, (1.0, ()))
    return CombinedTarget(
        competence=name,
        level=min(HIGHEST_LEVEL, max([before, *(each.level for each in because)])),
        weight=min(MOST_WEIGHT, (base + sum(each.adds for each in because)) * factor),
        role=role,
        because=tuple(because),
        demand=behind,
    )
