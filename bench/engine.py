"""How well the engine of the competence check measures simulated people, beside the numbers to meet or beat.

Reference: maximum information, EAP. Tasks with a ~ lognormal(0, 0.3) and b ~ N(0, 1): the notes do not say how their
bank was drawn; with these, maximum information needs about as many tasks as it does there. One bank can be lucky by
more than the differences that matter, so a and b are spread evenly over their distributions (a Latin hypercube,
McKay et al. 1979) and only how they go together is chance; so are the people's abilities on one scale. Self-ratings
come in five steps.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import NormalDist

import numpy as np

from bench.table import Row, at_least, at_most
from competence_check.scoring.assumptions import FLAWLESS, START, Assumptions, Care
from competence_check.scoring.choosing import Bank, Rules, next_task, weights_of
from competence_check.scoring.correlations import estimate_correlations
from competence_check.scoring.curves import GRID, STEP, Array, information
from competence_check.scoring.engine import NORMAL_95, Scored
from competence_check.scoring.grid import GridEngine
from competence_check.scoring.response import Parameters
from competence_check.scoring.scale import SELF_RATING_LEVELS, band_of, level_of, theta_of

EXACT = Assumptions(1.0, 1.0, care=FLAWLESS)
TIMES = (10, 15, 20)
TARGETS = (0.35, 0.30)
BANKS, PEOPLE = 8, 200
LEARNT_FROM = 300
AREAS = {str(area): [f"{area}.{n}" for n in range(1, many + 1)] for area, many in enumerate((3, 6, 4, 4, 4), start=1)}


def _spread(chance: np.random.Generator, count: int) -> Array:
    """Values of N(0, 1), one from each of `count` equally likely stretches, in random order."""
    places = (chance.permutation(count) + chance.random(count)) / count
    return np.array([NormalDist().inv_cdf(float(place)) for place in places])


def _tasks(chance: np.random.Generator, count: int) -> list[Parameters]:
    draws = zip(_spread(chance, count), np.exp(0.3 * _spread(chance, count)), strict=True)
    return [Parameters(float(b), float(a)) for b, a in draws]


@dataclass
class _Scale:
    """What came out of many runs on one scale."""

    reached: dict[float, list[int]] = field(default_factory=lambda: {target: [] for target in TARGETS})
    errors: dict[int, list[float]] = field(default_factory=lambda: {turn: [] for turn in TIMES})
    inside: list[bool] = field(default_factory=list)
    exposed: list[float] = field(default_factory=list)

    def items(self, target: float) -> float:
        return round(float(np.mean(self.reached[target])), 2)

    def rmse(self, turn: int) -> float:
        return float(np.sqrt(np.mean(np.square(self.errors[turn]))))

    def bias(self) -> float:
        return float(np.mean(self.errors[20]))


def _scale(size: int, how: str, cap: float | None = None) -> _Scale:
    """How many tasks people of N(0, 1) need. how: "maximum information" or "engine"."""
    found = _Scale()
    for number in range(BANKS):
        chance = np.random.default_rng(1000 * size + number)
        tasks = _tasks(chance, size)
        engine = GridEngine({"x": ["x"]}, EXACT)
        bank = Bank(engine, [("x", task) for task in tasks])
        told = np.array([information(task, EXACT) for task in tasks])
        counts, rules = np.zeros(size), Rules(cap=cap or 1.0)
        for person, theta in enumerate(_spread(chance, PEOPLE)):
            right = chance.random(size) < [task.success(float(theta)) for task in tasks]
            asked: list[int] = []
            scored: list[Scored] = []
            posterior = engine.posterior([], {})
            waiting = list(TARGETS[:1] if cap else TARGETS)
            while (waiting or len(asked) < (0 if cap else 20)) and len(asked) < 80:
                if how == "engine":
                    exposure = counts / max(person, 10) if cap else None
                    chosen = next_task(posterior, bank, asked, weights=np.ones(1), rules=rules, exposure=exposure)
                else:
                    here = round((float(posterior.competences[0] @ GRID) - GRID[0]) / STEP)
                    chosen = int(np.argmax(np.where(np.isin(range(size), asked), -1, told[:, here])))
                assert chosen is not None
                asked.append(chosen)
                scored.append(Scored("x", tasks[chosen], float(right[chosen])))
                posterior = engine.posterior(scored, {})
                mean = float(posterior.competences[0] @ GRID)
                se = float(np.sqrt(posterior.competences[0] @ GRID**2 - mean**2))
                while waiting and se <= waiting[0]:
                    found.reached[waiting.pop(0)].append(len(asked))
                if len(asked) in TIMES:
                    found.errors[len(asked)].append(mean - theta)
                if len(asked) == 20:
                    found.inside.append(abs(mean - theta) <= NORMAL_95 * se)
            for target in waiting:
                found.reached[target].append(len(asked))
            counts[asked] += 1
        found.exposed.append(float(counts.max()) / PEOPLE)
    return found


def _one_scale() -> list[Row]:
    rows: list[Row] = []
    for size, bars, known in ((300, (13.9, 20.6), (13.4, 20.2)), (100, (19.7, 32.0), (19.2, 31.7))):
        what = f"one scale, {size} tasks"
        best, ours = _scale(size, "maximum information"), _scale(size, "engine")
        for target, bar, reference in zip(TARGETS, bars, known, strict=True):
            beside = f"maximum information {best.items(target):g}, reference {reference:g}"
            rows.append(at_most(what, f"tasks to SE {target:.2f} ({beside})", ours.items(target), bar))
        for turn in TIMES:
            ratio = round(ours.rmse(turn) / best.rmse(turn), 3)
            beside = f"{ours.rmse(turn):.3f} / {best.rmse(turn):.3f}"
            rows.append(at_most(what, f"RMSE after {turn} / maximum information ({beside})", ratio, 1.03))
        rows.append(at_most(what, "|bias|", round(abs(ours.bias()), 3), 0.02))
        rows.append(_coverage(what, float(np.mean(ours.inside)), 0.93, 0.97))
    capped = _scale(300, "engine", 0.4)
    name = "one scale, 300 tasks, cap .40"
    rows.append(at_most(name, "tasks to SE 0.35 (reference 15.5)", capped.items(0.35), 15.49))
    rows.append(Row(name, "largest exposure", round(max(capped.exposed), 3)))
    return rows


def _coverage(what: str, value: float, least: float, most: float) -> Row:
    bar = f"{100 * least:g}–{100 * most:g} %" if most < 1 else f"≥ {100 * least:g} %"
    return Row(what, "coverage of 95 % intervals", round(100 * value, 1), "%", bar, least <= value <= most)


@dataclass(frozen=True)
class _World:
    """What is true. careless: answers of chance; guessing: lower asymptote of all tasks; habit: see `Assumptions`."""

    correlation: float = 0.7
    rating: float = 0.5
    habit: float = 0.5
    guessing: float = 0.0
    careless: float = 0.0


@dataclass
class _Profiles:
    truth: list[Array] = field(default_factory=list)
    found: list[Array] = field(default_factory=list)
    errors: list[Array] = field(default_factory=list)
    choosing: list[float] = field(default_factory=list)
    scoring: list[float] = field(default_factory=list)
    given: list[tuple[Sequence[Scored], Mapping[str, int]]] = field(default_factory=list)

    def rmse(self) -> float:
        return float(np.sqrt(np.mean((np.array(self.found) - np.array(self.truth)) ** 2)))

    def coverage(self) -> float:
        apart = np.abs(np.array(self.found) - np.array(self.truth))
        return float(np.mean(apart <= NORMAL_95 * np.array(self.errors)))

    def bands(self) -> float:
        pairs = zip(np.ravel(self.truth), np.ravel(self.found), strict=True)
        return float(np.mean([_band(one) == _band(other) for one, other in pairs]))

    def gaps(self) -> float:
        named = zip(self.truth, self.found, strict=True)
        hits = [len(set(np.argsort(found)[:3]) & set(np.argsort(truth)[:5])) for truth, found in named]
        return float(np.mean(hits)) / 3


def _band(theta: float) -> str:
    return band_of(level_of(theta)) or "basic"


def _profiles(world: _World, assumed: Assumptions, people: int, rated: bool = True) -> _Profiles:
    """People with 21 competences, 32 tasks out of 315 each, over four banks."""
    out = _Profiles()
    codes = [code for some in AREAS.values() for code in some]
    claims = np.array([theta_of(level) for level in SELF_RATING_LEVELS])
    for number in range(4):
        chance = np.random.default_rng(number)
        tasks = list(zip(codes * 15, _tasks(chance, 15 * len(codes)), strict=True))
        engine = GridEngine(AREAS, assumed)
        bank, equal = Bank(engine, tasks), weights_of(engine, {})
        for _person in range(people // 4):
            rest = 1.0 - world.rating**2
            general, own, habit, noise = chance.normal(), *np.split(chance.normal(size=63), 3)
            theta = np.sqrt(world.correlation) * general + np.sqrt(1 - world.correlation) * own
            claim = (
                world.rating * theta
                + np.sqrt(world.habit * rest) * habit[0]
                + np.sqrt((1 - world.habit) * rest) * noise
            )
            steps = (claim[:, None] > (claims[1:] + claims[:-1]) / 2).sum(axis=1)
            given = dict(zip(codes, map(int, steps), strict=True)) if rated else {}
            plain = np.array([task.success(theta[engine.place[code]]) for code, task in tasks])
            success = world.guessing + (1 - world.guessing) * plain
            success = (1 - world.careless) * success + world.careless * 0.25
            right = chance.random(len(tasks)) < success
            asked: list[int] = []
            scored: list[Scored] = []
            for _turn in range(32):
                began = time.perf_counter()
                chosen = next_task(engine.posterior(scored, given), bank, asked, weights=equal, rules=Rules())
                out.choosing.append(time.perf_counter() - began)
                assert chosen is not None
                asked.append(chosen)
                scored.append(Scored(*tasks[chosen], float(right[chosen])))
            began = time.perf_counter()
            result = engine.estimate(scored, given).competences
            out.scoring.append(time.perf_counter() - began)
            out.given.append((scored, given))
            out.truth.append(theta)
            out.found.append(np.array([result[code].theta for code in codes]))
            out.errors.append(np.array([result[code].se for code in codes]))
    return out


def _profile_rows(what: str, found: _Profiles, bars: Sequence[float]) -> list[Row]:
    rmse, bands, gaps = bars
    return [
        at_most(what, "RMSE", round(found.rmse(), 3), rmse),
        at_least(what, "band right", round(100 * found.bands(), 1), bands, "%"),
        at_least(what, "3 named gaps in the true bottom 5", round(100 * found.gaps(), 1), gaps, "%"),
        _coverage(what, found.coverage(), 0.93, 0.97),
    ]


def _profile() -> list[Row]:
    name = "profile, 32 tasks"
    exact = replace(START, between=0.7, within=0.7, reliance=0.5, care=FLAWLESS)
    known = _profiles(_World(), exact, 800)
    rows = _profile_rows(f"{name} (reference .524 / 62 / 54)", known, (0.53, 62, 54))
    rows += [
        at_most(name, "choosing a task, median", round(1000 * float(np.median(known.choosing)), 2), 2, "ms"),
        at_most(name, "result, median", round(1000 * float(np.median(known.scoring)), 2), 50, "ms"),
    ]
    habitual = _profiles(_World(habit=0.6), replace(exact, habit=0.6), 400)
    rows += _plain("more of the self-ratings' error is the person's (60 %)", habitual, known)
    rows += _plain("no self-ratings (reference .565 / 61 / 43)", _profiles(_World(), exact, 400, rated=False), known)
    usual = _profiles(_World(), START, 400)
    rows += _plain("start values instead of the true ones", usual, known)
    rows.append(_coverage("start values instead of the true ones", usual.coverage(), 0.93, 1.0))
    learnt = estimate_correlations(AREAS, usual.given[:LEARNT_FROM])
    told = f"learnt from {LEARNT_FROM} people: {learnt.between:g}, {learnt.within:g}, {learnt.reliance:g}"
    rows += _plain(told, _profiles(_World(), learnt, 400), known)
    fixed = replace(START, between=0.7, within=0.7)
    for wrong, world, assumed in (
        ("guessing .25 that no task admits", _World(guessing=0.25), START),
        ("true correlation .5, assumed .7", _World(correlation=0.5), fixed),
        ("true correlation .9, assumed .7", _World(correlation=0.9), fixed),
        ("10 % careless answers", _World(careless=0.1), START),
    ):
        # What the same people cost an engine that knows: the loss is the assumptions' alone.
        knows = replace(START, between=world.correlation, within=world.correlation, reliance=0.5)
        knows = replace(knows, care=(Care(1.0, max(world.guessing, world.careless / 4), world.careless * 0.75),))
        found, best = _profiles(world, assumed, 240), _profiles(world, knows, 240)
        rows += _plain(wrong, found, best)
        rows.append(_coverage(wrong, found.coverage(), 0.90, 1.0))
    return rows


def _plain(what: str, found: _Profiles, known: _Profiles) -> list[Row]:
    beside = f"{found.rmse():.3f}; band {100 * found.bands():.0f} %, gaps {100 * found.gaps():.0f} %"
    loss = round(100 * (found.rmse() / known.rmse() - 1), 1)
    return [Row(what, f"RMSE beside right assumptions ({beside})", loss, "%")]


def measure() -> list[Row]:
    """One scale, profiles, and both with wrong assumptions."""
    return _one_scale() + _profile()
