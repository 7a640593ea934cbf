"""Faults in frameworks, checks and profiles are named with file, line and field; what is right has none."""

from pathlib import Path

import pytest

from tests.competence_check.files import CHECK, FRAMEWORK, PROFILE, read


def test_a_right_folder_has_no_faults(tmp_path: Path) -> None:
    source = read(tmp_path)
    assert source.faults == []
    assert set(source.parsed["frameworks"]["rahmen"].competences) == {"1.1", "1.2"}
    assert set(source.parsed["checks"][0].tasks) == {"eins"}
    assert source.parsed["profiles"]["amt"].targets["1.1"].level == 4


@pytest.mark.parametrize(
    ("old", "new", "field", "message"),
    [
        ('competence = "1.1"', 'competence = "9.9"', "competence", "no competence '9.9'"),
        ('competence = "1.1"', 'competence = "1.2"', "competence", "name of the file"),
        ('band = "basic"', 'band = "expert"', "tasks.0.band", "must be one of: basic"),
        ('format = "single"', 'format = "essay"', "tasks.0.format", "must be one of: single"),
        ("    correct = true\n", "", "tasks.0.options", "exactly one option must be correct, here are 0"),
        ('    key = "b"\n', '    key = "b"\n    correct = true\n', "tasks.0.options", "here are 2"),
        ('    key = "b"\n', '    key = "a"\n', "tasks.0.options.1.key", "used twice"),
        ('text.de = "Das"', 'text.de = "Dies"', "tasks.0.options", "same text in de"),
        ('prompt.de = "Was gilt?"', 'prompt.en = "What?"', "tasks.0.prompt", "German text (de) is missing"),
        (
            'prompt.de = "Was gilt?"',
            'prompt.de = "Was gilt?"\nprompt.en = "What?"',
            "tasks.0.feedback",
            "the text in en is missing",
        ),
        ('steps.de = ["nie", ', "steps.de = [", "self_rating.steps.de", "must be 5 sentences"),
        ("[self_rating]\n", "[selfrating]\n", "selfrating", "no such field"),
        ('source = "Buch"', 'sauce = "Buch"', "tasks.0.source", "is missing"),
        ("checked_on = 2026-11-01", 'checked_on = "gestern"', "tasks.0.checked_on", "must be a date"),
        ('key = "eins"', 'key = "Eins!"', "tasks.0.key", "does not look like"),
    ],
)
def test_a_fault_in_a_check_is_named(tmp_path: Path, old: str, new: str, field: str, message: str) -> None:
    text = CHECK.replace(old, new, 1)
    found = [fault for fault in read(tmp_path, check=text).faults if fault.field == field and message in fault.message]
    assert found, read(tmp_path, check=text).faults
    assert found[0].file == "content/checks/rahmen/1.1.toml"
    assert 1 <= found[0].line <= len(text.splitlines())


def test_the_line_of_a_fault_is_where_the_field_stands(tmp_path: Path) -> None:
    fault = read(tmp_path, check=CHECK.replace('band = "basic"', 'band = "expert"')).faults[0]
    assert CHECK.splitlines()[fault.line - 1].startswith("band")


def test_two_tasks_with_one_key_are_a_fault(tmp_path: Path) -> None:
    task = CHECK[CHECK.index("[[tasks]]") :]
    assert any("used twice" in fault.message for fault in read(tmp_path, check=CHECK + "\n" + task).faults)


@pytest.mark.parametrize(
    ("format_name", "rest", "message"),
    [
        ("short", "", "is missing; write accept.de"),
        ("short", 'accept.de = ["!"]', "each with letters or digits"),
        ("number", "tolerance = -1\nanswer = 3", "must not be negative"),
        ("number", "", "is missing"),
        ("order", "", "there must be at least 3"),
    ],
)
def test_a_format_needs_what_it_is_graded_by(tmp_path: Path, format_name: str, rest: str, message: str) -> None:
    task = CHECK[: CHECK.index("    [[tasks.options]]")].replace("single", format_name) + rest
    assert any(message in fault.message for fault in read(tmp_path, check=task).faults)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('id = "1.1"', 'id = "7.7"', "competences.0.id"),
        ("level = 4", "level = 9", "competences.0.level"),
        ("weight = 2", "weight = 0", "competences.0.weight"),
        ('framework = "rahmen"', 'framework = "fremd"', "framework"),
        ('family = "amt"', 'family = "Das Amt"', "family"),
    ],
)
def test_a_fault_in_a_profile_is_named(tmp_path: Path, old: str, new: str, field: str) -> None:
    faults = read(tmp_path, profile=PROFILE.replace(old, new)).faults
    assert field in [fault.field for fault in faults]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('id = "1.2"', 'id = "1.1"', "competences.1.id"),
        ('area = "1"\nname.de = "Ordnen"', 'area = "5"\nname.de = "Ordnen"', "competences.1.area"),
        ('name.de = "Rahmen"', 'slug = "anders"\nname.de = "Rahmen"', "slug"),
    ],
)
def test_a_fault_in_a_framework_is_named(tmp_path: Path, old: str, new: str, field: str) -> None:
    faults = read(tmp_path, framework=FRAMEWORK.replace(old, new)).faults
    assert field in [fault.field for fault in faults]


def test_checks_of_an_unknown_framework_are_a_fault(tmp_path: Path) -> None:
    (tmp_path / "content/checks/fremd").mkdir(parents=True)
    assert any("no framework 'fremd'" in fault.message for fault in read(tmp_path).faults)
