"""Promises about the record store, and whether they were kept."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Promise:
    """words: what is promised. found: what was seen."""

    words: str
    is_kept: bool
    found: str
