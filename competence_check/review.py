"""A look back at the tasks of a run: what was asked, what one answered, what is right, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from competence_check.models import Answer, Competence, FormerItem, Item, ItemKind
from competence_check.picture import Picture, picture_of
from competence_check.stage_words import reasons_in_words, state_in_words
from competence_check.tasks.format import UNKNOWN, Response
from competence_check.tasks.pieces import marks_of
from competence_check.tasks.solution import RIGHT_ANSWERS
from lms.kernel.i18n import text, text_language, texts_list
from lms.kernel.toml import Texts
from lms.web.markdown import render_markdown


@dataclass(frozen=True)
class Reviewed:
    """A task in the review. own: empty for "Weiß ich nicht"; score: 0–1."""

    competence: str
    names: Texts
    language: str
    prompt: Markup
    own: Sequence[str]
    right: Sequence[str]
    feedback: Markup
    reasons: Sequence[str]
    source: str
    score: float
    picture: Picture | None = None


def review_of(
    rows: Sequence[tuple[Answer, Item, Competence]], former: Mapping[tuple[int, int], FormerItem]
) -> list[Reviewed]:
    """The tasks among `rows`, each in the version that was answered."""
    return [
        _reviewed(answer, former.get((item.id, answer.item_version), item), competence)
        for answer, item, competence in rows
        if item.kind == ItemKind.TASK.value
    ]


def _reviewed(answer: Answer, asked: Item | FormerItem, competence: Competence) -> Reviewed:
    return look_back(asked.format, asked.body, answer.response, answer.score or 0.0, competence)


def look_back(
    format_name: str, body: Mapping[str, Any], response: Response, score: float, competence: Competence | None = None
) -> Reviewed:
    """A task of that format and body with an answer to it."""
    return Reviewed(
        competence=competence.code if competence else "",
        names=competence.names if competence else {},
        language=text_language(body["prompt"]),
        prompt=render_markdown(text(body["prompt"])),
        own=[] if response == UNKNOWN else _in_words(body, response),
        right=_in_words(body, right_response(format_name, body)),
        feedback=render_markdown(text(body["feedback"])),
        reasons=reasons_in_words(body) if format_name == "simulated" else (),
        source=str(body.get("source", "")),
        score=score,
        picture=picture_of(body),
    )


def right_response(format_name: str, body: Mapping[str, Any]) -> Response:
    """The answer that earns the full score."""
    if format_name in RIGHT_ANSWERS:
        return RIGHT_ANSWERS[format_name](body)
    if format_name == "short":
        return {"text": texts_list(body["accept"])[0]}
    unit = text(body.get("unit"))
    number = f"{body['answer']:g}".replace(".", "," if text({"de": "de", "en": "en"}) == "de" else ".")
    return {"text": f"{number} {unit}".strip()}


def _in_words(body: Mapping[str, Any], response: Response) -> list[str]:
    if "state" in response:
        return state_in_words(body, response["state"])
    if "marks" in response:
        return [f"„{words}“" for key, words in marks_of(text(body["text"])).items() if key in response["marks"]]
    if "text" in response:
        return [str(response["text"])]
    options = {option["key"]: option for option in body["options"]}
    if "order" in response:
        return [text(options[key]["text"]) for key in response["order"]]
    if "pairs" in response:
        pairs = response["pairs"]
        return [f"{text(option['text'])} → {text(options[pairs[key]]['target'])}" for key, option in options.items()]
    chosen = response.get("choices") or [response["choice"]]
    return [text(option["text"]) for key, option in options.items() if key in chosen]
