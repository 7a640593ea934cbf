"""How hard a text is to read, by its sentences and words: German and English, without any knowledge of what it says.

German: Flesch reading ease after Amstad (1978), 180 − words per sentence − 58.5 · syllables per word. English: Flesch
(1948), 206.835 − 1.015 · words per sentence − 84.6 · syllables per word. Both run from about 0, very hard, to 100, very
easy. LIX (Björnsson 1968), words per sentence + share of words over six letters in per cent, needs no syllables.
"""

import re
from dataclasses import dataclass

_SENTENCE = re.compile(r"(?<=[.!?:])[\s\"“”„‘’)]+(?=[A-ZÄÖÜ0-9„‘(])|\n+")
_WORD = re.compile(r"[A-Za-zÄÖÜäöüßé]+(?:[-'’][A-Za-zÄÖÜäöüßé]+)*")
_VOWELS = {
    "de": re.compile(r"[aä]u|eu|ei|ai|ie|[aeiouyäöüé]", re.IGNORECASE),
    "en": re.compile(r"[aeiouy]+", re.IGNORECASE),
}
# What is no running text: addresses, file names, formulas, short cuts.
_NO_TEXT = re.compile(r"\S*(?:://|@|\\|=)\S*|\S+\.[a-z]{2,5}\b|`[^`]*`")


@dataclass(frozen=True)
class Reading:
    """ease: Flesch; lix; words: how many; longest: words over a length, as they stand there."""

    ease: float
    lix: float
    words: int


def reading_of(text: str, language: str) -> Reading:
    """The measures of a text; of one without words an easy one."""
    plain = _NO_TEXT.sub(" ", text)
    sentences = [found for part in _SENTENCE.split(plain) if (found := _WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return Reading(100.0, 0.0, 0)
    length = len(words) / len(sentences)
    syllables = sum(syllables_of(word, language) for word in words) / len(words)
    ease = 180 - length - 58.5 * syllables if language == "de" else 206.835 - 1.015 * length - 84.6 * syllables
    lix = length + 100 * sum(len(word) > 6 for word in words) / len(words)
    return Reading(ease, lix, len(words))


def syllables_of(word: str, language: str) -> int:
    """About how many syllables a word has: its groups of vowels, at least one; an English silent e is none."""
    if word.isupper() and len(word) <= 5:
        return 1  # an abbreviation
    found = len(_VOWELS[language].findall(word))
    if language == "en" and re.search(r"[^aeiouyl]e$", word.lower()):
        found -= 1
    return max(1, found)


def long_words(text: str, letters: int) -> list[str]:
    """Words with more than so many letters, parts of a hyphenated word counted apart, each once."""
    plain = _NO_TEXT.sub(" ", text)
    words = [part for word in _WORD.findall(plain) for part in word.split("-")]
    return sorted({word for word in words if len(word) > letters})
