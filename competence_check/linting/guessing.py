"""Whether somebody who knows nothing can find the answer: by its length, its place, its words or one choice for all."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median
from typing import Any

from competence_check.linting.texts import Task
from competence_check.tasks.controls import controls_of, initial, is_graded, option_keys
from competence_check.tasks.draft import openable
from competence_check.tasks.grading import grade

# A right answer this much longer than the average wrong one, or this much shorter, gives itself away.
TOO_LONG, TOO_SHORT = 1.5, 0.5

# A rule of thumb that nobody should win with: standard errors above chance, with at least so many tasks.
TOO_LUCKY, FEWEST = 3.0, 8

# Whoever does the same everywhere in a simulated task should not get more than this.
MOST_FOR_ALL_THE_SAME = 0.7

_ABSOLUTE = re.compile(
    r"\b(immer|nie|niemals|alle[ns]?|jede[rnms]?|keinesfalls|ausschließlich|grundsätzlich|always|never|all|every|only)\b",
    re.IGNORECASE,
)


def stands_out(place: str, task: Task) -> list[str]:
    """The right option of a single choice that differs from all others in length."""
    if task["format"] != "single":
        return []
    found = []
    for language in task["body"]["prompt"]:
        right = [len(_text(option, language)) for option in task["body"]["options"] if option["correct"]]
        wrong = [len(_text(option, language)) for option in task["body"]["options"] if not option["correct"]]
        mean = sum(wrong) / len(wrong)
        if (right[0] > TOO_LONG * mean and right[0] > max(wrong)) or (
            right[0] < TOO_SHORT * mean and right[0] < min(wrong)
        ):
            found.append(f"{place}: the right answer stands out by its length ({language})")
    return found


def all_the_same(place: str, task: Task) -> list[str]:
    """One choice for everything that earns too much in a simulated task."""
    if task["format"] != "simulated":
        return []
    body = task["body"]
    controls = controls_of(body)
    choices = {key: None for control in controls if is_graded(control) for key in option_keys(control)}
    found = []
    for choice in choices:
        state = {
            control["key"]: choice
            if control["kind"] in ("choice", "switch") and choice in option_keys(control)
            else initial(control)
            for control in controls
        }
        earned = grade("simulated", body, {"state": state, "opened": sorted(openable(body))})
        if earned > MOST_FOR_ALL_THE_SAME:
            found.append(f"{place}: choosing {choice!r} everywhere earns {earned:.0%}")
    return found


def rules_of_thumb(tasks: Sequence[Task], language: str) -> list[str]:
    """Ways to guess single choices that succeed more often than chance allows, over all tasks in one language."""
    singles = [_in(language, task["body"]["options"]) for task in tasks if task["format"] == "single"]
    if len(singles) < FEWEST:
        return []
    found = []
    chances = [1 / len(options) for options in singles]
    expected, spread = sum(chances), sqrt(sum(chance * (1 - chance) for chance in chances))
    for name, guess in _GUESSES.items():
        hits = sum(guess(options).correct for options in singles)
        if (hits - expected) / spread > TOO_LUCKY:
            found.append(f"all tasks: choosing {name} is right in {hits} of {len(singles)} single choices ({language})")
    return found


@dataclass(frozen=True)
class _Option:
    """An option in one language."""

    text: str
    correct: bool


def _in(language: str, options: Sequence[Mapping[str, Any]]) -> list[_Option]:
    return [_Option(_text(option, language), bool(option["correct"])) for option in options]


def _text(option: Mapping[str, Any], language: str) -> str:
    return str(option["text"].get(language) or option["text"]["de"])


def _longest(options: Sequence[_Option]) -> _Option:
    return max(options, key=lambda option: len(option.text))


def _place(number: int) -> Callable[[Sequence[_Option]], _Option]:
    return lambda options: options[min(number, len(options) - 1)]


def _without_absolutes(options: Sequence[_Option]) -> _Option:
    return _longest([option for option in options if not _ABSOLUTE.search(option.text)] or options)


def _middle(options: Sequence[_Option]) -> _Option:
    half = median(len(option.text) for option in options)
    return min(options, key=lambda option: abs(len(option.text) - half))


_GUESSES: dict[str, Callable[[Sequence[_Option]], _Option]] = {
    "the longest option": _longest,
    "the shortest option": lambda options: min(options, key=lambda option: len(option.text)),
    "the option of middle length": _middle,
    "the longest option without words such as “always”": _without_absolutes,
    **{f"place {number + 1}": _place(number) for number in range(4)},
}


def same_place_in_multiple(tasks: Sequence[Task]) -> list[str]:
    """How often the first option of a multiple choice is right, if that is far from the share of right ones."""
    bodies = [task["body"] for task in tasks if task["format"] == "multiple"]
    if len(bodies) < FEWEST:
        return []
    found = []
    for name, number in (("first", 0), ("last", -1)):
        shares = [sum(bool(option["correct"]) for option in body["options"]) / len(body["options"]) for body in bodies]
        hits = sum(bool(body["options"][number]["correct"]) for body in bodies)
        spread = sqrt(sum(share * (1 - share) for share in shares))
        if abs(hits - sum(shares)) / spread > TOO_LUCKY:
            found.append(f"all tasks: the {name} option is right in {hits} of {len(bodies)} multiple choices")
    return found
