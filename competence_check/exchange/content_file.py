"""Between a tree and our content file: areas at the top, competences below them, outcomes below those."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from typing import Any

from competence_check.content.frameworks import CODE, FrameworkFacts
from competence_check.exchange.tree import Node, Tree
from lms.kernel.toml import Texts
from lms.kernel.toml_writing import toml_string

LONGEST_CODE = 20
IMPLIED = {"implied": True}
KINDS = ("areas", "competences")


def with_codes(tree: Tree) -> Tree:
    """The tree with ids that can be codes of ours: its own where they can, numbers by place otherwise.

    A framework without areas gets one around all its competences.
    """
    if tree.nodes and not any(node.parent for node in tree.nodes):
        tree = _in_one_area(tree)
    codes: dict[str, str] = {}
    taken: set[str] = set()
    for node in tree.nodes:
        wish = node.code if _is_code(node.code) else node.id
        if _is_code(wish) and wish not in taken:
            codes[node.id] = wish
            taken.add(wish)
    numbers: dict[str, int] = {}
    for node, _depth in tree.walk():
        while node.id not in codes:
            above = codes.get(node.parent, "")
            numbers[above] = numbers.get(above, 0) + 1
            code = f"{above}.{numbers[above]}" if above else str(numbers[above])
            if code not in taken:
                codes[node.id] = code
                taken.add(code)
    return tree.renamed(codes)


def _is_code(identifier: str) -> bool:
    return len(identifier) <= LONGEST_CODE and re.fullmatch(CODE, identifier) is not None


def _in_one_area(tree: Tree) -> Tree:
    taken = {node.id for node in tree.nodes}
    around = Node(next(str(number) for number in count() if str(number) not in taken), "", tree.names, origin=IMPLIED)
    return replace(tree, nodes=(around, *(replace(node, parent=around.id) for node in tree.nodes)))


def without_implied(tree: Tree) -> Tree:
    """The tree as it came: without the area that `with_codes` put around it."""
    implied = {node.id for node in tree.nodes if node.origin == IMPLIED}
    nodes = (
        replace(node, parent="" if node.parent in implied else node.parent)
        for node in tree.nodes
        if node.id not in implied
    )
    return replace(tree, nodes=tuple(nodes))


def toml_text(tree: Tree, slug: str) -> str:
    """The content file of a tree with codes."""
    lines = [f"slug = {toml_string(slug)}", *_texts("name", tree.names), f"version = {toml_string(tree.version)}"]
    lines += _texts("source", tree.sources)
    if tree.format:
        lines += ["", "# What the source said beyond this; exports give it back.", "[exchange]"]
        lines += [f"format = {toml_string(tree.format)}", f"id = {toml_string(tree.id)}"]
        lines += [f"framework = {toml_string(_json(tree.origin))}"] if tree.origin else []
    for node, depth in sorted(tree.walk(), key=lambda found: min(found[1], 2)):
        lines += ["", *_table(node, depth)]
    return "\n".join(lines) + "\n"


def _table(node: Node, depth: int) -> Iterator[str]:
    yield f"[[{KINDS[depth] if depth < len(KINDS) else 'outcomes'}]]"
    yield f"id = {toml_string(node.id)}"
    if depth:
        yield f"{'area' if depth == 1 else 'parent'} = {toml_string(node.parent)}"
    yield from _texts("name", node.names)
    yield from _texts("summary", node.summaries)
    if node.esco_uri:
        yield f"esco_uri = {toml_string(node.esco_uri)}"
    if node.origin:
        yield f"origin = {toml_string(_json(node.origin))}"


def _texts(name: str, texts: Texts) -> list[str]:
    return [f"{name}.{language} = {toml_string(text)}" for language, text in texts.items()]


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def tree_of(facts: FrameworkFacts) -> Tree:
    """The framework of a content file as a tree."""
    nodes = [Node(code, "", each.names, each.summaries, "", _loaded(each.origin)) for code, each in facts.areas.items()]
    nodes += [
        Node(code, each.area, each.names, each.summaries, each.esco_uri, _loaded(each.origin))
        for code, each in facts.competences.items()
    ]
    nodes += [
        Node(code, each.parent, each.names, each.summaries, each.esco_uri, _loaded(each.origin))
        for code, each in facts.outcomes.items()
    ]
    tree = Tree(
        id=facts.exchange.id if facts.exchange else facts.slug,
        names=facts.names,
        version=facts.version,
        nodes=tuple(nodes),
        sources=facts.sources,
        format=facts.exchange.format if facts.exchange else "",
        origin=_loaded(facts.exchange.framework) if facts.exchange else None,
    )
    return without_implied(tree)


def _loaded(text: str) -> Any:
    return json.loads(text) if text else None
