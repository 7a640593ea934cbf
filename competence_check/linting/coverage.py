"""How evenly a bank covers its framework: competence × band × format."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from competence_check.content.checks import CheckFile
from competence_check.scoring.scale import BANDS
from competence_check.tasks.grading import FORMATS

# What a competence needs so that somebody can be asked about it twice, and whatever they can do.
TASKS_OF_A_COMPETENCE, TASKS_OF_A_BAND = 12, 2

# No more than this share of a bank may be single choice.
MOST_SINGLE = 0.4

# A bank this small is only begun: shares of it mean nothing.
FEWEST_FOR_SHARES = 20


def table(files: Sequence[CheckFile]) -> list[list[str]]:
    """A table with a header: for each competence and band how many tasks of each format, and sums."""
    rows = []
    for file in files:
        for band in BANDS:
            formats = Counter(task["format"] for task in file.tasks.values() if task["band"] == band)
            rows.append([file.competence, band, *_numbers(formats)])
        rows.append([file.competence, "all", *_numbers(Counter(task["format"] for task in file.tasks.values()))])
    for band in BANDS:
        rows.append(["all", band, *_numbers(_formats(files, band))])
    rows.append(["all", "all", *_numbers(_formats(files))])
    return [["competence", "band", *FORMATS, "total"], *rows]


def _formats(files: Sequence[CheckFile], band: str = "") -> Counter[str]:
    return Counter(task["format"] for file in files for task in file.tasks.values() if not band or task["band"] == band)


def _numbers(formats: Counter[str]) -> list[str]:
    return [str(number or "·") for number in [*(formats[name] for name in FORMATS), formats.total()]]


def gaps(files: Sequence[CheckFile], competences: Mapping[str, Iterable[str]]) -> list[str]:
    """Competences and bands with too few tasks, and too many single choices. competences: ids by framework."""
    tasks = {(file.framework, file.competence): file.tasks.values() for file in files}
    found = []
    for framework, ids in competences.items():
        for competence in ids:
            present = tasks.get((framework, competence), ())
            bands = Counter(task["band"] for task in present)
            if len(present) < TASKS_OF_A_COMPETENCE:
                found.append(
                    f"{framework}/{competence}: {len(present)} tasks, at least {TASKS_OF_A_COMPETENCE} are needed"
                )
            for band in BANDS:
                if present and bands[band] < TASKS_OF_A_BAND:
                    found.append(f"{framework}/{competence}: {bands[band]} tasks of {band}, at least {TASKS_OF_A_BAND}")
    formats = _formats(files)
    if formats.total() >= FEWEST_FOR_SHARES and formats["single"] > MOST_SINGLE * formats.total():
        found.append(
            f"all tasks: {formats['single']} of {formats.total()} are single choice, at most {MOST_SINGLE:.0%}"
        )
    return found
