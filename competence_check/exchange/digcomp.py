"""The data supplement of DigComp 3.0 as the Joint Research Centre publishes it: JSON-LD and XLSX.

https://publications.jrc.ec.europa.eu/repository/handle/JRC144121. Areas, competences, competence statements and
learning outcomes become a tree; levels and glossary are not part of a framework here.
"""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from competence_check.exchange.json_file import read_json
from competence_check.exchange.tree import Node, Tree, Unreadable, check_parents, in_one_language
from lms.kernel.sheets.reading import read_table
from lms.kernel.sheets.table import Row

FORMAT = "digcomp"
NAMES = {"de": "DigComp 3.0", "en": "DigComp 3.0"}
SOURCES = in_one_language(
    "J. Cosgrove, R. Cachia: DigComp 3.0, European Commission, JRC, 2025, JRC144121, doi:10.2760/0001149, CC BY 4.0."
)
KINDS = ("CompetenceArea", "Competence", "CompetenceStatement", "LearningOutcome")
FIRST_SHEET = "1 Competence Areas&Competences"
SHEETS = {
    "3 Competence Statements": ("Competence statement ID", "Competence statement", "Proficiency level name"),
    "4 Learning Outcomes": ("Learning Outcome ID", "Learning Outcome", "Proficiency level"),
}


def read_jsonld(content: bytes) -> Tree:
    """The framework in the JSON-LD file. Raises Unreadable with the place of every fault."""
    parsed = read_json(content)
    graph = parsed.get("@graph") if isinstance(parsed, dict) else None
    if not isinstance(graph, list):
        raise Unreadable("/@graph: must be a list")
    nodes: list[Node] = []
    places: dict[str, str] = {}
    faults: list[str] = []
    for number, record in enumerate(graph):
        if not isinstance(record, dict) or record.get("@type") not in KINDS:
            continue
        found = _record(record)
        if isinstance(found, str):
            faults.append(f"/@graph/{number}/{found}")
        elif found.id in places:
            faults.append(f"/@graph/{number}/@id: {found.id!r} is used twice")
        else:
            nodes.append(found)
            places[found.id] = f"/@graph/{number}"
    return _tree(nodes, places, faults)


def _record(record: Mapping[str, Any]) -> Node | str:
    """The node, or what is wrong."""
    texts = {name: record.get(name) for name in ("@id", "name", "description", "competence_id", "competence_area_id")}
    for name, value in texts.items():
        if value is not None and not isinstance(value, str):
            return f"{name}: must be a text"
    kind, identifier = record["@type"], _last(texts["@id"])
    if not identifier:
        return "@id: is missing"
    parent = {"CompetenceArea": None, "Competence": texts["competence_area_id"]}.get(kind, texts["competence_id"])
    named = texts["name"] or texts["description"]
    if not named:
        return "description: is missing"
    summary = (texts["description"] or "") if texts["name"] else ""
    kept = {name: value for name, value in record.items() if kind not in ("CompetenceArea", "Competence")}
    return Node(
        identifier, _last(parent), in_one_language(named.strip()), in_one_language(summary.strip()), origin=kept or None
    )


def _last(identifier: str | None) -> str:
    return (identifier or "").rpartition("/")[2]


def read_xlsx(content: bytes) -> Tree:
    """The framework in the workbook. Raises Unreadable with sheet, row and column of every fault."""
    nodes: list[Node] = []
    places: dict[str, str] = {}
    faults: list[str] = []
    for place, node in _sheets(content, faults):
        if not node.id or not node.names:
            faults.append(f"{place}: id or text is missing")
        elif node.id not in places:
            nodes.append(node)
            places[node.id] = place
        elif node.parent:
            faults.append(f"{place}: {node.id!r} is used in {places[node.id]}, too")
    return _tree(nodes, places, faults)


def _sheets(content: bytes, faults: list[str]) -> Iterator[tuple[str, Node]]:
    area, competence = ("Competence area number", "Competence area name"), ("Competence number", "Competence name")
    for place, row in _rows(content, FIRST_SHEET, (*area, *competence), faults):
        yield place, _node(row[area[0]], "", row[area[1]], row["Competence area descriptor"])
        yield place, _node(row[competence[0]], row[area[0]], row[competence[1]], row["Competence descriptor"])
    for sheet, (code, text, band) in SHEETS.items():
        for place, row in _rows(content, sheet, (competence[0], code, text), faults):
            kept = {"band": row[band], "kind": row["Knowledge skill or attitude"], "ai": row["AI label"]}
            yield place, _node(row[code], row[competence[0]], row[text], "", kept)


def _rows(content: bytes, sheet: str, needed: tuple[str, ...], faults: list[str]) -> Iterator[tuple[str, Row]]:
    table = read_table(BytesIO(content), needed=needed, sheet=sheet)
    faults.extend(f"{sheet}: {fault}" for fault in table.faults)
    for row in table.rows:
        yield f"{sheet}, row {row.number}", row


def _node(code: str, parent: str, name: str, summary: str, kept: Mapping[str, str] | None = None) -> Node:
    return Node(code, parent, in_one_language(name), in_one_language(summary), origin=kept)


def _tree(nodes: list[Node], places: Mapping[str, str], faults: list[str]) -> Tree:
    if faults:
        raise Unreadable(*faults)
    if not nodes:
        raise Unreadable("there are no competences in this file")
    tree = Tree("digcomp-3.0", NAMES, "3.0", tuple(nodes), SOURCES, FORMAT)
    check_parents(tree, places)
    return tree
