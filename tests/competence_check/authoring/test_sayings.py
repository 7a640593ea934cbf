"""The editor tells every finding in the words of the interface, in German and in English."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from competence_check.authoring.sayings.faults import FAULTS
from competence_check.authoring.sayings.hints import HINTS
from competence_check.authoring.sayings.left import LEFT
from competence_check.authoring.sayings.saying import Saying, in_words, saying_of

ROOT = Path(__file__).resolve().parents[3]

# What stands for a value that an f-string fills in, so that the patterns can be tried; in quotes, a name.
FILLED = "7"
# Where only some words can be filled in.
WORDS = (
    ("two options have the same 7", "two options have the same text"),
    ("two 7s", "two options"),
    ("7 was left out", "adaptive was left out"),
    ("the key 7 is used", "the key '7' is used"),
    ("7 is used", "'7' is used"),
    ("7 is no number", "'7' is no number"),
)


def worded(sentence: str) -> str:
    """The sentence with words that can stand in it."""
    for before, after in WORDS:
        sentence = after + sentence.removeprefix(before) if sentence.startswith(before) else sentence
    return sentence


def filled(node: ast.expr) -> Iterator[str]:
    """The sentences that an expression can be, with `FILLED` where it puts something in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(each.value) if isinstance(each, ast.Constant) else FILLED for each in node.values)
    elif isinstance(node, ast.IfExp):
        yield from filled(node.body)
        yield from filled(node.orelse)


def sentences_of_faults() -> set[str]:
    """What readers of tasks report: the last argument of every `fault(…)`."""
    files = [ROOT / "lms/kernel/toml.py", *(ROOT / "competence_check/content").glob("*.py")]
    wanted = {"toml.py", "task_files.py", "task_answers.py", "simulated_files.py", "simulated_controls.py"}
    found = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if file.name in wanted else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "fault":
                found |= {worded(sentence) for sentence in filled(node.args[-1])}
    return found


def sentences_of_hints() -> set[str]:
    """What the linter says about one task: texts that begin with "{place}: "."""
    found = set()
    for name in ("wording", "pictures", "keys", "guessing"):
        tree = ast.parse((ROOT / f"competence_check/linting/{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.FormattedValue):
                value = node.values[0].value
                if isinstance(value, ast.Name) and value.id == "place":
                    found |= {worded(sentence.removeprefix(f"{FILLED}: ")) for sentence in filled(node)}
    return found


def sentences_of_reports() -> set[str]:
    """Why something was left out: what `NotTaken` and notes of the QTI reader hold."""
    tree = ast.parse((ROOT / "competence_check/exchange/qti/reading.py").read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Yield) and node.value is not None:
            found |= set(filled(node.value))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            if called in ("NotTaken", "Unreadable") or (called == "append" and node.args):
                found |= {each.removeprefix(f"{FILLED}: ") for each in filled(node.args[0])}
    return {worded(each) for each in found if each not in ("file", FILLED)}


@pytest.mark.parametrize(
    "sentences, sayings, least",
    [(sentences_of_faults(), FAULTS, 35), (sentences_of_hints(), HINTS, 12), (sentences_of_reports(), LEFT, 18)],
    ids=["faults", "hints", "reports"],
)
def test_every_finding_has_its_words(sentences: set[str], sayings: tuple[Saying, ...], least: int) -> None:
    assert len(sentences) >= least
    assert sorted(sentence for sentence in sentences if saying_of(sentence, sayings) is None) == []


@pytest.mark.db
def test_words_follow_the_language_of_the_interface(app: Flask) -> None:
    with app.test_request_context():
        told = []
        for locale in ("de", "en"):
            with force_locale(locale):
                told.append(in_words("exactly one option must be correct, here are 2", FAULTS))
    assert told == [
        "Genau eine Antwort muss richtig sein; hier sind es 2.",
        "Exactly one answer must be right; here there are 2.",
    ]


def test_what_nobody_translated_is_shown_as_it_is() -> None:
    assert in_words("something new is wrong", FAULTS) == "something new is wrong"
