"""Words for the same thing: the one help against paraphrase that can be read and corrected."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from lms.catalogue.ranking.words import normal_words

FILE = Path(__file__).with_name("synonyms.txt")

# Shorter stems stand in too many words by chance to be looked for inside of compounds.
SHORTEST_PART = 5

_ENDING = re.compile(r"(?<=\w{4})(innen|ungen|ern|en|er|es|em|e|n|s)$")


def stem(word: str) -> str:
    """`word` without one German ending, never shorter than four letters."""
    return _ENDING.sub("", word)


class Synonyms:
    """Groups of words for the same thing."""

    def __init__(self, groups: Iterable[str]) -> None:
        self._groups: list[list[str]] = [normal_words(group.replace("-", "")) for group in groups]
        self._groups_of: Mapping[str, list[int]] = defaultdict(list)
        for number, group in enumerate(self._groups):
            for word in group:
                self._groups_of[stem(word)].append(number)
        self._parts = [part for part in self._groups_of if len(part) >= SHORTEST_PART]

    def of(self, word: str) -> set[str]:
        """Other words for `word`, or, if it is in no group, for what the compound begins or ends with."""
        wanted = stem(word)
        numbers = set(self._groups_of.get(wanted, ()))
        if not numbers:
            parts = [part for part in self._parts if wanted.startswith(part) or wanted.endswith(part)]
            numbers = {number for part in parts for number in self._groups_of[part]}
        return {other for number in numbers for other in self._groups[number] if other != word}


@cache
def german_synonyms() -> Synonyms:
    """The groups of `synonyms.txt`."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return Synonyms(line for line in lines if line.strip() and not line.startswith("#"))
