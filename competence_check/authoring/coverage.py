"""How many tasks there are where, as tables for authors; the linter of files has the same bounds."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from competence_check.authoring.queries import Counts, Place
from competence_check.linting.coverage import TASKS_OF_A_BAND
from competence_check.scoring.scale import BANDS
from competence_check.tasks.grading import FORMATS
from lms.kernel.toml import Texts


@dataclass(frozen=True)
class Row:
    """A competence, or all together without a code. bands, formats: how many tasks by name."""

    code: str
    names: Texts
    bands: Mapping[str, int]
    formats: Mapping[str, int]
    total: int

    def few(self, band: str) -> bool:
        """Whether the band has fewer tasks than the linter asks a whole bank for."""
        return bool(self.code) and self.bands[band] < TASKS_OF_A_BAND


@dataclass(frozen=True)
class Table:
    """A framework; the last row sums up."""

    slug: str
    names: Texts
    rows: Sequence[Row]


def tables(places: Sequence[Place], counts: Counts) -> list[Table]:
    """One table for each framework, in the order of the places."""
    found = []
    for slug, names in {place.framework: place.framework_names for place in places}.items():
        own = [place for place in places if place.framework == slug]
        rows = [_row(place.code, place.names, counts.get((slug, place.code), Counter())) for place in own]
        together = sum((counts.get((slug, place.code), Counter()) for place in own), Counter())
        found.append(Table(slug, names, [*rows, _row("", {}, together)]))
    return found


def _row(code: str, names: Texts, counts: Counter[tuple[str, str]]) -> Row:
    bands = {band: sum(many for (each, _form), many in counts.items() if each == band) for band in BANDS}
    formats = {form: sum(many for (_band, each), many in counts.items() if each == form) for form in FORMATS}
    return Row(code, names, bands, formats, counts.total())
