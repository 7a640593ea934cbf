"""The smallest cuts of a weighted graph, by Stoer and Wagner (https://doi.org/10.1145/263867.263872)."""

from collections.abc import Iterator
from typing import Any

# A kind of node and what it stands for.
Node = tuple[str, Any]
# Symmetric: graph[a][b] == graph[b][a] is the weight between a and b.
Graph = dict[Node, dict[Node, int]]


def smallest_cut(graph: Graph, limit: int) -> Iterator[frozenset[Node]]:
    """One side of a cut with a weight from 1 to `limit` − 1, if any component of the graph has one."""
    for component in _components(graph):
        side = _light_side(component, graph, limit)
        if side is not None:
            yield side


def _components(graph: Graph) -> Iterator[set[Node]]:
    left = set(graph)
    while left:
        found, waiting = set[Node](), [next(iter(left))]
        while waiting:
            node = waiting.pop()
            if node not in found:
                found.add(node)
                waiting += graph[node]
        left -= found
        yield found


def _light_side(component: set[Node], graph: Graph, limit: int) -> frozenset[Node] | None:
    """A side of a cut of the connected component that weighs less than `limit`; None if there is none."""
    weights = {node: {to: graph[node][to] for to in graph[node] if to != node} for node in component}
    merged = {node: frozenset([node]) for node in component}
    while len(weights) > 1:
        before, last, weight = _phase(weights)
        if weight < limit:
            return merged[last]
        merged[before] |= merged[last]
        _contract(weights, before, last)
    return None


def _phase(weights: Graph) -> tuple[Node, Node, int]:
    """Add the most tightly connected node until all are in: the last two, and what cuts the last one off."""
    bound = dict.fromkeys(weights, 0)
    before = last = next(iter(weights))
    weight = 0
    while bound:
        before, last = last, max(bound, key=lambda node: bound[node])
        weight = bound.pop(last)
        for to, each in weights[last].items():
            if to in bound:
                bound[to] += each
    return before, last, weight


def _contract(weights: Graph, kept: Node, gone: Node) -> None:
    for to, weight in weights.pop(gone).items():
        del weights[to][gone]
        if to != kept:
            weights[kept][to] = weights[to][kept] = weights[kept].get(to, 0) + weight
