"""1EdTech CASE 1.1 JSON: a CFPackage of one CFDocument, its CFItems and the CFAssociations between them.

https://www.imsglobal.org/spec/case/v1p1. `isChildOf` makes the tree; everything else is kept and given back.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from competence_check.exchange.json_file import read_json
from competence_check.exchange.tree import Node, Tree, Unreadable, check_parents, in_one_language
from lms.kernel import clock

FORMAT = "case"
CHILD = "isChildOf"
LONGEST_NAME = 200


def read(content: bytes) -> Tree:
    """The framework in a CFPackage. Raises Unreadable with the place (JSON pointer) of every fault."""
    package = _package(content)
    document, items = package.get("CFDocument"), package.get("CFItems")
    if not isinstance(document, dict) or not isinstance(items, list):
        raise Unreadable("/: a CASE package has an object CFDocument and a list CFItems")
    faults = [*_faults(document, "/CFDocument", "title"), *_item_faults(items)]
    associations = package.get("CFAssociations") or []
    if not isinstance(associations, list):
        faults.append("/CFAssociations: must be a list")
    else:
        faults += _association_faults(associations)
    if faults:
        raise Unreadable(*faults)
    parents = _parents(associations, document["identifier"])
    order = {child: place for child, (_parent, place) in parents.items()}
    nodes = sorted((_node(item, parents) for item in items), key=lambda node: order.get(node.id, 0))
    tree = Tree(
        id=document["identifier"],
        names=in_one_language(document["title"][:LONGEST_NAME]),
        version=str(document.get("version") or "1")[:40],
        nodes=tuple(nodes),
        format=FORMAT,
        origin={name: value for name, value in package.items() if name != "CFItems"},
    )
    check_parents(tree, {item["identifier"]: f"/CFItems/{place}" for place, item in enumerate(items)})
    return tree


def _package(content: bytes) -> dict[str, Any]:
    package = read_json(content)
    # Some servers wrap the package in its name.
    package = package.get("CFPackage", package) if isinstance(package, dict) else package
    if not isinstance(package, dict):
        raise Unreadable("/: must be an object")
    return package


def _faults(record: Any, place: str, *names: str) -> Iterator[str]:
    if not isinstance(record, dict):
        yield f"{place}: must be an object"
        return
    for name in ("identifier", *names):
        if not isinstance(record.get(name), str) or not record[name].strip():
            yield f"{place}/{name}: must be a text"


def _item_faults(items: list[Any]) -> Iterator[str]:
    taken: set[str] = set()
    for place, item in enumerate(items):
        faults = list(_faults(item, f"/CFItems/{place}", "fullStatement"))
        yield from faults
        if not faults and item["identifier"] in taken:
            yield f"/CFItems/{place}/identifier: is used twice"
        if not faults:
            taken.add(item["identifier"])


def _association_faults(associations: list[Any]) -> Iterator[str]:
    for place, each in enumerate(associations):
        if not isinstance(each, dict):
            yield f"/CFAssociations/{place}: must be an object"
        elif each.get("associationType") == CHILD and not (_end(each, "origin") and _end(each, "destination")):
            yield f"/CFAssociations/{place}: needs originNodeURI and destinationNodeURI with identifiers"


def _end(association: Mapping[str, Any], side: str) -> str:
    uri = association.get(f"{side}NodeURI")
    found = uri.get("identifier") if isinstance(uri, dict) else None
    return found if isinstance(found, str) else ""


def _parents(associations: list[Any], document: str) -> dict[str, tuple[str, int]]:
    """Parent and place of every child; the first parent counts, further ones are kept with the associations."""
    found: dict[str, tuple[str, int]] = {}
    for place, each in enumerate(associations):
        if each.get("associationType") == CHILD:
            parent, number = _end(each, "destination"), each.get("sequenceNumber")
            order = number if isinstance(number, int) else place
            found.setdefault(_end(each, "origin"), ("" if parent == document else parent, order))
    return found


def _node(item: Mapping[str, Any], parents: Mapping[str, tuple[str, int]]) -> Node:
    name, summary = _wording(item)
    return Node(
        id=item["identifier"],
        parent=parents.get(item["identifier"], ("", 0))[0],
        names=in_one_language(name),
        summaries=in_one_language(summary),
        origin=item,
        code=str(item.get("humanCodingScheme") or "").strip(),
    )


def _wording(item: Mapping[str, Any]) -> tuple[str, str]:
    """Name and summary: a statement too long for a name is the summary of its abbreviation."""
    full, short = item["fullStatement"].strip(), str(item.get("abbreviatedStatement") or "").strip()
    if short:
        return short[:LONGEST_NAME], full
    return (full, "") if len(full) <= LONGEST_NAME else (f"{full[: LONGEST_NAME - 1]}…", full)


def write(tree: Tree, language: str) -> str:
    """The tree as a CFPackage."""
    ours = tree.format != FORMAT or tree.origin is None
    now = clock.now().isoformat(timespec="seconds")
    document = _new_document(tree, language, now) if ours or tree.origin is None else tree.origin["CFDocument"]
    known = {node.id: _identifier(node, tree) for node in tree.nodes}
    items = [_item(node, tree, language, known[node.id], now) for node in tree.nodes]
    origin = {} if ours or tree.origin is None else tree.origin
    old = [each for each in origin.get("CFAssociations") or [] if _still_true(each, tree, known)]
    links = _links(tree, known, document["identifier"], {_end(each, "origin") for each in old if _is_child(each)}, now)
    package = {**origin, "CFDocument": document, "CFItems": items, "CFAssociations": [*old, *links]}
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _identifier(node: Node, tree: Tree) -> str:
    if tree.format == FORMAT and node.origin:
        return str(node.origin["identifier"])
    return str(uuid5(NAMESPACE_URL, f"{tree.id}/{node.id}"))


def _new_document(tree: Tree, language: str, now: str) -> dict[str, Any]:
    identifier = str(uuid5(NAMESPACE_URL, tree.id))
    return {
        "identifier": identifier,
        "uri": f"urn:uuid:{identifier}",
        "creator": "Lernlotse",
        "title": tree.names.get(language) or tree.names["de"],
        "language": language,
        "version": tree.version,
        "caseVersion": "1.1",
        "lastChangeDateTime": now,
        "notes": tree.sources.get(language, ""),
    }


def _item(node: Node, tree: Tree, language: str, identifier: str, now: str) -> Mapping[str, Any]:
    name = node.names.get(language) or node.names["de"]
    summary = node.summaries.get(language, node.summaries.get("de", ""))
    kept = node.origin if tree.format == FORMAT and node.origin else {}
    if kept and _wording(kept) == (name, summary):
        return kept
    item = {
        "identifier": identifier,
        "uri": f"urn:uuid:{identifier}",
        "humanCodingScheme": node.id,
        **kept,
        "fullStatement": summary or name,
        "abbreviatedStatement": name,
        "language": language,
        "lastChangeDateTime": now,
    }
    return item if not node.esco_uri else {**item, "conceptKeywords": [node.esco_uri]}


def _is_child(association: Mapping[str, Any]) -> bool:
    return association.get("associationType") == CHILD


def _still_true(association: Mapping[str, Any], tree: Tree, known: Mapping[str, str]) -> bool:
    """Whether both ends are still there; associations that reach out of the package stay."""
    brought = {item.origin["identifier"] for item in tree.nodes if item.origin}
    return not _is_child(association) or _end(association, "origin") in brought & set(known.values())


def _links(tree: Tree, known: Mapping[str, str], document: str, linked: set[str], now: str) -> Iterator[dict[str, Any]]:
    for place, node in enumerate(tree.nodes, start=1):
        child, parent = known[node.id], known.get(node.parent, document)
        if child in linked or (tree.format == FORMAT and node.origin and not node.parent):
            continue
        identifier = str(uuid5(NAMESPACE_URL, f"{child} {CHILD} {parent}"))
        yield {
            "identifier": identifier,
            "uri": f"urn:uuid:{identifier}",
            "associationType": CHILD,
            "sequenceNumber": place,
            "originNodeURI": {"title": node.id, "identifier": child, "uri": f"urn:uuid:{child}"},
            "destinationNodeURI": {"title": node.parent or tree.id, "identifier": parent, "uri": f"urn:uuid:{parent}"},
            "lastChangeDateTime": now,
        }
