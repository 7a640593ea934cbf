"""What the linter finds in a bank without faults."""

from pathlib import Path

from competence_check.lint import coverage, findings
from tests.competence_check.files import CHECK, read

COMPETENCES = {"rahmen": ["1.1", "1.2"]}


def found(tmp_path: Path, check: str = CHECK) -> list[str]:
    source = read(tmp_path, check=check)
    assert not source.faults
    return findings(source.parsed["checks"], COMPETENCES)


def test_the_coverage_counts_tasks_by_band_and_format(tmp_path: Path) -> None:
    header, row = coverage(read(tmp_path).parsed["checks"])
    numbers = dict(zip(header, row, strict=True))
    assert (numbers["competence"], numbers["basic"], numbers["single"], numbers["total"]) == ("1.1", "1", "1", "1")
    assert numbers["order"] == "·"


def test_competences_with_too_few_tasks_are_named(tmp_path: Path) -> None:
    assert "rahmen/1.1: 1 tasks, at least 3 are needed" in found(tmp_path)
    assert "rahmen/1.2: 0 tasks, at least 3 are needed" in found(tmp_path)


def test_missing_translations_are_named(tmp_path: Path) -> None:
    assert "rahmen/1.1/eins: no text in en" in found(tmp_path)
    assert "rahmen/1.1/self-rating: no text in en" in found(tmp_path)


def test_a_right_answer_that_is_much_longer_is_named(tmp_path: Path) -> None:
    long = CHECK.replace('text.de = "Dies"', 'text.de = "Dies hier, und zwar aus vielen guten Gründen"')
    assert any("stands out by its length (de)" in sentence for sentence in found(tmp_path, long))
    assert not any("stands out" in sentence for sentence in found(tmp_path))


def test_right_answers_that_always_stand_in_the_same_place_are_named(tmp_path: Path) -> None:
    start = CHECK.index("[[tasks]]")
    many = CHECK[:start] + "\n".join(CHECK[start:].replace("eins", f"aufgabe-{number}") for number in range(8))
    assert any("stand in place 1" in sentence for sentence in found(tmp_path, many))
