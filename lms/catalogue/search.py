"""Search in job aids: find the step that answers, in spite of typing errors and German compounds.

Words are cut into character trigrams (" wa", "war", … "um "). A query word matches a document by the share of its
trigrams, weighted by rarity, that stand in one of the document's words: "wartraum" finds "Warteraum". Fields
weigh differently; a document that matches every word of the query beats one that matches one word well.
Rarity: Robertson & Spärck Jones' idf, as in BM25 (Robertson & Zaragoza 2009, § 3.4).
Pure Python, no database: built once, read by every request.
"""

import math
import re
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from heapq import nlargest

WORD = re.compile(r"\w+")
_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})

# Words that say nothing about what is searched, in both languages, after normalising.
STOP_WORDS = frozenset(
    """aber als am an auch auf aus bei bin das dass dem den der des die ein eine einem einen einer es fur hat ich ihr
    im in ist kann man mein meine mich mir mit muss nach nicht oder per sich sie sind so um und uber vom von was
    wenn werden wer wie wo zu zum zur a an and are can do for from how i in is it me my of on or the to what where
    which with""".split()
)

# A query of more words than this is cut: nobody types more, and time stays bounded.
MOST_WORDS = 12
LEAST_SHARE = 0.34


@dataclass(frozen=True)
class Document:
    """Something to find. key: what the search returns. fields: texts by their weight."""

    key: str
    fields: Mapping[float, tuple[str, ...]]


@dataclass(frozen=True)
class Hit:
    """A found document; scores compare within one search only."""

    key: str
    score: float


def normal_words(text: str) -> list[str]:
    """The words of `text` in lower case, umlauts and their spelling with e folded together."""
    folded = text.casefold().translate(_UMLAUTS)
    return [re.sub("ae|oe|ue", lambda pair: pair.group()[0], word) for word in WORD.findall(folded)]


def trigrams(word: str) -> set[str]:
    """The trigrams of ` word `."""
    padded = f" {word} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}


class Index:
    """An inverted index from trigrams to words and from words to documents."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._keys: list[str] = []
        self._words: dict[str, int] = {}
        self._word_grams: list[int] = []
        self._documents_of: list[tuple[array[int], array[float]]] = []
        self._words_of_gram: dict[str, array[int]] = {}
        for document in documents:
            self._add(document)
        self._gram_rarity = {
            gram: math.log(1 + len(self._words) / (1 + len(words))) for gram, words in self._words_of_gram.items()
        }

    def __len__(self) -> int:
        return len(self._keys)

    def _add(self, document: Document) -> None:
        number = len(self._keys)
        self._keys.append(document.key)
        weights: dict[str, float] = {}
        for weight, texts in document.fields.items():
            for word, count in Counter(word for text in texts for word in normal_words(text)).items():
                weights[word] = max(weights.get(word, 0.0), weight * (1 + 0.1 * min(count - 1, 3)))
        for word, weight in weights.items():
            documents, strengths = self._documents_of[self._number_of(word)]
            documents.append(number)
            strengths.append(weight)

    def _number_of(self, word: str) -> int:
        number = self._words.get(word)
        if number is None:
            number = self._words[word] = len(self._words)
            self._documents_of.append((array("I"), array("f")))
            grams = trigrams(word)
            self._word_grams.append(len(grams))
            for gram in grams:
                self._words_of_gram.setdefault(gram, array("I")).append(number)
        return number

    def _similar_words(self, wanted: str) -> dict[int, float]:
        """Known words like `wanted`, by number, with a likeness from 0 to 1; equal words have 1."""
        grams = trigrams(wanted)
        rarity = {gram: self._gram_rarity.get(gram, math.log(1 + len(self._words))) for gram in grams}
        whole = sum(rarity.values()) or 1.0
        shares: dict[int, float] = {}
        for gram in grams:
            worth = rarity[gram] / whole
            for number in self._words_of_gram.get(gram, ()):
                shares[number] = shares.get(number, 0.0) + worth
        exact = self._words.get(wanted)
        likeness = {
            # A word much longer than the query is less surely meant; compounds keep most of their worth.
            number: share * share * min(1.0, 0.7 + 0.3 * len(grams) / self._word_grams[number])
            for number, share in shares.items()
            if share >= LEAST_SHARE
        }
        if exact is not None:
            likeness[exact] = 1.0
        return likeness

    def search(self, query: str, most: int = 10, among: Collection[str] | None = None) -> list[Hit]:
        """At most `most` documents for `query`, best first, only `among` these keys if given.

        Nothing for a query without words.
        """
        words = normal_words(query)
        wanted = [word for word in dict.fromkeys(words) if word not in STOP_WORDS] or list(dict.fromkeys(words))
        total: dict[int, float] = {}
        matched: Counter[int] = Counter()
        for word in wanted[:MOST_WORDS]:
            best = self._scores(word)
            for number, score in best.items():
                total[number] = total.get(number, 0.0) + score
            matched.update(best.keys())
        count = min(len(wanted), MOST_WORDS)
        scored = (
            (score * (matched[number] / count) ** 2, -number)
            for number, score in total.items()
            if among is None or self._keys[number] in among
        )
        return [Hit(self._keys[-number], round(score, 6)) for score, number in nlargest(most, scored)]

    def _scores(self, word: str) -> dict[int, float]:
        """For each document the score of its word that is most like `word`."""
        best: dict[int, float] = {}
        known = len(self._keys)
        for number, likeness in self._similar_words(word).items():
            documents, strengths = self._documents_of[number]
            rarity = math.log(1 + (known - len(documents) + 0.5) / (len(documents) + 0.5))
            factor = likeness * (0.2 + rarity)
            for document, strength in zip(documents, strengths, strict=True):
                score = factor * strength
                if score > best.get(document, 0.0):
                    best[document] = score
        return best
