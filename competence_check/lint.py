"""What a task bank lacks although nothing in it is wrong: gaps, translations, answers that give themselves away."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from competence_check.content.checks import CheckFile
from competence_check.scoring.scale import BANDS
from competence_check.selection import TASKS_PER_COMPETENCE
from competence_check.tasks.grading import FORMATS
from lms.kernel.toml import LANGUAGES

# A right answer this much longer than the average wrong one can be guessed by its length.
TOO_LONG = 1.5

# With at least so many single-choice tasks, no place should hold more than this share of the right answers.
FEWEST_FOR_PLACES, TOO_OFTEN = 8, 0.5


def coverage(files: Sequence[CheckFile]) -> list[list[str]]:
    """A table with a header: tasks per competence by band, and how often each format occurs."""
    header = ["competence", *BANDS, *FORMATS, "total"]
    rows = []
    for file in files:
        bands = Counter(task["band"] for task in file.tasks.values())
        formats = Counter(task["format"] for task in file.tasks.values())
        numbers = [bands[band] for band in BANDS] + [formats[name] for name in FORMATS] + [len(file.tasks)]
        rows.append([file.competence, *(str(number or "·") for number in numbers)])
    return [header, *rows]


def findings(files: Sequence[CheckFile], competences: Mapping[str, Iterable[str]]) -> list[str]:
    """One sentence per finding. competences: ids by framework, to notice those without tasks."""
    found = _gaps(files, competences)
    for file in files:
        place = f"{file.framework}/{file.competence}"
        if file.self_rating is not None:
            found += _untranslated(f"{place}/self-rating", file.self_rating["statement"])
        for key, task in file.tasks.items():
            found += _untranslated(f"{place}/{key}", task["body"]["prompt"])
            found += _longest_is_right(f"{place}/{key}", task)
    return found + _same_place(files)


def _gaps(files: Sequence[CheckFile], competences: Mapping[str, Iterable[str]]) -> list[str]:
    tasks = {(file.framework, file.competence): len(file.tasks) for file in files}
    return [
        f"{framework}/{competence}: {tasks.get((framework, competence), 0)} tasks, at least "
        f"{TASKS_PER_COMPETENCE} are needed"
        for framework, ids in competences.items()
        for competence in ids
        if tasks.get((framework, competence), 0) < TASKS_PER_COMPETENCE
    ]


def _untranslated(place: str, texts: Mapping[str, str]) -> list[str]:
    return [f"{place}: no text in {language}" for language in LANGUAGES if language not in texts]


def _longest_is_right(place: str, task: Mapping[str, Any]) -> list[str]:
    if task["format"] != "single":
        return []
    found = []
    for language in task["body"]["prompt"]:
        lengths = [(bool(option["correct"]), len(option["text"].get(language, ""))) for option in _options(task)]
        right = max((length for correct, length in lengths if correct), default=0)
        wrong = [length for correct, length in lengths if not correct]
        if wrong and right > TOO_LONG * sum(wrong) / len(wrong) and right > max(wrong):
            found.append(f"{place}: the right answer stands out by its length ({language})")
    return found


def _same_place(files: Sequence[CheckFile]) -> list[str]:
    places: Counter[int] = Counter()
    for file in files:
        for task in file.tasks.values():
            if task["format"] == "single":
                places.update(number for number, option in enumerate(_options(task), start=1) if option["correct"])
    total = sum(places.values())
    return [
        f"all files: {share:.0%} of the right answers stand in place {place}"
        for place, number in sorted(places.items())
        if total >= FEWEST_FOR_PLACES and (share := number / total) > TOO_OFTEN
    ]


def _options(task: Mapping[str, Any]) -> list[dict[str, Any]]:
    options: list[dict[str, Any]] = task["body"]["options"]
    return options
