"""One task of a check file: its fields, what each format needs, and what would make it unfair."""

from typing import Any

from competence_check.content.simulated_files import FIELDS, read_simulated
from competence_check.scoring.scale import BANDS
from competence_check.tasks.grading import FORMATS
from competence_check.tasks.pieces import marks_of
from competence_check.tasks.typed import normal_text
from lms.kernel.tenancy import SLUG
from lms.kernel.toml import LANGUAGES, Texts, TomlTable

# What a task is about beside its competence, for those who look for tasks on their own work.
TOPICS = (
    "municipal", "e-file", "procedures", "online-services", "video", "phishing", "accessibility", "telework",
    "data-protection", "ai", "open-data", "leadership", "firm", "agile", "digital-culture", "customer-insights",
    "online-marketing", "it-security", "sustainability", "design-thinking",
)  # fmt: skip

# An expert's difficulty in logits may differ so much from that of its band.
WIDEST = 0.6

_GENERAL = (
    "key",
    "band",
    "format",
    "outcomes",
    "families",
    "prompt",
    "feedback",
    "source",
    "checked_on",
    "topics",
    "difficulty",
    "image",
    "alt",
)
_SPECIAL: dict[str, tuple[str, ...]] = {
    "single": ("options",),
    "multiple": ("options",),
    "order": ("options",),
    "match": ("options",),
    "short": ("accept",),
    "number": ("answer", "tolerance", "unit"),
    "mark": ("text", "right"),
    "simulated": FIELDS,
}
_OPTION_FIELDS: dict[str, tuple[str, ...]] = {
    "single": ("key", "correct", "text"),
    "multiple": ("key", "correct", "text"),
    "order": ("key", "text"),
    "match": ("key", "text", "target"),
}
FEWEST_OPTIONS, MOST_OPTIONS = 3, 8


def read_task(table: TomlTable, *, named: bool = False) -> dict[str, Any]:
    """The task as it is stored: key, band, format, families and body. Notes every fault in the file.

    named: the table names its competence itself, because the file holds tasks of several.
    """
    format_name = table.choice("format", tuple(FORMATS))
    table.only(*(("competence",) if named else ()), *_GENERAL, *_SPECIAL[format_name])
    body: dict[str, Any] = {
        "prompt": table.texts("prompt"),
        "feedback": table.texts("feedback"),
        "source": table.string("source", longest=500),
        "checked_on": table.day("checked_on").isoformat(),
        "outcomes": table.strings("outcomes"),
    }
    body |= _optional(table)
    if format_name == "short":
        body["accept"] = _accepted(table)
    elif format_name == "number":
        body["answer"] = table.number("answer")
        body["tolerance"] = table.number("tolerance", default=0.0)
        if body["tolerance"] < 0:
            table.fault("tolerance", "must not be negative")
        body["unit"] = table.texts("unit", required=False, longest=20)
    elif format_name == "mark":
        _read_marks(table, body)
    elif format_name == "simulated":
        read_simulated(table, body)
    else:
        body["options"] = _options(table, format_name)
    _same_languages(table, body)
    return {
        "key": table.string("key", pattern=SLUG.pattern, longest=80),
        "band": table.choice("band", tuple(BANDS)),
        "format": format_name,
        "families": table.strings("families"),
        "body": body,
    }


def _optional(table: TomlTable) -> dict[str, Any]:
    """Fields that most tasks do not need; left out where they are missing, so that a task stays the same version."""
    found: dict[str, Any] = {}
    if "topics" in table.values:
        found["topics"] = table.strings("topics")
        for topic in found["topics"]:
            if topic not in TOPICS:
                table.fault("topics", f"there is no topic {topic!r}; known are: {', '.join(TOPICS)}")
    if "difficulty" in table.values:
        found["difficulty"] = table.number("difficulty")
        expected = BANDS[table.choice("band", tuple(BANDS))]
        if abs(found["difficulty"] - expected) > WIDEST:
            table.fault("difficulty", f"must be at most {WIDEST} from its band's, {expected}; else name another band")
    if "image" in table.values:
        found["image"] = _images(table)
        found["alt"] = table.texts("alt", longest=600)
        found["framework"] = table.file.path.parent.name
    return found


def _images(table: TomlTable) -> Texts:
    """The files of the picture by language, from the folder media/ beside the file."""
    image = table.string("image", pattern=r"[a-z0-9-]+\.(svg|png|jpg|webp)")
    media, (stem, _dot, ending) = table.file.path.parent / "media", image.rpartition(".")
    by_language = {language: f"{stem}.{language}.{ending}" for language in LANGUAGES}
    found = {language: name for language, name in by_language.items() if (media / name).is_file()}
    if not found and (media / image).is_file():
        return {"de": image}
    if "de" not in found:
        table.fault("image", f"there is neither media/{image} nor media/{stem}.de.{ending}")
    return found


def _accepted(table: TomlTable) -> dict[str, list[str]]:
    accepted = table.text_lists("accept")
    if not accepted:
        table.fault("accept", 'is missing; write accept.de = ["…"]')
    for language, texts in accepted.items():
        if not texts or not all(normal_text(text) for text in texts):
            table.fault(f"accept.{language}", "needs at least one answer, each with letters or digits")
    return accepted


def _read_marks(table: TomlTable, body: dict[str, Any]) -> None:
    body["text"], body["right"] = table.texts("text"), table.strings("right")
    keys = {language: list(marks_of(text)) for language, text in body["text"].items()}
    if len(keys.get("de", ())) < FEWEST_OPTIONS:
        table.fault("text", f"at least {FEWEST_OPTIONS} pieces must be marked as [[key|words]]")
    if any(len(set(each)) != len(each) or each != keys.get("de") for each in keys.values()):
        table.fault("text", "every language must mark the same pieces, in the same order and each key once")
    right = set(body["right"])
    if not right or not right < set(keys.get("de", ())):
        table.fault("right", "must be keys of marked pieces: at least one, and not all")


def _options(table: TomlTable, format_name: str) -> list[dict[str, Any]]:
    options: list[dict[str, Any]] = []
    for each in table.tables("options", at_least=FEWEST_OPTIONS):
        each.only(*_OPTION_FIELDS[format_name])
        key = each.string("key", pattern=SLUG.pattern, longest=40)
        if key in {option["key"] for option in options}:
            each.fault("key", f"{key!r} is used twice")
        option: dict[str, Any] = {"key": key, "text": each.texts("text", longest=1000)}
        if "correct" in _OPTION_FIELDS[format_name]:
            option["correct"] = each.flag("correct", default=False)
        if "target" in _OPTION_FIELDS[format_name]:
            option["target"] = each.texts("target", longest=1000)
        options.append(option)
    if len(options) > MOST_OPTIONS:
        table.fault("options", f"there must be at most {MOST_OPTIONS}")
    right = sum(bool(option.get("correct")) for option in options)
    if format_name == "single" and right != 1:
        table.fault("options", f"exactly one option must be correct, here are {right}")
    if format_name == "multiple" and not 0 < right < len(options):
        table.fault("options", "at least one option must be correct and at least one wrong")
    for side in ("text", "target"):
        _all_different(table, options, side)
    return options


def _all_different(table: TomlTable, options: list[dict[str, Any]], side: str) -> None:
    for language in LANGUAGES:
        texts = [option[side][language] for option in options if language in option.get(side, {})]
        if len(set(texts)) != len(texts):
            table.fault("options", f"two options have the same {side} in {language}")


def _same_languages(table: TomlTable, body: dict[str, Any]) -> None:
    """A page in two languages at once helps nobody: what the prompt has, every text of the task must have."""
    texts: list[tuple[str, Texts]] = [("feedback", body["feedback"]), ("alt", body.get("alt", {}))]
    texts.append(("text", body.get("text", {})))
    for number, option in enumerate(body.get("options", ())):
        texts += [(f"options.{number}.{side}", option[side]) for side in ("text", "target") if side in option]
    for language in body["prompt"]:
        for name, value in texts:
            if value and language not in value:
                table.fault(name, f"the text in {language} is missing, the prompt has one")
        if body.get("accept") and language not in body["accept"]:
            table.fault("accept", f"the answers in {language} are missing, the prompt has that language")
