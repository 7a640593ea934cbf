"""A task as a QTI 3 item, and many as a package."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from competence_check.exchange.qti.markup import UNIT, xhtml

NAMESPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
TEMPLATES = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates"
FORMATS = ("single", "multiple", "order", "match", "short", "number")


@dataclass(frozen=True)
class Asked:
    """A task with what it shows. task: as in `content.task_files.read_task`."""

    framework: str
    competence: str
    task: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Its name in a package."""
        return f"{self.competence}-{self.task['key']}"

    @property
    def goes_out(self) -> bool:
        """Whether an item can hold it: QTI knows its format, and it needs no picture."""
        return self.task["format"] in FORMATS and "image" not in self.task["body"]


def package(tasks: Iterable[Asked], languages: tuple[str, ...] = ("de", "en")) -> tuple[bytes, list[str]]:
    """A content package with one item per task and language, and the names of tasks that it cannot hold and why."""
    left: list[str] = []
    files: dict[str, str] = {}
    for asked in tasks:
        if not asked.goes_out:
            left.append(f"{asked.name}: {'picture' if 'image' in asked.task['body'] else asked.task['format']}")
            continue
        for language in languages:
            if language in asked.task["body"]["prompt"]:
                files[f"items/{asked.name}.{language}.xml"] = item(asked, language)
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as packed:
        packed.writestr("imsmanifest.xml", _manifest(list(files)))
        for name, text in files.items():
            packed.writestr(name, text)
    return target.getvalue(), left


def _manifest(files: list[str]) -> str:
    resources = "".join(
        f'<resource identifier="R{number}" type="imsqti_item_xmlv3p0" href={quoteattr(name)}>'
        f"<file href={quoteattr(name)}/></resource>"
        for number, name in enumerate(files)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<manifest xmlns="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1" identifier="lernlotse">'
        "<metadata><schema>QTI Package</schema><schemaversion>3.0.0</schemaversion></metadata>"
        f"<organizations/><resources>{resources}</resources></manifest>\n"
    )


def item(asked: Asked, language: str) -> str:
    """The task as one item in one language. Raises LookupError where QTI has no such format."""
    task, body = asked.task, asked.task["body"]
    declaration, interaction = _WRITERS[task["format"]](body, language)
    head = {"identifier": f"{asked.name}.{language}", "title": str(task["key"]), "xml:lang": language}
    data = {
        "data-framework": asked.framework, "data-competence": asked.competence, "data-key": task["key"],
        "data-band": task["band"], "data-outcomes": " ".join(body["outcomes"]), "data-source": body["source"],
        "data-checked-on": body["checked_on"], "data-families": " ".join(task["families"]),
    }  # fmt: skip
    template = "map_response" if task["format"] == "short" else "match_correct"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<qti-assessment-item xmlns="{NAMESPACE}" {_attributes(head)} adaptive="false" time-dependent="false">\n'
        f"{declaration}\n"
        '<qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>\n'
        '<qti-outcome-declaration identifier="FEEDBACK" cardinality="single" base-type="identifier">'
        "<qti-default-value><qti-value>after</qti-value></qti-default-value></qti-outcome-declaration>\n"
        f"<qti-item-body {_attributes(data)}>\n{xhtml(body['prompt'][language])}\n{interaction}\n</qti-item-body>\n"
        f'<qti-response-processing template="{TEMPLATES}/{template}.xml"/>\n'
        '<qti-modal-feedback outcome-identifier="FEEDBACK" identifier="after" show-hide="show"><qti-content-body>'
        f"{xhtml(body['feedback'].get(language, ''))}</qti-content-body></qti-modal-feedback>\n"
        "</qti-assessment-item>\n"
    )


def _attributes(values: Mapping[str, str]) -> str:
    return " ".join(f"{name}={quoteattr(str(value))}" for name, value in values.items() if value)


def _declaration(cardinality: str, base: str, values: Iterable[str], mapping: str = "") -> str:
    right = "".join(f"<qti-value>{escape(value)}</qti-value>" for value in values)
    return (
        f'<qti-response-declaration identifier="RESPONSE" cardinality="{cardinality}" base-type="{base}">'
        f"<qti-correct-response>{right}</qti-correct-response>{mapping}</qti-response-declaration>"
    )


def _choices(body: Mapping[str, Any], language: str) -> str:
    shown = ((quoteattr(option["key"]), escape(option["text"][language])) for option in body["options"])
    return "".join(f"<qti-simple-choice identifier={key}>{text}</qti-simple-choice>" for key, text in shown)


def _choice(most: int, cardinality: str) -> Any:
    def write(body: Mapping[str, Any], language: str) -> tuple[str, str]:
        right = [option["key"] for option in body["options"] if option.get("correct")]
        opening = f'<qti-choice-interaction response-identifier="RESPONSE" shuffle="true" max-choices="{most}">'
        interaction = f"{opening}{_choices(body, language)}</qti-choice-interaction>"
        return _declaration(cardinality, "identifier", right), interaction

    return write


def _order(body: Mapping[str, Any], language: str) -> tuple[str, str]:
    right = [option["key"] for option in body["options"]]
    opening = '<qti-order-interaction response-identifier="RESPONSE" shuffle="true">'
    return _declaration("ordered", "identifier", right), f"{opening}{_choices(body, language)}</qti-order-interaction>"


def _match(body: Mapping[str, Any], language: str) -> tuple[str, str]:
    sides = [
        "".join(
            f'<qti-simple-associable-choice identifier="{letter}-{option["key"]}" match-max="1">'
            f"{escape(option[side][language])}</qti-simple-associable-choice>"
            for option in body["options"]
        )
        for letter, side in (("s", "text"), ("t", "target"))
    ]
    right = [f"s-{option['key']} t-{option['key']}" for option in body["options"]]
    most = len(body["options"])
    opening = f'<qti-match-interaction response-identifier="RESPONSE" shuffle="true" max-associations="{most}">'
    sets = "".join(f"<qti-simple-match-set>{side}</qti-simple-match-set>" for side in sides)
    return _declaration("multiple", "directedPair", right), f"{opening}{sets}</qti-match-interaction>"


def _short(body: Mapping[str, Any], language: str) -> tuple[str, str]:
    accepted = body["accept"].get(language) or body["accept"]["de"]
    entries = "".join(
        f'<qti-map-entry map-key={quoteattr(text)} mapped-value="1" case-sensitive="false"/>' for text in accepted
    )
    mapping = f'<qti-mapping default-value="0">{entries}</qti-mapping>'
    return _declaration("single", "string", accepted[:1], mapping), _entry()


def _number(body: Mapping[str, Any], language: str) -> tuple[str, str]:
    unit = (body.get("unit") or {}).get(language, "")
    more = {"data-tolerance": f"{body['tolerance']:g}" if body["tolerance"] else "", "data-unit": unit}
    return _declaration("single", "float", [f"{body['answer']:g}"]), _entry(_attributes(more), unit)


def _entry(more: str = "", unit: str = "") -> str:
    after = f' <span class="{UNIT}">{escape(unit)}</span>' if unit else ""
    return f'<p><qti-text-entry-interaction response-identifier="RESPONSE" {more}/>{after}</p>'


_WRITERS: Mapping[str, Any] = {
    "single": _choice(1, "single"),
    "multiple": _choice(0, "multiple"),
    "order": _order,
    "match": _match,
    "short": _short,
    "number": _number,
}
