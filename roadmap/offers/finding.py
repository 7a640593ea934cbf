"""Which offers somebody looks for in the directory. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from roadmap.offers.models import Offer

PER_PAGE = 24


@dataclass(frozen=True)
class Search:
    """What is looked for; empty fields do not narrow. target: key of an education target; place: as in the offers."""

    words: str = ""
    format: str = ""
    place: str = ""
    target: str = ""
    competence: str = ""
    part_time: bool = False

    def takes(self, offer: Offer) -> bool:
        """Whether the offer is among what is looked for."""
        return (
            all(word in _text(offer) for word in self.words.lower().split())
            and self.format in ("", offer.format)
            and self.place in ("", offer.place)
            and (not self.target or self.target in offer.targets)
            and (not self.competence or any(each["competence"] == self.competence for each in offer.outcomes))
            and (offer.part_time or not self.part_time)
        )


def _text(offer: Offer) -> str:
    return " ".join((*offer.title.values(), *offer.summary.values(), offer.provider, offer.place)).lower()


@dataclass(frozen=True)
class Found:
    """A page of what was found. page counts from 1."""

    offers: Sequence[Offer]
    page: int
    pages: int
    total: int

    @property
    def has_prev(self) -> bool:
        """Whether there is a page before."""
        return self.page > 1

    @property
    def has_next(self) -> bool:
        """Whether there is a page after."""
        return self.page < self.pages

    @property
    def prev_num(self) -> int:
        """The number of the page before."""
        return self.page - 1

    @property
    def next_num(self) -> int:
        """The number of the page after."""
        return self.page + 1


def find(offers: Sequence[Offer], search: Search, page: int = 1) -> Found:
    """The wanted page of the offers that match; the last one where there are not so many."""
    matching = [offer for offer in offers if search.takes(offer)]
    pages = max(1, -(-len(matching) // PER_PAGE))
    number = min(max(1, page), pages)
    return Found(matching[(number - 1) * PER_PAGE : number * PER_PAGE], number, pages, len(matching))
