"""Whether somebody who knows nothing can find what to mark in a text: by length or by place."""

from collections.abc import Callable, Mapping, Sequence
from math import comb, sqrt
from statistics import median

from competence_check.linting.guessing import FEWEST, TOO_LUCKY
from competence_check.linting.texts import Task
from competence_check.tasks.pieces import marked_share, marks_of


def marks_to_guess(tasks: Sequence[Task], language: str) -> list[str]:
    """Ways to mark without reading that earn more than chance allows, over all texts to mark in, in one language."""
    bodies = [task["body"] for task in tasks if task["format"] == "mark"]
    if len(bodies) < FEWEST:
        return []
    found = []
    for name, choose in _WAYS.items():
        earned = expected = variance = 0.0
        for body in bodies:
            words = marks_of(body["text"].get(language) or body["text"]["de"])
            chosen = choose(words)
            earned += marked_share(chosen, body["right"], list(words))
            mean, scatter = _by_chance(len(words), len(body["right"]), len(chosen))
            expected, variance = expected + mean, variance + scatter
        if earned - expected > TOO_LUCKY * sqrt(variance):
            found.append(
                f"all tasks: marking {name} earns {earned / len(bodies):.0%} in {len(bodies)} texts, by chance "
                f"{expected / len(bodies):.0%} ({language})"
            )
    return found


def _by_chance(pieces: int, right: int, chosen: int) -> tuple[float, float]:
    """Mean and variance of what `chosen` pieces taken at random earn: hits are hypergeometric."""
    wrong, ways = pieces - right, comb(pieces, chosen)
    shares = [
        (max(0.0, hits / right - (chosen - hits) / wrong), comb(right, hits) * comb(wrong, chosen - hits) / ways)
        for hits in range(max(0, chosen - wrong), min(right, chosen) + 1)
    ]
    mean = sum(share * chance for share, chance in shares)
    return mean, sum(share**2 * chance for share, chance in shares) - mean**2


def _by_length(words: Mapping[str, str], sign: int) -> list[str]:
    half = median(len(each) for each in words.values())
    return [key for key, each in words.items() if sign * (len(each) - half) > 0]


_WAYS: Mapping[str, Callable[[Mapping[str, str]], list[str]]] = {
    "the longer half": lambda words: _by_length(words, 1),
    "the shorter half": lambda words: _by_length(words, -1),
    "the first half": lambda words: list(words)[: len(words) // 2],
    "the second half": lambda words: list(words)[len(words) // 2 :],
    "every other piece, from the first": lambda words: list(words)[::2],
    "every other piece, from the second": lambda words: list(words)[1::2],
    "all but the first and the last": lambda words: list(words)[1:-1],
}
