"""Which texts are about the same thing. The one module of the catalogue that uses scikit-learn."""

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

LEAST_ALIKE = 0.12


def related_documents(texts: list[str], most: int) -> list[list[int]]:
    """For each text the numbers of at most `most` others, most alike first.

    Cosine of TF-IDF over character 3–5-grams within words, which survive German compounds and inflection.
    """
    if len(texts) < 2:
        return [[] for _ in texts]
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True).fit_transform(texts)
    alike = (vectors @ vectors.T).toarray()
    np.fill_diagonal(alike, 0.0)
    best = np.argsort(-alike, axis=1, kind="stable")[:, :most]
    return [[int(other) for other in row if alike[number, other] >= LEAST_ALIKE] for number, row in enumerate(best)]
