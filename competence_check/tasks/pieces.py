"""Running text in which pieces can be marked: "Die Frist beträgt [[frist|vier Wochen]]."."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_PIECE = re.compile(r"\[\[([a-z0-9]+(?:-[a-z0-9]+)*)\|([^\[\]|]+)\]\]")


@dataclass(frozen=True)
class Piece:
    """Some words of a text. key: empty where they cannot be marked."""

    key: str
    words: str


def paragraphs_of(text: str) -> list[list[Piece]]:
    """The pieces of each paragraph, in reading order."""
    return [_pieces(" ".join(block.split())) for block in re.split(r"\n\s*\n", text.strip())]


def _pieces(block: str) -> list[Piece]:
    pieces: list[Piece] = []
    end = 0
    for found in _PIECE.finditer(block):
        if found.start() > end:
            pieces.append(Piece("", block[end : found.start()]))
        pieces.append(Piece(found[1], found[2]))
        end = found.end()
    return [*pieces, Piece("", block[end:])] if end < len(block) else pieces


def marks_of(text: str) -> dict[str, str]:
    """The words that can be marked, by key."""
    return {piece.key: piece.words for block in paragraphs_of(text) for piece in block if piece.key}


def plain(text: str) -> str:
    """The text without its marks."""
    return _PIECE.sub(r"\2", text)


def marked_share(chosen: Sequence[str], right: Sequence[str], keys: Sequence[str]) -> float:
    """max(0, right marked / right − wrong marked / wrong), 0–1: marking all is worth as little as marking nothing."""
    wrong = [key for key in keys if key not in right]
    hits = sum(key in right for key in chosen) / len(right)
    slips = sum(key in wrong for key in chosen) / len(wrong) if wrong else 0.0
    return max(0.0, hits - slips)
