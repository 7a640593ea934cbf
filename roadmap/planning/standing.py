"""Where a person stands while courses are taken one after another."""

from collections.abc import Iterable
from dataclasses import dataclass

from roadmap.planning.instance import Instance
from roadmap.planning.values import Course, Outcome

# Levels are sums and differences of decimals; what differs by less than this is the same.
EPSILON = 1e-9


@dataclass
class Standing:
    """levels: by competence, as far as known. finished: slugs of courses taken."""

    instance: Instance
    levels: dict[str, float]
    finished: set[str]

    @classmethod
    def at_start(cls, instance: Instance) -> "Standing":
        """Before the first course of the plan."""
        levels = {name: level.value for name, level in instance.levels.items()}
        return cls(instance, levels, set(instance.done))

    @classmethod
    def after(cls, instance: Instance, slugs: Iterable[str]) -> "Standing":
        """After these courses."""
        standing = cls.at_start(instance)
        for slug in slugs:
            standing.take(instance.course[slug])
        return standing

    def level(self, competence: str) -> float:
        """The level reached; 0 where nothing is known."""
        return self.levels.get(competence, 0.0)

    def take(self, course: Course) -> None:
        """Finish `course`."""
        self.finished.add(course.slug)
        for outcome in course.outcomes:
            self.levels[outcome.competence] = max(self.level(outcome.competence), outcome.reaches)

    def meets(self, outcome: Outcome) -> bool:
        """Whether the level that `outcome` needs is there, within the tolerance."""
        return self.level(outcome.competence) + self.instance.tolerance + EPSILON >= outcome.needs

    def is_ready_for(self, course: Course) -> bool:
        """Whether everything that `course` asks for is there."""
        return self.finished.issuperset(course.requires) and all(map(self.meets, course.outcomes))

    def closed_by(self, courses: Iterable[Course]) -> float:
        """By how much these courses together would make the weighted gap smaller."""
        reached: dict[str, float] = {}
        for course in courses:
            for outcome in course.outcomes:
                reached[outcome.competence] = max(reached.get(outcome.competence, 0.0), outcome.reaches)
        return sum(
            target.weight * max(0.0, min(reached[name], target.level) - self.level(name))
            for name in reached
            if (target := self.instance.target.get(name))
        )

    def gap(self) -> float:
        """The weighted gap to the targets, in levels times weight."""
        return sum(
            target.weight * max(0.0, target.level - self.level(target.competence)) for target in self.instance.targets
        )
