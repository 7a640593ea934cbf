"""Everything that a task bank lacks although nothing in it is wrong."""

from collections.abc import Iterable, Sequence

from competence_check.content.checks import CheckFile
from competence_check.content.frameworks import FrameworkFacts
from competence_check.linting import coverage, guessing, keys, marking, pictures, wording
from competence_check.linting.texts import Task
from lms.kernel.toml import LANGUAGES


def findings(files: Sequence[CheckFile], frameworks: Iterable[FrameworkFacts]) -> list[str]:
    """One sentence per finding. frameworks: what there should be tasks for."""
    found = coverage.gaps(files, frameworks) + keys.same_keys(files)
    for file in files:
        place = f"{file.framework}/{file.competence}"
        if file.self_rating is not None:
            found += wording.untranslated(f"{place}/self-rating", file.self_rating)
        for key, task in file.tasks.items():
            found += findings_of(f"{place}/{key}", file.competence, task)
    tasks = [task for file in files for task in file.tasks.values()]
    return (
        found
        + [each for language in LANGUAGES for each in guessing.rules_of_thumb(tasks, language)]
        + [each for language in LANGUAGES for each in marking.marks_to_guess(tasks, language)]
        + guessing.same_place_in_multiple(tasks)
    )


def findings_of(name: str, competence: str, task: Task) -> list[str]:
    """What can be said about one task of the competence without knowing the others, each sentence after "name: "."""
    return [
        *wording.untranslated(name, task["body"]),
        *wording.hard_to_read(name, task),
        *pictures.unclear(name, task),
        *keys.ambiguous(name, task),
        *keys.unanchored(name, competence, task),
        *guessing.stands_out(name, task),
        *guessing.all_the_same(name, task),
    ]
