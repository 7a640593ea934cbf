"""Every format: what earns how much, what is refused, and that no answer earns less than nothing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competence_check.tasks.format import UNKNOWN
from competence_check.tasks.grading import grade, read_answer, read_self_rating
from competence_check.tasks.typed import normal_text, readings
from lms.kernel.errors import Invalid

KEYS = ["a", "b", "c", "d", "e"]


def options(*right: str) -> dict[str, Any]:
    return {"options": [{"key": key, "correct": key in right} for key in KEYS]}


def short(*accepted: str) -> dict[str, Any]:
    return {"accept": {"de": list(accepted)}}


def number(answer: float, tolerance: float = 0.0, **unit: str) -> dict[str, Any]:
    return {"answer": answer, "tolerance": tolerance, "unit": unit}


def test_a_single_choice_is_right_or_wrong() -> None:
    assert grade("single", options("c"), {"choice": "c"}) == 1
    assert grade("single", options("c"), {"choice": "a"}) == 0


@pytest.mark.parametrize(
    ("chosen", "score"),
    [(["a", "b"], 1.0), (["a"], 0.5), (["a", "b", "c"], 2 / 3), (["a", "c"], 1 / 6), (["c", "d", "e"], 0), (KEYS, 0)],
)
def test_several_choices_earn_hits_minus_slips(chosen: list[str], score: float) -> None:
    assert grade("multiple", options("a", "b"), {"choices": chosen}) == pytest.approx(score)


@given(st.sets(st.sampled_from(KEYS), min_size=1, max_size=4), st.sets(st.sampled_from(KEYS)))
def test_several_choices_earn_between_nothing_and_all_and_all_only_for_the_right_ones(
    right: set[str], chosen: set[str]
) -> None:
    score = grade("multiple", options(*right), {"choices": sorted(chosen)})
    assert 0 <= score <= 1
    assert (score == 1) == (chosen == right)


@given(st.permutations(KEYS))
def test_an_order_earns_everything_only_if_it_is_right(order: list[str]) -> None:
    score = grade("order", options(), {"order": order})
    assert 0 <= score <= 1
    assert (score == 1) == (order == KEYS)


def test_an_order_with_two_neighbours_swapped_earns_most_and_the_reverse_nothing() -> None:
    assert grade("order", options(), {"order": ["b", "a", "c", "d", "e"]}) == pytest.approx(0.8)
    assert grade("order", options(), {"order": KEYS[::-1]}) == 0


@given(st.lists(st.sampled_from(KEYS), min_size=5, max_size=5))
def test_matching_everything_to_anything_earns_between_nothing_and_all(targets: list[str]) -> None:
    score = grade("match", options(), {"pairs": dict(zip(KEYS, targets, strict=True))})
    assert 0 <= score <= 1
    assert (score == 1) == (targets == KEYS)


def test_matching_everything_to_the_same_target_earns_nothing() -> None:
    assert grade("match", options(), {"pairs": dict.fromkeys(KEYS, "a")}) == 0


@pytest.mark.parametrize("typed", ["Strg+F", "strg + f", " STRG+F. ", "„Strg+F“", "Strg\u00a0+\u00a0F"])
def test_a_short_answer_may_differ_in_case_spaces_and_quotes(typed: str) -> None:
    assert grade("short", short("Strg+F"), {"text": typed}) == 1


@pytest.mark.parametrize("typed", ["Grußkärtchen", "grusskaertchen", "GRUSSKÄRTCHEN"])
def test_a_short_answer_may_spell_umlauts_either_way(typed: str) -> None:
    assert grade("short", short("Grußkärtchen"), {"text": typed}) == 1


def test_another_word_is_wrong_and_answers_of_other_languages_count() -> None:
    body = {"accept": {"de": ["Blindkopie"], "en": ["blind copy"]}}
    assert grade("short", body, {"text": "Kopie"}) == 0
    assert grade("short", body, {"text": "Blind Copy"}) == 1


@given(st.text(alphabet="abcäöüß+-19", min_size=1))
def test_no_way_of_writing_a_text_changes_what_it_means(text: str) -> None:
    for other in (text.upper(), f"  {text} ", f"„{text}“", " ".join(text), normal_text(text)):
        assert normal_text(other) == normal_text(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12,5", {12.5}),
        ("12.5", {12.5}),
        ("1.234,5", {1234.5}),
        ("1,234.5", {1234.5}),
        ("1.234", {1234.0, 1.234}),
        ("1 234", {1234.0}),
        ("−5", {-5.0}),
        ("007", {7.0}),
        ("12,", {12.0}),
        ("zwölf", set()),
        ("1e5", set()),
        ("12,5,6", set()),
        ("nan", set()),
    ],
)
def test_numbers_are_read_in_german_and_in_english(typed: str, meant: set[float]) -> None:
    assert readings(typed) == meant


@given(st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 2)))
def test_a_number_written_in_either_language_is_understood(value: float) -> None:
    assert any(abs(each - value) < 1e-6 for each in readings(f"{value:.2f}"))
    assert any(abs(each - value) < 1e-6 for each in readings(f"{value:.2f}".replace(".", ",")))
    assert value in readings(f"{value:,.2f}")


def test_a_number_is_right_within_its_tolerance_and_may_carry_its_unit() -> None:
    assert grade("number", number(33, 0.5, de="%"), {"text": "33,5 %"}) == 1
    assert grade("number", number(33, 0.5, de="%"), {"text": "33,6"}) == 0
    assert grade("number", number(0.3), {"text": "0,3"}) == 1


@pytest.mark.parametrize("format_name", ["single", "multiple", "order", "match", "short", "number"])
def test_not_knowing_is_an_answer_in_every_format_and_earns_nothing(format_name: str) -> None:
    response = read_answer(format_name, {}, {"unknown": ["1"]})
    assert response == UNKNOWN
    assert grade(format_name, {}, response) == 0


@pytest.mark.parametrize(
    ("format_name", "body", "fields"),
    [
        ("single", options("a"), {}),
        ("single", options("a"), {"choice": ["x"]}),
        ("multiple", options("a"), {}),
        ("multiple", options("a"), {"choice": ["a", "a"]}),
        ("multiple", options("a"), {"choice": ["x"]}),
        ("order", options(), {}),
        ("order", options(), {f"position-{key}": ["1"] for key in KEYS}),
        ("order", options(), {f"position-{key}": ["9"] for key in KEYS}),
        ("match", options(), {"match-a": ["b"]}),
        ("match", options(), {f"match-{key}": ["x"] for key in KEYS}),
        ("short", short("a"), {"text": ["   "]}),
        ("short", short("a"), {"text": ["a" * 201]}),
        ("short", short("a"), {"text": ["a\x00"]}),
        ("number", number(3), {"text": ["drei"]}),
    ],
)
def test_what_is_no_answer_is_refused_with_a_sentence(
    format_name: str, body: dict[str, Any], fields: dict[str, list[str]]
) -> None:
    with pytest.raises(Invalid) as refused:
        read_answer(format_name, body, fields)
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize("response", [{}, {"choice": ["a"]}, {"order": 5}, {"pairs": []}, {"text": None}])
@pytest.mark.parametrize("format_name", ["single", "multiple", "order", "match", "short", "number"])
def test_a_kept_answer_of_another_shape_is_refused(format_name: str, response: dict[str, Any]) -> None:
    body = options("a") | short("a") | number(1)
    with pytest.raises(Invalid):
        grade(format_name, body, response)


def test_what_a_form_sends_is_read_back_as_the_same_answer() -> None:
    placed = {f"position-{key}": [str(6 - place)] for place, key in enumerate(KEYS, 1)}
    assert read_answer("order", options(), placed) == {"order": KEYS[::-1]}
    matched = {f"match-{key}": ["a"] for key in KEYS}
    assert read_answer("match", options(), matched) == {"pairs": dict.fromkeys(KEYS, "a")}


def test_a_self_rating_is_a_step_or_cannot_be_said() -> None:
    assert read_self_rating({"step": ["4"]}) == {"step": 4}
    assert read_self_rating({"step": ["unknown"]}) == UNKNOWN
    for fields in ({}, {"step": ["5"]}, {"step": ["-1"]}, {"step": ["two"]}):
        with pytest.raises(Invalid):
            read_self_rating(fields)
