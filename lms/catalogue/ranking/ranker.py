"""BM25 over character n-grams of words, with title weight, damped function words and synonyms.

BM25: Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework", § 3.4. Character n-grams make German
compounds comparable: "besprechung" stands in "Videobesprechungen". scipy is imported here, so nothing that the web
process loads at its start may import this module.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from lms.catalogue.ranking.synonyms import Synonyms, german_synonyms
from lms.catalogue.ranking.words import FUNCTION_WORDS, WISHES, normal_words, word_grams

# Chosen on sets that are not the judged one; docs/ranking.md has the table.
TITLE_WEIGHT = 3.0
SATURATION, LENGTH = 1.6, 0.7
FUNCTION_WEIGHT, WISH_WEIGHT, SYNONYM_WEIGHT = 0.3, 0.1, 0.3

# A query of more words than this is cut, so that time stays bounded.
MOST_WORDS = 200


@dataclass(frozen=True)
class Text:
    """Something to be found. title counts more than text."""

    key: str
    title: str
    text: str


@dataclass(frozen=True)
class Ranked:
    """A found text. score compares within one query; share: of the query's weight that the text answers, 0 to 1."""

    key: str
    score: float
    share: float


def weighted_words(query: str, synonyms: Synonyms) -> tuple[dict[str, float], dict[str, float]]:
    """The words asked for and their synonyms, each with what it counts; words alone if there is nothing else."""
    asked: dict[str, float] = {}
    for word in normal_words(query)[:MOST_WORDS]:
        asked[word] = FUNCTION_WEIGHT if word in FUNCTION_WORDS else WISH_WEIGHT if word in WISHES else 1.0
    if all(weight < 1 for weight in asked.values()):
        return dict.fromkeys(asked, 1.0), {}
    topics = [word for word, weight in asked.items() if weight == 1.0]
    return asked, {other: SYNONYM_WEIGHT for word in topics for other in synonyms.of(word) if other not in asked}


class Ranker:
    """An index over texts, built once; `rank` may be called from several threads."""

    def __init__(self, texts: Iterable[Text], synonyms: Synonyms | None = None) -> None:
        self._synonyms = german_synonyms() if synonyms is None else synonyms
        self._keys: list[str] = []
        self._grams: dict[str, int] = {}
        counts = self._count(texts)
        known = max(1, len(self._keys))
        containing = np.bincount(counts.indices, minlength=len(self._grams))
        self._rarity = np.log(1 + (known - containing + 0.5) / (containing + 0.5))
        lengths = np.asarray(counts.sum(axis=1)).ravel()
        usual = float(lengths.mean()) if len(lengths) and lengths.any() else 1.0
        rows = np.repeat(np.arange(len(self._keys)), np.diff(counts.indptr))
        full = SATURATION * (1 - LENGTH + LENGTH * lengths / usual)
        gained = counts.data * (SATURATION + 1) / (counts.data + full[rows]) * self._rarity[counts.indices]
        self._worth = csr_matrix((gained.astype(np.float32), counts.indices, counts.indptr), counts.shape).T.tocsr()

    def __len__(self) -> int:
        return len(self._keys)

    def _count(self, texts: Iterable[Text]) -> csr_matrix:
        """How often each n-gram stands in each text; words are cut once, however often they occur."""
        words: dict[str, int] = {}
        starts, columns, values = [0], [], []
        for text in texts:
            self._keys.append(text.key)
            found: Counter[str] = Counter(normal_words(text.text))
            weights = {word: float(count) for word, count in found.items()}
            for word in normal_words(text.title):
                weights[word] = weights.get(word, 0.0) + TITLE_WEIGHT
            for word, weight in weights.items():
                columns.append(words.setdefault(word, len(words)))
                values.append(weight)
            starts.append(len(columns))
        cut_starts, cut = [0], []
        for word in words:
            cut += [self._grams.setdefault(gram, len(self._grams)) for gram in word_grams(word)]
            cut_starts.append(len(cut))
        by_word = csr_matrix((values, columns, starts), (len(self._keys), len(words)), dtype=np.float32)
        by_gram = csr_matrix((np.ones(len(cut)), cut, cut_starts), (len(words), len(self._grams)), dtype=np.float32)
        counts = (by_word @ by_gram).tocsr()
        counts.sum_duplicates()
        return counts

    def rank(self, query: str, most: int = 10) -> list[Ranked]:
        """At most `most` texts for `query`, best first; equal ones in the order they came. Nothing that scores zero."""
        asked, related = weighted_words(query, self._synonyms)
        weights = self._weigh(asked, related)
        numbers = [self._grams[gram] for gram in weights if gram in self._grams]
        if not numbers:
            return []
        row = np.array([weights[gram] for gram in weights if gram in self._grams], dtype=np.float32)
        scores = row @ self._worth[numbers]
        best = np.argsort(-scores, kind="stable")[:most]
        whole = self._best_possible(asked)
        return [
            Ranked(self._keys[number], round(float(scores[number]), 6), min(1.0, float(scores[number] / whole)))
            for number in best
            if scores[number] > 0
        ]

    @staticmethod
    def _weigh(asked: Mapping[str, float], related: Mapping[str, float]) -> dict[str, float]:
        """What each n-gram counts: a word's weight grows with the root of its length, so that compounds do not rule."""
        weights: dict[str, float] = {}
        for word, weight in asked.items():
            grams = word_grams(word)
            for gram in set(grams):
                weights[gram] = weights.get(gram, 0.0) + weight / math.sqrt(len(grams))
        for word, weight in related.items():
            grams = word_grams(word)
            for gram in set(grams):
                weights[gram] = max(weights.get(gram, 0.0), weight / math.sqrt(len(grams)))
        return weights

    def _best_possible(self, asked: Mapping[str, float]) -> float:
        """The score of a text that answers every n-gram of the words asked for; unknown n-grams count as the rarest."""
        rarest = math.log(1 + (len(self._keys) + 0.5) / 0.5)
        weights = self._weigh(asked, {})
        return sum(
            weight * (self._rarity[self._grams[gram]] if gram in self._grams else rarest)
            for gram, weight in weights.items()
        ) * (SATURATION + 1)
