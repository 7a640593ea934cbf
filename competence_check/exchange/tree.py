"""What all formats have in common: a tree of named things, and what each format says beyond that.

A format that brought a framework gets back what it brought: `origin` keeps the source's own record as JSON, and an
exporter gives it out again wherever importing it again would make the same node.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lms.kernel.errors import Invalid
from lms.kernel.toml import Texts


@dataclass(frozen=True)
class Node:
    """An area, a competence or an outcome, by its depth. id: unique; parent: id, empty at the top.

    origin: the record it came from, in the format of the tree. code: what people call it where the id is for machines.
    """

    id: str
    parent: str
    names: Texts
    summaries: Texts = field(default_factory=dict)
    esco_uri: str = ""
    origin: Mapping[str, Any] | None = None
    code: str = ""


@dataclass(frozen=True)
class Tree:
    """A framework on its way. format: where it came from, empty for ours; origin: the source's record of it."""

    id: str
    names: Texts
    version: str
    nodes: tuple[Node, ...]
    sources: Texts = field(default_factory=dict)
    format: str = ""
    origin: Mapping[str, Any] | None = None

    def by_id(self) -> dict[str, Node]:
        """The nodes by id."""
        return {node.id: node for node in self.nodes}

    def children(self, parent: str = "") -> list[Node]:
        """The nodes right below `parent`, in order."""
        return [node for node in self.nodes if node.parent == parent]

    def walk(self, parent: str = "", depth: int = 0) -> Iterator[tuple[Node, int]]:
        """All nodes, each before what is below it, with their depth from 0."""
        below: dict[str, list[Node]] = {}
        for node in self.nodes:
            below.setdefault(node.parent, []).append(node)
        waiting = [(node, depth) for node in reversed(below.get(parent, []))]
        while waiting:
            node, level = waiting.pop()
            yield node, level
            waiting.extend((child, level + 1) for child in reversed(below.get(node.id, [])))

    def renamed(self, ids: Mapping[str, str]) -> "Tree":
        """The tree with other ids."""
        nodes = (replace(node, id=ids[node.id], parent=ids.get(node.parent, "")) for node in self.nodes)
        return replace(self, nodes=tuple(nodes))


class Unreadable(Invalid):
    """The file cannot be taken. places: where and why, one sentence each."""

    def __init__(self, *places: str) -> None:
        super().__init__("\n".join(places))
        self.places = places


def in_one_language(text: str) -> Texts:
    """The text in every language of the platform, until somebody translates it."""
    return {"de": text, "en": text} if text else {}


def check_parents(tree: Tree, place: Mapping[str, str]) -> None:
    """Raise Unreadable where a parent is missing or things are below themselves. place: where each id stands."""
    nodes = tree.by_id()
    faults = [
        f"{place[node.id]}: the parent {node.parent!r} is not in the file"
        for node in tree.nodes
        if node.parent and node.parent not in nodes
    ]
    if not faults:
        reached = {node.id for node, _depth in tree.walk()}
        faults = [f"{place[node.id]}: {node.id!r} is below itself" for node in tree.nodes if node.id not in reached]
    if faults:
        raise Unreadable(*faults)
