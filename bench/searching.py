"""How fast the search in job aids is, and how it grows with the number of steps."""

import time
from random import Random
from statistics import quantiles

from bench.table import Row
from lms.catalogue.search import Document, Index

SIZES = (200, 2_000, 20_000)
QUERIES = 300

_SYLLABLES = [
    *("ak", "an", "auf", "bau", "be", "bild", "da", "dru", "ein", "er", "fen", "fix", "ge", "haus", "in", "kal"),
    *("ken", "lan", "men", "mit", "ord", "pass", "raum", "schrei", "ter", "um", "ver", "zeit"),
]


def _word(random: Random) -> str:
    return "".join(random.choices(_SYLLABLES, k=random.randint(2, 4)))


def _documents(count: int, random: Random) -> list[Document]:
    """Steps of made-up words, in sizes like the real ones: words repeat as Zipf says they do."""
    words = [_word(random) for _ in range(12_000)]
    weights = [1 / rank for rank in range(1, len(words) + 1)]

    def text(length: int) -> str:
        return " ".join(random.choices(words, weights, k=length))

    return [
        Document(
            str(number),
            {3.0: (text(5),), 2.4: tuple(text(6) for _ in range(4)), 1.6: (text(8),), 0.6: (text(110),)},
        )
        for number in range(count)
    ]


def _queries(random: Random, documents: list[Document]) -> list[str]:
    """Two or three words of a step's title, every third with a letter missing."""
    queries = []
    for number in range(QUERIES):
        words = random.choice(documents).fields[3.0][0].split()[: random.randint(2, 3)]
        if number % 3 == 0:
            place = random.randrange(len(words[0]))
            words[0] = words[0][:place] + words[0][place + 1 :]
        queries.append(" ".join(words))
    return queries


def measure() -> list[Row]:
    """p95 at three sizes and its growth."""
    rows: list[Row] = []
    p95: dict[int, float] = {}
    for size in SIZES:
        random = Random(size)
        documents = _documents(size, random)
        index = Index(documents)
        times = []
        for query in _queries(random, documents):
            began = time.perf_counter()
            index.search(query)
            times.append((time.perf_counter() - began) * 1000)
        p95[size] = quantiles(times, n=20)[18]
        rows.append(Row(f"search, {size} steps", "p95", round(p95[size], 2), "ms"))
    rows.append(Row("search", "p95 at 20 000 / at 200 steps", round(p95[20_000] / p95[200], 1), "×"))
    return rows
