"""Rows of measurements and how they are printed."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """One measurement. bar: what it is held against, in words; is_met: None where there is no bar."""

    what: str
    measure: str
    value: float
    unit: str = ""
    bar: str = ""
    is_met: bool | None = None

    def as_json(self) -> dict[str, Any]:
        """The row for the results file."""
        return asdict(self)


def at_most(what: str, measure: str, value: float, most: float, unit: str = "") -> Row:
    """A row with a bar from above."""
    return Row(what, measure, value, unit, f"≤ {most:g}", value <= most)


def at_least(what: str, measure: str, value: float, least: float, unit: str = "") -> Row:
    """A row with a bar from below."""
    return Row(what, measure, value, unit, f"≥ {least:g}", value >= least)


def render(rows: list[Row]) -> str:
    """All rows as a table of text."""
    verdicts = {True: "met", False: "MISSED", None: ""}
    cells = [("what", "measure", "value", "bar", "")]
    cells += [
        (row.what, row.measure, f"{row.value:g} {row.unit}".strip(), row.bar, verdicts[row.is_met]) for row in rows
    ]
    widths = [max(len(line[column]) for line in cells) for column in range(5)]
    lines = ["  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in cells]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)
