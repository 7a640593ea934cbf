"""Why a text was found: its words that answer the words asked for."""

import re

from lms.catalogue.ranking.synonyms import Synonyms, german_synonyms
from lms.catalogue.ranking.words import FUNCTION_WORDS, WISHES, normal_words, word_grams

# The share of a word's n-grams that must stand in a word of the text for people to see the likeness, too.
LEAST_ALIKE = 0.55

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


def _alike(wanted: str, found: str) -> float:
    grams = set(word_grams(wanted))
    return len(grams & set(word_grams(found))) / len(grams)


def matched_words(query: str, text: str, most: int = 5, synonyms: Synonyms | None = None) -> list[str]:
    """At most `most` words of `text`, as they are written there, that answer a word of `query`; its own order.

    For each word asked for: the word most like it, or else a synonym. Words of wishing and function words do not ask.
    """
    known = german_synonyms() if synonyms is None else synonyms
    written = {" ".join(normal_words(word)): word for word in reversed(_WORD.findall(text))}
    shown: dict[str, None] = {}
    for wanted in dict.fromkeys(normal_words(query)):
        if wanted in FUNCTION_WORDS or wanted in WISHES:
            continue
        best = _most_alike({wanted}, written) or _most_alike(known.of(wanted), written)
        if best:
            shown.setdefault(best)
    return list(shown)[:most]


def _most_alike(wanted: set[str], written: dict[str, str]) -> str:
    """The written word that is most like one of `wanted`; the shortest of equals; empty if none is like enough."""
    best = max(
        (
            (_alike(each, part), -len(normal), word)
            for normal, word in written.items()
            for part in normal.split()
            if part not in FUNCTION_WORDS and part not in WISHES
            for each in wanted
        ),
        default=(0.0, 0, ""),
    )
    return best[2] if best[0] >= LEAST_ALIKE else ""
