"""What people share: seats of sessions, the money, and how many of a unit may be away in a week."""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from roadmap.planning.groups.instance import Group, Member
from roadmap.planning.plan import Plan
from roadmap.planning.sessions import Run

Key = tuple[str, ...]
MONEY: Key = ("money",)


def seat(course: str, session: str) -> Key:
    """The seats of a session."""
    return ("seat", course, session)


def away(unit: str, week: int) -> Key:
    """The places of people who may be away."""
    return ("away", unit, str(week))


def is_of_unit(key: Key) -> bool:
    """Whether only the people of one unit share it."""
    return key[0] == "away"


class Resources:
    """Each resource has a number; limits: how much there is of it. money: its number, None without a budget."""

    def __init__(self, group: Group) -> None:
        self.keys: list[Key] = [seat(*names) for names, free in group.seats.items() if free]
        limits: list[float] = [free for free in group.seats.values() if free]
        weeks = max(member.task.weeks for member in group.members)
        for unit, most in group.most_away.items():
            self.keys += [away(unit, week) for week in range(weeks)]
            limits += [most] * weeks
        if group.budget is not None:
            self.keys.append(MONEY)
            limits.append(group.budget)
        self.number = {key: number for number, key in enumerate(self.keys)}
        self.limits: NDArray[np.float64] = np.array(limits, dtype=float)
        self.money = self.number.get(MONEY)

    def seat_of(self, course: str, run: Run) -> int | None:
        """The number of the seats of this session; None where nobody counts them."""
        return self.number.get(seat(course, run.session.id))

    def away_in(self, member: Member, week: int) -> int | None:
        """The number of the places of the person's unit in this week; None where there is no limit."""
        return None if member.unit is None else self.number.get(away(member.unit, week))

    def of_plan(self, member: Member, plan: Plan) -> dict[int, float]:
        """What a plan takes of each resource."""
        taken: dict[int, float] = {}
        for step in plan.steps:
            if step.session is None:
                continue
            keys = [seat(step.course, step.session)]
            if member.unit is not None:
                keys += [away(member.unit, week) for week, load in enumerate(step.minutes, step.weeks[0]) if load]
            taken.update((self.number[key], 1.0) for key in keys if key in self.number)
        if self.money is not None and plan.cost:
            taken[self.money] = plan.cost
        return taken

    def left(self, taken: Iterable[Mapping[int, float]]) -> NDArray[np.float64]:
        """What is left of each resource."""
        left = self.limits.copy()
        for each in taken:
            for number, amount in each.items():
                left[number] -= amount
        return left
