"""Which competences an offer raises, by its text: a nearest-prototype classifier over character n-grams (Rocchio).

A prototype is what the framework and the check say about a competence, moved a little towards the courses that raise
it (Manning, Raghavan & Schütze, Introduction to Information Retrieval, § 14.2). Loaded only where offers are read: it
needs scikit-learn. Pure otherwise.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from lms.catalogue.ranking.ranker import Text
from lms.catalogue.ranking.words import normal_words

# Measured by leaving one course out, see docs/ranking.md.
EXAMPLE_WEIGHT = 0.3
LEAST_LIKENESS = 0.2
LEAST_OF_BEST = 0.8


@dataclass(frozen=True)
class Example:
    """A course and the competences that its author gave it."""

    text: Text
    competences: Collection[str]


@dataclass(frozen=True)
class Suggestion:
    """A competence that an offer seems to raise. likeness: 0 to 1; a person decides."""

    competence: str
    likeness: float


def _normal(text: str) -> str:
    return " ".join(normal_words(text))


def _written(text: Text) -> str:
    return f"{text.title}\n{text.title}\n{text.text}"


class Suggester:
    """Knows competences, by id and text, and examples."""

    def __init__(self, competences: Mapping[str, str], examples: Sequence[Example]) -> None:
        self._competences = list(competences)
        self._vectorizer = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, preprocessor=_normal
        )
        described = list(competences.values())
        vectors = self._vectorizer.fit_transform(described + [_written(example.text) for example in examples])
        own, taught = vectors[: len(described)], vectors[len(described) :]
        shares = np.array([[float(code in each.competences) for code in competences] for each in examples])
        if len(examples):
            # A course that raises four competences says a quarter as much about each.
            shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1)
            own = own + EXAMPLE_WEIGHT * normalize(csr_matrix(shares.T) @ taught)
        self._prototypes = normalize(own)

    def likenesses(self, text: Text) -> dict[str, float]:
        """How like `text` is to every competence, 0 to 1."""
        alike = (self._prototypes @ self._vectorizer.transform([_written(text)]).T).toarray().ravel()
        return {code: float(each) for code, each in zip(self._competences, alike, strict=True)}

    def suggest(self, text: Text, most: int = 3) -> list[Suggestion]:
        """At most `most` competences, most alike first; empty when nothing fits."""
        ordered = sorted(self.likenesses(text).items(), key=lambda pair: (-pair[1], pair[0]))
        best = ordered[0][1] if ordered else 0.0
        if best < LEAST_LIKENESS:
            return []
        return [Suggestion(code, round(each, 4)) for code, each in ordered[:most] if each >= LEAST_OF_BEST * best]
