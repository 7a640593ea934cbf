"""Our own CSV: one row per area, competence and outcome, with all languages. Complete, and made for spreadsheets."""

from collections.abc import Iterator
from io import BytesIO

from competence_check.exchange.tree import Node, Tree, Unreadable, check_parents
from lms.kernel.sheets.reading import read_table
from lms.kernel.sheets.table import Row
from lms.kernel.sheets.writing import csv_lines
from lms.kernel.toml import LANGUAGES, Texts

ID, PARENT, ESCO = "id", "parent", "esco_uri"
NAMES = tuple(f"name_{language}" for language in LANGUAGES)
SUMMARIES = tuple(f"summary_{language}" for language in LANGUAGES)
COLUMNS = (ID, PARENT, *NAMES, *SUMMARIES, ESCO)
# The first row is the framework itself; its version stands where others have the link to ESCO.
FRAMEWORK = "framework"


def read(content: bytes) -> Tree:
    """The framework in the file. Raises Unreadable with row and column of every fault."""
    table = read_table(BytesIO(content), needed=(ID, PARENT, "name_de"))
    faults = [*(str(place) for place in table.faults), *_faults(table.rows)]
    if not table.rows or table.rows[0][PARENT] != FRAMEWORK:
        faults.insert(0, f"row 2, column “{PARENT}”: the first row is the framework, with the word {FRAMEWORK!r} here")
    if faults:
        raise Unreadable(*faults)
    head, *rows = table.rows
    nodes = tuple(Node(row[ID], row[PARENT], _texts(row, NAMES), _texts(row, SUMMARIES), row[ESCO]) for row in rows)
    tree = Tree(head[ID], _texts(head, NAMES), head[ESCO] or "1", nodes, _texts(head, SUMMARIES))
    check_parents(tree, {row[ID]: f"row {row.number}, column “{PARENT}”" for row in rows})
    return tree


def _faults(rows: list[Row]) -> Iterator[str]:
    taken: dict[str, int] = {}
    for row in rows:
        for column in (ID, "name_de"):
            if not row[column]:
                yield f"row {row.number}, column “{column}”: is empty"
        if row[ID] in taken:
            yield f"row {row.number}, column “{ID}”: {row[ID]!r} is used in row {taken[row[ID]]}, too"
        taken.setdefault(row[ID], row.number)


def _texts(row: Row, columns: tuple[str, ...]) -> Texts:
    return {column[-2:]: row[column] for column in columns if row[column]}


def write(tree: Tree, _language: str = "") -> str:
    """The tree as CSV, in all languages."""
    rows = [_cells(tree.id, FRAMEWORK, tree.names, tree.sources, tree.version)]
    rows += [_cells(node.id, node.parent, node.names, node.summaries, node.esco_uri) for node, _depth in tree.walk()]
    return "".join(csv_lines(COLUMNS, rows))


def _cells(identifier: str, parent: str, names: Texts, summaries: Texts, last: str) -> list[str]:
    words = [texts.get(language, "") for texts in (names, summaries) for language in LANGUAGES]
    return [identifier, parent, *words, last]
