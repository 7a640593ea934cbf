"""A linear program in fractions, and what duality proves about it without trusting any solver.

For any y >= 0, no solution of { max c x : A x <= b, 0 <= x <= 1 } is above b y + sum of max(0, c - A'y): weak duality.
A solver only suggests y; the sum is worked out in fractions, so that no rounding of the solver counts.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import gcd, lcm

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array


def fraction(value: float) -> Fraction:
    """The decimal number that the file says, not the binary one next to it."""
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


@dataclass
class Lines:
    """Columns from 0 to 1 with what each is worth, and rows of at most their limit."""

    worth: list[Fraction] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[dict[int, Fraction], Fraction]] = field(default_factory=list)

    def column(self, worth: Fraction = Fraction(0), *, whole: bool = True) -> int:
        """A new column; its number."""
        self.worth.append(worth)
        self.whole.append(whole)
        return len(self.worth) - 1

    def at_most(self, parts: Iterable[tuple[int, Fraction | int]], limit: Fraction | int) -> None:
        """A row; parts of the same column are added."""
        found: dict[int, Fraction] = defaultdict(Fraction)
        for column, part in parts:
            found[column] += part
        if found:
            self.rows.append((found, Fraction(limit)))

    @cached_property
    def _matrix(self) -> tuple[csr_array, np.ndarray]:
        starts = np.cumsum([0, *(len(parts) for parts, _limit in self.rows)])
        columns = [column for parts, _limit in self.rows for column in parts]
        numbers = [float(part) for parts, _limit in self.rows for part in parts.values()]
        shape = (len(self.rows), len(self.worth))
        return csr_array((numbers, columns, starts), shape=shape), np.array([float(limit) for _, limit in self.rows])

    def proven(self) -> Fraction:
        """No solution, whole or not, is worth more."""
        if not self.rows:
            return sum((max(each, Fraction(0)) for each in self.worth), Fraction(0))
        matrix, limits = self._matrix
        found = linprog([-float(each) for each in self.worth], matrix, limits, bounds=(0, 1), method="highs")
        duals = -found.ineqlin.marginals if found.status == 0 else np.zeros(len(limits))
        return self.by_duality(duals.tolist())

    def by_duality(self, duals: Sequence[float]) -> Fraction:
        """What these prices of the rows prove; prices below nothing count as nothing."""
        left, total = list(self.worth), Fraction(0)
        for price, (parts, limit) in zip(duals, self.rows, strict=True):
            if price > 0:
                # Rounded so that fractions stay short; any price proves something, near ones nearly the same.
                price_as_fraction = Fraction(round(price * 10**9), 10**9)
                total += price_as_fraction * limit
                for column, part in parts.items():
                    left[column] -= price_as_fraction * part
        return total + sum((each for each in left if each > 0), Fraction(0))

    def searched(self, seconds: float) -> float:
        """No whole solution is worth more: by branch and bound in decimals, as far as time allows."""
        if not self.rows:
            return float(self.proven())
        matrix, limits = self._matrix
        found = milp(
            [-float(each) for each in self.worth],
            integrality=np.array(self.whole, dtype=int),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(matrix, ub=limits),
            options={"time_limit": seconds, "mip_rel_gap": 1e-6},
        )
        bound = found.get("mip_dual_bound")
        return float("inf") if bound is None or not np.isfinite(bound) else -float(bound)


def common_measure(pieces: Iterable[Fraction]) -> Fraction:
    """The largest fraction of which all pieces are multiples; 0 without pieces."""
    whole = [each for each in pieces if each]
    below = lcm(*(each.denominator for each in whole))
    return Fraction(gcd(*(int(each * below) for each in whole)), below)
