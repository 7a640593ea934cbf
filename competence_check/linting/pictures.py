"""Whether a picture helps everybody: its alternative text says what is seen, and neither judges nor answers."""

import re

from competence_check.linting.texts import Task
from competence_check.tasks.typed import normal_text, readings

# A picture in fewer words says nothing to somebody who does not see it.
FEWEST_WORDS = 4

# From so many letters on a word of an answer can be told from any other.
TELLING = 4

# Who sees the picture has to find this out; who hears it must not be told.
_JUDGING = re.compile(
    r"\b(falsch\w*|gefälscht\w*|irreführend\w*|verdächtig\w*|betrügerisch\w*|fehlerhaft\w*|unsicher\w*|"
    r"wrong\w*|fake\w*|forged|misleading\w*|suspicious\w*|fraudulent|faulty|insecure)\b",
    re.IGNORECASE,
)


def unclear(place: str, task: Task) -> list[str]:
    """Alternative texts that say nothing, only repeat the prompt, judge, or give the answer away."""
    body = task["body"]
    found = []
    for language, alt in body.get("alt", {}).items():
        if len(alt.split()) < FEWEST_WORDS or _holds(alt, body["image"]["de"].rpartition(".")[0]):
            found.append(f"{place}: the alternative text says nothing ({language}): {alt}")
        elif alt in body["prompt"].get(language, ""):
            found.append(f"{place}: the alternative text only repeats the prompt ({language})")
        if judged := _JUDGING.search(alt):
            found.append(f"{place}: the alternative text judges instead of describing ({language}): {judged.group()}")
        found += [
            f"{place}: the alternative text gives the answer away ({language}): {answer}"
            for answer in _answers(task, language)
            if _holds(alt, answer)
        ]
    if "en" in body.get("alt", {}) and set(body["image"]) == {"de"} and ".de." in body["image"]["de"]:
        found.append(f"{place}: no picture in en beside {body['image']['de']}")
    return found


def _answers(task: Task, language: str) -> list[str]:
    """What counts as right, in words that could stand in an alternative text."""
    body = task["body"]
    if task["format"] == "number":
        return [f"{body['answer']:g}"]
    if task["format"] == "short":
        return [text for text in body["accept"].get(language, ()) if len(normal_text(text)) >= TELLING]
    return [option["text"].get(language, "") for option in body.get("options", ()) if option.get("correct")]


def _holds(alt: str, answer: str) -> bool:
    if numbers := readings(answer):
        return any(numbers & readings(word.strip(".,;:?!()%€")) for word in alt.split())
    return bool(answer) and re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", alt, re.IGNORECASE) is not None
