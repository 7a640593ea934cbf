"""Tasks from QTI 3, with a report of everything that could not be taken over."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from unicodedata import normalize
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from competence_check.exchange.qti import package
from competence_check.exchange.qti.markup import markdown, name_of, pictures
from competence_check.exchange.tree import Unreadable

FEWEST_OPTIONS, MOST_OPTIONS = 3, 8
TEMPLATES = ("match_correct", "map_response", "CC2_match_basic", "CC2_map_response")
SOURCE = "Aus einer QTI-Datei übernommen; die Quelle ist noch nachzutragen."


class NotTaken(Exception):
    """The item cannot become a task of ours; the message says why."""


@dataclass
class ReadTask:
    """An item. body: the parts of a task in one language. notes: what was lost."""

    name: str
    language: str
    format: str
    body: dict[str, Any]
    data: Mapping[str, str]
    notes: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Its key with us."""
        return slug(self.data.get("key") or self.name)


@dataclass
class Reading:
    """What was found. left: items and parts that could not be taken over, each with its file and reason."""

    tasks: list[ReadTask] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def read(content: bytes, language: str = "de") -> Reading:
    """All items of an XML file or of a package. language: of items that do not say theirs.

    Raises Unreadable where the file as a whole cannot be taken.
    """
    found = Reading()
    if content.startswith(b"PK\x03\x04"):
        opened = package.read(content)
        documents, found.left = opened.documents, list(opened.left)
    elif len(content) > package.LARGEST_DOCUMENT:
        raise Unreadable(f"the file is larger than {package.LARGEST_DOCUMENT // 1_000_000} MB")
    else:
        documents = {"file": content}
    for name, text in documents.items():
        try:
            root = fromstring(text, forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError) as error:
            found.left.append(f"{name}: no readable XML, or one with entities ({error})")
            continue
        if name_of(root) == "qti-assessment-item":
            _take(found, name, root, language)
        elif name_of(root).endswith(("assessmentItem", "questestinterop")):
            found.left.append(f"{name}: an older QTI; export it as QTI 3")
        elif name_of(root).startswith("qti-"):
            found.left.append(f"{name}: {name_of(root)} is not taken over, only items are")
    if not found.tasks and not found.left:
        raise Unreadable("there are no QTI items in this file")
    return found


def _take(found: Reading, name: str, root: Element, language: str) -> None:
    try:
        task = _task(root, language)
    except NotTaken as reason:
        found.left.append(f"{name}: {reason}")
        return
    found.tasks.append(task)
    found.left += [f"{name}: {note}" for note in task.notes]


def _task(root: Element, language: str) -> ReadTask:
    body = next((each for each in root if name_of(each) == "qti-item-body"), None)
    if body is None:
        raise NotTaken("has no item body")
    interactions = [each for each in body.iter() if name_of(each).endswith("-interaction")]
    if len(interactions) != 1:
        raise NotTaken(f"has {len(interactions)} interactions; a task here is one question")
    interaction = interactions[0]
    reader = _READERS.get(name_of(interaction))
    if reader is None:
        raise NotTaken(f"{name_of(interaction)} has no equal here")
    declared = _declaration(root, interaction.get("response-identifier", ""))
    spoken = root.get("{http://www.w3.org/XML/1998/namespace}lang", language)[:2]
    spoken = spoken if spoken in ("de", "en") else language
    notes = list(_notes(root, body))
    form, parts = reader(interaction, declared, spoken)
    prompt = "\n\n".join(filter(None, (markdown(body, (name_of(interaction),)), _prompt(interaction))))
    if not prompt:
        raise NotTaken("has no text")
    feedback = _feedback(root)
    if not feedback:
        notes.append("has no feedback; write one that teaches")
    data = {name.removeprefix("data-"): value for name, value in body.attrib.items() if name.startswith("data-")}
    parts |= {"prompt": {spoken: prompt}, "feedback": {spoken: feedback or "…"}}
    return ReadTask(root.get("identifier", "aufgabe"), spoken, form, parts, data, notes)


def _prompt(interaction: Element) -> str:
    return "\n\n".join(markdown(each) for each in interaction if name_of(each) == "qti-prompt")


def _feedback(root: Element) -> str:
    kinds = ("qti-modal-feedback", "qti-feedback-block")
    texts = [markdown(each) for each in root.iter() if name_of(each) in kinds]
    return "\n\n".join(dict.fromkeys(filter(None, texts)))


def _notes(root: Element, body: Element) -> Iterator[str]:
    if lost := pictures(body):
        yield f"{lost} pictures, sounds or formulas were left out"
    for name in ("adaptive", "time-dependent"):
        if root.get(name) == "true":
            yield f"{name} was left out"
    for each in root:
        template = each.get("template", "").rpartition("/")[2].removesuffix(".xml")
        if name_of(each) == "qti-response-processing" and (len(each) or template not in TEMPLATES):
            yield "its own scoring rules were left out; graded as docs/content.md says"


@dataclass(frozen=True)
class Declared:
    """A response declaration: base type, right values in order, values of a mapping that are worth something."""

    base: str
    right: list[str]
    mapped: list[str]


def _declaration(root: Element, identifier: str) -> Declared:
    for each in root:
        if name_of(each) == "qti-response-declaration" and each.get("identifier") == identifier:
            right = [(value.text or "").strip() for value in each.iter() if name_of(value) == "qti-value"]
            entries = [entry for entry in each.iter() if name_of(entry) == "qti-map-entry"]
            mapped = [entry.get("map-key", "") for entry in entries if _is_worth(entry.get("mapped-value", "0"))]
            return Declared(each.get("base-type", ""), right, mapped)
    raise NotTaken("does not declare what is right")


def _is_worth(value: str) -> bool:
    try:
        return float(value) > 0
    except ValueError:
        return False


Parts = tuple[str, dict[str, Any]]


def _options(interaction: Element, language: str, name: str = "qti-simple-choice") -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for number, each in enumerate(each for each in interaction if name_of(each) == name):
        text = markdown(each, ("qti-feedback-inline",))
        if not text:
            raise NotTaken("has an option without text")
        identifier = each.get("identifier", "")
        found[identifier] = {"key": slug(identifier) or f"option-{number + 1}", "text": {language: text}}
    if not FEWEST_OPTIONS <= len(found) <= MOST_OPTIONS:
        raise NotTaken(f"has {len(found)} options; here are {FEWEST_OPTIONS} to {MOST_OPTIONS}")
    return found


def _choice(interaction: Element, declared: Declared, language: str) -> Parts:
    options = _options(interaction, language)
    right = set(declared.right or declared.mapped)
    for identifier, option in options.items():
        option["correct"] = identifier in right
    count = sum(option["correct"] for option in options.values())
    form = "single" if interaction.get("max-choices", "1") == "1" else "multiple"
    if not 0 < count < len(options) or (form == "single" and count != 1):
        raise NotTaken(f"has {count} right options of {len(options)}")
    return form, {"options": list(options.values())}


def _order(interaction: Element, declared: Declared, language: str) -> Parts:
    options = _options(interaction, language)
    if sorted(declared.right) != sorted(options):
        raise NotTaken("does not put all its options in order")
    return "order", {"options": [options[identifier] for identifier in declared.right]}


def _match(interaction: Element, declared: Declared, language: str) -> Parts:
    sets = [each for each in interaction if name_of(each) == "qti-simple-match-set"]
    if len(sets) != 2:
        raise NotTaken("does not match two sets")
    left, right = (_options(each, language, "qti-simple-associable-choice") for each in sets)
    pairs = dict(value.split(maxsplit=1) for value in declared.right if " " in value)
    if sorted(pairs) != sorted(left) or sorted(pairs.values()) != sorted(right):
        raise NotTaken("does not match one to one")
    for identifier, option in left.items():
        option["target"] = right[pairs[identifier]]["text"]
        option["key"] = option["key"].removeprefix("s-")
    return "match", {"options": list(left.values())}


def _entry(interaction: Element, declared: Declared, language: str) -> Parts:
    values = list(dict.fromkeys([*declared.right, *declared.mapped]))
    if not values:
        raise NotTaken("does not say what is right")
    if declared.base in ("float", "integer"):
        try:
            parts: dict[str, Any] = {"answer": float(values[0])}
            parts["tolerance"] = float(interaction.get("data-tolerance", "0"))
        except ValueError as error:
            raise NotTaken(f"{values[0]!r} is no number") from error
        unit = interaction.get("data-unit")
        return "number", {**parts, "unit": {language: unit} if unit else {}}
    return "short", {"accept": {language: values}}


_READERS: Mapping[str, Callable[[Element, Declared, str], Parts]] = {
    "qti-choice-interaction": _choice,
    "qti-order-interaction": _order,
    "qti-match-interaction": _match,
    "qti-text-entry-interaction": _entry,
}


def slug(text: str) -> str:
    """`text` as a key: lower case letters, digits and hyphens."""
    plain = normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")
