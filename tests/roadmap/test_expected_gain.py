"""A course's expected gain: the author's word at first, then more and more what was measured."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.followup.expected_gain import STATED_COUNTS_AS, expected_gain

LEVELS = st.floats(0, 8)
OUTCOMES = st.lists(st.floats(-8, 8), max_size=60)


def test_without_outcomes_the_authors_statement_stands() -> None:
    assert expected_gain(2, []).mean == 2
    assert expected_gain(2, []).people == 0


def test_as_many_people_as_the_statement_counts_for_meet_it_halfway() -> None:
    assert expected_gain(2, [1.0] * int(STATED_COUNTS_AS)).mean == pytest.approx(1.5)


def test_one_bad_outcome_moves_it_little_and_many_outcomes_decide() -> None:
    assert expected_gain(2, [-1]).mean > 1.6
    assert expected_gain(2, [0.5] * 800).mean == pytest.approx(0.5, abs=0.02)


@given(LEVELS, OUTCOMES)
def test_it_stays_within_the_levels_and_between_statement_and_data(stated: float, outcomes: list[float]) -> None:
    found = expected_gain(stated, outcomes)
    assert 0 <= found.low <= found.mean <= found.high <= 8
    if outcomes:
        measured = math.fsum(outcomes) / len(outcomes)
        assert max(0, min(stated, measured)) - 1e-9 <= found.mean <= max(stated, measured) + 1e-9


@given(LEVELS, OUTCOMES)
def test_more_people_make_it_surer(stated: float, outcomes: list[float]) -> None:
    wide, narrow = expected_gain(4, []), expected_gain(4, [0.0] * 20)
    assert narrow.high - narrow.low < wide.high - wide.low
    assert expected_gain(stated, outcomes).people == len(outcomes)


@pytest.mark.parametrize(
    ("stated", "outcomes", "field"),
    [(-1, [], "stated"), (math.nan, [], "stated"), (2, [9], "outcomes"), (2, [math.nan], "outcomes")],
)
def test_what_is_no_number_of_levels_is_refused(stated: float, outcomes: list[float], field: str) -> None:
    with pytest.raises(ValueError, match=field):
        expected_gain(stated, outcomes)
