"""Formulas in tasks: German and English, and two are equal if they always give the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competence_check.tasks.formula import evaluate
from competence_check.tasks.functions import Bad
from competence_check.tasks.sheet import Sheet, same_result, shown

CELLS = [["Monat", "Euro"], ["Mai", "120"], ["Juni", "80,50"], ["Summe", "=SUMME(B2:B3)"]]
BY_LANGUAGE = {"de": CELLS, "en": CELLS}


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("1+2*3", 7),
        ("-2^2", 4),
        ("(1+2)*3", 9),
        ("10%", 0.1),
        ("SUMME(B2:B3)", 200.5),
        ("sum($B$2;B3)", 200.5),
        ("MITTELWERT(B2:B3)", 100.25),
        ("WENN(B2>100;1;0)", 1),
        ('IF(A2="Mai";"ja";"nein")', "ja"),
        ("RUNDEN(B3;0)", 81),
        ("ANZAHL(A2:B3)", 2),
        ('A2&" "&B2', "Mai 120"),
        ("1<>2", 1),
        ('MITTELWERTWENN(B2:B3;">100")', 120),
        ('SUMMEWENN(A2:A3;"Juni";B2:B3)', 80.5),
        ('COUNTIF(B2:B3;"<>120")', 1),
    ],
)
def test_formulas_give_what_a_spreadsheet_gives(formula: str, result: float | str) -> None:
    sheet = Sheet([*CELLS, [""]])
    sheet.put("A5", f"={formula}")
    assert sheet.value(4, 0) == pytest.approx(result)


@pytest.mark.parametrize(
    "formula", ["", "1/0", "A2+1", "SUMME(", "B9:", "=1", "WAS(1)", "MIN(A1)", "(" * 40, "9^9^9^9"]
)
def test_what_has_no_result_is_bad_and_breaks_nothing(formula: str) -> None:
    with pytest.raises(Bad):
        evaluate(formula, lambda cell: "Wort" if cell.startswith("A") else 2.0)


@given(st.text(alphabet='AB12+-*/^%()=<>;,.:&"SUMEIF ', max_size=60))
def test_no_text_whatever_ends_in_anything_but_a_value_or_bad(formula: str) -> None:
    sheet = Sheet(CELLS)
    sheet.put("B4", f"={formula}")
    shown(sheet, 3, 1, "de")


def test_a_circle_is_an_error_that_the_table_shows() -> None:
    assert shown(Sheet([["=A1"]]), 0, 0, "de") == "#WERT!"


@pytest.mark.parametrize("typed", ["=SUMME(B2:B3)", "=sum(b2:b3)", "=B2+B3", " =B3 + B2", "=SUMME(B3;B2)"])
def test_every_formula_that_always_gives_the_same_is_right(typed: str) -> None:
    assert same_result(BY_LANGUAGE, "B4", typed, "=SUMME(B2:B3)")


@pytest.mark.parametrize("typed", ["200,5", "=200,5", "=B2+80,5", "=SUMME(B2:B4)", "=B2", "SUMME(B2:B3)", ""])
def test_a_number_that_only_happens_to_be_right_is_not(typed: str) -> None:
    assert not same_result(BY_LANGUAGE, "B4", typed, "=SUMME(B2:B3)")


@pytest.mark.parametrize("typed", ['=MITTELWERTWENN(A1:A3;">0")', "=SUMME(A1:A3)/2", "=(A1+A3)/2"])
def test_every_way_to_leave_out_a_zero_is_right(typed: str) -> None:
    cells = [["10"], ["0"], ["20"], [""]]
    assert same_result({"de": cells}, "A4", typed, "=MITTELWERT(A1;A3)")


def test_where_a_plain_number_belongs_it_may_be_written_either_way() -> None:
    assert same_result(BY_LANGUAGE, "B2", "1.200", "1200")
    assert not same_result(BY_LANGUAGE, "B2", "12O", "120")
