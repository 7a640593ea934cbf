"""What the linter finds in a bank without faults, and that there is nothing to find in ours."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from competence_check.cli import check
from competence_check.content.checks import checks
from competence_check.content.frameworks import frameworks
from competence_check.lint import findings
from competence_check.linting.coverage import table
from competence_check.linting.picture_files import faulty_files
from competence_check.tasks.grading import FORMATS
from lms.kernel.content import read_content
from tests.competence_check.files import CHECK, FRAMEWORK, read
from tests.databases import ROOT

SIMULATED = """
[[tasks]]
key = "schalter"
band = "basic"
format = "simulated"
surface = "form"
outcomes = ["LO1.1.01"]
prompt.de = "Schalten Sie alles ein."
prompt.en = "Switch everything on."
feedback.de = "Darum."
feedback.en = "Because."
source = "Buch"
checked_on = 2026-11-01

    [tasks.scene]
    title.de = "Schalter"
    title.en = "Switches"
"""
SWITCH = """
    [[tasks.settings]]
    key = "{key}"
    kind = "switch"
    label.de = "{key}"
    label.en = "{key}"
    right = "on"
"""


def found(tmp_path: Path, check: str = CHECK) -> list[str]:
    source = read(tmp_path, check=check)
    assert not source.faults, source.faults
    return findings(source.parsed["checks"], source.parsed["frameworks"].values())


def many(number: int, old: str = "", new: str = "") -> str:
    """The file with so many tasks, `new` instead of `old` in each."""
    start = CHECK.index("[[tasks]]")
    task = CHECK[start:].replace(old, new) if old else CHECK[start:]
    return CHECK[:start] + "\n".join(task.replace("eins", f"aufgabe-{each}") for each in range(number))


def test_our_own_bank_has_no_findings() -> None:
    source = read_content(ROOT / "content", [frameworks, checks])
    assert not source.faults
    assert findings(source.parsed["checks"], source.parsed["frameworks"].values()) == []


def test_our_own_bank_holds_what_it_promises() -> None:
    files = [
        file
        for file in read_content(ROOT / "content", [frameworks, checks]).parsed["checks"]
        if file.framework == "digcomp-3.0"
    ]
    rows = {tuple(row[:3]): dict(zip(table(files)[0], row, strict=True)) for row in table(files)[1:]}
    assert all(int(row["total"]) >= 12 for (_framework, _competence, band), row in rows.items() if band == "all")
    assert all(int(row["total"]) >= 2 for row in rows.values())
    tasks = [task for file in files for task in file.tasks.values()]
    assert len(tasks) >= 300
    assert sum(task["format"] == "simulated" for task in tasks) >= 60
    # In every band somebody can be asked something; and everything says where it comes from and when that was checked.
    assert {row["band"] for row in rows.values()} >= {"basic", "intermediate", "advanced", "highly_advanced"}
    assert all(task["body"]["source"].strip() for task in tasks)
    assert all(date(2026, 11, 1) <= date.fromisoformat(task["body"]["checked_on"]) for task in tasks)
    assert all({"de", "en"} <= set(task["body"]["prompt"]) for task in tasks)
    assert {task["format"] for task in tasks} == set(FORMATS)


@pytest.mark.parametrize(
    ("situation", "surface", "topic", "least"),
    [
        ("an inbox with a phishing mail", "inbox", "phishing", 3),
        ("a browser address bar", "browser", "", 4),
        ("a file dialogue", "files", "", 4),
        ("sharing rights in a folder", "sharing", "", 4),
        ("a calendar", "calendar", "", 4),
        ("a video meeting's controls", "meeting", "", 4),
        ("a table with a wrong formula", "table", "", 4),
        ("a search with filters", "search", "", 4),
        ("a form with a privacy choice", "form", "data-protection", 4),
        ("a document whose headings are only big letters", "document", "accessibility", 2),
        ("an answer of an AI that needs checking", "assistant", "ai", 4),
    ],
)
def test_every_named_situation_is_played_in_several_tasks(situation: str, surface: str, topic: str, least: int) -> None:
    files = read_content(ROOT / "content", [frameworks, checks]).parsed["checks"]
    bodies = [task["body"] for file in files for task in file.tasks.values() if task["format"] == "simulated"]
    played = [body for body in bodies if body["surface"] == surface and (not topic or topic in body.get("topics", ()))]
    assert len(played) >= least, situation


@pytest.mark.parametrize(("framework", "least"), [("digcomp-3.0", 0.62), ("digitale-kultur", 0.6)])
def test_at_least_six_of_ten_tasks_are_not_multiple_choice(framework: str, least: float) -> None:
    """With one right answer or with several, both are multiple choice. DigComp has to keep a margin."""
    files = read_content(ROOT / "content", [frameworks, checks]).parsed["checks"]
    formats = [task["format"] for file in files if file.framework == framework for task in file.tasks.values()]
    others = [name for name in formats if name not in ("single", "multiple")]
    assert len(others) >= least * len(formats), f"{len(others)} of {len(formats)}"


def test_a_bank_with_too_much_multiple_choice_is_named(tmp_path: Path) -> None:
    assert "all tasks: 20 of 20 are multiple choice, at most 40%" in found(tmp_path, many(20))


def test_at_least_twelve_tasks_have_a_picture() -> None:
    files = read_content(ROOT / "content", [frameworks, checks]).parsed["checks"]
    assert sum("image" in task["body"] for file in files for task in file.tasks.values()) >= 12
    assert faulty_files(ROOT / "content" / "checks", files) == []


def test_at_least_sixty_tasks_are_on_municipal_work_and_the_topics_of_firms() -> None:
    files = read_content(ROOT / "content", [frameworks, checks]).parsed["checks"]
    topics = [set(task["body"].get("topics", ())) for file in files for task in file.tasks.values()]
    assert sum("municipal" in each for each in topics) >= 60
    assert sum("firm" in each for each in topics) >= 50


def test_a_second_framework_states_its_own_least_number_of_tasks(tmp_path: Path) -> None:
    assert "rahmen/1.1: 1 tasks, at least 12 are needed" in found(tmp_path)
    source = read(tmp_path, framework=f"least_tasks = 1\n{FRAMEWORK}")
    sentences = findings(source.parsed["checks"], source.parsed["frameworks"].values())
    assert "rahmen/1.2: 0 tasks, at least 1 are needed" in sentences
    assert not any("rahmen/1.1: " in each for each in sentences)


def test_the_coverage_counts_tasks_by_competence_band_and_format(tmp_path: Path) -> None:
    header, *rows = table(read(tmp_path).parsed["checks"])
    first, last = dict(zip(header, rows[0], strict=True)), dict(zip(header, rows[-1], strict=True))
    assert (first["competence"], first["band"], first["single"], first["total"]) == ("1.1", "basic", "1", "1")
    assert (first["order"], last["competence"], last["total"]) == ("·", "all", "1")


@pytest.mark.parametrize(
    "sentence",
    [
        "rahmen/1.1: 1 tasks, at least 12 are needed",
        "rahmen/1.2: 0 tasks, at least 12 are needed",
        "rahmen/1.1: 0 tasks of advanced, at least 2",
        "rahmen/1.1/eins: no text in en (prompt)",
        "rahmen/1.1/eins: no text in en (options.0.text)",
        "rahmen/1.1/self-rating: no text in en (statement)",
        "rahmen/1.1/eins: no learning outcome",
    ],
)
def test_what_is_missing_is_named(tmp_path: Path, sentence: str) -> None:
    assert sentence in found(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"Dies"', '"Dies hier, und zwar aus vielen guten Gründen"', "stands out by its length (de)"),
        ('"Dies"', '"D"', "stands out by its length (de)"),
        ('"Das"', '"Dies."', "two options differ in nothing but case or signs (de): dies"),
        ('"Was gilt?"', '"Was gilt bei Verwaltungsdienstleistungsangeboten?"', "long word (de)"),
        (
            '"Was gilt?"',
            '"Unter Berücksichtigung verwaltungsrechtlicher Zuständigkeitsregelungen, insbesondere hinsichtlich '
            "datenschutzrechtlicher Verantwortlichkeiten innerhalb interkommunaler Kooperationsvereinbarungen, "
            "erforderliche Maßnahmen einzuleiten obliegt verantwortlichen Organisationseinheiten welcher Behörden und "
            'welcher der beteiligten Körperschaften des öffentlichen Rechts?"',
            "hard to read (de)",
        ),
        ("outcomes = []", 'outcomes = ["LO9.9.01"]', "the learning outcome LO9.9.01 is not one of 1.1"),
    ],
)
def test_what_a_task_gives_away_or_hides_is_named(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert not any(sentence in each for each in found(tmp_path))
    assert any(sentence in each for each in found(tmp_path, CHECK.replace(old, new, 1)))


def test_right_answers_that_always_stand_in_the_same_place_are_named(tmp_path: Path) -> None:
    sentences = found(tmp_path, many(8))
    assert "all tasks: choosing place 1 is right in 8 of 8 single choices (de)" in sentences


def test_right_answers_that_are_often_the_shortest_are_named(tmp_path: Path) -> None:
    sentences = found(tmp_path, many(8, '"Dies"', '"So"'))
    assert any("choosing the shortest option is right in 8 of 8" in each for each in sentences)


MARK = """
[[tasks]]
key = "stelle-{number}"
band = "basic"
format = "mark"
outcomes = ["LO1.1.01"]
prompt.de = "Markieren Sie, was zählt."
prompt.en = "Mark what counts."
text.de = "{text}"
text.en = "{text}"
right = ["b", "d"]
feedback.de = "Darum."
feedback.en = "Because."
source = "Buch"
checked_on = 2026-11-01
"""


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("[[a|Eins]] [[b|Zwei]] [[c|Drei]] [[d|Vier]] [[e|Fünf]]", "every other piece, from the second"),
        ("[[b|Das ist lang]] [[a|Eins]] [[c|Drei]] [[e|Vier]] [[d|Das ist auch lang]]", "the longer half"),
        ("[[b|Eins]] [[d|Zwei]] [[a|Drei]] [[c|Vier]] [[e|Fünf]]", "the first half"),
    ],
)
def test_texts_in_which_one_can_mark_without_reading_are_named(tmp_path: Path, text: str, way: str) -> None:
    tasks = "".join(MARK.format(number=number, text=text) for number in range(8))
    for language in ("de", "en"):
        sentence = f"all tasks: marking {way} earns 100% in 8 texts, by chance 20% ({language})"
        assert sentence in found(tmp_path, CHECK + tasks)


def test_a_question_that_holds_its_answer_is_named(tmp_path: Path) -> None:
    start, end = CHECK.index("prompt.de"), CHECK.index("    [[tasks.options]]")
    short = CHECK[:end].replace('"single"', '"short"') + 'accept.de = ["Winterdienst"]\n'
    short = short.replace('"Was gilt?"', '"Wie suchen Sie Winterdienst?"')
    assert start < end
    assert any("the question holds the answer (de): Winterdienst" in each for each in found(tmp_path, short))


def test_one_choice_for_everything_that_earns_too_much_is_named(tmp_path: Path) -> None:
    task = SIMULATED + "".join(SWITCH.format(key=key) for key in ("eins", "zwei"))
    assert any("choosing 'on' everywhere earns 100%" in each for each in found(tmp_path, CHECK + task))


@pytest.mark.db
def test_the_commands_say_so_and_end_accordingly(app: Flask, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    ours = runner.invoke(check, ["lint", "--folder", str(ROOT / "content")])
    assert (ours.exit_code, ours.output.splitlines()[-1]) == (0, "0 findings.")
    read(tmp_path)
    theirs = runner.invoke(check, ["lint", "--folder", str(tmp_path / "content")])
    assert theirs.exit_code == 1
    broken = read(tmp_path, check=CHECK.replace('"single"', '"essay"'))
    assert broken.faults
    assert "faults" in runner.invoke(check, ["lint", "--folder", str(tmp_path / "content")]).output
    read(tmp_path)
    counted = runner.invoke(check, ["coverage", "--csv", "--folder", str(tmp_path / "content")])
    assert counted.output.splitlines()[1] == "rahmen,1.1,basic,1,0,0,0,0,0,0,0,1"
