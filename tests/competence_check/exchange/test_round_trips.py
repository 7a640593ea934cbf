"""A framework from another system goes into a content file and back without loss; faults name row and column."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from competence_check.content.frameworks import FrameworkFacts, frameworks
from competence_check.exchange import case, digcomp, moodle, plain
from competence_check.exchange.content_file import toml_text, tree_of, with_codes
from competence_check.exchange.formats import format_of
from competence_check.exchange.tree import Tree, Unreadable
from lms.kernel.content import read_content
from lms.kernel.sheets.table import UnreadableSheet
from lms.kernel.sheets.writing import Sheet, xlsx

WORD = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="<>&'"), min_size=1, max_size=12
)
NAME = WORD.filter(lambda word: word[0] not in "=+-@")
SOME = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture(autouse=True)
def language() -> Any:
    """Messages need a language."""
    app = Flask("exchange")
    Babel(app, default_locale="en")
    with app.test_request_context():
        yield


def through_a_content_file(tree: Tree, folder: Path) -> FrameworkFacts:
    """What the platform knows of the framework after it was a content file."""
    (folder / "content" / "frameworks").mkdir(parents=True, exist_ok=True)
    file = folder / "content" / "frameworks" / "fremd.toml"
    file.write_text(toml_text(with_codes(tree), "fremd"), encoding="utf-8")
    source = read_content(folder / "content", [frameworks])
    assert source.faults == []
    facts: FrameworkFacts = source.parsed["frameworks"]["fremd"]
    return facts


def rows_of(text: str) -> list[dict[str, str]]:
    """The rows of a CSV as they are."""
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


@st.composite
def parents(draw: st.DrawFn) -> list[int]:
    """A tree of up to eight nodes: for each the place of its parent, -1 at the top, parents first."""
    size = draw(st.integers(1, 8))
    return [draw(st.integers(-1, place - 1)) for place in range(size)]


@st.composite
def moodle_files(draw: st.DrawFn) -> str:
    """A competency CSV as Moodle exports it."""
    shape = draw(parents())
    ids = draw(st.lists(NAME, min_size=len(shape), max_size=len(shape), unique=True))
    target = StringIO()
    writer = csv.DictWriter(target, moodle.COLUMNS)
    writer.writeheader()
    head = {moodle.ID: draw(NAME), moodle.NAME: draw(NAME), moodle.FRAMEWORK: "1", moodle.SCALE: "No,Yes"}
    writer.writerow({**head, moodle.SCALE_CONFIG: '[{"scaleid":"2"}]', moodle.TAXONOMY: "domain,competency"})
    for place, parent in enumerate(shape):
        rest = {column: draw(st.sampled_from(["", "1", "null"])) for column in moodle.COLUMNS[7:12]}
        html = draw(st.sampled_from(["", "<p>Kann das.</p>", "einfach"]))
        above = ids[parent] if parent >= 0 else ""
        writer.writerow(
            {moodle.PARENT: above, moodle.ID: ids[place], moodle.NAME: draw(NAME), moodle.DESCRIPTION: html, **rest}
        )
    return target.getvalue()


@SOME
@given(text=moodle_files())
def test_what_moodle_exports_comes_back_row_by_row(text: str, tmp_path: Path) -> None:
    tree = moodle.read(text.encode())
    again = moodle.write(tree_of(through_a_content_file(tree, tmp_path)), "de")
    order = lambda row: (row[moodle.FRAMEWORK] != "1", row[moodle.ID])  # noqa: E731
    assert sorted(rows_of(again), key=order) == sorted(rows_of(text), key=order)


@st.composite
def packages(draw: st.DrawFn) -> dict[str, Any]:
    """A CASE package with things in it that we do not know."""
    shape = draw(parents())
    items: list[dict[str, Any]] = [
        {"identifier": f"item-{place}", "uri": f"urn:{place}", "fullStatement": draw(WORD), "notes": draw(WORD),
         "educationLevel": ["12"], "lastChangeDateTime": "2026-01-01T00:00:00Z"}
        for place in range(len(shape))
    ]  # fmt: skip
    links: list[dict[str, Any]] = [
        {"identifier": f"link-{place}", "associationType": "isChildOf", "sequenceNumber": place,
         "originNodeURI": {"identifier": f"item-{place}"},
         "destinationNodeURI": {"identifier": f"item-{parent}" if parent >= 0 else "document"}}
        for place, parent in enumerate(shape)
    ]  # fmt: skip
    other = {"identifier": "x", "associationType": "isRelatedTo", "originNodeURI": {"identifier": "elsewhere"}}
    document = {"identifier": "document", "title": draw(WORD), "creator": "Land", "version": "7"}
    definitions = {"CFSubjects": [{"title": draw(WORD)}]}
    return {"CFDocument": document, "CFItems": items, "CFAssociations": [*links, other], "CFDefinitions": definitions}


@SOME
@given(package=packages())
def test_a_case_package_comes_back_with_what_we_do_not_know(package: dict[str, Any], tmp_path: Path) -> None:
    tree = case.read(json.dumps(package).encode())
    again = json.loads(case.write(tree_of(through_a_content_file(tree, tmp_path)), "de"))
    by_id = lambda record: record["identifier"]  # noqa: E731
    for name in ("CFItems", "CFAssociations"):
        assert sorted(again[name], key=by_id) == sorted(package[name], key=by_id)
    assert {**again, "CFItems": 0, "CFAssociations": 0} == {**package, "CFItems": 0, "CFAssociations": 0}


def test_our_own_framework_survives_our_csv_in_all_languages(tmp_path: Path) -> None:
    root = Path(__file__).parents[3] / "content"
    facts: FrameworkFacts = read_content(root, [frameworks]).parsed["frameworks"]["digcomp-3.0"]
    back = through_a_content_file(plain.read(plain.write(tree_of(facts)).encode()), tmp_path)
    assert (back.names, back.version, back.sources) == (facts.names, facts.version, facts.sources)
    assert (dict(back.areas), dict(back.competences)) == (dict(facts.areas), dict(facts.competences))


@pytest.mark.parametrize("name", ["moodle", "case"])
def test_our_own_framework_keeps_tree_and_words_in_other_formats(name: str, tmp_path: Path) -> None:
    root = Path(__file__).parents[3] / "content"
    facts: FrameworkFacts = read_content(root, [frameworks]).parsed["frameworks"]["digcomp-3.0"]
    module = {"moodle": moodle, "case": case}[name]
    text = module.write(tree_of(facts), "en")
    assert format_of(text.encode()) == name
    back = through_a_content_file(module.read(text.encode()), tmp_path)
    assert {code: (each.area, each.names["en"], each.summaries["en"]) for code, each in back.competences.items()} == {
        code: (each.area, each.names["en"], each.summaries["en"]) for code, each in facts.competences.items()
    }


def test_a_changed_name_goes_out_and_the_rest_stays(tmp_path: Path) -> None:
    text = "\n".join([",".join(moodle.COLUMNS), ",f,Rahmen,,1,A,[],,,,,,1,", ",a,Alt,<b>Text</b>,1,,,rule,2,{},,9,,"])
    facts = through_a_content_file(moodle.read(text.encode()), tmp_path)
    tree = tree_of(facts)
    node = tree.nodes[0]
    changed = Tree(**{**vars(tree), "nodes": (type(node)(**{**vars(node), "names": {"de": "Neu"}}),)})
    row = rows_of(moodle.write(changed, "de"))[1]
    assert (row[moodle.NAME], row[moodle.DESCRIPTION], row["Rule outcome (optional)"]) == ("Neu", "<b>Text</b>", "2")


HEAD = ",".join(moodle.COLUMNS)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (",f,F,,,,,,,,,,1,\n,a,,,,,,,,,,,,", "row 3, column “Short name”: is empty"),
        (",f,F,,,,,,,,,,1,\n,,A,,,,,,,,,,,", "row 3, column “ID number”: is empty"),
        (f",f,F,,,,,,,,,,1,\n,{'a' * 101},A,,,,,,,,,,,", "row 3, column “ID number”: is longer than 100"),
        (",f,F,,,,,,,,,,1,\nx,a,A,,,,,,,,,,,", "row 3, column “Parent ID number”: the parent 'x'"),
        (
            ",f,F,,,,,,,,,,1,\nb,a,A,,,,,,,,,,,\na,b,B,,,,,,,,,,,",
            "column “Parent ID number”: 'a' is below itself",
        ),
        (",f,F,,,,,,,,,,1,\n,a,A,,,,,,,,,,,\n,a,B,,,,,,,,,,,", "row 4, column “ID number”: 'a' is used in row 3, too"),
        (",a,A,,,,,,,,,,,", "exactly one row"),
        (",f,F,,,,,,,,,,1,\n,a,=cmd(),,,,,,,,,,,", "Zeile 3, Spalte „Short name“"),
    ],
)
def test_a_fault_in_moodles_file_is_named_by_row_and_column(rows: str, said: str) -> None:
    with pytest.raises(Unreadable) as caught:
        moodle.read(f"{HEAD}\n{rows}\n".encode())
    assert any(said in place for place in caught.value.places), caught.value.places


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "line 1, column 2"),
        ("[]", "/: must be an object"),
        ("{}", "CFDocument"),
        (
            '{"CFDocument": {"identifier": "d", "title": "T"}, "CFItems": [{"identifier": "a"}]}',
            "/CFItems/0/fullStatement",
        ),
        ('{"CFDocument": {"identifier": "d"}, "CFItems": [3]}', "/CFItems/0"),
        ('{"CFDocument": {"identifier": "d"}, "CFItems": []}', "/CFDocument/title"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a": ' + "1" * 5000 + "}", "this is not JSON"),
        ('{"a": NaN}', "NaN is no number"),
        ('{"CFDocument": {"title": "\\ud800"}}', "/CFDocument/title: holds half a character or NUL"),
        ('{"CFItems": [{"fullStatement": "\\u0000"}]}', "/CFItems/0/fullStatement: holds half a character or NUL"),
    ],
)
def test_a_fault_in_a_case_file_is_named_by_its_place(text: str, said: str) -> None:
    with pytest.raises(Unreadable) as caught:
        case.read(text.encode())
    assert any(said in place for place in caught.value.places), caught.value.places


def graph(*records: dict[str, str]) -> bytes:
    """A file like the Joint Research Centre's."""
    return json.dumps({"@context": {}, "@graph": records}).encode()


TOP = "CompetenceArea/1"
AREA = {"@type": "CompetenceArea", "@id": TOP, "name": "Search", "description": "To search."}
COMPETENCE = {
    "@type": "Competence",
    "@id": "Competence/1.1",
    "name": "Browse",
    "competence_area_id": "CompetenceArea/1",
}
OUTCOME = {
    "@type": "LearningOutcome", "@id": "LearningOutcome/LO1.1.01", "description": "Uses filters.",
    "competence_id": "Competence/1.1", "four_levels_proficiency_name": "ProficiencyLevel/Basic",
}  # fmt: skip


def test_digcomps_own_file_becomes_areas_competences_and_outcomes(tmp_path: Path) -> None:
    facts = through_a_content_file(
        digcomp.read_jsonld(graph(OUTCOME, AREA, COMPETENCE, {"@type": "Glossary"})), tmp_path
    )
    assert list(facts.areas) == ["1"]
    assert facts.competences["1.1"].area == "1"
    assert (facts.outcomes["LO1.1.01"].parent, facts.outcomes["LO1.1.01"].names["en"]) == ("1.1", "Uses filters.")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (graph({**AREA, "@id": ""}), "/@graph/0/@id: is missing"),
        (graph(AREA, AREA), "/@graph/1/@id: '1' is used twice"),
        (graph(COMPETENCE), "/@graph/0: the parent '1' is not in the file"),
        (graph({"@type": "Glossary"}), "no competences"),
        (b'{"@graph": 3}', "/@graph: must be a list"),
        (b'{"@graph": [' + b"9" * 5000 + b"]}", "this is not JSON"),
        (b'{"@graph": [{"name": "\\ud800"}]}', "/@graph/0/name: holds half a character or NUL"),
    ],
)
def test_a_fault_in_digcomps_file_is_named_by_its_place(content: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as caught:
        digcomp.read_jsonld(content)
    assert any(said in place for place in caught.value.places), caught.value.places


def test_a_workbook_without_the_right_sheets_says_which_is_missing() -> None:
    with pytest.raises(UnreadableSheet, match="1 Competence Areas&Competences"):
        digcomp.read_xlsx(xlsx([Sheet("x", ("a",), [("b",)])]))
