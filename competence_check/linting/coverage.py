"""How evenly a bank covers its framework: competence × band × format."""

from collections import Counter
from collections.abc import Iterable, Sequence

from competence_check.content.checks import CheckFile
from competence_check.content.frameworks import FrameworkFacts
from competence_check.scoring.scale import BANDS
from competence_check.tasks.grading import FORMATS

# What a band of a competence needs so that somebody can be asked whatever they can do; a small bank has fewer.
TASKS_OF_A_BAND = 2

# No more than this share of a bank may be multiple choice, be it with one right answer or with several.
CHOICES = ("single", "multiple")
MOST_CHOICES = 0.4

# A bank this small is only begun: shares of it mean nothing.
FEWEST_FOR_SHARES = 20


def least_of_a_band(least_tasks: int) -> int:
    """How many tasks a band of a competence needs whose framework asks for so many tasks in all."""
    return min(TASKS_OF_A_BAND, least_tasks // len(BANDS))


def table(files: Sequence[CheckFile]) -> list[list[str]]:
    """A table with a header: for each framework, competence and band how many tasks of each format, and sums."""
    rows = []
    for file in files:
        for band in BANDS:
            formats = Counter(task["format"] for task in file.tasks.values() if task["band"] == band)
            rows.append([file.framework, file.competence, band, *_numbers(formats)])
        rows.append([file.framework, file.competence, "all", *_numbers(_formats([file]))])
    for band in BANDS:
        rows.append(["all", "all", band, *_numbers(_formats(files, band))])
    rows.append(["all", "all", "all", *_numbers(_formats(files))])
    return [["framework", "competence", "band", *FORMATS, "total"], *rows]


def _formats(files: Sequence[CheckFile], band: str = "") -> Counter[str]:
    return Counter(task["format"] for file in files for task in file.tasks.values() if not band or task["band"] == band)


def _numbers(formats: Counter[str]) -> list[str]:
    return [str(number or "·") for number in [*(formats[name] for name in FORMATS), formats.total()]]


def gaps(files: Sequence[CheckFile], frameworks: Iterable[FrameworkFacts]) -> list[str]:
    """Competences and bands with too few tasks, and too much multiple choice."""
    tasks = {(file.framework, file.competence): file.tasks.values() for file in files}
    found = []
    for framework in frameworks:
        least = framework.least_tasks
        in_a_band = least_of_a_band(least)
        for competence in framework.competences:
            place, present = f"{framework.slug}/{competence}", tasks.get((framework.slug, competence), ())
            bands = Counter(task["band"] for task in present)
            if len(present) < least:
                found.append(f"{place}: {len(present)} tasks, at least {least} are needed")
            for band in BANDS:
                if present and bands[band] < in_a_band:
                    found.append(f"{place}: {bands[band]} tasks of {band}, at least {in_a_band}")
    formats = _formats(files)
    choices = sum(formats[name] for name in CHOICES)
    if formats.total() >= FEWEST_FOR_SHARES and choices > MOST_CHOICES * formats.total():
        found.append(f"all tasks: {choices} of {formats.total()} are multiple choice, at most {MOST_CHOICES:.0%}")
    return found
