"""Tasks go out as QTI 3 and come back the same; what cannot be taken over is reported item by item."""

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from defusedxml.ElementTree import fromstring

from competence_check.content.checks import CheckFile, checks
from competence_check.content.frameworks import frameworks
from competence_check.exchange.qti import reading, task_file
from competence_check.exchange.qti.writing import NAMESPACE, Asked, package
from competence_check.exchange.tree import Unreadable
from lms.kernel.content import read_content

ROOT = Path(__file__).parents[3] / "content"


@pytest.fixture(scope="module")
def bank() -> list[CheckFile]:
    """Our own tasks."""
    found: list[CheckFile] = read_content(ROOT, [frameworks, checks]).parsed["checks"]
    return found


def read_back(text: str, folder: Path) -> dict[str, dict[str, Any]]:
    """The tasks in a content file, by key, read like any other."""
    root = folder / "content"
    (root / "frameworks").mkdir(parents=True)
    (root / "checks" / "digcomp-3.0").mkdir(parents=True)
    original = ROOT / "frameworks" / "digcomp-3.0.toml"
    (root / "frameworks" / original.name).write_text(original.read_text(encoding="utf-8"), encoding="utf-8")
    (root / "checks" / "digcomp-3.0" / "aus-qti.toml").write_text(text, encoding="utf-8")
    source = read_content(root, [frameworks, checks])
    assert not source.faults, source.faults[:6]
    return {f"{file.competence}-{key}": task for file in source.parsed["checks"] for key, task in file.tasks.items()}


def words(value: Any) -> Any:
    """Texts without the difference between one and two blanks, which XML does not keep, and without marks."""
    if isinstance(value, dict):
        return {name: words(inner) for name, inner in value.items() if name not in ("topics", "difficulty")}
    if isinstance(value, list):
        return [words(inner) for inner in value]
    return "".join(letter for letter in value if letter.isalnum()) if isinstance(value, str) else value


def test_every_task_that_qti_can_say_comes_back_the_same(bank: list[CheckFile], tmp_path: Path) -> None:
    asked = [Asked(file.framework, file.competence, task) for file in bank for task in file.tasks.values()]
    made, left = package(asked)
    assert len(left) == sum(not each.goes_out for each in asked)
    found = reading.read(made)
    assert found.left == []
    back = read_back(task_file.toml_text(task_file.merged(found.tasks, "1.1"), "1.1", "basic"), tmp_path)
    sent = {each.name: dict(each.task) for each in asked if each.goes_out}
    assert set(back) == set(sent)
    for name, task in sent.items():
        for field in ("key", "band", "format", "families"):
            assert back[name][field] == task[field], name
        assert words(back[name]["body"]) == words({option: _plain(task, option) for option in task["body"]}), name


def _plain(task: dict[str, Any], name: str) -> Any:
    """The field as it comes back: options say only where they are right."""
    value = task["body"][name]
    if name == "options" and task["format"] in ("order", "match"):
        return [{key: inner for key, inner in option.items() if key != "correct"} for option in value]
    return value


def test_items_are_well_formed_and_in_the_namespace_of_qti_3(bank: list[CheckFile]) -> None:
    asked = [Asked(file.framework, file.competence, task) for file in bank[:3] for task in file.tasks.values()]
    with ZipFile(BytesIO(package(asked)[0])) as packed:
        assert "imsmanifest.xml" in packed.namelist()
        for name in packed.namelist():
            root = fromstring(packed.read(name))
            assert name == "imsmanifest.xml" or root.tag == f"{{{NAMESPACE}}}qti-assessment-item"


def item(body: str, declaration: str = "", attributes: str = "") -> bytes:
    """An item as another system writes it."""
    return (
        f'<qti-assessment-item xmlns="{NAMESPACE}" identifier="Frage 1" title="t" xml:lang="de" {attributes}>'
        f"{declaration}<qti-item-body>{body}</qti-item-body></qti-assessment-item>"
    ).encode()


def declared(*values: str, base: str = "identifier", cardinality: str = "single") -> str:
    """A response declaration."""
    right = "".join(f"<qti-value>{value}</qti-value>" for value in values)
    return (
        f'<qti-response-declaration identifier="R" cardinality="{cardinality}" base-type="{base}">'
        f"<qti-correct-response>{right}</qti-correct-response></qti-response-declaration>"
    )


CHOICES = "".join(f'<qti-simple-choice identifier="{letter}">Wahl {letter}</qti-simple-choice>' for letter in "ABC")
ENTRY = '<qti-text-entry-interaction response-identifier="R"/>'
CHOICE = f'<qti-choice-interaction response-identifier="R" max-choices="1">{CHOICES}</qti-choice-interaction>'


def test_a_strangers_item_becomes_a_task_that_loads(tmp_path: Path) -> None:
    body = f"<div><p>Was <b>gilt</b>?</p><ul><li>eins</li><li>zwei</li></ul><img src='x.png' alt='x'/></div>{CHOICE}"
    found = reading.read(item(body, declared("B"), 'adaptive="false" time-dependent="true"'))
    assert [line.partition(": ")[2] for line in found.left] == [
        "1 pictures, sounds or formulas were left out",
        "time-dependent was left out",
        "has no feedback; write one that teaches",
    ]
    tasks = read_back(task_file.toml_text(task_file.merged(found.tasks, "2.1"), "2.1", "advanced"), tmp_path)
    task = tasks["2.1-frage-1"]
    assert task["band"] == "advanced"
    assert task["body"]["prompt"]["de"] == "Was **gilt**?\n\n- eins\n- zwei"
    assert [option["correct"] for option in task["body"]["options"]] == [False, True, False]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (item("<p>Nur Text</p>"), "has 0 interactions"),
        (item(f"<p>x</p>{CHOICE}{CHOICE}", declared("A")), "has 2 interactions"),
        (item('<p>x</p><qti-hotspot-interaction response-identifier="R"/>', declared("A")), "qti-hotspot-interaction"),
        (item(f"<p>x</p>{CHOICE}"), "does not declare what is right"),
        (item(f"<p>x</p>{CHOICE}", declared("Z")), "has 0 right options of 3"),
        (item(ENTRY, declared("x", base="string")), "has no text"),
        (
            item('<p>x</p><qti-text-entry-interaction response-identifier="R"/>', declared("x", base="float")),
            "no number",
        ),
        (item(f"<p>x</p>{CHOICE.replace('Wahl A', '')}", declared("A")), "an option without text"),
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "no readable XML"),
        (b"<assessmentItem/>", "an older QTI"),
    ],
)
def test_what_cannot_be_taken_over_is_reported(content: bytes, said: str) -> None:
    try:
        found = reading.read(content)
    except Unreadable as error:
        pytest.fail(error.message)
    assert not found.tasks
    assert said in found.left[0]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"<html/>"])
def test_a_file_without_items_is_refused(content: bytes) -> None:
    try:
        found = reading.read(content)
    except Unreadable:
        return
    assert not found.tasks
    assert found.left


def zipped(parts: dict[str, bytes]) -> bytes:
    """A package with these files."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return target.getvalue()


GOOD = item(f"<p>x</p>{CHOICE}", declared("A"))
MANIFEST = b"""<manifest><resources><resource type="imsqti_item_xmlv3p0" href="items/a%20b.xml"/>
<resource type="imsqti_item_xmlv3p0" href="fehlt.xml"/>
<resource type="webcontent" href="bild.png"/></resources></manifest>"""


def test_a_package_may_hold_large_pictures_and_what_its_manifest_lacks_is_reported() -> None:
    parts = {"imsmanifest.xml": MANIFEST, "items/a b.xml": GOOD, "bild.png": b"\0" * 30_000_000}
    found = reading.read(zipped(parts))
    assert len(found.tasks) == 1
    assert "fehlt.xml: is named in the manifest, but not in the package" in found.left
    assert not any("bild.png" in each or "a b.xml: is named" in each for each in found.left)


def test_a_package_that_would_burst_or_is_locked_or_torn_is_refused_without_reading_it() -> None:
    with pytest.raises(Unreadable, match="too large"):
        reading.read(zipped({f"{number}.xml": b" " * 1_500_000 for number in range(14)}))
    with pytest.raises(Unreadable, match="too large"):
        reading.read(zipped({f"{number}.txt": b"" for number in range(5_001)}))
    assert reading.read(zipped({"a.xml": b" " * 2_000_001, "b.xml": GOOD})).left[0] == "a.xml: is larger than 2 MB"
    with pytest.raises(Unreadable, match="larger than 2 MB"):
        reading.read(b"<x>" + b" " * 2_000_000)
    whole = zipped({"a.xml": GOOD})
    # The flag "encrypted" in both headers of the file.
    locked = bytearray(whole)
    for start, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[whole.index(start) + flags] |= 1
    assert reading.read(bytes(locked)).left == ["a.xml: is locked with a password"]
    # Any single broken byte is an answer, never an error of ours.
    for place in range(0, len(whole), 3):
        torn = bytearray(whole)
        torn[place] ^= 0xFF
        try:
            reading.read(bytes(torn))
        except Unreadable as error:
            assert error.places


def test_an_item_nested_a_thousand_times_is_read() -> None:
    deep = "<div>" * 1000 + "tief" + "</div>" * 1000
    found = reading.read(item(f"<p>x</p>{deep}{CHOICE}", declared("A")))
    assert "tief" in found.tasks[0].body["prompt"]["de"]
