"""Correlations of competences, and how self-ratings go with them, estimated from answers of many people."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from competence_check.scoring.assumptions import START, Assumptions
from competence_check.scoring.engine import Scored
from competence_check.scoring.grid import GridEngine

# How strongly the start values hold, in squared logits: worth about what thirty people say.
_WIDTH = 0.2
_STEP = 0.05


def estimate_correlations(
    areas: Mapping[str, Sequence[str]],
    people: Sequence[tuple[Sequence[Scored], Mapping[str, int]]],
    start: Assumptions = START,
) -> Assumptions:
    """The assumptions under which the answers of `people` are likeliest, with few people near the start.

    Marginal maximum likelihood (Bock & Aitkin 1981), by climbing in steps of .05 from the start: correlations within
    and between areas and, where people rated themselves, how far self-ratings go with ability.
    """
    are_rated = any(ratings for _answers, ratings in people)
    heights: dict[Assumptions, float] = {}

    def worth(tried: Assumptions) -> float:
        if tried not in heights:
            engine = GridEngine(areas, tried)
            apart = sum((now - then) ** 2 for now, then in zip(_learnt(tried), _learnt(start), strict=True))
            found = sum(engine.posterior(answers, ratings).evidence for answers, ratings in people)
            heights[tried] = found - apart / (2.0 * _WIDTH**2)
        return heights[tried]

    best = start
    while True:
        higher = max(_neighbours(best, are_rated), key=worth)
        if worth(higher) <= worth(best):
            return best
        best = higher


def _learnt(assumed: Assumptions) -> tuple[float, float, float]:
    return assumed.between, assumed.within, assumed.reliance


def _neighbours(here: Assumptions, are_rated: bool) -> list[Assumptions]:
    moves = [(between, within, 0) for between in (-1, 0, 1) for within in (-1, 0, 1) if between or within]
    if are_rated:
        moves += [(0, 0, -1), (0, 0, 1)]
    now = _learnt(here)
    tried = [tuple(round(at + _STEP * move, 2) for at, move in zip(now, each, strict=True)) for each in moves]
    return [
        replace(here, between=between, within=within, reliance=reliance)
        for between, within, reliance in tried
        if 0 < between <= within < 1 and 0 <= reliance < 1
    ]
