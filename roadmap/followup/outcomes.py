"""What changed between two checks, and which finished courses it is put down to. Pure.

Where several courses teach a competence, its change is shared out in proportion to what each promised. A change counts
as more than chance where it exceeds 1.96 standard errors of the difference of both checks. What else somebody learned
or forgot meanwhile is in it, too: it says what happened after a course, not what the course alone did.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot

from roadmap.measured import Stand


@dataclass(frozen=True)
class Taught:
    """A finished course. outcomes: by competence, the levels it needs and reaches."""

    course: str
    outcomes: Mapping[str, tuple[float, float]]

    def promised(self, competence: str, before: float) -> float:
        """Levels that it promises to somebody at `before`."""
        _needs, reaches = self.outcomes[competence]
        return max(0.0, reaches - before)


@dataclass(frozen=True)
class Changed:
    """Levels that changed. promised: what was to be expected; error: half a 95 % range."""

    promised: float
    change: float
    error: float

    @property
    def is_real(self) -> bool:
        """Whether it is more than the error of measurement."""
        return abs(self.change) > self.error


Levels = Mapping[str, Stand]


def changes(taught: Sequence[Taught], before: Levels, after: Levels) -> dict[tuple[str, str], Changed]:
    """By course and competence; only what was measured both times and where something was promised."""
    found: dict[tuple[str, str], Changed] = {}
    for competence in sorted(before.keys() & after.keys()):
        start = before[competence].value
        promises = {each.course: each.promised(competence, start) for each in taught if competence in each.outcomes}
        whole = sum(promises.values())
        for course, promised in promises.items():
            if promised > 0:
                part = promised / whole
                error = part * hypot(_error(before[competence]), _error(after[competence]))
                found[course, competence] = Changed(promised, part * (after[competence].value - start), error)
    return found


def together(parts: Sequence[Changed]) -> Changed:
    """Several changes of different competences in sum."""
    return Changed(
        promised=sum(each.promised for each in parts),
        change=sum(each.change for each in parts),
        error=hypot(*(each.error for each in parts)),
    )


def closed(targets: Mapping[str, tuple[float, float]], before: Levels, after: Levels) -> Changed:
    """By how many levels times weight the gap to the targets became smaller, and the error of that; promised is the
    whole gap before. targets: level and weight by competence."""
    gap, change, errors = 0.0, 0.0, [0.0]
    for competence in targets.keys() & before.keys() & after.keys():
        level, weight = targets[competence]
        missing = max(0.0, level - before[competence].value)
        gap += weight * missing
        change += weight * (missing - max(0.0, level - after[competence].value))
        if missing:
            errors.append(weight * hypot(_error(before[competence]), _error(after[competence])))
    return Changed(gap, change, hypot(*errors))


def _error(stand: Stand) -> float:
    """Half its 95 % range."""
    return (stand.high - stand.low) / 2
