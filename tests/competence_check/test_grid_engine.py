"""The engine: exact on the grid, honest about its error, and it uses what self-ratings say about the shape."""

from dataclasses import replace
from itertools import pairwise
from random import Random
from statistics import mean

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competence_check.scoring.assumptions import FLAWLESS, Assumptions, Care
from competence_check.scoring.correlations import estimate_correlations
from competence_check.scoring.curves import GRID
from competence_check.scoring.engine import Scored
from competence_check.scoring.grid import GridEngine
from competence_check.scoring.response import Parameters
from competence_check.scoring.scale import SELF_RATING_LEVELS, theta_of
from tests.competence_check.test_scoring import AREAS, answers, parameters

TRUE = Assumptions(care=FLAWLESS)
ENGINE = GridEngine(AREAS, TRUE)
ratings = st.dictionaries(st.sampled_from(ENGINE.codes), st.integers(0, 4))


def test_without_answers_everybody_stands_in_the_middle_with_variance_one() -> None:
    result = ENGINE.estimate([], {})
    assert list(result.areas) == list(AREAS)
    for estimate in result.competences.values():
        assert estimate.theta == pytest.approx(0, abs=1e-9)
        assert estimate.se == pytest.approx(1.0, abs=0.01)
    assert result.areas["1"].se == pytest.approx(TRUE.within**0.5, abs=0.01)


def test_the_tree_agrees_with_adding_up_all_combinations_of_abilities() -> None:
    """Two competences of two areas: every combination of general, area and own abilities, one by one."""
    engine = GridEngine({"1": ["a"], "2": ["b"]}, TRUE)
    asked = [Scored("a", Parameters(0.5, 1.4), 1.0), Scored("b", Parameters(-0.4, 0.8, 0.25), 0.0)]
    means, spread = [0.0, 0.0], np.array([[1.0, TRUE.between], [TRUE.between, 1.0]])
    one, two = np.meshgrid(GRID, GRID, indexing="ij")
    flat = np.stack([one.ravel(), two.ravel()], axis=1)
    density = np.exp(-0.5 * np.einsum("ni,ij,nj->n", flat - means, np.linalg.inv(spread), flat - means))
    for column, answer in enumerate(asked):
        chance = np.array([answer.parameters.success(theta) for theta in flat[:, column]])
        density *= chance if answer.score else 1 - chance
    density /= density.sum()
    result = engine.estimate(asked, {})
    for column, code in enumerate("ab"):
        expected = float(density @ flat[:, column])
        assert result.competences[code].theta == pytest.approx(expected, abs=1e-4)
        error = float(density @ (flat[:, column] - expected) ** 2) ** 0.5
        assert result.competences[code].se == pytest.approx(error, abs=1e-4)


@settings(max_examples=30, deadline=None)
@given(answers, ratings)
def test_the_order_of_answers_does_not_matter_and_ranges_hold_the_level(
    some: list[Scored], rated: dict[str, int]
) -> None:
    one, other = ENGINE.estimate(some, rated), ENGINE.estimate(some[::-1], rated)
    for code, estimate in one.competences.items():
        assert estimate.theta == pytest.approx(other.competences[code].theta, abs=1e-9)
        assert 0 <= estimate.low <= estimate.level <= estimate.high <= 8


@settings(max_examples=30, deadline=None)
@given(answers, ratings, parameters)
def test_a_right_answer_never_lowers_and_a_wrong_one_never_raises_any_level(
    some: list[Scored], rated: dict[str, int], asked: Parameters
) -> None:
    before, right, wrong = (
        ENGINE.estimate([*some, *more], {}).competences
        for more in ([], [Scored("1.1", asked, 1.0)], [Scored("1.1", asked, 0.0)])
    )
    for code in ENGINE.codes:
        assert wrong[code].theta - 1e-9 <= before[code].theta <= right[code].theta + 1e-9


def test_part_of_a_task_lies_between_nothing_and_all_of_it() -> None:
    found = [
        ENGINE.estimate([Scored("1.1", Parameters(0.0), score)], {}).competences["1.1"].theta
        for score in (0, 0.25, 0.5, 1)
    ]
    assert all(one < other for one, other in pairwise(found))


@settings(max_examples=50, deadline=None)
@given(
    st.builds(Parameters, st.floats(-10, 10), st.floats(0.01, 10), st.floats(0, 0.95)), st.sampled_from([0.0, 0.3, 1.0])
)
def test_even_the_strangest_task_gives_an_estimate_with_an_error(asked: Parameters, score: float) -> None:
    for some in ([Scored("1.1", asked, score)] * 40, [Scored("1.1", asked, score), Scored("1.1", asked, 1 - score)]):
        found = ENGINE.posterior(some, {"1.1": 0, "1.2": 4})
        assert np.isfinite(found.covariance).all()
        assert np.isfinite(found.evidence)
        estimate = ENGINE.estimate(some, {}).competences["1.1"]
        assert -4.8 <= estimate.theta <= 4.8
        # Forty lucky answers or real ability: such a posterior may have two hills, far apart on the grid.
        assert 0 < estimate.se <= 4.8


def test_self_ratings_show_a_shape_and_rating_everything_high_moves_little() -> None:
    shape = ENGINE.estimate([], {code: 4 if code == "1.1" else 1 for code in ENGINE.codes}).competences
    assert shape["1.1"].theta > shape["1.2"].theta + 0.3
    low, high = (ENGINE.estimate([], dict.fromkeys(ENGINE.codes, step)).competences["1.1"] for step in (1, 2))
    assert 0 < high.theta - low.theta < 0.5
    assert shape["1.1"].se > 0.7


def test_a_competence_that_the_framework_does_not_have_is_refused() -> None:
    for some, rated in (([Scored("9.9", Parameters(0.0), 1.0)], {}), ([], {"9.9": 1})):
        with pytest.raises(ValueError, match=r"9\.9"):
            ENGINE.estimate(some, rated)


def test_assumptions_that_cannot_be_are_refused() -> None:
    slipping, nearly_all = (Care(1.0, 0.0, 0.5),), (Care(0.9, 0.0, 0.0),)
    for wrong in (
        {"between": 0.8, "within": 0.7},
        {"within": 1.1},
        {"reliance": 1.0},
        {"care": slipping},
        {"care": nearly_all},
    ):
        with pytest.raises(ValueError, match=r"≤|share"):
            Assumptions(**wrong)


def person(chance: Random, true: Assumptions, tasks: int) -> tuple[dict[str, float], list[Scored]]:
    general, truth, some = chance.gauss(0, true.between**0.5), {}, []
    for codes in AREAS.values():
        area = chance.gauss(general, true.area_variance**0.5)
        for code in codes:
            truth[code] = chance.gauss(area, true.own_variance**0.5)
            for _task in range(tasks):
                asked = Parameters(chance.gauss(0, 1), 1.5)
                some.append(Scored(code, asked, float(chance.random() < asked.success(truth[code]))))
    return truth, some


def test_ranges_cover_the_truth_as_often_as_they_say() -> None:
    chance = Random(7)
    inside, errors = [], []
    for _person in range(200):
        truth, some = person(chance, TRUE, 3)
        for code, estimate in ENGINE.estimate(some, {}).competences.items():
            inside.append(abs(estimate.theta - truth[code]) <= 1.96 * estimate.se)
            errors.append(estimate.theta - truth[code])
    assert 0.93 <= mean(inside) <= 0.97
    assert abs(mean(errors)) < 0.05


def test_correlations_are_found_in_answers_and_stay_at_the_start_without() -> None:
    assert estimate_correlations(AREAS, [], TRUE) == TRUE
    true = Assumptions(between=0.3, within=0.45, care=FLAWLESS)
    chance = Random(3)
    people: list[tuple[list[Scored], dict[str, int]]] = [(person(chance, true, 5)[1], {}) for _person in range(150)]
    found = estimate_correlations(AREAS, people, TRUE)
    assert found.between == pytest.approx(true.between, abs=0.13)
    assert found.within == pytest.approx(true.within, abs=0.13)


def test_how_far_self_ratings_go_with_ability_is_found_too() -> None:
    true, chance = replace(TRUE, reliance=0.7), Random(5)
    claims = [theta_of(level) for level in SELF_RATING_LEVELS]
    people = []
    for _person in range(40):
        truth, some = person(chance, true, 3)
        habit = chance.gauss(0, true.habit_variance**0.5)
        latent = {
            code: true.reliance * theta + habit + chance.gauss(0, true.noise_variance**0.5)
            for code, theta in truth.items()
        }
        steps = {code: min(range(5), key=lambda step: abs(claims[step] - at)) for code, at in latent.items()}
        people.append((some, steps))
    found = estimate_correlations(AREAS, people, replace(true, reliance=0.4))
    assert found.reliance == pytest.approx(true.reliance, abs=0.15)


def test_who_slips_a_lot_is_told_by_the_answers_as_if_both_ways_of_answering_were_weighed_by_hand() -> None:
    careful, careless = Care(0.8, 0.01, 0.01), Care(0.2, 0.25, 0.3)
    mixed = GridEngine(AREAS, Assumptions(care=(careful, careless)))
    alone = [GridEngine(AREAS, Assumptions(care=(replace(care, share=1.0),))) for care in (careful, careless)]
    # Easy ones wrong, hard ones right: hardly anybody who answers with care does that.
    odd = [Scored("1.1", Parameters(-2.0 if number % 2 else 2.0), float(number % 2 == 0)) for number in range(8)]
    rated = {"1.1": 3, "2.1": 1}
    found, parts = mixed.posterior(odd, rated), [engine.posterior(odd, rated) for engine in alone]
    weights = np.array([0.8, 0.2]) * np.exp([part.evidence - parts[1].evidence for part in parts])
    assert weights[1] > 3 * weights[0]
    expected = sum(weight * part.competences for weight, part in zip(weights / weights.sum(), parts, strict=True))
    assert found.competences == pytest.approx(np.asarray(expected), abs=1e-12)
    assert found.evidence == pytest.approx(np.log(weights.sum()) + parts[1].evidence)
