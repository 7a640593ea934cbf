"""A question as the page shows it: situation, question, and what can be chosen, in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from markupsafe import Markup

from competence_check.models import Item, ItemKind
from competence_check.picture import Picture, picture_of
from competence_check.stage import Stage, stage_of
from competence_check.tasks.draft import fields_of_state
from competence_check.tasks.format import UNKNOWN, Response
from competence_check.tasks.pieces import Piece, paragraphs_of
from lms.kernel.i18n import text, text_language, texts_list
from lms.web.markdown import render_markdown


@dataclass(frozen=True)
class Choice:
    """Something to choose, to place or to match. value: what the form sends."""

    value: str
    label: str


@dataclass(frozen=True)
class Question:
    """What the template needs. format: "self_rating" or a format of tasks; given: form values by field name."""

    format: str
    language: str
    situation: Markup
    question: Markup
    choices: Sequence[Choice]
    targets: Sequence[Choice] = ()
    unit: str = ""
    given: Mapping[str, Sequence[str]] = field(default_factory=dict)
    stage: Stage | None = None
    marked: Sequence[Sequence[Piece]] = ()
    picture: Picture | None = None


def question_of(item: Item, run_uid: str, given: Mapping[str, Sequence[str]]) -> Question:
    """The question of `item`; things to sort are shuffled, in each run in its own way."""
    if item.kind == ItemKind.SELF_RATING.value:
        return _self_rating(item.body, given)
    situation, question = split_prompt(text(item.body["prompt"]))
    options = item.body.get("options", ())
    choices = [Choice(option["key"], text(option["text"])) for option in options]
    targets = [Choice(option["key"], text(option["target"])) for option in options if "target" in option]
    # Not a secret: it only has to be the same every time the page is opened.
    chance = Random(f"{run_uid}/{item.id}")  # noqa: S311
    return Question(
        format=item.format,
        language=text_language(item.body["prompt"]),
        situation=situation,
        question=question,
        choices=shuffled(choices, chance) if item.format == "order" else choices,
        targets=shuffled(targets, chance),
        unit=text(item.body.get("unit")),
        given=given,
        stage=stage_of(item.body, given) if item.format == "simulated" else None,
        marked=paragraphs_of(text(item.body["text"])) if item.format == "mark" else (),
        picture=picture_of(item.body),
    )


def _self_rating(body: Mapping[str, Any], given: Mapping[str, Sequence[str]]) -> Question:
    steps = texts_list(body["steps"])
    return Question(
        format="self_rating",
        language=text_language(body["statement"]),
        situation=Markup(),
        question=Markup.escape(text(body["statement"])),
        choices=[Choice(str(number), step) for number, step in enumerate(steps)],
        given=given,
    )


def split_prompt(prompt: str) -> tuple[Markup, Markup]:
    """The situation as HTML blocks and the question, the last paragraph, as a line of HTML."""
    situation, _gap, question = prompt.strip().rpartition("\n\n")
    line = render_markdown(question).strip()
    if not line.startswith("<p>") or line.count("<p>") != 1 or not line.endswith("</p>"):
        return render_markdown(prompt), Markup()
    return render_markdown(situation), Markup(line[3:-4])  # noqa: S704  a piece of cleaned HTML


def shuffled(choices: list[Choice], chance: Random) -> list[Choice]:
    """The choices in another order; never the given one, which is the right one."""
    order = list(choices)
    chance.shuffle(order)
    return order if order != choices else order[1:] + order[:1]


def fields_of(response: Response) -> dict[str, list[str]]:
    """A kept answer as the form fields that gave it."""
    if response == UNKNOWN:
        return {"unknown": ["1"], "step": ["unknown"]}
    if "state" in response:
        return fields_of_state(response["state"], response["opened"])
    if "order" in response:
        return {f"position-{key}": [str(place)] for place, key in enumerate(response["order"], start=1)}
    if "pairs" in response:
        return {f"match-{key}": [to] for key, to in response["pairs"].items()}
    names = {"choices": "choice", "marks": "mark"}
    return {names.get(name, name): _listed(value) for name, value in response.items()}


def _listed(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]
