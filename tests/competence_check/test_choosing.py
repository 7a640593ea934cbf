"""The next task: where it tells most, easy at first, from every area, within the cap; no longer than needed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competence_check.scoring.assumptions import FLAWLESS, Assumptions
from competence_check.scoring.choosing import FOCUS, Bank, Rules, gains, is_enough, next_task, per_time, weights_of
from competence_check.scoring.engine import Scored
from competence_check.scoring.grid import GridEngine
from competence_check.scoring.response import Parameters
from tests.competence_check.test_scoring import AREAS

ENGINE = GridEngine(AREAS, Assumptions(care=FLAWLESS))
TASKS = [
    (code, Parameters(difficulty, 0.8 + 0.1 * number))
    for number, code in enumerate(ENGINE.codes)
    for difficulty in (-1.2, -0.2, 0.8, 1.6)
]
BANK = Bank(ENGINE, TASKS)
EQUAL = weights_of(ENGINE, {})


def ask(scores: list[float], rules: Rules, **more: object) -> list[int]:
    """The tasks that somebody with these scores is asked."""
    asked: list[int] = []
    for _score in scores:
        given_so_far = [Scored(*TASKS[task], score) for task, score in zip(asked, scores, strict=False)]
        chosen = next_task(ENGINE.posterior(given_so_far, {}), BANK, asked, weights=EQUAL, rules=rules, **more)  # type: ignore[arg-type]
        assert chosen is not None
        asked.append(chosen)
    return asked


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=2, max_size=20))
def test_no_task_comes_twice_and_every_area_comes_first(scores: list[float]) -> None:
    asked = ask(scores, Rules())
    assert len(set(asked)) == len(asked)
    assert {int(BANK.area[task]) for task in asked[:2]} == {0, 1}


@given(st.lists(st.sampled_from([0.0, 1.0]), min_size=2, max_size=2))
@settings(max_examples=4, deadline=None)
def test_the_first_tasks_are_likely_to_succeed(scores: list[float]) -> None:
    first = ask(scores, Rules(easy=2))[0]
    assert gains(ENGINE.posterior([], {}), BANK, EQUAL)[1][first] >= 0.55


def test_gain_is_the_expected_loss_of_variance_and_never_negative() -> None:
    engine = GridEngine({"x": ["x"]}, Assumptions(1.0, 1.0, care=FLAWLESS))
    task = Parameters(0.3, 1.2)
    bank, before = Bank(engine, [("x", task)]), engine.estimate([], {}).competences["x"]
    after = [engine.estimate([Scored("x", task, score)], {}).competences["x"] for score in (0.0, 1.0)]
    gain, chance = gains(engine.posterior([], {}), bank, np.ones(1))
    expected = before.se**2 - (after[1].se ** 2 * chance[0] + after[0].se ** 2 * (1 - chance[0]))
    focus = 1 + FOCUS / (1 + np.exp(1.2))
    assert abs(gain[0] / focus - expected) < 1e-9
    assert (gains(ENGINE.posterior([], {}), BANK, EQUAL)[0] >= 0).all()


def test_what_the_role_asks_for_is_asked_first() -> None:
    weights = weights_of(ENGINE, {"2.3": 30.0})
    chosen = next_task(ENGINE.posterior([], {}), BANK, [], weights=weights, rules=Rules(easy=0))
    assert chosen is not None
    assert TASKS[chosen][0] == "2.3"


def test_a_task_over_the_cap_waits_unless_there_is_no_other() -> None:
    best = ask([1.0], Rules())[0]
    exposure = np.zeros(len(TASKS))
    exposure[best] = 0.4
    assert ask([1.0], Rules(), exposure=exposure)[0] != best
    assert ask([1.0], Rules(), exposure=np.ones(len(TASKS))) == [best]


def test_with_a_budget_of_time_a_short_task_that_tells_nearly_as_much_comes_first() -> None:
    engine = GridEngine({"x": ["x"]}, Assumptions(1.0, 1.0, care=FLAWLESS))
    bank = Bank(engine, [("x", Parameters(0.0, 1.2)), ("x", Parameters(0.0, 1.0)), ("x", Parameters(3.0, 1.0))])
    before, seconds = engine.posterior([], {}), np.array([60.0, 30.0, 20.0])
    gain = gains(before, bank, np.ones(1))[0]
    assert gain[0] > gain[1] > gain[2]
    chosen = [
        next_task(before, bank, [], weights=np.ones(1), rules=Rules(easy=0), worth=per_time(seconds, thrift))
        for thrift in (0.0, 1.0)
    ]
    assert chosen == [0, 1]
    assert per_time(seconds, 1.0) * gain == pytest.approx(gain / seconds)


def test_a_bank_without_tasks_left_has_no_next_one() -> None:
    assert next_task(ENGINE.posterior([], {}), BANK, range(len(TASKS)), weights=EQUAL, rules=Rules()) is None


def test_it_stops_by_count_by_time_and_by_precision_but_not_before_every_area_was_asked() -> None:
    unknown = ENGINE.posterior([], {})
    both = ask([1.0, 0.0], Rules())
    assert is_enough(unknown, BANK, range(10), Rules(most=10))
    assert not is_enough(unknown, BANK, both, Rules(most=10))
    assert is_enough(unknown, BANK, both, Rules(seconds=600), seconds=601)
    assert not is_enough(unknown, BANK, both[:1], Rules(seconds=600), seconds=601)
    assert is_enough(unknown, BANK, both, Rules(precision=0.9))
    assert not is_enough(unknown, BANK, both, Rules(precision=0.8))
