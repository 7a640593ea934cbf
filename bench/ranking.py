"""How well a need in plain words finds its course, beside what others do, and how fast among 5 000 offers."""

import json
import math
import time
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from statistics import mean, quantiles

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from bench.table import Row, at_least, at_most
from lms.catalogue.ranking.ranker import LENGTH, SATURATION, Ranker, Text
from lms.catalogue.ranking.synonyms import Synonyms

ROOT = Path(__file__).resolve().parents[1]
JUDGED = ROOT / "bench" / "judged" / "queries.jsonl"
HELD_OUT = ROOT / "bench" / "judged" / "held-out.jsonl"
OFFERS, QUERIES = 5_000, 300

Search = Callable[[str], list[str]]


def judged_queries(file: Path = JUDGED) -> list[tuple[str, dict[str, int]]]:
    """What people ask for, with grades by course: 2 answers it, 1 helps; empty: no course of ours answers."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [(row["text"], row["fits"]) for row in map(json.loads, lines)]


def course_texts(*, needs: bool) -> list[Text]:
    """Our courses as texts to rank, with or without their need sentences."""
    texts = []
    for file in sorted((ROOT / "content" / "courses").glob("*/course.toml")):
        course = tomllib.loads(file.read_text(encoding="utf-8"))
        parts = [course["summary"]["de"], course.get("description", {}).get("de", ""), *course["keywords"]["de"]]
        parts += [step["title"]["de"] for step in course.get("steps", [])]
        if needs:
            parts += course.get("needs", {}).get("de", [])
        texts.append(Text(file.parent.name, course["title"]["de"], "\n".join(parts)))
    return texts


def ndcg(ranking: list[str], grades: Mapping[str, int], most: int = 10) -> float:
    """nDCG at `most` with gains 2^grade − 1 (Järvelin & Kekäläinen 2002)."""
    gains = [2 ** grades.get(key, 0) - 1 for key in ranking[:most]]
    ideal = sorted((2**grade - 1 for grade in grades.values()), reverse=True)[:most]
    return _discounted(gains) / _discounted(ideal)


def _discounted(gains: list[int]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def _best(texts: list[Text], scores: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> list[str]:
    order = np.argsort(-scores, kind="stable")[:10]
    return [texts[number].key for number in order if scores[number] > 0]


def _tfidf(texts: list[Text], analyzer: str, sizes: tuple[int, int]) -> Search:
    vectorizer = TfidfVectorizer(analyzer=analyzer, ngram_range=sizes, sublinear_tf=True)
    known = vectorizer.fit_transform([f"{text.title}\n{text.title}\n{text.text}" for text in texts])
    return lambda query: _best(texts, (known @ vectorizer.transform([query]).T).toarray().ravel())


def _bm25_words(texts: list[Text]) -> Search:
    vectorizer = CountVectorizer()
    counts = vectorizer.fit_transform([f"{text.title}\n{text.title}\n{text.text}" for text in texts]).toarray()
    containing = (counts > 0).sum(axis=0)
    rarity = np.log(1 + (len(texts) - containing + 0.5) / (containing + 0.5))
    lengths = counts.sum(axis=1, keepdims=True)
    worth = (
        counts * (SATURATION + 1) / (counts + SATURATION * (1 - LENGTH + LENGTH * lengths / lengths.mean())) * rarity
    )
    return lambda query: _best(texts, worth @ (vectorizer.transform([query]).toarray().ravel() > 0))


def _ours(texts: list[Text], synonyms: Synonyms | None = None) -> Search:
    ranker = Ranker(texts, synonyms)
    return lambda query: [found.key for found in ranker.rank(query)]


def quality(texts: list[Text], queries: list[tuple[str, dict[str, int]]]) -> dict[str, float]:
    """nDCG@10 of each way to rank."""
    ways = {
        "words, TF-IDF": _tfidf(texts, "word", (1, 1)),
        "words, BM25": _bm25_words(texts),
        "character 3–5-grams, TF-IDF": _tfidf(texts, "char_wb", (3, 5)),
        "ours without synonyms": _ours(texts, Synonyms([])),
        "ours": _ours(texts),
    }
    return {name: mean(ndcg(search(query), grades) for query, grades in queries) for name, search in ways.items()}


def made_up_offers(count: int, random: Random) -> list[Text]:
    """Offers as long as real ones, mixed from the words of our courses and from compounds of them."""
    words = sorted({word for text in course_texts(needs=False) for word in text.text.split()})
    weights = [1 / place for place in range(1, len(words) + 1)]
    random.shuffle(words)

    def some(length: int) -> str:
        drawn = random.choices(words, weights, k=length)
        return " ".join(word + random.choice(words).lower() if random.random() < 0.15 else word for word in drawn)

    return [Text(str(number), some(6), some(100)) for number in range(count)]


def measure_speed() -> list[Row]:
    """p95 of one query among 5 000 offers, and how long the index takes to build."""
    random = Random(5)
    offers = made_up_offers(OFFERS, random)
    began = time.perf_counter()
    ranker = Ranker(offers)
    building = time.perf_counter() - began
    asked = [query for query, _grades in judged_queries()]
    times = []
    for _ in range(QUERIES):
        query = random.choice(asked)
        began = time.perf_counter()
        ranker.rank(query)
        times.append((time.perf_counter() - began) * 1000)
    what = f"needs, {OFFERS} offers"
    return [
        at_most(what, "p95", round(quantiles(times, n=20)[18], 1), 50, "ms"),
        Row(what, "index", round(building, 1), "s"),
    ]


def measure() -> list[Row]:
    """Quality on the judged needs and the held-out ones beside the others, then speed."""
    rows = []
    for file, needs, about in (
        (JUDGED, False, "judged, courses without need sentences"),
        (JUDGED, True, "judged, courses with need sentences"),
        (HELD_OUT, True, "held out, courses with need sentences"),
    ):
        queries = [(query, grades) for query, grades in judged_queries(file) if grades]
        found = quality(course_texts(needs=needs), queries)
        best_other = max(value for name, value in found.items() if not name.startswith("ours"))
        rows += [
            at_least(f"needs {about}", f"nDCG@10, {name}", round(value, 3), round(best_other, 3))
            if name == "ours"
            else Row(f"needs {about}", f"nDCG@10, {name}", round(value, 3))
            for name, value in found.items()
        ]
    return rows + measure_speed()
