"""One plan for each person out of those found, so that nothing is taken more often than it is there."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from roadmap.planning.groups.block import Offer
from roadmap.planning.solving import Aim, Program

# What it costs to leave somebody below the minimum: more than it could bring the others.
PENALTY = 10.0


def mix(
    offers: Sequence[Sequence[Offer]], limits: NDArray[np.float64], floors: Sequence[float], seconds: float
) -> list[Offer]:
    """The best choice of one offer for each person; the first of each can be had by all together."""
    program = Program()
    columns: list[list[int]] = []
    rows: dict[int, dict[int, float]] = {}
    for own, floor in zip(offers, floors, strict=True):
        mine = []
        for offer in own:
            missing = max(0.0, floor - offer.plan.closed)
            column = program.column(offer.plan.closed - PENALTY * missing)
            mine.append(column)
            for number, amount in offer.takes.items():
                rows.setdefault(number, {})[column] = amount
        program.at_most(dict.fromkeys(mine, 1.0), 1.0)
        if floor or own[0].takes:
            program.at_most(dict.fromkeys(mine, -1.0), -1.0)
        columns.append(mine)
    for number, parts in rows.items():
        program.at_most(parts, float(limits[number]))
    values = program.solve(Aim(seconds, 1e-4)).values
    if values is None:
        return [own[0] for own in offers]
    chosen = []
    for own, mine in zip(offers, columns, strict=True):
        taken = [offer for offer, column in zip(own, mine, strict=True) if values[column] > 0.5]
        chosen.append(taken[0] if taken else own[0])
    return chosen
