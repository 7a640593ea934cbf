"""How much of what a plan says about the best possible one holds without the planner.

exact: by duality in fractions, trusting nobody. searched: by a branch and bound of its own in decimals; often nearer.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from roadmap.planning.groups.instance import Group
from roadmap.planning.groups.plan import GroupPlan, Price
from roadmap.planning.instance import Instance
from roadmap.planning.proving.exactly import Lines, common_measure, fraction
from roadmap.planning.proving.person import PersonProgram

CLOSE = 1e-6

# More than anybody can close.
NEVER = 1e12


@dataclass(frozen=True)
class Proven:
    """No plan closes more than `exact`, nor more than `searched` (infinite where nothing was searched)."""

    exact: float
    searched: float = float("inf")

    @property
    def least(self) -> float:
        """The nearer of both."""
        return min(self.exact, self.searched)

    def words(self, closed: float, bound: float | None) -> list[str]:
        """What of a told bound is confirmed, in sentences."""
        said = [f"No plan closes more than {self.exact:g}: checked in fractions, with a program of the check's own."]
        if self.searched < self.exact - CLOSE:
            said.append(f"No plan closes more than {self.searched:g}: searched by the check itself.")
        if bound is not None and bound < self.least - CLOSE:
            short = (self.least - closed) / self.least
            said.append(
                f"The bound of the plan, {bound:g}, is lower: for it the planner's word stands. "
                f"Without it, the plan is proven within {short:.2%} of the best."
            )
        elif bound is not None:
            said.append(f"That confirms the bound of the plan, {bound:g}.")
        return said


def prove(instance: Instance, seconds: float) -> Proven:
    """What one person can close at most; seconds: for the search, 0 for none."""
    program = PersonProgram(instance)
    measure = program.measure
    exact = _down(program.lines.proven(), measure)
    if not seconds:
        return Proven(float(exact))
    searched = min(exact, _above(program.lines.searched(seconds)))
    return Proven(float(exact), min(float(exact), float(_down(searched, measure))))


def prove_group(group: Group, plan: GroupPlan, seconds: float = 0.0) -> Proven:
    """What all people can close together at most: Lagrange's bound at the prices that the plan tells.

    Any prices from nothing up prove something: each person alone at most what is closed less its price, and once the
    price of everything that is shared. seconds: for the searches of all people, 0 for none.
    """
    seats: dict[tuple[str, str], Fraction] = {}
    away: dict[tuple[str, int], Fraction] = {}
    money, total = Fraction(0), Fraction(0)
    for each in plan.prices:
        worth = _worth(each)
        if each.what == "seat" and (free := group.seats.get((each.names[0], each.names[1]))) is not None:
            seats[each.names[0], each.names[1]] = worth
            total += worth * free
        elif each.what == "away" and (most := group.most_away.get(each.names[0])) is not None:
            away[each.names[0], int(each.names[1])] = worth
            total += worth * most
        elif each.what == "money" and group.budget is not None:
            money = worth
            total += worth * fraction(group.budget)
    measures, searched = [], total
    for member in group.members:
        program = PersonProgram(member.task)
        measures.append(program.measure)
        lines = program.lines
        cost = {course.slug: fraction(course.cost) for course in member.task.courses} if money else {}
        for (slug, session), column in program.taken.items():
            lines.worth[column] -= money * cost.get(slug, 0)
            if session is not None:
                lines.worth[column] -= seats.get((slug, session), Fraction(0))
        _price_absence(lines, program, member.unit, away)
        proven = lines.proven()
        total += proven
        if seconds:
            searched += min(proven, _above(lines.searched(seconds / len(group.members))))
    measure = common_measure(measures)
    exact = float(_down(total, measure))
    return Proven(exact, min(exact, float(_down(searched, measure))) if seconds else float("inf"))


def _price_absence(
    lines: Lines, program: PersonProgram, unit: str | None, away: dict[tuple[str, int], Fraction]
) -> None:
    """Once for each week in which the person sits in a session, in however many."""
    columns: dict[int, int] = {}
    for column, loads in program.loads.items():
        for week in loads:
            if unit is not None and (unit, week) in away:
                if week not in columns:
                    columns[week] = lines.column(-away[unit, week], whole=False)
                lines.at_most([(column, 1), (columns[week], -1)], 0)


def _worth(price: Price) -> Fraction:
    return max(Fraction(0), Fraction(round(price.worth * 10**9), 10**9))


def _above(bound: float) -> Fraction:
    """A bound in decimals with room for their rounding; none is above all bounds that matter."""
    return fraction(min(bound, NEVER)) + Fraction(1, 10**6)


def _down(value: Fraction, measure: Fraction) -> Fraction:
    """The largest multiple of `measure` that is not above `value`."""
    return floor(value / measure) * measure if measure else value
