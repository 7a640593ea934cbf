"""`flask check simulate`: any bank, any answers, and faults that name file, row and column."""

import csv
from io import StringIO
from pathlib import Path
from random import Random
from statistics import mean

import pytest
from click.testing import CliRunner, Result

from competence_check.cli import simulate
from competence_check.scoring.response import Parameters

BANK = "id,a,b,c,competence\nx1,1.2,-1,0,1.1\nx2,1,0,0.25,1.1\ny1,1,0.5,0,2.1\n"
ANSWERS = "person,x1,x2,y1\nanna,1,0,\nberta,0,1,1\n"


def run(folder: Path, bank: str | bytes, answers: str | bytes, *options: str) -> Result:
    for name, content in (("bank.csv", bank), ("answers.csv", answers)):
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    given = ["--bank", str(folder / "bank.csv"), "--answers", str(folder / "answers.csv"), *options]
    return CliRunner().invoke(simulate, given)


def rows_of(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(StringIO(result.output)))


def test_it_says_what_was_asked_what_was_found_and_what_is_expected_of_the_rest(tmp_path: Path) -> None:
    rows = rows_of(run(tmp_path, BANK, ANSWERS, "--max-items", "2"))
    assert [row["person"] for row in rows] == ["anna"] * 3 + ["berta"] * 3
    anna = {row["item"]: row for row in rows[:3]}
    assert [anna[item]["asked"] for item in ("x1", "x2", "y1")] in (["1", "2", ""], ["2", "1", ""])
    assert 0 < float(anna["y1"]["predicted"]) < 1
    assert anna["x1"]["predicted"] == anna["y1"]["answer"] == ""
    assert all(0 < float(row["se"]) < 1 for row in rows)
    assert len([row for row in rows[3:] if row["asked"]]) == 2


def test_a_person_without_answers_gets_the_prior_and_a_byte_order_mark_does_not_matter(tmp_path: Path) -> None:
    rows = rows_of(run(tmp_path, b"\xef\xbb\xbf" + BANK.encode(), "p;1,x1\nnobody,\n"))
    assert {row["asked"] for row in rows} == {""}
    assert {row["estimate"].lstrip("-") for row in rows} == {"0.0000"}


def test_expected_probabilities_are_right_on_the_whole(tmp_path: Path) -> None:
    chance = Random(1)
    tasks = [Parameters(chance.gauss(0, 1), 1.3) for _task in range(60)]
    bank = "id,a,b,c,competence\n" + "".join(f"t{n},1.3,{task.difficulty},0,x\n" for n, task in enumerate(tasks))
    lines = ["person," + ",".join(f"t{n}" for n in range(len(tasks)))]
    for person in range(60):
        theta = chance.gauss(0, 1)
        lines.append(f"{person}," + ",".join(str(int(chance.random() < task.success(theta))) for task in tasks))
    rest = [row for row in rows_of(run(tmp_path, bank, "\n".join(lines), "--max-items", "15")) if row["predicted"]]
    assert mean(float(row["predicted"]) - float(row["answer"]) for row in rest) == pytest.approx(0, abs=0.03)
    brier = mean((float(row["predicted"]) - float(row["answer"])) ** 2 for row in rest)
    assert brier < 0.19


@pytest.mark.parametrize(
    ("bank", "answers", "said"),
    [
        ("", ANSWERS, "bank.csv, row 1: column 'id' is missing"),
        (BANK.replace("competence", "topic"), ANSWERS, "column 'competence' is missing"),
        (BANK.replace("1.2,", "hoch,"), ANSWERS, "bank.csv, row 2, column 'a': 'hoch' is not a number"),
        (BANK.replace("1.2,", "nan,"), ANSWERS, "row 2, column 'a': 'nan' is not a number"),
        (BANK.replace("1.2,", "-1,"), ANSWERS, "row 2, column 'a': -1 must be above 0"),
        (BANK.replace("0.25", "1"), ANSWERS, "row 3, column 'c': 1 must be from 0 to below 1"),
        (BANK.replace("x2", "x1"), ANSWERS, "row 3, column 'id': 'x1' is there twice"),
        (BANK.replace(",2.1", ""), ANSWERS, "row 4: has 4 columns, the header 5"),
        ("id,a,b,c,competence\n", ANSWERS, "no tasks below the header"),
        (BANK, "person,x1,z\n", "answers.csv, row 1, column 3: the bank has no task 'z'"),
        (BANK, "person,x1,x1\n", "column 2: 'x1' is there twice"),
        (BANK, ANSWERS.replace("anna,1", "anna,2"), "answers.csv, row 2, column 'x1': '2' must be 0, 1 or empty"),
        (BANK, ANSWERS.replace("berta", "anna"), "row 3, column 'person': 'anna' is there twice"),
        (BANK, "person\n", "row 1: needs a column for the person"),
        (BANK, "person,x1\n", "no people below the header"),
        (BANK, b"person,x1\n\xff\xfe,1\n", "is not UTF-8 text"),
        (BANK, 'person,x1\n"anna,1\n', "answers.csv, row 2: "),
    ],
)
def test_a_fault_names_file_row_and_column(tmp_path: Path, bank: str, answers: str | bytes, said: str) -> None:
    result = run(tmp_path, bank, answers)
    assert result.exit_code == 1
    assert said in result.output
    assert "Traceback" not in result.output
