"""Correlations of competences, estimated from answers of many people."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from competence_check.scoring.assumptions import START, Assumptions
from competence_check.scoring.engine import Scored
from competence_check.scoring.grid import GridEngine

# How strongly the start values hold, in squared logits: worth about what thirty people say.
_WIDTH = 0.2


def estimate_correlations(
    areas: Mapping[str, Sequence[str]],
    people: Sequence[tuple[Sequence[Scored], Mapping[str, int]]],
    start: Assumptions = START,
) -> Assumptions:
    """The assumptions under which the answers of `people` are likeliest, with few people near the start.

    Marginal maximum likelihood (Bock & Aitkin 1981), by climbing in steps of .05 from the start.
    """

    def worth(tried: Assumptions) -> float:
        engine = GridEngine(areas, tried)
        apart = (tried.between - start.between) ** 2 + (tried.within - start.within) ** 2
        found = sum(engine.posterior(answers, ratings).evidence for answers, ratings in people)
        return found - apart / (2.0 * _WIDTH**2)

    best, height = start, worth(start)
    while True:
        around = {tried: worth(tried) for tried in _neighbours(best)}
        higher = max(around, key=lambda tried: around[tried])
        if around[higher] <= height:
            return best
        best, height = higher, around[higher]


def _neighbours(here: Assumptions) -> list[Assumptions]:
    moves = ((between, within) for between in (-1, 0, 1) for within in (-1, 0, 1) if between or within)
    tried = [(round(here.between + 0.05 * one, 2), round(here.within + 0.05 * other, 2)) for one, other in moves]
    return [replace(here, between=one, within=other) for one, other in tried if 0 < one <= other < 1]
