"""A mixed integer program in sparse rows, solved by HiGHS.

First without whole numbers: what that is worth is a bound. A column whose reduced cost says that any solution with
it off its place loses more than `margin` of that bound is fixed; what remains is small and solved to the end. If
the best of it does not come within the margin, the margin grows to what is missing, so that the proof is complete
(Pisinger 1995, the core concept; Huangfu & Hall 2018 for HiGHS itself). What was searched is not searched again: at
least one column has to leave the place where it was fixed (Fischetti & Lodi 2003, local branching).
"""

import time
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

# What whole solutions are expected to lose of the relaxed optimum, and of what they may lose: the first search
# looks no further. Less misses the best too often, with more it takes several times longer.
MARGIN, SHARE = 0.003, 0.8

# Values and bounds that differ by less are the same.
CLOSE = 1e-6


@dataclass(frozen=True)
class Solution:
    """values: of the columns, rounded where whole; None where nothing was found. bound: no solution is above it."""

    values: tuple[float, ...] | None
    bound: float


@dataclass(frozen=True)
class Aim:
    """When to stop: after `seconds`, or within `relative` of the bound, or within `absolute` of it, or at `enough`.

    known: what a solution is worth that is there already; nothing else need be looked for.
    """

    seconds: float
    relative: float = 0.0
    absolute: float = CLOSE
    enough: float = float("inf")
    known: float = -float("inf")

    def is_met(self, value: float, bound: float) -> bool:
        """Whether a solution of `value` is near enough to `bound`."""
        return value >= self.enough or bound - value <= self.slack(value) + CLOSE

    def slack(self, value: float) -> float:
        """What a solution of `value` may miss."""
        return max(self.absolute, self.relative * abs(value)) if np.isfinite(value) else 0.0


@dataclass
class Program:
    """Columns from 0 to 1 and rows; what is maximised is the sum of worth times value."""

    worth: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[dict[int, float], float]] = field(default_factory=list)

    def column(self, worth: float = 0.0, *, whole: bool = True) -> int:
        """A new column; its number."""
        self.worth.append(worth)
        self.whole.append(whole)
        return len(self.worth) - 1

    def at_most(self, parts: dict[int, float], limit: float) -> None:
        """A row: the sum of the parts is at most `limit`."""
        self.rows.append((parts, limit))

    def solve(self, aim: Aim) -> Solution:
        """The best solution found in time or proven near enough to the best."""
        return Matrix(self).solve(aim)


class Matrix:
    """A program as arrays: small, and quick to solve again with other worths or fewer columns."""

    def __init__(self, program: Program) -> None:
        lengths = [len(parts) for parts, _limit in program.rows]
        self.worth: NDArray[np.float64] = np.array(program.worth, dtype=float)
        self.whole: NDArray[np.bool_] = np.array(program.whole, dtype=bool)
        self.highest: NDArray[np.float64] = np.ones(len(program.worth))
        self.limits: NDArray[np.float64] = np.array([limit for _parts, limit in program.rows], dtype=float)
        self._starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
        self._columns = np.array([column for parts, _limit in program.rows for column in parts], dtype=np.int32)
        self._parts = np.array([part for parts, _limit in program.rows for part in parts.values()], dtype=float)

    @classmethod
    def joined(cls, matrices: Sequence["Matrix"], rows: Sequence[tuple[dict[int, float], float]]) -> "Matrix":
        """All programs side by side, and rows over the columns of all."""
        whole = Program(rows=list(rows))
        joined = cls(whole)
        shift, starts, columns, parts = 0, [np.zeros(1, dtype=np.int32)], [], []
        for matrix in matrices:
            starts.append(matrix._starts[1:] + starts[-1][-1])
            columns.append(matrix._columns + shift)
            parts.append(matrix._parts)
            shift += len(matrix.worth)
        starts.append(joined._starts[1:] + starts[-1][-1])
        joined._starts = np.concatenate(starts).astype(np.int32)
        joined._columns = np.concatenate([*columns, joined._columns]).astype(np.int32)
        joined._parts = np.concatenate([*parts, joined._parts])
        joined.limits = np.concatenate([*(matrix.limits for matrix in matrices), joined.limits])
        joined.worth = np.concatenate([matrix.worth for matrix in matrices])
        joined.whole = np.concatenate([matrix.whole for matrix in matrices])
        joined.highest = np.concatenate([matrix.highest for matrix in matrices])
        return joined

    def variant(
        self,
        worth: NDArray[np.float64] | None = None,
        highest: NDArray[np.float64] | None = None,
        limits: NDArray[np.float64] | None = None,
    ) -> "Matrix":
        """The same rows and columns with other numbers."""
        other = copy(self)
        other.worth = self.worth if worth is None else worth
        other.highest = self.highest if highest is None else highest
        other.limits = self.limits if limits is None else limits
        return other

    def solve(self, aim: Aim) -> Solution:
        """The best solution found in time or proven near enough to the best."""
        if not len(self.worth):
            return Solution((), 0.0)
        end = time.monotonic() + aim.seconds
        relaxed = self.relaxed(aim.seconds)
        if relaxed is None:
            return Solution(None, float("inf"))
        margin, best = max(MARGIN * abs(relaxed.value), SHARE * aim.absolute), Solution(None, relaxed.value)
        # Whatever is better by more than what is allowed loses less than `most`.
        value, most = -np.inf, relaxed.value - aim.known - aim.slack(aim.known)
        core, searched = None, -np.inf
        while (left := end - time.monotonic()) > 0 or best.values is None:
            margin = max(min(margin, most), CLOSE)
            last, core = core, self._core(relaxed, margin)
            wanted = max(value, aim.known) + aim.slack(max(value, aim.known)) if last else -np.inf
            found = self._branch(replace(aim, seconds=max(left, 0.01)), core, last, wanted)
            searched = max(searched, found.bound)
            bound = searched if core.is_all else max(searched, relaxed.value - margin)
            best = Solution(best.values, min(best.bound, bound))
            if found.values is not None and (worth := float(np.dot(self.worth, found.values))) > value:
                best, value = Solution(found.values, best.bound), worth
                most = min(most, relaxed.value - value - aim.slack(value))
            if core.is_all or left <= 0 or aim.is_met(max(value, aim.known), best.bound):
                break
            margin = max(most, 1.01 * margin) if best.values is not None else 4 * margin
        return best

    def _core(self, relaxed: "Relaxed", margin: float) -> "_Core":
        """What is left to decide if solutions may lose `margin`."""
        lowest, highest = np.zeros(len(self.worth)), self.highest.copy()
        highest[self.whole & (relaxed.values < CLOSE) & (relaxed.reduced < -margin)] = 0.0
        lowest[self.whole & (relaxed.values > 1 - CLOSE) & (relaxed.reduced > margin)] = 1.0
        return _Core(lowest, highest, bool(np.all(lowest == 0) and np.all(highest == self.highest)))

    def relaxed(self, seconds: float, start: "Relaxed | None" = None) -> "Relaxed | None":
        """The best of all solutions, whole or not; None where there is none or time ran out. start: a near one."""
        if not len(self.worth):
            return Relaxed(0.0, self.worth, self.worth, None)
        highs = self._highs(seconds, np.zeros(len(self.worth)), self.highest)
        if start is not None:
            highs.setBasis(start.basis)
        highs.run()
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = highs.getSolution()
        value = highs.getInfo().objective_function_value
        return Relaxed(value, np.array(found.col_value), np.array(found.col_dual), highs.getBasis())

    def _branch(self, aim: Aim, core: "_Core", searched: "_Core | None", wanted: float) -> Solution:
        """The best solution of the core that is not of the one searched already, if it is above `wanted`."""
        highs = self._highs(aim.seconds, core.lowest, core.highest)
        if searched is not None:
            self._leave_out(highs, core, searched)
        if wanted > -np.inf:
            # HiGHS minimises inside: what is not below this is cut off.
            highs.setOptionValue("objective_bound", -wanted)
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        names = np.arange(len(self.worth), dtype=np.int32)
        highs.changeColsIntegrality(len(names), names, np.array([kinds[int(each)] for each in self.whole]))
        highs.setOptionValue("mip_rel_gap", aim.relative)
        highs.setOptionValue("mip_abs_gap", aim.absolute)
        if aim.enough < np.inf:
            highs.setOptionValue("objective_target", aim.enough)
        # Solutions come from the core; what searches for more of them costs half of the time.
        highs.setOptionValue("mip_heuristic_effort", 0.01)
        highs.setOptionValue("mip_heuristic_run_rens", False)
        highs.setOptionValue("mip_heuristic_run_rins", False)
        highs.setOptionValue("mip_allow_restart", False)
        highs.run()
        info = highs.getInfo()
        if highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return Solution(None, wanted)
        bound = max(info.mip_dual_bound, wanted) if np.isfinite(info.mip_dual_bound) else float("inf")
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return Solution(None, bound)
        values = np.array(highs.getSolution().col_value)
        return Solution(tuple(np.where(self.whole, np.round(values), values).tolist()), bound)

    @staticmethod
    def _leave_out(highs: Any, core: "_Core", searched: "_Core") -> None:
        """At least one column is off the place where the core that was searched had fixed it."""
        up = np.flatnonzero((searched.highest == 0) & (core.highest > 0)).astype(np.int32)
        down = np.flatnonzero((searched.lowest == 1) & (core.lowest < 1)).astype(np.int32)
        parts = np.concatenate((np.ones(len(up)), -np.ones(len(down))))
        highs.addRow(1.0 - len(down), np.inf, len(parts), np.concatenate((up, down)), parts)

    def _highs(self, seconds: float, lowest: NDArray[np.float64], highest: NDArray[np.float64]) -> Any:
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.worth), len(self.limits)
        model.sense_ = highspy.ObjSense.kMaximize
        model.col_cost_, model.col_lower_, model.col_upper_ = self.worth, lowest, highest
        model.row_lower_, model.row_upper_ = np.full(len(self.limits), -np.inf), self.limits
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_, model.a_matrix_.index_ = self._starts, self._columns
        model.a_matrix_.value_ = self._parts
        new: Callable[[], Any] = highspy.Highs
        highs = new()
        highs.setOptionValue("output_flag", False)
        highs.setOptionValue("threads", 1)
        highs.setOptionValue("time_limit", max(seconds, 0.01))
        highs.passModel(model)
        return highs


@dataclass(frozen=True)
class _Core:
    """The columns that are not fixed: those whose lowest and highest value differ. is_all: none is."""

    lowest: NDArray[np.float64]
    highest: NDArray[np.float64]
    is_all: bool


@dataclass(frozen=True)
class Relaxed:
    """A solution that need not be whole. reduced: what one more of a column would change of the value.

    basis: where to begin with a program that is nearly the same.
    """

    value: float
    values: NDArray[np.float64]
    reduced: NDArray[np.float64]
    basis: Any
