"""One task of a check file: its fields, what each format needs, and what would make it unfair."""

from collections.abc import Collection
from typing import Any

from competence_check.content.simulated_files import FIELDS, read_simulated
from competence_check.content.task_answers import accepted, options_of, read_marks
from competence_check.content.task_pictures import read_picture
from competence_check.scoring.scale import BANDS
from competence_check.tasks.grading import FORMATS
from lms.kernel.tenancy import SLUG
from lms.kernel.toml import Texts, TomlTable

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


def read_task(table: TomlTable, *, named: bool = False, pictures: Collection[str] = ()) -> dict[str, Any]:
    """The task as it is stored: key, band, format, families and body. Notes every fault in the file.

    named: the table names its competence itself, because the file holds tasks of several. pictures: names of those that
    are kept elsewhere than in files.
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
    body |= _optional(table, pictures)
    if format_name == "short":
        body["accept"] = accepted(table)
    elif format_name == "number":
        body["answer"] = table.number("answer")
        body["tolerance"] = table.number("tolerance", default=0.0)
        if body["tolerance"] < 0:
            table.fault("tolerance", "must not be negative")
        body["unit"] = table.texts("unit", required=False, longest=20)
    elif format_name == "mark":
        read_marks(table, body)
    elif format_name == "simulated":
        read_simulated(table, body)
    else:
        body["options"] = options_of(table, format_name)
    _same_languages(table, body)
    return {
        "key": table.string("key", pattern=SLUG.pattern, longest=80),
        "band": table.choice("band", tuple(BANDS)),
        "format": format_name,
        "families": table.strings("families"),
        "body": body,
    }


def _optional(table: TomlTable, pictures: Collection[str]) -> dict[str, Any]:
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
    return found | read_picture(table, pictures)


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
