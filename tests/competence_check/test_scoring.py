"""The scale, how firm a level is, and when a difference is more than chance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competence_check.scoring import scale
from competence_check.scoring.engine import Estimate, Scored
from competence_check.scoring.response import Parameters
from competence_check.scoring.status import Change, Difference, Status, change, difference, status_of

AREAS = {"1": ["1.1", "1.2", "1.3"], "2": ["2.1", "2.2", "2.3", "2.4"]}

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


def test_no_own_task_leaves_a_competence_open_and_three_with_a_small_error_make_it_firm() -> None:
    assert status_of(Estimate(theta=0, se=0.4, tasks=0)) is Status.OPEN
    assert status_of(Estimate(theta=0, se=0.9, tasks=3)) is Status.OPEN
    assert status_of(Estimate(theta=0, se=0.7, tasks=3)) is Status.EMERGING
    assert status_of(Estimate(theta=0, se=0.5, tasks=2)) is Status.EMERGING
    assert status_of(Estimate(theta=0, se=0.6, tasks=3)) is Status.FIRM


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((0.0, 0.5), (1.3, 0.5), Change.ALIKE),
        ((0.0, 0.5), (1.5, 0.5), Change.UP),
        ((1.0, 0.4), (-0.5, 0.4), Change.DOWN),
        ((1.0, 0.8), (-0.5, 0.4), Change.ALIKE),
    ],
)
def test_a_change_is_named_only_beyond_the_error_of_both(
    before: tuple[float, float], after: tuple[float, float], expected: Change
) -> None:
    earlier, later = (Estimate(theta, se, tasks=4) for theta, se in (before, after))
    assert change(earlier, later) is expected


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
