"""A mixed integer program in sparse rows, solved by HiGHS through SciPy, which is only imported here and then.

Huangfu, Q., Hall, J. A. J. (2018). Parallelizing the dual revised simplex method. Math. Prog. Comp. 10, 119-142.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Solution:
    """values: of the columns, rounded where whole; None where nothing was found. bound: no solution is above it."""

    values: tuple[float, ...] | None
    bound: float


@dataclass
class Program:
    """Columns from 0 to 1 and rows; what is maximised is the sum of worth times value."""

    worth: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    lowest: list[float] = field(default_factory=list)
    rows: list[tuple[dict[int, float], float]] = field(default_factory=list)

    def column(self, worth: float = 0.0, *, whole: bool = True) -> int:
        """A new column; its number."""
        self.worth.append(worth)
        self.whole.append(whole)
        self.lowest.append(0.0)
        return len(self.worth) - 1

    def at_most(self, parts: dict[int, float], limit: float) -> None:
        """A row: the sum of the parts is at most `limit`."""
        self.rows.append((parts, limit))

    def solve(self, time_limit: float, relative_gap: float) -> Solution:
        """The best solution found in `time_limit` seconds or proven within `relative_gap` of the best."""
        import numpy as np  # noqa: PLC0415
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415
        from scipy.sparse import csr_matrix  # noqa: PLC0415

        lengths = [len(parts) for parts, _limit in self.rows]
        matrix = csr_matrix(
            (
                np.array([part for parts, _limit in self.rows for part in parts.values()], dtype=float),
                np.array([column for parts, _limit in self.rows for column in parts], dtype=np.int32),
                np.concatenate(([0], np.cumsum(lengths))).astype(np.int32),
            ),
            shape=(len(self.rows), len(self.worth)),
        )
        limits = np.array([limit for _parts, limit in self.rows])
        found = milp(
            -np.array(self.worth),
            integrality=np.array(self.whole, dtype=int),
            bounds=Bounds(np.array(self.lowest), np.ones(len(self.worth))),
            constraints=LinearConstraint(matrix, -np.inf, limits) if self.rows else None,
            options={"time_limit": max(time_limit, 0.01), "mip_rel_gap": relative_gap},
        )
        bound = found.get("mip_dual_bound")
        values = None if found.x is None else tuple(found.x.tolist())
        return Solution(values, float("inf") if bound is None or not np.isfinite(bound) else -float(bound))
