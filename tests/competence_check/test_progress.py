"""What the page says is still to come is a range that can come true, and gets narrower on the way."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from competence_check.progress import tasks_to_come
from competence_check.rules import BUDGET_SECONDS, MOST_TASKS


@given(st.floats(0, 3000), st.floats(3, 300), st.integers(0, MOST_TASKS), st.integers(0, 5))
def test_the_range_of_tasks_never_promises_more_than_can_be_asked_or_less_than_is_needed(
    used: float, pace: float, answered: int, missing: int
) -> None:
    told = tasks_to_come(used, pace, answered, missing)
    needed = max(1, missing)
    assert needed <= told.least <= told.most <= max(needed, MOST_TASKS - answered)


@given(st.floats(15, 60))
def test_the_range_gets_narrower_for_somebody_who_keeps_their_pace(pace: float) -> None:
    count = min(MOST_TASKS, int(BUDGET_SECONDS / pace))
    told = [tasks_to_come(answered * pace, pace, answered, 0) for answered in range(count)]
    widths = [each.most - each.least for each in told]
    assert all(later <= earlier + 1 for earlier, later in pairwise(widths))
    assert widths[-1] <= 2 < widths[0]
    # The truth lies inside from the first task to the last.
    whole = min(MOST_TASKS, -int(-BUDGET_SECONDS // pace))
    assert all(each.least <= whole - answered <= each.most for answered, each in enumerate(told))
