"""How many tasks there are where, as tables for authors; the linter of files has the same bounds."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from competence_check.authoring.queries import Counts, Place
from competence_check.linting.coverage import least_of_a_band
from competence_check.scoring.scale import BANDS
from competence_check.tasks.grading import FORMATS
from lms.kernel.toml import Texts


@dataclass(frozen=True)
class Row:
    """A competence, or all together without a code. bands, formats: how many tasks by name.

    least: how many tasks the framework asks for; 0 for all together.
    """

    code: str
    names: Texts
    bands: Mapping[str, int]
    formats: Mapping[str, int]
    total: int
    least: int

    @property
    def is_short(self) -> bool:
        """Whether the competence has fewer tasks than its framework asks for."""
        return self.total < self.least

    def few(self, band: str) -> bool:
        """Whether the band has fewer tasks than the linter asks for."""
        return self.bands[band] < least_of_a_band(self.least)


@dataclass(frozen=True)
class Table:
    """A framework; the last row sums up. least: how many tasks a competence needs, least_of_a_band: a band of one."""

    slug: str
    names: Texts
    least: int
    least_of_a_band: int
    rows: Sequence[Row]


def tables(places: Sequence[Place], counts: Counts) -> list[Table]:
    """One table for each framework, in the order of the places."""
    found = []
    for slug, names in {place.framework: place.framework_names for place in places}.items():
        own = [place for place in places if place.framework == slug]
        least = own[0].least_tasks
        rows = [_row(place.code, place.names, counts.get((slug, place.code), Counter()), least) for place in own]
        together = sum((counts.get((slug, place.code), Counter()) for place in own), Counter())
        found.append(Table(slug, names, least, least_of_a_band(least), [*rows, _row("", {}, together, 0)]))
    return found


def _row(code: str, names: Texts, counts: Counter[tuple[str, str]], least: int) -> Row:
    bands = {band: sum(many for (each, _form), many in counts.items() if each == band) for band in BANDS}
    formats = {form: sum(many for (_band, each), many in counts.items() if each == form) for form in FORMATS}
    return Row(code, names, bands, formats, counts.total(), least)
