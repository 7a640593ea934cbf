"""Reading documents and queries as JSON lines, liberal in names, strict in what is wrong. Format: docs/ranking.md."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lms.catalogue.ranking.ranker import Text

DOCUMENT_IDS = ("id", "_id", "doc_id", "docid", "docno", "document_id", "slug", "key", "pid")
TITLES = ("title", "name", "heading", "titel", "headline")
TEXTS = (
    *("text", "body", "description", "content", "contents", "summary", "abstract", "passage", "document"),
    *("beschreibung", "inhalt", "needs", "keywords", "topics"),
)
QUERY_IDS = ("id", "_id", "query_id", "queryid", "qid", "topic_id", "number")
QUERIES = ("query", "text", "question", "need", "title", "anfrage", "frage")

LARGEST_FILE = 2_000_000_000


class BadLine(ValueError):
    """A line that cannot be used; says where."""

    def __init__(self, file: Path, line: int, field: str, message: str) -> None:
        place = f"{file}, line {line}" + (f", field {field}" if field else "")
        super().__init__(f"{place}: {message}")


@dataclass(frozen=True)
class Query:
    """One query of a file."""

    key: str
    text: str


@dataclass(frozen=True)
class Line:
    """One line of a file, as an object with fields."""

    file: Path
    number: int
    row: dict[str, Any]

    def fault(self, field: str, message: str) -> BadLine:
        """What is wrong here."""
        return BadLine(self.file, self.number, field, message)

    def key(self, names: tuple[str, ...], default: str = "") -> str:
        """The id under the first of `names` that is there."""
        name = next((name for name in names if name in self.row), names[0])
        value = self.row.get(name, default)
        if isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
            what = "missing" if name not in self.row else "must be a text or a whole number"
            raise self.fault(name, f"{what}; the id is looked for in {', '.join(names)}")
        return str(value)

    def words(self, names: tuple[str, ...]) -> str | None:
        """The texts under all of `names` that are there; None if none is."""
        found = [self._flat(name, self.row[name]) for name in names if self.row.get(name) is not None]
        return "\n".join(found) if found else None

    def _flat(self, field: str, value: object) -> str:
        """A text, a list of texts or texts by language as one text."""
        if isinstance(value, str):
            return value
        parts = value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else None
        if parts is None or not all(isinstance(part, str | list) for part in parts):
            raise self.fault(field, "must be a text, a list of texts or texts by language")
        return "\n".join(self._flat(field, part) for part in parts)


def read_texts(file: Path) -> list[Text]:
    """The documents of `file`; raises BadLine."""
    texts: list[Text] = []
    seen: dict[str, int] = {}
    for line in _lines(file):
        key = _new_key(line, line.key(DOCUMENT_IDS), seen)
        title, text = line.words(TITLES), line.words(TEXTS)
        if title is None and text is None:
            raise line.fault("text", f"neither a title ({', '.join(TITLES)}) nor a text ({', '.join(TEXTS)})")
        texts.append(Text(key, title or "", text or ""))
    if not texts:
        raise BadLine(file, 1, "", "there is no document in this file")
    return texts


def read_queries(file: Path) -> list[Query]:
    """The queries of `file`; a query without id is known by the number of its line. Raises BadLine."""
    queries: list[Query] = []
    seen: dict[str, int] = {}
    for line in _lines(file):
        key = _new_key(line, line.key(QUERY_IDS, default=str(line.number)), seen)
        name = next((name for name in QUERIES if line.row.get(name) is not None), None)
        if name is None:
            raise line.fault("query", f"no query; it is looked for in {', '.join(QUERIES)}")
        queries.append(Query(key, line.words((name,)) or ""))
    if not queries:
        raise BadLine(file, 1, "", "there is no query in this file")
    return queries


def _new_key(line: Line, key: str, seen: dict[str, int]) -> str:
    if key in seen:
        raise line.fault("id", f"the id {key!r} stands in line {seen[key]} already")
    seen[key] = line.number
    return key


def _lines(file: Path) -> Iterator[Line]:
    if file.stat().st_size > LARGEST_FILE:
        raise BadLine(file, 1, "", f"the file is larger than {LARGEST_FILE // 1_000_000} MB")
    with file.open("rb") as lines:
        for number, raw in enumerate(lines, start=1):
            try:
                text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                raise BadLine(file, number, "", "this is not UTF-8; save the file as UTF-8") from error
            if not text.strip():
                continue
            try:
                row = json.loads(text)
            except (ValueError, RecursionError) as error:
                raise BadLine(file, number, "", f"this is not one JSON object per line: {error}") from error
            if not isinstance(row, dict):
                raise BadLine(file, number, "", "this is JSON, but not an object with fields")
            yield Line(file, number, row)
