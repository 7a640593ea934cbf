"""Which tasks a run asks: enough of each competence, over the bands, areas in turn, and always the same."""

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from competence_check.duration import minutes_for
from competence_check.scoring.scale import BANDS
from competence_check.selection import Candidate, select_tasks

COMPETENCES = ["1.1", "1.2", "2.1", "2.2", "2.3", "3.1"]


def bank(each: tuple[str, ...] = (*BANDS, "basic"), **changes: object) -> list[Candidate]:
    return [
        Candidate(number, code[0], code, band, frozenset(), seen=False)
        for number, (code, band) in enumerate((code, band) for code in COMPETENCES for band in each)
    ]


def chosen(candidates: list[Candidate], family: str = "", seed: int = 1) -> list[Candidate]:
    by_id = {candidate.id: candidate for candidate in candidates}
    return [by_id[number] for number in select_tasks(candidates, family, Random(seed))]


@given(st.integers(0, 500))
def test_each_competence_is_asked_three_times_in_three_bands(seed: int) -> None:
    tasks = chosen(bank(), seed=seed)
    assert len({task.id for task in tasks}) == len(tasks) == 3 * len(COMPETENCES)
    for code in COMPETENCES:
        assert len({task.band for task in tasks if task.competence == code}) == 3


@given(st.integers(0, 500))
def test_every_area_comes_early_and_the_first_tasks_are_not_the_hardest(seed: int) -> None:
    tasks = chosen(bank(), seed=seed)
    assert {task.area for task in tasks[:3]} == {"1", "2", "3"}
    assert "highly_advanced" not in {task.band for task in tasks[:3]}


def test_all_bands_are_asked_about_equally_often() -> None:
    counts = Counter(task.band for seed in range(200) for task in chosen(bank(), seed=seed))
    assert max(counts.values()) < 1.2 * min(counts.values())


def test_the_same_source_of_chance_gives_the_same_run_and_another_another() -> None:
    assert chosen(bank(), seed=3) == chosen(bank(), seed=3)
    assert chosen(bank(), seed=3) != chosen(bank(), seed=4)


def test_tasks_that_fit_the_role_come_before_tasks_for_others() -> None:
    others = [Candidate(100 + n, "1", "1.1", "basic", frozenset({"trades"}), seen=False) for n in range(3)]
    own = [Candidate(200 + n, "1", "1.1", "basic", frozenset({"case-work"}), seen=False) for n in range(3)]
    assert {task.id for task in chosen([*others, *own], "case-work")} == {200, 201, 202}


def test_tasks_already_met_are_asked_only_where_there_are_no_others() -> None:
    met = [Candidate(n, "1", "1.1", "basic", frozenset(), seen=True) for n in range(3)]
    new = [Candidate(10 + n, "1", "1.1", "basic", frozenset(), seen=False) for n in range(2)]
    assert len({task.id for task in chosen([*met, *new])} & {10, 11}) == 2


def test_a_small_bank_gives_what_it_has() -> None:
    assert len(chosen(bank(("basic",)))) == len(COMPETENCES)
    assert select_tasks([], "", Random(1)) == []


def test_minutes_are_a_range_and_never_nothing() -> None:
    assert minutes_for([]).least == 1
    full = minutes_for([""] * 21 + ["single"] * 63)
    assert 20 < full.least < full.most < 80
