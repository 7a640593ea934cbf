"""Joint plans with a proven bound, in steps that can be stopped and taken up again.

First prices of what all share (`prices`), then everybody's best plan at these prices, then a mixture of the plans
found that keeps all limits, and at last each person once more with what the others left over. The bound is that
of Lagrange at the best prices: what everybody could close at them at most, plus what all that is shared is worth.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from roadmap.planning.groups.block import Block, Offer, Unreachable
from roadmap.planning.groups.greedy import plan_in_turn
from roadmap.planning.groups.instance import Group
from roadmap.planning.groups.joint import plan_jointly
from roadmap.planning.groups.mixing import mix
from roadmap.planning.groups.plan import GroupPlan, Price
from roadmap.planning.groups.prices import find_prices, first_prices, is_large
from roadmap.planning.groups.progress import Progress, State
from roadmap.planning.groups.promises import keep_promises
from roadmap.planning.groups.resources import MONEY, Resources
from roadmap.planning.plan import Plan
from roadmap.planning.promised import promised_in
from roadmap.planning.reasons import explained
from roadmap.planning.solving import Aim
from roadmap.planning.units import common_unit, floored

# What is this part of what somebody closes at most without whole numbers can be closed.
SAFE = 0.8

# What is left over is offered for this part of its price: for nothing, the first would take all of it.
LEFT_OVER = 0.7

# How often prices are corrected for all people of a large group, whose sample comes near already; and between passes.
FEW_ROUNDS, ROUNDS_AGAIN = 3, 12

# After so many people the state is offered for keeping.
CHUNK = 20


@dataclass(frozen=True)
class GroupPlanner:
    """time_limit: seconds. relative_gap: how near to the best the plans have to be proven, 0-1. workers: threads.

    The same group gives the same plans unless time runs out.
    """

    time_limit: float = 300.0
    relative_gap: float = 4.5e-3
    rounds: int = 60
    passes: int = 3
    workers: int = 2
    clock: Callable[[], float] = field(default=time.monotonic)

    def plan(
        self, group: Group, tell: Callable[[Progress], None] = lambda _progress: None, state: State | None = None
    ) -> GroupPlan:
        """The plans. tell: is told how far it is, with a state; state: to go on from."""
        return _Work(self, group, tell, state or State()).run()


class _Work:
    def __init__(self, planner: GroupPlanner, group: Group, tell: Callable[[Progress], None], state: State) -> None:
        self._planner, self._group, self._tell, self._state = planner, group, tell, state
        self._end = planner.clock() + planner.time_limit
        self._resources = Resources(group)
        # What was promised comes first; without promises these plans are empty.
        if not state.promised:
            promised = keep_promises(group, self._resources, planner.time_limit / 20)
            state.promised = [plan.to_json() for plan in promised.values()]
        self._promised = [Plan.from_json(plan) for plan in state.promised]
        self._blocks = [
            _block(group, place, self._resources, promised_in(member.task, self._promised[place]))
            for place, member in enumerate(group.members)
        ]
        self._floors = [block.floor for block in self._blocks]

    def run(self) -> GroupPlan:
        """All steps that the state does not have yet."""
        state = self._state
        if state.prices is None:
            start = first_prices(self._blocks, self._resources, self._planner.rounds)
            rounds = self._planner.rounds if start is None else FEW_ROUNDS
            found = find_prices(self._blocks, self._resources.limits, rounds, self._is_time_for_prices, start)
            state.prices, state.bound = found.of.tolist(), found.bound
            self._report()
        chosen = self._read_chosen() or self._in_turn()
        for number in range(state.passes, self._planner.passes):
            if self._is_near(chosen) or (number and self._is_over()):
                break
            self._ask_all()
            chosen = self._mixed(self._fill_up(self._mixed(chosen)))
            self._state.chosen = [offer.plan.to_json() for offer in chosen]
            self._state.passes, self._state.asked = number + 1, []
            self._new_prices()
            self._report()
        if chosen and not self._is_near(chosen) and not self._is_over():
            aim = Aim(self._end - self._planner.clock(), self._planner.relative_gap)
            bound = self._state.bound if self._state.bound is not None else float("inf")
            chosen, self._state.bound = plan_jointly(self._blocks, self._resources, chosen, bound, aim)
        return self._result(chosen)

    def _is_time_for_prices(self, number: int) -> bool:
        self._report(number / self._planner.rounds / 4)
        return number < 2 or self._planner.clock() < self._end - 0.6 * self._planner.time_limit

    def _is_over(self) -> bool:
        return self._planner.clock() >= self._end

    def _is_near(self, chosen: Sequence[Offer]) -> bool:
        closed = sum(offer.plan.closed for offer in chosen)
        bound = self._state.bound
        return bound is not None and bool(chosen) and bound - closed <= self._planner.relative_gap * bound

    def _report(self, share: float = 0.0) -> None:
        state, people = self._state, len(self._blocks)
        if state.prices is not None:
            share = 0.25 + 0.75 * (state.passes + len(state.asked) / people) / (self._planner.passes + 1)
        self._tell(Progress(min(share, 1.0), state))

    def _prices(self) -> NDArray[np.float64]:
        return np.array(self._state.prices, dtype=float)

    def _ask_all(self) -> None:
        """Everybody's best plan at the prices; what it is worth at most makes the bound."""
        prices, people = self._prices(), len(self._blocks)
        while len(self._state.asked) < people:
            start = len(self._state.asked)
            part = self._blocks[start : start + CHUNK]
            for place, (offer, bound) in enumerate(self._together(lambda each: self._ask(each, prices), part), start):
                self._state.asked.append(bound)
                if offer is not None:
                    self._state.add(place, offer.plan)
            self._report()
        bound = sum(self._state.asked) + float(prices @ self._resources.limits)
        self._state.bound = min(bound, self._state.bound) if self._state.bound is not None else bound

    def _ask(self, block: Block, prices: NDArray[np.float64]) -> tuple[Offer | None, float]:
        if self._is_over():
            return None, block.relaxed(prices)[0]
        return block.best(prices, None, self._aim())

    def _aim(self) -> Aim:
        return Aim(max(0.1, min(10.0, self._end - self._planner.clock())), self._planner.relative_gap / 3)

    def _together(
        self, ask: Callable[[Block], tuple[Offer | None, float]], blocks: Sequence[Block]
    ) -> Iterable[tuple[Offer | None, float]]:
        with ThreadPoolExecutor(self._planner.workers) as pool:
            return list(pool.map(ask, blocks))

    def _read_chosen(self) -> list[Offer]:
        pairs = zip(self._blocks, self._state.chosen, strict=False)
        return [block.offer(Plan.from_json(plan)) for block, plan in pairs]

    def _in_turn(self) -> list[Offer]:
        """To begin with, one after another: what is there whenever time runs out."""
        plans = plan_in_turn(self._group).plans
        if all(block.keeps_promises(plans[block.member.id]) for block in self._blocks):
            return [block.offer(plans[block.member.id]) for block in self._blocks]
        return [block.offer(plan) for block, plan in zip(self._blocks, self._promised, strict=True)]

    def _mixed(self, chosen: list[Offer]) -> list[Offer]:
        """One plan of each person, so that nothing is taken more often than it is there; none where that fails."""
        offers = []
        for place, block in enumerate(self._blocks):
            known = [block.offer(Plan.from_json(plan)) for plan in self._state.plans.get(place, [])]
            offers.append([block.offer(self._promised[place]), *chosen[place : place + 1], *known])
        return mix(offers, self._resources.limits, self._floors, max(2.0, self._planner.time_limit / 20))

    def _fill_up(self, chosen: list[Offer]) -> list[Offer]:
        """Each person once more, those first who lost most against their own wishes, with what is left over."""
        bounds, prices = self._state.asked, self._prices()
        asked = LEFT_OVER * prices
        lost = {
            place: bounds[place] - offer.plan.closed + sum(prices[key] * much for key, much in offer.takes.items())
            for place, offer in enumerate(chosen)
        }
        left = self._resources.left(offer.takes for offer in chosen)
        for place in sorted(lost, key=lambda each: (-round(lost[each], 6), each)):
            if self._is_over() or self._is_near(chosen) or lost[place] <= 1e-3 * max(bounds[place], 1.0):
                break
            _give_back(left, chosen[place])
            offer, _bound = self._blocks[place].best(asked, left, self._aim())
            if offer is not None:
                self._state.add(place, offer.plan)
                if _net(offer, asked) > _net(chosen[place], asked) + 1e-9:
                    chosen[place] = offer
            _take_away(left, chosen[place])
        return chosen

    def _new_prices(self) -> None:
        """Prices that fit what is left to decide: from the relaxed programs again, with the windows found since."""
        found = find_prices(
            self._blocks,
            self._resources.limits,
            FEW_ROUNDS if is_large(self._blocks) else ROUNDS_AGAIN,
            lambda number: number < 2 or not self._is_over(),
            self._prices(),
        )
        if self._state.bound is None or found.bound < self._state.bound:
            self._state.bound = found.bound
        self._state.prices = found.of.tolist()

    def _result(self, chosen: list[Offer]) -> GroupPlan:
        plans = {block.member.id: offer.plan for block, offer in zip(self._blocks, chosen, strict=True)}
        share = self._group.minimum_share
        below = tuple(name for name, plan in plans.items() if plan.share < share - 1e-6)
        closed = sum(plan.closed for plan in plans.values())
        bound = self._bound_without_floors() if below else self._state.bound
        names = self._resources.keys
        priced = [(number, worth) for number, worth in enumerate(self._state.prices or ()) if worth > 1e-6]
        prices = tuple(Price(names[number][0], names[number][1:], worth) for number, worth in priced)
        gap = sum(plan.gap for plan in plans.values())
        units = [block.unit for block in self._blocks if len(block.matrix.worth)]
        bound = floored(bound or 0.0, common_unit(units) if all(units) else 0.0)
        return GroupPlan(plans, min(max(bound, closed), gap), below, _ordered(prices))

    def _bound_without_floors(self) -> float:
        """Where the minimum cannot be had for some, the bound is that of all plans without it for anybody."""
        prices = self._prices()
        free = replace(self._group, minimum_share=0.0)
        bound = float(prices @ self._resources.limits)
        for place in range(len(self._blocks)):
            bound += _block(free, place, self._resources, self._blocks[place].kept).relaxed(prices)[0]
        return bound


def _give_back(left: NDArray[np.float64], offer: Offer) -> None:
    """What a plan takes is free again."""
    for number, amount in offer.takes.items():
        left[number] += amount


def _take_away(left: NDArray[np.float64], offer: Offer) -> None:
    """What a plan takes is no longer there."""
    for number, amount in offer.takes.items():
        left[number] -= amount


def _net(offer: Offer, prices: NDArray[np.float64]) -> float:
    """What a plan closes less what it takes at these prices."""
    return offer.plan.closed - sum(float(prices[number]) * amount for number, amount in offer.takes.items())


def _ordered(prices: tuple[Price, ...]) -> tuple[Price, ...]:
    return tuple(sorted(prices, key=lambda each: (each.what == MONEY[0], -round(each.worth, 9), each.names)))


def _block(group: Group, place: int, resources: Resources, kept: frozenset[str]) -> Block:
    """The person's program; the floor as near to the minimum share as the person could get alone."""
    member = group.members[place]
    gap = explained(member.task, ()).gap
    block = Block(member, resources, group.minimum_share * gap, kept)
    if not block.floor:
        return block
    nothing = np.zeros(len(resources.limits))
    try:
        if block.floor <= SAFE * block.relaxed(nothing)[1]:
            return block
    except Unreachable:
        return Block(member, resources, 0.0, kept)
    alone, _bound = block.best(nothing, None, Aim(5.0, 0.5))
    return block if alone is not None else Block(member, resources, 0.0, kept)
