"""Moodle's competency CSV: fourteen columns, one row for the framework, one per competency.

https://docs.moodle.org/en/Competency_frameworks#Importing_and_exporting_competency_frameworks
Moodle cuts ids and short names at 100 characters and drops what is below a row without id or name: both are faults
here, so that nobody loses competencies silently.
"""

from collections.abc import Iterator, Mapping
from html import unescape
from io import BytesIO

import nh3

from competence_check.exchange.tree import Node, Tree, Unreadable, check_parents, in_one_language
from lms.kernel.sheets.reading import read_table
from lms.kernel.sheets.table import Row
from lms.kernel.sheets.writing import csv_lines

FORMAT = "moodle"
PARENT, ID, NAME, DESCRIPTION = "Parent ID number", "ID number", "Short name", "Description"
FRAMEWORK, RULE_CONFIG, EXPORTED = "Is framework", "Rule config (optional)", "Exported ID (optional)"
SCALE, SCALE_CONFIG, TAXONOMY = "Scale values", "Scale configuration", "Taxonomy"
COLUMNS = (
    PARENT, ID, NAME, DESCRIPTION, "Description format", SCALE, SCALE_CONFIG,
    "Rule type (optional)", "Rule outcome (optional)", RULE_CONFIG,
    "Cross-referenced competency ID numbers", EXPORTED, FRAMEWORK, TAXONOMY,
)  # fmt: skip
LONGEST = 100
# Moodle needs a scale; ours has the four bands of DigComp, the second and higher counting as competent.
BANDS = "Basic,Intermediate,Advanced,Highly advanced"
BANDS_CONFIG = (
    '[{"scaleid":"0"},{"id":2,"scaledefault":1,"proficient":1},{"id":3,"proficient":1},{"id":4,"proficient":1}]'
)
TAXONOMIES = "domain,competency,skill,skill"


def read(content: bytes) -> Tree:
    """The framework in Moodle's file. Raises Unreadable with row and column of every fault."""
    table = read_table(BytesIO(content), needed=(PARENT, ID, NAME, FRAMEWORK))
    faults = [str(place) for place in table.faults]
    heads = [row for row in table.rows if _is_framework(row)]
    if len(heads) != 1:
        faults.append(f"exactly one row must have 1 in the column “{FRAMEWORK}”, here are {len(heads)}")
    rows = [row for row in table.rows if not _is_framework(row)]
    faults += list(_row_faults([*heads, *rows]))
    if faults:
        raise Unreadable(*faults)
    nodes = tuple(_node(row) for row in rows)
    head = heads[0]
    tree = Tree(
        id=head[ID], names=in_one_language(head[NAME]), version="1", nodes=nodes, format=FORMAT, origin=dict(head.cells)
    )
    check_parents(tree, {row[ID]: f"row {row.number}, column “{PARENT}”" for row in rows})
    return tree


def _is_framework(row: Row) -> bool:
    # As PHP sees it: an empty text and "0" are false.
    return row[FRAMEWORK] not in ("", "0")


def _row_faults(rows: list[Row]) -> Iterator[str]:
    taken: dict[str, int] = {}
    for row in rows:
        for column in (ID, NAME):
            if not row[column]:
                yield f"row {row.number}, column “{column}”: is empty; Moodle would drop the row and all below it"
            elif len(row[column]) > LONGEST:
                yield f"row {row.number}, column “{column}”: is longer than {LONGEST} characters; Moodle would cut it"
        if row[ID] in taken and not _is_framework(row):
            yield f"row {row.number}, column “{ID}”: {row[ID]!r} is used in row {taken[row[ID]]}, too"
        if not _is_framework(row):
            taken.setdefault(row[ID], row.number)


def _node(row: Row) -> Node:
    return Node(
        id=row[ID],
        parent=row[PARENT],
        names=in_one_language(row[NAME]),
        summaries=in_one_language(_plain(row[DESCRIPTION])),
        origin=dict(row.cells),
    )


def _plain(html: str) -> str:
    return unescape(nh3.clean(html, tags=set())).strip() if html else ""


def write(tree: Tree, language: str) -> str:
    """The tree as a file that Moodle imports.

    Raises Unreadable where Moodle would cut a name: naming what to shorten.
    """
    known = {node.id: _foreign_id(node, tree) for node in tree.nodes}
    rows = [_head(tree, language), *(_record(node, tree, known, language) for node, _depth in tree.walk())]
    long = [row[NAME] for row in rows if len(row[NAME]) > LONGEST]
    if long:
        raise Unreadable(*(f"longer than {LONGEST} characters, Moodle would cut it: {name}" for name in long))
    # Moodle's importer asks for the separator; a comma is its first choice.
    lines = csv_lines(COLUMNS, [[row.get(column, "") for column in COLUMNS] for row in rows], separator=",")
    return "".join(lines)


def _foreign_id(node: Node, tree: Tree) -> str:
    return str(node.origin[ID]) if node.origin and tree.format == FORMAT else node.id


def _head(tree: Tree, language: str) -> Mapping[str, str]:
    name = tree.names.get(language) or tree.names["de"]
    if tree.format == FORMAT and tree.origin:
        return {**tree.origin, NAME: name}
    return {
        ID: tree.id, NAME: name, DESCRIPTION: tree.sources.get(language, ""), "Description format": "1",
        SCALE: BANDS, SCALE_CONFIG: BANDS_CONFIG, FRAMEWORK: "1", TAXONOMY: TAXONOMIES,
    }  # fmt: skip


def _record(node: Node, tree: Tree, known: Mapping[str, str], language: str) -> Mapping[str, str]:
    name = node.names.get(language) or node.names["de"]
    summary = node.summaries.get(language, node.summaries.get("de", ""))
    parent = known.get(node.parent, "")
    if tree.format == FORMAT and node.origin:
        kept = _plain(str(node.origin.get(DESCRIPTION, ""))) == summary
        return {**node.origin, PARENT: parent, NAME: name} | ({} if kept else {DESCRIPTION: summary})
    return {
        PARENT: parent, ID: node.id, NAME: name, DESCRIPTION: summary, "Description format": "1",
        "Rule outcome (optional)": "0", RULE_CONFIG: "null", FRAMEWORK: "",
    }  # fmt: skip
