"""The first engine: it finds what people can do, and says honestly how sure it is."""

from random import Random
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competence_check.scoring import scale
from competence_check.scoring.engine import Estimate, Scored
from competence_check.scoring.hierarchical import AREA_VARIANCE, COMPETENCE_VARIANCE, HierarchicalEngine
from competence_check.scoring.response import GUESSING, Parameters
from competence_check.scoring.status import Difference, Status, difference, status_of

AREAS = {"1": ["1.1", "1.2", "1.3"], "2": ["2.1", "2.2", "2.3", "2.4"]}
ENGINE = HierarchicalEngine(AREAS)

parameters = st.builds(
    Parameters, difficulty=st.sampled_from(list(scale.BANDS.values())), guessing=st.sampled_from([0.0, 0.1, 0.25])
)
answers = st.lists(
    st.builds(
        Scored,
        competence=st.sampled_from([code for codes in AREAS.values() for code in codes]),
        parameters=parameters,
        score=st.sampled_from([0.0, 0.25, 0.5, 1.0]),
    ),
    max_size=20,
)


def test_every_area_and_competence_gets_an_estimate_even_without_answers() -> None:
    result = ENGINE.estimate([], {})
    assert list(result.areas) == ["1", "2"]
    assert list(result.competences) == ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4"]
    assert result.areas["1"].se == pytest.approx(AREA_VARIANCE**0.5, abs=0.01)
    assert result.competences["1.1"].se == pytest.approx(1.0, abs=0.01)
    assert result.competences["1.1"].theta == pytest.approx(0, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(answers)
def test_the_order_of_answers_does_not_matter_and_ranges_hold_the_level(some: list[Scored]) -> None:
    one, other = ENGINE.estimate(some, {}), ENGINE.estimate(some[::-1], {})
    for code, estimate in one.competences.items():
        assert estimate.theta == pytest.approx(other.competences[code].theta, abs=1e-9)
        assert 0 <= estimate.low <= estimate.level <= estimate.high <= 8


@settings(max_examples=30, deadline=None)
@given(answers, parameters)
def test_a_right_answer_never_lowers_and_a_wrong_one_never_raises_a_level(
    some: list[Scored], asked: Parameters
) -> None:
    before = ENGINE.estimate(some, {})
    right = ENGINE.estimate([*some, Scored("1.1", asked, 1.0)], {})
    wrong = ENGINE.estimate([*some, Scored("1.1", asked, 0.0)], {})
    for code in ("1.1", "1.2"):
        assert right.competences[code].theta >= before.competences[code].theta - 1e-9
        assert wrong.competences[code].theta <= before.competences[code].theta + 1e-9
    assert right.competences["2.1"] == before.competences["2.1"]


def test_self_ratings_do_not_enter_the_estimates() -> None:
    some = [Scored("1.1", Parameters(0.0), 1.0)]
    assert ENGINE.estimate(some, {"1.1": 0}) == ENGINE.estimate(some, {"1.1": 4})


def test_a_competence_that_the_framework_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match=r"9\.9"):
        ENGINE.estimate([Scored("9.9", Parameters(0.0), 1.0)], {})


def test_ranges_cover_the_truth_as_often_as_they_say() -> None:
    chance = Random(7)
    inside, errors = [], []
    for _person in range(150):
        truth: dict[str, float] = {}
        some = []
        for codes in AREAS.values():
            area = chance.gauss(0, AREA_VARIANCE**0.5)
            for code in codes:
                truth[code] = chance.gauss(area, COMPETENCE_VARIANCE**0.5)
                for difficulty in (-1.2, -0.2, 0.8):
                    asked = Parameters(difficulty, guessing=GUESSING[chance.choice(list(GUESSING))])
                    some.append(Scored(code, asked, float(chance.random() < asked.success(truth[code]))))
        for code, estimate in ENGINE.estimate(some, {}).competences.items():
            inside.append(abs(estimate.theta - truth[code]) <= 1.96 * estimate.se)
            errors.append(estimate.theta - truth[code])
    assert 0.93 <= mean(inside) <= 0.97
    assert abs(mean(errors)) < 0.05


@given(st.floats(-5, 5))
def test_levels_rise_with_ability_and_lead_back_to_it(theta: float) -> None:
    level = scale.level_of(theta)
    assert 0 <= level <= 8
    assert scale.level_of(theta + 0.1) >= level
    if 0 < level < 8:
        assert scale.theta_of(level) == pytest.approx(theta)


def test_the_difficulties_of_the_bands_are_the_levels_one_three_five_and_seven() -> None:
    assert [scale.level_of(difficulty) for difficulty in scale.BANDS.values()] == [1, 3, 5, 7]
    assert [scale.band_of(level) for level in (0.4, 1, 2.4, 2.5, 4, 6, 8)] == [
        "", "basic", "basic", "intermediate", "intermediate", "advanced", "highly_advanced",
    ]  # fmt: skip


def test_few_tasks_leave_a_competence_open_and_narrow_ranges_make_it_firm() -> None:
    assert status_of(Estimate(theta=0, se=0.4, tasks=1)) is Status.OPEN
    assert status_of(Estimate(theta=0, se=0.9, tasks=3)) is Status.OPEN
    assert status_of(Estimate(theta=0, se=0.7, tasks=3)) is Status.EMERGING
    assert status_of(Estimate(theta=0, se=0.45, tasks=8)) is Status.FIRM


@pytest.mark.parametrize(
    ("step", "theta", "se", "expected"),
    [
        (2, 0.3, 0.6, Difference.ALIKE),
        (4, 0.5, 0.6, Difference.ALIKE),
        (4, -0.5, 0.6, Difference.SELF_HIGHER),
        (0, 1.0, 0.6, Difference.SELF_LOWER),
        (4, -0.5, 1.5, Difference.ALIKE),
    ],
)
def test_a_self_rating_is_remarked_only_beyond_the_error_of_the_difference(
    step: int, theta: float, se: float, expected: Difference
) -> None:
    assert difference(step, Estimate(theta=theta, se=se, tasks=3)) is expected
