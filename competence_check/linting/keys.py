"""Whether the key of a task, what counts as right, is clear, and whether the task says what it belongs to."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from competence_check.content.checks import CheckFile
from competence_check.linting.texts import Task
from competence_check.tasks.typed import normal_text, readings
from lms.kernel.toml import LANGUAGES


def ambiguous(place: str, task: Task) -> list[str]:
    """Options that nobody can tell apart, and answers that the question gives away."""
    body, found = task["body"], []
    sides = [("option", body.get("options", ()), "text"), ("target", body.get("options", ()), "target")]
    sides.append(("choice", body.get("scene", {}).get("choices", ()), "text"))
    for name, options, side in sides:
        for language in LANGUAGES:
            texts = Counter(
                normal_text(option[side][language]) for option in options if language in option.get(side, {})
            )
            found += [
                f"{place}: two {name}s differ in nothing but case or signs ({language}): {text}"
                for text, number in texts.items()
                if number > 1
            ]
    return found + _given_away(place, task)


def _given_away(place: str, task: Task) -> list[str]:
    body, found = task["body"], []
    for language, accepted in body.get("accept", {}).items():
        words = {normal_text(word) for word in _question(task, language).split()}
        found += [
            f"{place}: the question holds the answer ({language}): {each}"
            for each in accepted
            if len(normal_text(each)) > 3 and normal_text(each) in words
        ]
    if task["format"] == "number":
        right = {body["answer"]}
        numbers = {number for word in _question(task, "de").split() for number in readings(word.strip(".,;:?!()"))}
        found += [f"{place}: the question holds the number {body['answer']:g}" for _number in right & numbers]
    return found


def _question(task: Task, language: str) -> str:
    """The last paragraph of the prompt: the situation before it may well hold what the answer is taken from."""
    return str(task["body"]["prompt"].get(language, "")).strip().rpartition("\n\n")[2]


def unanchored(place: str, competence: str, task: Task) -> list[str]:
    """Tasks that do not say which learning outcome they show, or name one of another competence."""
    outcomes = task["body"]["outcomes"]
    if not outcomes:
        return [f"{place}: no learning outcome"]
    wrong = [name for name in outcomes if name.startswith("LO") and not name.startswith(f"LO{competence}.")]
    return [f"{place}: the learning outcome {name} is not one of {competence}" for name in wrong]


def same_keys(files: Sequence[CheckFile]) -> list[str]:
    """Keys that stand for tasks of two competences: whoever talks about the task must say which."""
    places: dict[str, list[str]] = defaultdict(list)
    for file in files:
        for key in file.tasks:
            places[f"{file.framework}: {key}"].append(file.competence)
    return [f"{name} is used for {' and '.join(places)}" for name, places in places.items() if len(places) > 1]
