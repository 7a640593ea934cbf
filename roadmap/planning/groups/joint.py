"""All people in one program: the best for small groups, where prices alone leave a gap between plan and bound."""

import time
from collections.abc import Sequence
from itertools import accumulate, pairwise

from roadmap.planning.groups.block import Block, Offer
from roadmap.planning.groups.resources import Resources
from roadmap.planning.solving import Aim, Matrix

# Beyond so many columns the program takes too long.
MOST_COLUMNS = 8_000

# How often what could not be placed is looked at more closely.
TRIES = 6


def plan_jointly(
    blocks: Sequence[Block], resources: Resources, chosen: list[Offer], bound: float, aim: Aim
) -> tuple[list[Offer], float]:
    """Better plans for all if there are any, and the least bound; `aim.relative` is that of the whole."""
    if sum(len(block.matrix.worth) for block in blocks) > MOST_COLUMNS:
        return chosen, bound
    end = time.monotonic() + aim.seconds
    slack = sum(block.slack for block in blocks)
    for _try in range(TRIES):
        closed = sum(offer.plan.closed for offer in chosen)
        left = end - time.monotonic()
        if left <= 0 or bound - closed <= aim.relative * bound:
            break
        matrix = joined(blocks, [block.matrix for block in blocks], resources)
        solution = matrix.solve(Aim(left, aim.relative / 2, known=closed - slack))
        bound = min(bound, max(closed, solution.bound + slack))
        if solution.values is None:
            break
        parts = parts_of(solution.values, blocks)
        read = [block.read(part) for block, part in zip(blocks, parts, strict=True)]
        offers = [offer for offer in read if offer is not None]
        if len(offers) == len(blocks) and sum(offer.plan.closed for offer in offers) > closed + 1e-9:
            chosen = offers
    return chosen, bound


def joined(blocks: Sequence[Block], matrices: Sequence[Matrix], resources: Resources) -> Matrix:
    """The programs of all side by side, and the limits of what they share."""
    rows: list[dict[int, float]] = [{} for _limit in resources.limits]
    shift = 0
    for block in blocks:
        for row, column, amount in block.shared():
            rows[row][shift + column] = amount
        shift += len(block.matrix.worth)
    limits = resources.limits.tolist()
    pairs = [(parts, float(limit)) for parts, limit in zip(rows, limits, strict=True) if parts]
    return Matrix.joined(matrices, pairs)


def parts_of(values: Sequence[float], blocks: Sequence[Block]) -> list[tuple[float, ...]]:
    """What the values of the columns of all mean for each."""
    ends = list(accumulate((len(block.matrix.worth) for block in blocks), initial=0))
    return [tuple(values[first:last]) for first, last in pairwise(ends)]
