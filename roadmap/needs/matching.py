"""From a need in plain words to what fits it, and the honest "nothing". Loaded when somebody asks: it needs scipy."""

from collections.abc import Iterable
from dataclasses import dataclass

from lms.catalogue.ranking.explaining import matched_words
from lms.catalogue.ranking.ranker import Ranker, Text

# Below this share of the need's weight nothing fits; chosen on one half of the judged needs, see docs/ranking.md.
LEAST_SHARE = 0.18

# What answers less than this part of the best is noise to the person who reads the list.
LEAST_OF_BEST = 0.5

# So many that no word explains are passed over before the list ends.
MOST_UNCLEAR = 10


@dataclass(frozen=True)
class Match:
    """Something that fits. words: of its text, that answer the need."""

    key: str
    share: float
    words: tuple[str, ...]


class Matcher:
    """Texts that can fit a need."""

    def __init__(self, texts: Iterable[Text]) -> None:
        self._texts = {text.key: text for text in texts}
        self._ranker = Ranker(self._texts.values())

    def match(self, need: str, most: int, among: frozenset[str] | None = None) -> list[Match]:
        """At most `most` that fit, best first, only `among` these keys if given; empty when nothing does."""
        ranked = self._ranker.rank(need, len(self._texts))
        ranked = [each for each in ranked if among is None or each.key in among]
        fits: list[Match] = []
        for each in ranked[: most + MOST_UNCLEAR]:
            if each.share < LEAST_SHARE or each.score < LEAST_OF_BEST * ranked[0].score:
                break
            text = self._texts[each.key]
            if words := matched_words(need, f"{text.title}\n{text.text}"):
                fits.append(Match(each.key, each.share, tuple(words)))
        return fits[:most]
