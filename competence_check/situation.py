"""Where a run stands and what could be asked next, as plain values: what the pages hand to the engine."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from competence_check.scoring.assumptions import START, Assumptions
from competence_check.scoring.engine import Scored
from competence_check.scoring.response import Parameters

Areas = tuple[tuple[str, tuple[str, ...]], ...]


class Candidate(Protocol):
    """A task that could be asked. share: of the runs that asked it; seconds: what it is expected to take."""

    @property
    def id(self) -> int: ...
    @property
    def competence(self) -> str: ...
    @property
    def parameters(self) -> Parameters: ...
    @property
    def families(self) -> frozenset[str]: ...
    @property
    def share(self) -> float: ...
    @property
    def seconds(self) -> float: ...


@dataclass(frozen=True)
class Situation:
    """Where a run stands.

    asked: ids of its tasks; met: items the person met before, asked only where there are no others. family, weights:
    the person's part of work and how much it asks of each competence; seconds: spent on tasks. seed: the same for the
    same run. only: the one competence that is asked about, empty for all. assumptions: how competences and self-ratings
    go together.
    """

    areas: Areas
    answers: Sequence[Scored]
    self_ratings: Mapping[str, int]
    asked: Collection[int] = ()
    met: Collection[int] = ()
    family: str = ""
    weights: Mapping[str, float] | None = None
    seconds: float = 0.0
    seed: str = ""
    only: str = ""
    assumptions: Assumptions = START


def areas_as_key(areas: Mapping[str, Sequence[str]]) -> Areas:
    """The competences of each area, as a value that can be remembered by."""
    return tuple((area, tuple(codes)) for area, codes in areas.items())
